"""Rank (按名次计分): the first in the group gets all points, each place after it a part less; or a share a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import ClassVar

from jixiao.core.scoring.entries import Entry
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.rules.base import Direction, Peers, Rule, Said, fraction_problems, percent


class Ties(StrEnum):
    SAME = "same"  # equal values have the same rank
    VOID = "void"  # whoever is tied earns nothing


@dataclass(frozen=True, slots=True)
class Rank(Rule):
    """Ranks among the group by value; with `is_given` the value is the rank itself, as a higher office published it."""

    KIND: ClassVar[str] = "rank"
    NAME: ClassVar[Said] = Said("按名次计分", "by rank")
    COMPARES: ClassVar[bool] = True
    BY_PERIOD: ClassVar[bool] = False
    step: Decimal = Decimal("0.02")  # share of the points less for each place
    places: tuple[Decimal, ...] = ()  # shares of the first places instead; after them the last one's
    floor: Decimal = ZERO
    direction: Direction = Direction.HIGHER
    ties: Ties = Ties.SAME
    is_given: bool = False

    @property
    def is_monotone(self) -> bool:
        return self.ties is Ties.SAME  # drawing level with somebody better may void both

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        if self._is_void(value, peers):
            return ZERO
        place = self._place(value, peers)
        if self.places:
            return self.places[min(place, len(self.places)) - 1]
        return max(ONE - self.step * (place - 1), self.floor)

    def _is_void(self, value: Decimal, peers: Peers) -> bool:
        return self.ties is Ties.VOID and peers.are_tied(value)

    def _place(self, value: Decimal, peers: Peers) -> int:
        return max(int(value), 1) if self.is_given else peers.rank(value, self.direction)

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        place = self._place(value, peers)
        among = "" if self.is_given else f"（组内{len(peers.values)}家）"
        among_en = "" if self.is_given else f" of {len(peers.values)}"
        if self._is_void(value, peers):
            return Said(f"第{place}名有并列{among}，并列不得分", f"tied at place {place}: ties earn nothing")
        if self.places:
            return Said(f"列第{place}名{among}，按名次表计", f"place {place}, by the table of places")
        each = percent(self.step)
        return Said(f"列第{place}名{among}，每低一名少{each}", f"place {place}{among_en}, {each} a place")

    def better(self, value: Decimal, by: Decimal, entry: Entry) -> Decimal:
        is_lower = self.is_given or self.direction is Direction.LOWER
        return value - by if is_lower else value + by

    def problems(self) -> Iterator[str]:
        yield from fraction_problems(step=self.step, floor=self.floor)
        for share in self.places:
            yield from fraction_problems(places=share)
        if any(upper < lower for upper, lower in pairwise(self.places)):
            yield "places 应从高到低：名次靠前的得分不应少于靠后的。"
