"""How an indicator fares over the year: a few characters, each with the share of its target reached in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from random import Random

from jixiao.core.ledger.measures import Measured, Reckoning
from jixiao.core.numbers import split_unit

ONE, STEP = Decimal(1), Decimal("0.1")


class Character(StrEnum):
    STEADY = "steady"
    SLOW_START = "slow_start"
    END_LOADED = "end_loaded"
    STALLED = "stalled"
    OVER_REPORTING = "over_reporting"  # says too much once, and corrects it


_WEIGHTS = {
    Character.STEADY: 56,
    Character.SLOW_START: 16,
    Character.END_LOADED: 10,
    Character.STALLED: 7,
    Character.OVER_REPORTING: 11,
}
# The share of the year's target reached after 0, 1/4, 1/2, 3/4 and the whole of the time.
_COURSES = {
    Character.STEADY: ("0", "0.26", "0.52", "0.79", "1.02"),
    Character.SLOW_START: ("0", "0.12", "0.35", "0.70", "1.01"),
    Character.END_LOADED: ("0", "0.10", "0.24", "0.45", "1.00"),
    Character.STALLED: ("0", "0.22", "0.41", "0.52", "0.71"),
    Character.OVER_REPORTING: ("0", "0.24", "0.50", "0.76", "1.00"),
}


def character_of(draw: Random) -> Character:
    return draw.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]


def course_of(character: Character, number: int, of: int, draw: Random) -> Course:
    """Where the character stands after period `number` of `of`."""
    reached = share(character, number, of, draw)
    return Course(reached, reached * of >= number * Decimal("0.9"))


def share(character: Character, number: int, of: int, draw: Random) -> Decimal:
    """The share of the target reached after period `number` of `of`, a little above or below the course."""
    course = [Decimal(each) for each in _COURSES[character]]
    place = Decimal(number * 4) / of
    low = min(int(place), 3)
    reached = course[low] + (course[low + 1] - course[low]) * (place - low)
    jitter = Decimal(draw.randint(-4, 6)) / 100
    return max(reached + (jitter * reached if number < of else abs(jitter) / 2), Decimal(0))


@dataclass(frozen=True, slots=True)
class Course:
    """How far an indicator is: the share of its target that is reached, and whether that keeps pace."""

    reached: Decimal
    on_pace: bool


def value_of(measure: Measured, unit: str, course: Course, before: Sequence[Decimal], draw: Random) -> Decimal:
    """The period's value in the base unit. `before` are those of the periods before it, of the same measure."""
    reached = course.reached
    if measure.is_ceiling:
        return _below(measure, unit, draw)
    if measure.reckoning is Reckoning.EACH:
        return _rounded(measure.target if reached > 0 else Decimal(0), unit, measure.target)
    if measure.reckoning is Reckoning.LEVEL:
        return _level(measure, unit, course)
    total = _enough(measure, unit, measure.target * reached, reached)
    if measure.reckoning is Reckoning.INCREMENT:
        return max(total - sum(before, Decimal(0)), Decimal(0))
    return max([total, *before[-1:]])


def _level(measure: Measured, unit: str, course: Course) -> Decimal:
    """What keeps pace stands at its target all year; what does not comes up to it."""
    if course.on_pace and measure.target_max is not None:
        return (measure.target + measure.target_max) / 2
    height = ONE if course.on_pace else Decimal("0.86") + Decimal("0.14") * min(course.reached, ONE)
    return _enough(measure, unit, measure.target * height, height)


def _below(measure: Measured, unit: str, draw: Random) -> Decimal:
    """A quantity that must not rise: mostly well below its ceiling."""
    if measure.target == 0:
        return Decimal(0)
    return _rounded(measure.target * Decimal(draw.randint(70, 96)) / 100, unit, measure.target)


def _enough(measure: Measured, unit: str, value: Decimal, reached: Decimal) -> Decimal:
    """Rounded, but never so that a target that is reached is missed by the rounding."""
    rounded = _rounded(value, unit, measure.target)
    if unit in ("%", "％"):
        rounded = min(rounded, Decimal(100))
    if reached >= ONE and (rounded < measure.target or (rounded == measure.target and measure.comparator == ">")):
        step = split_unit(unit)[1] if is_whole(measure.target, unit) else split_unit(unit)[1] * STEP
        return measure.target + (step if measure.comparator == ">" else 0)
    return rounded


def is_whole(target: Decimal, unit: str) -> bool:
    """Whether the quantity is counted in whole pieces: as far as its target shows."""
    amount = target / split_unit(unit)[1]
    return amount == amount.to_integral_value() and unit not in ("%", "％") and "元" not in unit


def _rounded(value: Decimal, unit: str, target: Decimal) -> Decimal:
    factor = split_unit(unit)[1]
    if is_whole(target, unit):
        return (value / factor).to_integral_value(ROUND_FLOOR) * factor
    return (value / factor).quantize(STEP, ROUND_HALF_UP) * factor
