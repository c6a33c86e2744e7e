"""Ratio to the best (与组内最优值比): points × value ÷ the best value of the group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from jixiao.core.scoring.entries import Entry
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.rules.base import (
    Direction,
    Peers,
    Rule,
    Said,
    amount,
    fraction_problems,
    percent,
    rate,
    within,
)


@dataclass(frozen=True, slots=True)
class RatioToBest(Rule):
    """Where less is better, the best is the least and the ratio is best ÷ value."""

    KIND: ClassVar[str] = "ratio_to_best"
    NAME: ClassVar[Said] = Said("与最优值比", "ratio to the best")
    COMPARES: ClassVar[bool] = True
    BY_PERIOD: ClassVar[bool] = False
    floor: Decimal = ZERO
    direction: Direction = Direction.HIGHER

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        return within(rate(value, peers.best(self.direction), self.direction), self.floor, ONE)

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        best, actual = amount(entry, peers.best(self.direction)), amount(entry, value)
        ratio = percent(rate(value, peers.best(self.direction), self.direction))
        return Said(f"实际{actual}，组内最优{best}，比值{ratio}", f"actual {actual}, best {best}, ratio {ratio}")

    def problems(self) -> Iterator[str]:
        return fraction_problems(floor=self.floor)
