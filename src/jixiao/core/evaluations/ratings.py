"""Same-group rating: one mark on the whole, its reason, and what a rater learns of the others' marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.rounding import round_half_up

FULL, LOW, HIGH = Decimal(100), Decimal(60), Decimal(95)  # a mark below LOW or above HIGH has to be explained
FEWEST = 3  # of fewer raters nothing is shown, so that nobody's mark can be told
NOT_ITSELF = "不能给本单位评分。"


@dataclass(frozen=True, slots=True)
class Others:
    """What the others gave, without names."""

    count: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal


def cannot_rate(points: Decimal | None, reason: str) -> str:
    """Points lie between 0 and 100 already: `words.read_points`."""
    if points is None:
        return "请先打分，再提交。"
    if (points < LOW or points > HIGH) and not reason.strip():
        return f"低于 {LOW} 分或高于 {HIGH} 分的，请写明理由。"
    return ""


def others_seen(marks: Sequence[Decimal], *, has_handed_in: bool) -> Others | None:
    """The marks of others, once one's own is handed in and there are enough of them."""
    if not has_handed_in or len(marks) < FEWEST:
        return None
    mean = round_half_up(sum(marks, Decimal(0)) / len(marks), 2)
    return Others(len(marks), mean, min(marks), max(marks))
