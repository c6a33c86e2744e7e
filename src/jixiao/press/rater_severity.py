"""How severe each rater is: a dot with its bounds on one scale, zero in the middle of the picture's meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.rounding import round_half_up
from jixiao.press.svg import Svg, element, group, hint, picture, placed, text

WIDTH, _ROW, _TOP = 360, 26, 26
_LEFT, _RIGHT = 136, 352


@dataclass(frozen=True, slots=True)
class Spread:
    """A rater: by how many points it lies from the others, and the bounds. `stands_out`: zero lies outside them."""

    label: str
    by: Decimal
    low: Decimal
    high: Decimal
    stands_out: bool


def rater_severity(prefix: str, title: str, summary: str, rows: Sequence[Spread]) -> Svg:
    """The picture, the rows from top to bottom; `prefix` begins its ids."""
    most = max((max(abs(row.low), abs(row.high)) for row in rows), default=Decimal(1)) or Decimal(1)
    height = _TOP + _ROW * len(rows) + 6
    middle = _x(Decimal(0), most)
    bound = f"{round_half_up(most, 1):f}"
    head = (
        text(_LEFT, 14, f"偏严 −{bound}", class_="axis"),
        text(_RIGHT, 14, f"偏宽 +{bound}", class_="axis", text_anchor="end"),
        element("line", class_="zero", x1=middle, y1=_TOP - 6, x2=middle, y2=height - 4),
    )
    drawn = [_row(row, most, _TOP + _ROW * at) for at, row in enumerate(rows)]
    return picture(prefix, WIDTH, height, title, summary, *head, *drawn, css="rater-severity")


def _x(value: Decimal, most: Decimal) -> int:
    return _LEFT + placed(value, -most, most, _RIGHT - _LEFT)


def _row(row: Spread, most: Decimal, y: int) -> Svg:
    low, by, high = (_x(value, most) for value in (row.low, row.by, row.high))
    line = y + 13
    dot = (
        element("circle", class_="dot", cx=by, cy=line, r=5)
        if not row.stands_out
        else element("rect", class_="dot", x=by - 5, y=line - 5, width=10, height=10)
    )
    return group(
        hint(row.label),
        text(0, y + 18, row.label, room=_LEFT - 10, class_="label"),
        element("line", class_="bounds", x1=low, y1=line, x2=high, y2=line),
        dot,
        class_="rater out" if row.stands_out else "rater",
    )
