"""Where one organisation stands in its group, part by part: the least, the middle and the most of the group, and a dot.

No names, no other figures. Each row has its own scale from 0 to its full marks, as a share, so that parts compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from jixiao.core.rounding import round_half_up
from jixiao.press.svg import Svg, element, group, picture, placed, text

WIDTH, _ROW, _TOP = 328, 46, 22
_LEFT, _RIGHT = 6, 322


@dataclass(frozen=True, slots=True)
class Ranged:
    """A part. All figures are points of `full`; `own` is None where it has none."""

    label: str
    low: Decimal
    middle: Decimal
    high: Decimal
    own: Decimal | None
    full: Decimal

    def rate(self, value: Decimal) -> Decimal:
        return value * 100 / self.full if self.full > 0 else Decimal(0)


@dataclass(frozen=True, slots=True)
class RangePicture:
    title: str
    summary: str
    rows: tuple[Ranged, ...]
    places: int = 2


def middle_of(values: Sequence[Decimal]) -> Decimal:
    """The median; of an even number the mean of the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def group_range(prefix: str, drawn: RangePicture) -> Svg:
    """The picture; `prefix` begins its ids."""
    scale = _Scale.over(drawn.rows)
    height = _TOP + _ROW * len(drawn.rows) + 4
    rows = [_row(drawn, scale, row, _TOP + _ROW * at) for at, row in enumerate(drawn.rows)]
    return picture(prefix, WIDTH, height, drawn.title, drawn.summary, *_axis(scale), *rows, css="group-range")


@dataclass(frozen=True, slots=True)
class _Scale:
    """Percent of full marks: from a multiple of ten below the least to one above the most."""

    low: int
    high: int

    @classmethod
    def over(cls, rows: Sequence[Ranged]) -> _Scale:
        rates = [row.rate(value) for row in rows for value in (row.low, row.high, row.own) if value is not None]
        low, high = min(rates, default=Decimal(0)), max(rates, default=Decimal(100))
        steps = (low / 10).to_integral_value(ROUND_FLOOR), (high / 10).to_integral_value(ROUND_CEILING)
        return cls(max(int(steps[0]) * 10, 0), max(int(steps[1]) * 10, 10))

    def x(self, rate: Decimal) -> int:
        return _LEFT + placed(rate, self.low, self.high, _RIGHT - _LEFT)


def _axis(scale: _Scale) -> list[Svg]:
    return [
        text(_LEFT, 12, f"得分率 {scale.low}%", class_="axis"),
        text(_RIGHT, 12, f"{scale.high}%", class_="axis", text_anchor="end"),
    ]


def _row(drawn: RangePicture, scale: _Scale, row: Ranged, y: int) -> Svg:
    low, middle, high = (scale.x(row.rate(value)) for value in (row.low, row.middle, row.high))
    base = y + 32
    parts = [
        text(0, y + 16, row.label, room=WIDTH - 100, class_="label"),
        element("line", class_="rule", x1=_LEFT, y1=base, x2=_RIGHT, y2=base),
        element("rect", class_="span-range", x=low, y=base - 5, width=max(high - low, 2), height=10),
        element("line", class_="median", x1=middle, y1=base - 9, x2=middle, y2=base + 9),
    ]
    if row.own is not None:
        own = f"{round_half_up(row.own, drawn.places):f}"
        parts += [
            text(WIDTH, y + 16, f"本单位 {own}", class_="figure", text_anchor="end"),
            element("circle", class_="own", cx=scale.x(row.rate(row.own)), cy=base, r=6),
        ]
    return group(*parts)
