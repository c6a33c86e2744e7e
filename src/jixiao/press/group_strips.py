"""How the totals of several groups are spread: a row a group on one scale, a dot an organisation, a tick the median.

Whoever is kept apart (单列) has a hollow dot and no part in the median.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from jixiao.core.rounding import round_half_up
from jixiao.press.group_range import middle_of
from jixiao.press.svg import Svg, element, group, hint, picture, placed, text

WIDE, NARROW = 760, 328
STEP = 5  # the scale begins and ends at a multiple of it
_ROW, _TOP, _EDGE = 46, 22, 8


@dataclass(frozen=True, slots=True)
class Dot:
    """`words` show under the pointer."""

    value: Decimal
    words: str
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    label: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class StripPicture:
    title: str
    summary: str
    strips: tuple[Strip, ...]
    places: int = 2


def group_strips(prefix: str, drawn: StripPicture, width: int = WIDE) -> Svg:
    """The picture; `prefix` begins its ids. Raises ValueError without a single dot."""
    values = [dot.value for strip in drawn.strips for dot in strip.dots]
    low = (min(values) / STEP).to_integral_value(ROUND_FLOOR) * STEP
    high = max((max(values) / STEP).to_integral_value(ROUND_CEILING) * STEP, low + STEP)
    axis = (
        text(_EDGE, 12, f"{low:f}分", class_="axis"),
        text(width - _EDGE, 12, f"{high:f}分", class_="axis", text_anchor="end"),
    )
    rows = [_strip(drawn, strip, (low, high), _TOP + _ROW * at, width) for at, strip in enumerate(drawn.strips)]
    height = _TOP + _ROW * len(rows) + 4
    return picture(prefix, width, height, drawn.title, drawn.summary, *axis, *rows, css="group-strips")


def _strip(drawn: StripPicture, strip: Strip, scale: tuple[Decimal, Decimal], y: int, width: int) -> Svg:
    base = y + 32
    parts = [
        text(0, y + 16, strip.label, room=width - 110, class_="label"),
        element("line", class_="rule", x1=_EDGE, y1=base, x2=width - _EDGE, y2=base),
        *_dots(strip.dots, scale, base, width),
    ]
    if ranked := [dot.value for dot in strip.dots if not dot.is_apart]:
        middle = middle_of(ranked)
        at = _x(middle, scale, width)
        parts += [
            text(width, y + 16, f"中位 {round_half_up(middle, drawn.places):f}", class_="figure", text_anchor="end"),
            element("line", class_="median", x1=at, y1=base - 11, x2=at, y2=base + 11),
        ]
    return group(*parts)


def _dots(dots: Sequence[Dot], scale: tuple[Decimal, Decimal], base: int, width: int) -> list[Svg]:
    return [
        element(
            "circle",
            hint(dot.words),
            class_="apart" if dot.is_apart else "dot",
            cx=_x(dot.value, scale, width),
            cy=base,
            r=6,
        )
        for dot in dots
    ]


def _x(value: Decimal, scale: tuple[Decimal, Decimal], width: int) -> int:
    return _EDGE + placed(value, *scale, width - 2 * _EDGE)
