"""On-site assessment: which evidence is drawn for a closer look, and what a finished record must say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Candidate:
    """A use of a piece of evidence under an indicator that is worth `points`."""

    use: int
    item: int
    points: Decimal


def seed_of(round_id: int, plan_id: int, moment: datetime) -> str:
    """With the moment of the draw to the microsecond: nobody knows beforehand which evidence will be looked at."""
    return f"{round_id}-{plan_id}-{moment.astimezone(UTC):%Y%m%d%H%M%S%f}"


def drawn(seed: str, candidates: Iterable[Candidate], count: int) -> list[int]:
    """The uses to look at, as many as `count`: the same for the same seed, in whatever order the candidates come.

    Stratified: one use of each indicator, those of most points first, then a second of each, and so on. Which one of
    an indicator, and which of indicators of equal points, says the digest of seed and number.
    """
    by_item: dict[int, list[Candidate]] = {}
    for each in sorted(set(candidates), key=lambda one: _lot(seed, "use", one.use)):
        by_item.setdefault(each.item, []).append(each)
    turns = [(turn, each) for own in by_item.values() for turn, each in enumerate(own)]
    turns.sort(key=lambda pair: (pair[0], -pair[1].points, _lot(seed, "item", pair[1].item), pair[1].use))
    return [each.use for _, each in turns[: max(0, count)]]


def _lot(seed: str, what: str, number: int) -> str:
    return sha256(f"{seed}|{what}|{number}".encode()).hexdigest()


def cannot_finish(*, has_visit: bool, pending: int) -> list[str]:
    """What the joint sheet still lacks."""
    found = [] if has_visit else ["请先填写实地考评记录：日期和考评组成员。"]
    return [*found, f"还有 {pending} 份抽查材料没有核对结果。"] if pending else found
