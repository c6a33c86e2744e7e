"""Days and points as sentences of this room write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jixiao.core.numbers import format_points, narrow, parse_number

PLACES = 4  # decimals that a column of points holds


class Unreadable(ValueError):
    """The text is no number of points; `str()` says so in the user's language."""


def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def read_points(typed: str, most: Decimal) -> Decimal | None:
    """Points between 0 and `most`; None when nothing was typed. Raises Unreadable."""
    text = narrow(typed).strip().replace(" ", "").removesuffix("分")
    if not text:
        return None
    points = parse_number(text)
    if points is None or not points.is_finite():
        raise Unreadable(f"“{typed.strip()[:20]}”不是分数，请填数字，例如 1.5。")
    places = points.as_tuple().exponent
    if isinstance(places, int) and -places > PLACES:
        raise Unreadable(f"“{typed.strip()[:20]}”的小数位数过多，最多 {PLACES} 位。")
    if not 0 <= points <= most:
        raise Unreadable(f"分数应在 0 和 {format_points(most)} 之间，现填 {typed.strip()[:20]}。")
    return points
