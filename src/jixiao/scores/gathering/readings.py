"""What the ledger knows of one indicator, as a rule reads it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jixiao.core.ledger.measures import Measured, Reckoning, achieved, is_met
from jixiao.core.ledger.states import Reporting, Standing
from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.entries import Join
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.rules import Direction
from jixiao.core.scoring.rules.base import rate
from jixiao.core.scoring.scheme import Aim
from jixiao.scores.gathering.ledgers import Stand

PLACES = 6  # decimals of a completion
_JOIN = {Reckoning.INCREMENT: Join.SUM, Reckoning.EACH: Join.EACH}
Values = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Read:
    """Values a period, how they join, and the target; without a target a value is a completion (1: all) or 1 and 0."""

    values: tuple[Decimal | None, ...]
    join: Join = Join.LAST
    target: Decimal | None = None
    unit: str = ""
    aim: Aim = Aim.NONE


def plain(value: Decimal) -> Decimal:
    """The number without zeros at its end, so that every database gives the same digits."""
    return Decimal(f"{value.normalize():f}")


def of_one(measured: Measured, unit: str, values: Values) -> Read:
    """An indicator with one amount. A range has no one target: its completion is what counts."""
    if measured.target_max is not None:
        return of_several([(measured, values)])
    kept = tuple(None if value is None else plain(value) for value in values)
    aim = Aim.CEILING if measured.is_ceiling else Aim.TARGET
    return Read(kept, _JOIN.get(measured.reckoning, Join.LAST), plain(measured.target), unit, aim)


def of_several(measures: Sequence[tuple[Measured, Values]]) -> Read:
    """An indicator with several amounts: after each period the mean of their completions, none above 1.

    A period up to which nothing is known of one of them says nothing.
    """
    count = max((len(values) for _, values in measures), default=0)
    means = []
    for end in range(1, count + 1):
        known = [_completion(measured, values[:end]) for measured, values in measures]
        whole = [each for each in known if each is not None]
        mean = sum(whole, ZERO) / len(known)
        means.append(plain(round_half_up(mean, PLACES)) if len(whole) == len(known) else None)
    return Read(tuple(means), aim=Aim.TARGET)


def _completion(measured: Measured, values: Values) -> Decimal | None:
    """How far the values so far reach the target, 1 at most."""
    if all(value is None for value in values):
        return None
    if measured.reckoning is Reckoning.EACH:
        return sum((ZERO if each is None else _share(measured, each) for each in values), ZERO) / len(values)
    value = achieved(measured.reckoning, values)
    return None if value is None else _share(measured, value)


def _share(measured: Measured, value: Decimal) -> Decimal:
    if is_met(measured, value):
        return ONE
    high = measured.target_max
    if high is not None and value > high:
        return rate(value, high, Direction.LOWER)
    direction = Direction.LOWER if measured.is_ceiling and high is None else Direction.HIGHER
    return max(min(rate(value, measured.target, direction), ONE), ZERO)


def of_none(cells: Sequence[Stand], today: date) -> Read:
    """An indicator without an amount: 1 is done, 0 is not done and out of time; open while its report is awaited."""
    if not cells:
        return Read((None,))
    last = cells[-1]
    if last.struck_off or _is_done(last):
        return Read((ONE,))
    is_over = last.grace < today and last.reporting != Reporting.SUBMITTED
    return Read((ZERO if is_over else None,))


def cases(cells: Sequence[Stand]) -> Read:
    """A veto without an amount: one case when a report says that it was missed, none when it is done."""
    said = [each for each in cells if each.reporting != Reporting.SUBMITTED]
    if any(each.standing == Standing.SHORT for each in said):
        return Read((ONE,))
    is_clear = bool(cells) and (cells[-1].struck_off or _is_done(cells[-1]))
    return Read((ZERO if is_clear else None,))


def _is_done(cell: Stand) -> bool:
    """Whether an accepted report says so: one that only lies for acceptance does not count yet."""
    return cell.reporting != Reporting.SUBMITTED and cell.standing == Standing.DONE
