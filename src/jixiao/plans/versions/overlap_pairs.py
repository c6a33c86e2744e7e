"""Overlapping goals side by side, with the words that both share cut out to be marked."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.core.dynamic_overlap import Kept
from jixiao.plans.table import Piece, pieces


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the plan beside the new goal."""

    no: str
    score: int
    reasons: list[str]
    mine: list[Piece]
    theirs: list[Piece]


def pairs(found: Kept) -> list[Pair]:
    """What the check found, ready to be shown."""
    return [
        Pair(
            no=each["no"],
            score=each["score"],
            reasons=each["reasons"],
            mine=pieces(each["mine"], [(start, end) for start, end in each["my_spans"]]),
            theirs=pieces(each["theirs"], [(start, end) for start, end in each["their_spans"]]),
        )
        for each in found
    ]
