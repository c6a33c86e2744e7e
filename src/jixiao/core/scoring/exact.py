"""Exact arithmetic for scores: the decimal context, and how a rounded whole is shared out among its parts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from jixiao.core.rounding import round_half_up

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
CONTEXT = Context(prec=50, rounding=ROUND_HALF_UP)  # of every computation here, whatever the caller's context is

_SETTLED = 30  # decimals: far beyond every input, far before the context's own rounding


def settled(value: Decimal, places: int) -> Decimal:
    """Round half up, as if every division before had been exact: 0.33… × 1.5 is 0.5, not 0.49….

    A half that division blurred in the last of 50 digits is a half again at 30 decimals.
    """
    return round_half_up(round_half_up(value, _SETTLED), places)


def apportioned(exact: Sequence[tuple[str, Decimal]], whole: Decimal, places: int) -> list[Decimal]:
    """The parts as decimals of `places` that add up to `whole`: each within one unit of its exact value.

    Every part is taken down to the unit below; the units that are left go to the parts with the largest remainders,
    at equal remainders by key (method of the largest remainder, Hamilton 1792). A part that is exact already keeps
    its value. `whole` must lie within one unit of the exact sum.
    """
    unit = ONE.scaleb(-places)
    floors = [value.quantize(unit, ROUND_FLOOR) for _, value in exact]
    left = int((whole - sum(floors, ZERO)) / unit)
    by_rest = sorted(range(len(exact)), key=lambda at: (floors[at] - exact[at][1], exact[at][0]))
    for at in by_rest[:left]:
        floors[at] += unit
    return [abs(value) if value.is_zero() else value for value in floors]
