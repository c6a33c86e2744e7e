"""Proportional (按完成比例计分): points × completion, between a floor and a cap."""

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
class Proportional(Rule):
    """Without a target the value is the completion itself (0.9 is 90 %)."""

    KIND: ClassVar[str] = "proportional"
    NAME: ClassVar[Said] = Said("按比例计分", "proportional")
    floor: Decimal = ZERO  # least share, whatever the completion
    cap: Decimal = ONE  # greatest share; above 1 rewards what goes beyond the target
    none_below: Decimal = ZERO  # completion below which only the floor is given
    direction: Direction = Direction.HIGHER

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        completion = self._completion(entry, value)
        return self.floor if completion < self.none_below else within(completion, self.floor, self.cap)

    def _completion(self, entry: Entry, value: Decimal) -> Decimal:
        return value if entry.target is None else rate(value, entry.target, self.direction)

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        completion = percent(self._completion(entry, value))
        bound = self._bound(self._completion(entry, value))
        if entry.target is None:
            return Said(f"完成率{completion}{bound.zh}", f"completion {completion}{bound.en}")
        target, actual = amount(entry, entry.target), amount(entry, value)
        zh = f"目标{target}，实际{actual}，完成率{completion}{bound.zh}"
        return Said(zh, f"target {target}, actual {actual}, completion {completion}{bound.en}")

    def _bound(self, completion: Decimal) -> Said:
        if completion < self.none_below:
            low = percent(self.none_below)
            return Said(f"，低于{low}按最低档计", f", below {low}: the floor counts")
        if completion > self.cap:
            return Said(f"，最高按{percent(self.cap)}计", f", counted as {percent(self.cap)} at most")
        return Said("", "")

    def better(self, value: Decimal, by: Decimal, entry: Entry) -> Decimal:
        is_ceiling = self.direction is Direction.LOWER and entry.target is not None
        return value - by if is_ceiling else value + by

    def problems(self) -> Iterator[str]:
        yield from fraction_problems(floor=self.floor, none_below=self.none_below)
        if self.cap < self.floor or self.cap <= 0:
            yield f"cap 应大于 0 且不小于 floor，现为 {self.cap}。"
        if self.none_below > self.cap:
            yield f"none_below 不应大于 cap，现为 {self.none_below}。"
