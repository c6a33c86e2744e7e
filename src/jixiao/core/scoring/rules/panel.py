"""Panel (评审打分): the mean of several marks, the highest and lowest left out where there are enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from jixiao.core.scoring.entries import Entry
from jixiao.core.scoring.exact import HUNDRED, ONE, ZERO
from jixiao.core.scoring.rules.base import Peers, Rule, Said, shown, within


@dataclass(frozen=True, slots=True)
class Panel(Rule):
    """Marks from 0 to `scale`. Where there are more than `trim_above` marks, `trim` of them fall away at either end."""

    KIND: ClassVar[str] = "panel"
    NAME: ClassVar[Said] = Said("评审打分", "panel")
    BY_PERIOD: ClassVar[bool] = False
    scale: Decimal = HUNDRED
    trim: int = 0
    trim_above: int = 5

    def known(self, entry: Entry) -> Decimal | None:
        return mean_of(kept(entry.marks, self.trim, self.trim_above)) if entry.marks else None

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        return within(value / self.scale, ZERO, ONE)

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        count, counted = len(entry.marks), len(kept(entry.marks, self.trim, self.trim_above))
        mean, scale = shown(value), shown(self.scale)
        left = f"，去掉{count - counted}个最高最低分" if counted < count else ""
        left_en = f", {count - counted} highest and lowest left out" if counted < count else ""
        return Said(
            f"{count}人打分{left}，平均{mean}（满分{scale}）", f"{count} marks{left_en}, mean {mean} of {scale}"
        )

    def problems(self) -> Iterator[str]:
        if self.scale <= 0:
            yield f"scale 应大于 0，现为 {self.scale}。"
        if self.trim < 0 or (self.trim > 0 and self.trim_above < 2 * self.trim):
            yield "trim 去掉最高最低分之后至少要剩一个分，请调大 trim_above。"


def kept(marks: Sequence[Decimal], trim: int, above: int) -> list[Decimal]:
    """The marks that count, in order of size."""
    ordered = sorted(marks)
    return ordered[trim : len(ordered) - trim] if len(ordered) > above else ordered


def mean_of(marks: Sequence[Decimal]) -> Decimal:
    return sum(marks, ZERO) / len(marks)
