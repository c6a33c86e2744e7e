"""Step deduction (每低 x 扣 y 分): points taken for each step by which the target is missed, whole or pro rata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from jixiao.core.rounding import cut
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
    shown,
)


class Measure(StrEnum):
    """What a step is measured in."""

    PERCENT = "percent"  # of the target: 0.02 is 2 %
    UNIT = "unit"  # of the value itself


@dataclass(frozen=True, slots=True)
class Steps(Rule):
    """Without a target, missing is counted from 1 where more is better (completion), from 0 where less is (cases)."""

    KIND: ClassVar[str] = "steps"
    NAME: ClassVar[Said] = Said("逐档扣分", "step deduction")
    step: Decimal = ONE
    takes: Decimal = ONE  # points a step
    measure: Measure = Measure.UNIT
    whole: bool = True  # only whole steps count
    floor: Decimal = ZERO  # least share of the points
    direction: Direction = Direction.HIGHER

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        if entry.points <= 0:
            return ZERO
        return max(ONE - self._steps(entry, value) * self.takes / entry.points, self.floor)

    def _target(self, entry: Entry) -> Decimal:
        if entry.target is not None:
            return entry.target
        return ONE if self.direction is Direction.HIGHER else ZERO

    def _missed(self, entry: Entry, value: Decimal) -> Decimal:
        target = self._target(entry)
        gap = target - value if self.direction is Direction.HIGHER else value - target
        if self.measure is Measure.PERCENT and target != 0:
            gap /= abs(target)
        return max(gap, ZERO)

    def _steps(self, entry: Entry, value: Decimal) -> Decimal:
        steps = self._missed(entry, value) / self.step
        return cut(steps, 0) if self.whole else steps

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        target, actual = amount(entry, self._target(entry)), amount(entry, value)
        missed = self._missed(entry, value)
        gap = percent(missed) if self.measure is Measure.PERCENT else amount(entry, missed)
        if missed == 0:
            return Said(f"目标{target}，实际{actual}，达到", f"target {target}, actual {actual}: met")
        steps = shown(self._steps(entry, value))
        side = ("低", "short") if self.direction is Direction.HIGHER else ("超", "over")
        per = percent(self.step) if self.measure is Measure.PERCENT else amount(entry, self.step)
        zh = f"目标{target}，实际{actual}，{side[0]}{gap}；每{per}扣{shown(self.takes)}分，计{steps}档"
        en = f"target {target}, actual {actual}, {gap} {side[1]}; {shown(self.takes)} points per {per}: {steps} steps"
        return Said(zh, en)

    def problems(self) -> Iterator[str]:
        yield from fraction_problems(floor=self.floor)
        if self.step <= 0:
            yield f"step 应大于 0，现为 {self.step}。"
        if self.takes < 0:
            yield f"takes 不应小于 0，现为 {self.takes}。"
