"""Simulated years of a measure, by seed, on which a forecast is tried before a real year is over.

The regimes are design of this project. They are drawn from continuous families, not from the shapes that
`core.ledger.forecast` knows; how far they favour it is told in docs/explanation/forecast.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from itertools import pairwise
from random import Random

from jixiao.core.ledger.measures import Measured, Reckoning

PERIODS = 4


class Regime(StrEnum):
    """How a simulated year goes on."""

    LINEAR = "linear"
    S_CURVE = "s-curve"
    END_LOADED = "end-loaded"
    FRONT_LOADED = "front-loaded"
    STEP = "step"
    STALLED = "stalled"
    OVER_REPORTED = "over-reported"
    MISSING = "missing"
    LEVEL = "level"


SUMS = tuple(regime for regime in Regime if regime is not Regime.LEVEL)


@dataclass(frozen=True, slots=True)
class Year:
    """A simulated year: what is reported after each period, and what is true at its end."""

    regime: Regime
    measure: Measured
    reported: tuple[Decimal | None, ...]
    end: Decimal


def simulated_year(regime: Regime, seed: int, *, wild: bool = False) -> Year:
    """The year of that seed; the same seed gives the same year.

    `wild` draws the year's end evenly from 20 to 160 % of the target: then a target says little about its year.
    """
    random = Random(f"{regime.value} {seed}")
    with localcontext(Context(prec=20)):
        return _level(random) if regime is Regime.LEVEL else _sum(regime, random, wild)


def _between(random: Random, low: str, high: str) -> Decimal:
    """Evenly between two decimals."""
    return Decimal(low) + (Decimal(high) - Decimal(low)) * random.randint(0, 10**6) / 10**6


def _sum(regime: Regime, random: Random, wild: bool) -> Year:
    target = Decimal(random.choice((10, 12, 28, 60, 100, 500, 1200)))
    end = target * (_between(random, "0.2", "1.6") if wild else _size(random))
    course = _course(regime, random)
    if regime is Regime.STALLED:
        end, course = _stalled(random, end, course)
    values: list[Decimal | None] = [end * share for share in course]
    if regime is Regime.OVER_REPORTED:
        values = _over_reported(random, values)
    if regime is Regime.MISSING:
        values[random.randrange(PERIODS - 1)] = None
    return Year(regime, Measured(Reckoning.CUMULATIVE, ">=", target), tuple(values), end)


def _size(random: Random) -> Decimal:
    """The year's end by its target: most offices come close, one in four falls short, some miss or surpass it far."""
    drawn = random.random()
    if drawn < 0.6:
        return _between(random, "0.95", "1.15")
    return _between(random, "0.6", "0.95") if drawn < 0.85 else _between(random, "0.2", "1.6")


def _course(regime: Regime, random: Random) -> list[Decimal]:
    """The share of the year's sum after each period, with noise in each period's part."""
    kind = regime if regime in _SHAPES else random.choice(list(_SHAPES))
    shape = _SHAPES[kind](random)
    points = [shape(Decimal(number) / PERIODS) for number in range(PERIODS + 1)]
    parts = [(after - before) * _between(random, "0.7", "1.3") for before, after in pairwise(points)]
    whole = sum(parts, Decimal(0))
    return [sum(parts[:number], Decimal(0)) / whole for number in range(1, PERIODS + 1)]


def _logistic(middle: Decimal, steep: Decimal) -> Callable[[Decimal], Decimal]:
    def raw(t: Decimal) -> Decimal:
        return 1 / (1 + (-steep * (t - middle)).exp())

    return lambda t: (raw(t) - raw(Decimal(0))) / (raw(Decimal(1)) - raw(Decimal(0)))


def _power(exponent: Decimal) -> Callable[[Decimal], Decimal]:
    return lambda t: t**exponent if t else Decimal(0)


def _steps(random: Random) -> Callable[[Decimal], Decimal]:
    """One or two jumps and a little besides."""
    jumps = [
        (Decimal(random.randint(1, PERIODS)) / PERIODS, _between(random, "0.3", "1"))
        for _ in range(random.choice((1, 2)))
    ]
    return lambda t: t / 10 + sum((height for at, height in jumps if t >= at), Decimal(0))


_SHAPES: dict[Regime, Callable[[Random], Callable[[Decimal], Decimal]]] = {
    Regime.LINEAR: lambda random: lambda t: t,
    Regime.S_CURVE: lambda random: _logistic(_between(random, "0.4", "0.75"), _between(random, "5", "12")),
    Regime.END_LOADED: lambda random: _power(_between(random, "1.5", "4")),
    Regime.FRONT_LOADED: lambda random: _power(_between(random, "0.4", "0.9")),
    Regime.STEP: _steps,
}


def _stalled(random: Random, end: Decimal, course: list[Decimal]) -> tuple[Decimal, list[Decimal]]:
    """Nothing comes any more after some period but the last."""
    at = random.randrange(PERIODS - 1)
    share = course[at] or Decimal("0.05")
    return end * share, [min(each / share, Decimal(1)) for each in course]


def _over_reported(random: Random, values: list[Decimal | None]) -> list[Decimal | None]:
    """The first periods say 5 to 25 % too much, until one of the later ones puts it right."""
    until, factor = random.randint(1, PERIODS - 1), _between(random, "1.05", "1.25")
    return [value * factor if value is not None and at < until else value for at, value in enumerate(values)]


def _level(random: Random) -> Year:
    """A rate that drifts, mostly towards its target, and trembles."""
    target = Decimal(random.choice((85, 90, 95, 98)))
    value = target + _between(random, "-12", "3")
    pull, values = _between(random, "-0.05", "0.4"), []
    for _ in range(PERIODS):
        value = min(value + pull * (target - value) + _between(random, "-1.5", "1.5"), Decimal(100))
        values.append(value)
    return Year(Regime.LEVEL, Measured(Reckoning.LEVEL, ">=", target), tuple(values), values[-1])
