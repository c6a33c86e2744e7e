"""Where a measure will stand at the year's end, by what is reported so far: one figure, a range, and the chance.

Sums (累计数, 本期数). A year is thought of as a shape and a size: the shape says which share of the year's work is done
by which time, the size how much of the target the whole year brings. Every pair of a few shapes and sizes is a
scenario; each period reported weighs the scenarios by how well they explain it, and the year's end is what is reported
plus what the weighed scenarios still expect. That is Bayesian model averaging over a finite set (J. A. Hoeting et al.,
"Bayesian Model Averaging: A Tutorial", Statistical Science 14, 1999) with the t distribution as the likelihood, so that
one odd quarter or a correction does not overturn the rest (K. L. Lange et al., "Robust Statistical Modeling Using the t
Distribution", JASA 84, 1989). With few periods the scenarios stay spread and near the target: the shrinkage is the
prior's. The shapes (even, S-curve, end-loaded, front-loaded, all at once in one quarter) and their weights are design
of this project: public investment starts slowly and piles up in the fourth quarter. Last year's own course, when given,
is one more shape with as much weight as all others together.

Levels (期末数) and duties of each period: the last value and a damped trend (E. S. Gardner and E. McKenzie,
"Forecasting Trends in Time Series", Management Science 31, 1985); the range grows with the root of the
periods left.

The numbers below were chosen on simulated years other than those that docs/explanation/forecast.md reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from itertools import pairwise

from jixiao.core.ledger.measures import Measured, Reckoning, achieved, is_met

COVERAGE = Decimal("0.8")  # the share of years whose end shall lie within the range
SURE, LIKELY, HARD = Decimal("0.8"), Decimal("0.5"), Decimal("0.2")  # chances from which the classes begin


class Chance(StrEnum):
    SURE = "sure"
    LIKELY = "likely"
    HARD = "hard"
    OUT_OF_REACH = "out_of_reach"


CHANCES = {
    Chance.SURE: "有把握",
    Chance.LIKELY: "有可能",
    Chance.HARD: "有困难",
    Chance.OUT_OF_REACH: "难以完成",
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """The year's end in the measure's base unit: as likely above `estimate` as below; COVERAGE from `low` to `high`.

    `reached`: what is reported meets the target already, and a sum does not fall.
    """

    estimate: Decimal
    low: Decimal
    high: Decimal
    chance: Chance
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers that were chosen on training years. All but `damping` are shares of the target or the expectation."""

    centre: Decimal = Decimal("1")  # the size that is most likely before anything is reported
    ceiling_centre: Decimal = Decimal("0.85")  # the same under 不超过
    width: Decimal = Decimal("0.15")  # how far sizes spread around it
    share_noise: Decimal = Decimal("0.2")  # of a period's value, relative to what the scenario expects in it
    flat_noise: Decimal = Decimal("0.02")  # of a period's value, whatever the scenario expects
    rest_noise: Decimal = Decimal("0.5")  # of what is still to come
    damping: Decimal = Decimal("0.5")  # of a level's trend
    level_noise: Decimal = Decimal("0.03")  # of a level's step in one period, by its target, before any is seen


TUNED = Tuning()

Shape = Callable[[Decimal], Decimal]  # share of the year gone → share of the year's sum done


def _all_in(quarter: int) -> Shape:
    return lambda t: Decimal(int(t * 4 >= quarter))


_SHAPES: tuple[tuple[Decimal, Shape], ...] = (
    (Decimal(3), lambda t: t),
    (Decimal(3), lambda t: t * t * (3 - 2 * t)),
    (Decimal(2), lambda t: t * t * t * (10 - 15 * t + 6 * t * t)),
    (Decimal(3), lambda t: (t + t * t) / 2),
    (Decimal(3), lambda t: t * t),
    (Decimal(2), lambda t: t * t * t),
    (Decimal(1), lambda t: t * (2 - t)),
    (Decimal(1), lambda t: min(t * 2, Decimal(1))),
    (Decimal(1), lambda t: min(t * 4 / 3, Decimal(1))),
    *((Decimal(2), _all_in(quarter)) for quarter in (1, 2, 3, 4)),
)
_SIZES = tuple(Decimal(step) / 20 for step in range(1, 37))
_QUARTERS = (Decimal("0.25"), Decimal("0.5"), Decimal("0.25"))


def forecast(
    measure: Measured,
    values: Sequence[Decimal | None],
    of: int,
    history: Sequence[Decimal] = (),
    tuning: Tuning = TUNED,
) -> Forecast | None:
    """The year's end after `len(values)` of `of` periods; None while nothing is reported.

    `values` has one entry a period in order, None where none is reported; what is missing is expected to come later.
    `history` is last year's course: the sum's share after each of its periods, rising to 1.
    """
    if achieved(measure.reckoning, values) is None or of < len(values):
        return None
    with localcontext(Context(prec=28)):
        if measure.reckoning in (Reckoning.LEVEL, Reckoning.EACH):
            return _of_level(measure, values, of, tuning)
        return _of_sum(measure, values, of, history, tuning)


# --- sums


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What came between two points of the year (shares of it), as a share of the scale."""

    begins: Decimal
    ends: Decimal
    amount: Decimal


def _of_sum(
    measure: Measured, values: Sequence[Decimal | None], of: int, history: Sequence[Decimal], tuning: Tuning
) -> Forecast:
    done = achieved(measure.reckoning, values) or Decimal(0)
    scale = max(measure.target, done * of / len(values) if done > measure.target else Decimal(0))
    if scale <= 0 or not _is_open(values, of):
        return _exactly(measure, done)
    stretches = _stretches(measure.reckoning, values, of, scale)
    ends = sorted(_ends(stretches, measure.is_ceiling, history, tuning))
    whole = sum((weight for _, weight in ends), Decimal(0))
    sized = [(done + rest * scale, weight / whole) for rest, weight in ends]
    low, estimate, high = (
        _quantile(sized, share) for share in ((1 - COVERAGE) / 2, Decimal("0.5"), (1 + COVERAGE) / 2)
    )
    met = sum((weight for end, weight in sized if is_met(measure, end)), Decimal(0))
    return Forecast(estimate, low, high, chance_of(met), not measure.is_ceiling and is_met(measure, done))


def _is_open(values: Sequence[Decimal | None], of: int) -> bool:
    return len(values) < of or values[-1] is None


def _exactly(measure: Measured, value: Decimal) -> Forecast:
    return Forecast(value, value, value, Chance.SURE if is_met(measure, value) else Chance.OUT_OF_REACH)


def _stretches(reckoning: Reckoning, values: Sequence[Decimal | None], of: int, scale: Decimal) -> list[_Stretch]:
    """The known stretches. After a gap a cumulative value covers all periods since the one before it."""
    found, since, before = [], 0, Decimal(0)
    for number, value in enumerate(values, start=1):
        if value is None:
            continue
        if reckoning is Reckoning.CUMULATIVE:
            begins, amount, since, before = since, value - before, number, value
        else:
            begins, amount = number - 1, value
        found.append(_Stretch(Decimal(begins) / of, Decimal(number) / of, amount / scale))
    return found


def _ends(
    stretches: list[_Stretch], is_ceiling: bool, history: Sequence[Decimal], tuning: Tuning
) -> Iterator[tuple[Decimal, Decimal]]:
    """(what is still to come as a share of the scale, weight) of each scenario, with noise on what is to come."""
    centre = tuning.ceiling_centre if is_ceiling else tuning.centre
    for shape_weight, shape in _shapes(history):
        shares = [shape(each.ends) - shape(each.begins) for each in stretches]
        left = 1 - sum(shares, Decimal(0))
        for size in _SIZES:
            weight = shape_weight * _bell((size - centre) / tuning.width)
            for stretch, share in zip(stretches, shares, strict=True):
                spread = tuning.share_noise * size * share + tuning.flat_noise
                weight *= _bell((stretch.amount - size * share) / spread) / spread
            for noise, part in zip((-tuning.rest_noise, Decimal(0), tuning.rest_noise), _QUARTERS, strict=True):
                yield size * left * (1 + noise), weight * part


def _bell(distance: Decimal) -> Decimal:
    """The t distribution with three degrees of freedom, but for a constant."""
    thin = 1 + distance * distance / 3
    return 1 / (thin * thin)


def _shapes(history: Sequence[Decimal]) -> list[tuple[Decimal, Shape]]:
    if not history:
        return list(_SHAPES)
    weight = sum((weight for weight, _ in _SHAPES), Decimal(0))
    return [*_SHAPES, (weight, lambda t: _course(history, t))]


def _course(history: Sequence[Decimal], at: Decimal) -> Decimal:
    """The share done at that point of the year, straight between the periods of last year's course."""
    place = at * len(history)
    whole = int(place)
    if whole >= len(history):
        return history[-1]
    before = history[whole - 1] if whole else Decimal(0)
    return before + (history[whole] - before) * (place - whole)


def _quantile(sized: list[tuple[Decimal, Decimal]], share: Decimal) -> Decimal:
    """The value up to which that share of the weight lies; `sized` is sorted."""
    so_far = Decimal(0)
    for value, weight in sized:
        so_far += weight
        if so_far >= share:
            return value
    return sized[-1][0]


def chance_of(share: Decimal) -> Chance:
    """The class of a chance between 0 and 1."""
    if share >= SURE:
        return Chance.SURE
    if share >= LIKELY:
        return Chance.LIKELY
    return Chance.HARD if share >= HARD else Chance.OUT_OF_REACH


# --- levels


def _of_level(measure: Measured, values: Sequence[Decimal | None], of: int, tuning: Tuning) -> Forecast:
    known = [(number, value) for number, value in enumerate(values, start=1) if value is not None]
    (first_at, first), (last_at, last) = known[0], known[-1]
    left = of - last_at
    steps = max(1, last_at - first_at)
    each = measure.reckoning is Reckoning.EACH
    trend = Decimal(0) if each else tuning.damping * (last - first) / steps
    estimate = last + trend * left
    usual = tuning.level_noise * max(abs(measure.target), abs(last))
    moved = sum((abs(after - before) for (_, before), (_, after) in pairwise(known)), Decimal(0))
    half = (moved + usual) / (last_at - first_at + 1) * Decimal(left).sqrt() * Decimal("1.28")
    if each and not all(is_met(measure, value) for _, value in known):
        return Forecast(estimate, estimate - half, estimate + half, Chance.OUT_OF_REACH)
    return Forecast(estimate, estimate - half, estimate + half, _chance_of_level(measure, estimate, half))


def _chance_of_level(measure: Measured, estimate: Decimal, half: Decimal) -> Chance:
    """Sure where the whole range meets the target, out of reach where nothing of it does."""
    met = [is_met(measure, value) for value in (estimate - half, estimate, estimate + half)]
    if all(met):
        return Chance.SURE
    if met[1]:
        return Chance.LIKELY
    return Chance.HARD if any(met) else Chance.OUT_OF_REACH
