"""The one place where scores are rounded."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

# Wide enough that quantizing a sum of many money amounts never overflows the default 28 digits.
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round to `places` decimals, a half away from zero: 2.345 -> 2.35, -2.345 -> -2.35. Never gives -0."""
    rounded = value.quantize(Decimal(1).scaleb(-places), context=_CONTEXT)
    return abs(rounded) if rounded.is_zero() else rounded


def cut(value: Decimal, places: int) -> Decimal:
    """Cut to `places` decimals towards zero, for parts whose rest is given to somebody: 0.66667 -> 0.6666."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN, context=_CONTEXT)
