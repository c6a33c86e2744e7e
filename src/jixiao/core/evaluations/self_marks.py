"""What points a self-evaluation proposes (系统建议) from the ledger; a person may claim others and say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.ledger.measures import Measured, is_met
from jixiao.core.ledger.states import State
from jixiao.core.scoring.entries import Entry
from jixiao.core.scoring.rules import NOBODY, Direction, Done, Proportional, Rule
from jixiao.core.scoring.table import by_rule

PLACES = 2


@dataclass(frozen=True, slots=True)
class Amount:
    """A measure with what was achieved over the year; None where nothing is reported."""

    name: str
    measured: Measured
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """`points` is None where the ledger does not say enough to propose any."""

    points: Decimal | None
    why: str


def proposed(points: Decimal, amounts: Sequence[Amount], state: State | None) -> Proposal:
    """All points when the year's targets are met, else in proportion to the completion of what is furthest behind.

    Without amounts the ledger's light decides; `state` is None where no period was ever due.
    """
    if not amounts:
        return _by_light(points, state)
    unknown = [each.name for each in amounts if each.value is None]
    if unknown:
        return Proposal(None, f"台账没有填报{'、'.join(unknown)}的数值，请自行填写。")
    if all(is_met(each.measured, each.value) for each in amounts):
        return Proposal(points, "达到年度目标，建议满分。")
    shares = [(_earned(points, each), each.name) for each in amounts if not is_met(each.measured, each.value)]
    least, name = min(shares)
    if max(shares)[0] == points:  # beyond a range, or exactly what had to be passed
        return Proposal(None, "没有达到年度目标，也不能按比例计算，请自行填写。")
    how = f"没有达到年度目标，按{name}的完成比例建议" if len(amounts) > 1 else "没有达到年度目标，按完成比例建议"
    return Proposal(least, f"{how}。")


def _earned(points: Decimal, amount: Amount) -> Decimal:
    """Of a target that is missed: a ceiling that is broken earns nothing, all else in proportion."""
    rule: Rule = Done(direction=Direction.LOWER) if amount.measured.is_ceiling else Proportional()
    entry = Entry("", points, "", values=(amount.value,), target=amount.measured.target)
    return by_rule(entry, rule, NOBODY, PLACES) or Decimal(0)


def _by_light(points: Decimal, state: State | None) -> Proposal:
    if state in (State.DONE, State.STRUCK_OFF):
        return Proposal(points, "台账已完成，建议满分。")
    if state is State.ON_TRACK:
        return Proposal(points, "台账进展正常，没有滞后，建议满分。")
    return Proposal(None, "没有数量目标，台账也没有显示完成，请自行填写。")
