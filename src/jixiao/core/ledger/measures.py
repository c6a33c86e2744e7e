"""What is measured of an indicator: how values add up over the year, whether they meet the target, and the pace.

Values and targets are in the measure's base unit (元, 项, %). Thresholds of the pace: design of this project, after
the practice of 红黄绿灯 by rule; they are one place, here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from jixiao.core.ledger.states import Standing
from jixiao.core.rounding import cut

BEHIND, SHORT = Decimal("0.9"), Decimal("0.6")  # of what the calendar expects: below the first ▲, below the second ■


class Reckoning(StrEnum):
    """How the values of the periods come to the year's."""

    CUMULATIVE = "cumulative"
    INCREMENT = "increment"
    LEVEL = "level"
    EACH = "each"


WORDS = {
    Reckoning.CUMULATIVE: "本年累计数",
    Reckoning.INCREMENT: "本期数，逐期相加",
    Reckoning.LEVEL: "期末数",
    Reckoning.EACH: "每期都要达到",
}
ASKED = {  # what the field of a report asks for
    Reckoning.CUMULATIVE: "本年累计",
    Reckoning.INCREMENT: "本期",
    Reckoning.LEVEL: "期末",
    Reckoning.EACH: "本期",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure as the rules see it. comparator: = >= > <= <; `target_max` closes a range."""

    reckoning: Reckoning
    comparator: str
    target: Decimal
    target_max: Decimal | None = None

    @property
    def is_ceiling(self) -> bool:
        """Whether less is better: 不超过, 零发生."""
        return self.comparator in ("<", "<=") or (self.comparator == "=" and self.target == 0)


def reckoning_of(kind: str, period: str) -> Reckoning:
    """The usual way to reckon a target of that kind and period (`core.targets.Target`); a clerk may choose another."""
    if period in ("month", "quarter", "half-year"):
        return Reckoning.EACH
    return Reckoning.CUMULATIVE if kind in ("count", "amount", "frequency") else Reckoning.LEVEL


def achieved(reckoning: Reckoning, values: Sequence[Decimal | None]) -> Decimal | None:
    """The year's value after the last of `values`, one a period in order; None where nothing is reported."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    return sum(known, Decimal(0)) if reckoning is Reckoning.INCREMENT else known[-1]


def is_met(measure: Measured, value: Decimal | None) -> bool:
    """Whether the value meets the target. An "=" asks for at least that much, unless it is zero."""
    if value is None:
        return False
    if measure.target_max is not None:
        return measure.target <= value <= measure.target_max
    if measure.is_ceiling:
        return value < measure.target if measure.comparator == "<" else value <= measure.target
    return value > measure.target if measure.comparator == ">" else value >= measure.target


@dataclass(frozen=True, slots=True)
class Pace:
    """How much of the year's periods has passed (of 1) when a value is judged, and whether its own period has ended."""

    share: Decimal
    ended: bool = True

    @property
    def is_final(self) -> bool:
        return self.ended and self.share >= 1


def pace_of(number: int, of: Decimal | int, starts: date, ends: date, reported: date | None) -> Pace:
    """The pace that period `number` of `of` asks for; less when the report came before the period's end."""
    if reported is None or reported >= ends:
        return Pace(Decimal(number) / of)
    days = Decimal(max(0, (reported - starts).days + 1)) / ((ends - starts).days + 1)
    return Pace((number - 1 + days) / of, ended=False)


def standing(measure: Measured, values: Sequence[Decimal | None], pace: Pace) -> Standing:
    """How the measure stands; `values` has one entry a period up to the one that is judged.

    A sum over the year is compared with its share of the calendar; a level, a ceiling and a duty of each period with
    their target itself. What falls short when its time is over is SHORT.
    """
    value = achieved(measure.reckoning, values)
    if value is None:
        return Standing.NONE
    each = measure.reckoning is Reckoning.EACH
    if is_met(measure, value):
        once = measure.reckoning is not Reckoning.LEVEL and not measure.is_ceiling and not each
        return Standing.DONE if once or pace.is_final else Standing.ON_TRACK
    if pace.is_final or (each and pace.ended):
        return Standing.SHORT
    if measure.is_ceiling and measure.reckoning is not Reckoning.LEVEL:
        return Standing.SHORT  # what was used up does not come back
    if each or measure.is_ceiling or measure.reckoning is Reckoning.LEVEL:
        return Standing.BEHIND
    return _by_pace(measure.target, value, pace.share)


def _by_pace(target: Decimal, value: Decimal, share: Decimal) -> Standing:
    """Whole things are expected whole: of one thing a year, none is expected before the end."""
    expected = target * share
    if target == target.to_integral_value():
        expected = cut(expected, 0)
    if value >= expected * BEHIND:
        return Standing.ON_TRACK
    return Standing.BEHIND if value >= expected * SHORT else Standing.SHORT


_GRAVITY = (Standing.SHORT, Standing.BEHIND, Standing.ON_TRACK)


def joined(standings: Sequence[Standing]) -> Standing:
    """The standing of all measures together: the worst; done only when all are done, NONE of none."""
    known = [each for each in standings if each is not Standing.NONE]
    if not known:
        return Standing.NONE
    worst = next((grave for grave in _GRAVITY if grave in known), Standing.DONE)
    return Standing.ON_TRACK if worst is Standing.DONE and len(known) < len(standings) else worst
