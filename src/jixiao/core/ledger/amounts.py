"""Amounts as people type them into a report, in the unit that the target is written in."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.numbers import format_points, narrow, parse_number, parse_quantity, split_unit

PLACES, DIGITS = 6, 24  # what a column holds


class Unreadable(ValueError):
    """The text is no amount in that unit; `str()` says so in the user's language."""


def read_amount(typed: str, unit: str) -> Decimal | None:
    """The amount in `unit`'s base unit; None when nothing was typed. Raises Unreadable.

    A bare number is in `unit`; a number with a unit of its own is converted: 8000万元 where 亿元 is asked.
    """
    text = narrow(typed).strip().replace(" ", "")
    if not text:
        return None
    canonical, factor, base = split_unit(unit)
    bare = text.removesuffix(canonical) if canonical else text
    number = None if bare.endswith(("万", "亿")) else parse_number(bare)
    if number is None:  # with a unit of its own, or with 万 or 亿 alone
        found = parse_quantity(text) or (parse_quantity(text + base) if base else None)
        if found is None or found.base_unit != base:
            raise Unreadable(_sentence(typed, canonical))
        value = found.base_value
    else:
        value = number * factor
    _, _, places = value.as_tuple()
    if not isinstance(places, int) or -places > PLACES or abs(value) >= Decimal(10) ** (DIGITS - PLACES):
        raise Unreadable(f"“{typed.strip()[:20]}”的位数过多，请核对。")
    return value


def amount_or_none(typed: str, unit: str) -> Decimal | None:
    """The amount as `read_amount` reads it; None for what is none, too: a draft may hold anything."""
    try:
        return read_amount(typed, unit)
    except Unreadable:
        return None


def _sentence(typed: str, unit: str) -> str:
    example = f"例如 12 或 12{unit}" if unit else "例如 12"
    return f"“{typed.strip()[:20]}”不是数量，请填数字，{example}。"


def shown_amount(base_value: Decimal | None, unit: str) -> str:
    """The amount in `unit`, without it: 900000000 元 in 亿元 is 9. '' for None."""
    if base_value is None:
        return ""
    return format_points((base_value / split_unit(unit)[1]).normalize())
