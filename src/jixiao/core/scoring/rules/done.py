"""Done or not (完成得分，未完成不得分): all points when the target is reached, a fixed part otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from jixiao.core.scoring.entries import Entry
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.rules.base import Direction, Peers, Rule, Said, amount, fraction_problems


@dataclass(frozen=True, slots=True)
class Done(Rule):
    """Without a target the value itself says it: 1 is done, 0 is not."""

    KIND: ClassVar[str] = "done"
    NAME: ClassVar[Said] = Said("完成得分", "done or not")
    otherwise: Decimal = ZERO  # share of the points when it is not done
    direction: Direction = Direction.HIGHER

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        return ONE if self._is_done(entry, value) else self.otherwise

    def _is_done(self, entry: Entry, value: Decimal) -> bool:
        if entry.target is None:
            return value >= ONE
        return value <= entry.target if self.direction is Direction.LOWER else value >= entry.target

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        is_done = self._is_done(entry, value)
        if entry.target is None:
            return Said("已完成", "done") if is_done else Said("未完成", "not done")
        zh = f"目标{amount(entry, entry.target)}，实际{amount(entry, value)}，{'达到' if is_done else '未达到'}"
        en = f"target {amount(entry, entry.target)}, actual {amount(entry, value)}: {'met' if is_done else 'not met'}"
        return Said(zh, en)

    def better(self, value: Decimal, by: Decimal, entry: Entry) -> Decimal:
        is_ceiling = self.direction is Direction.LOWER and entry.target is not None
        return value - by if is_ceiling else value + by

    def problems(self) -> Iterator[str]:
        return fraction_problems(otherwise=self.otherwise)
