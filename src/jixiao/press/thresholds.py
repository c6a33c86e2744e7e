"""The values of a quantity over the quarters against its warning lines: a picture, and one as small as a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.press.svg import Svg, element, group, picture, placed, text

WIDTH, HEIGHT = 400, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 88, 20, 44
_SMALL_WIDTH, _SMALL_HEIGHT = 96, 20
_ROOM = 16  # between two labels at the right


@dataclass(frozen=True, slots=True)
class Mark:
    """A quarter: two lines of label, its value, its sign (■) and the tone of its level. None where nothing was read."""

    label: str
    under: str
    value: Decimal | None = None
    shown: str = ""
    symbol: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A warning line: its value, 红线75%, and the tone of its level."""

    value: Decimal
    words: str
    tone: str


def _bounds(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    low, high = min(values), max(values)
    edge = (high - low) / 8 or abs(high) / 10 or Decimal(1)
    return low - edge, high + edge


def thresholds(prefix: str, title: str, summary: str, marks: Sequence[Mark], lines: Sequence[Line]) -> Svg:
    """The picture; `prefix` begins its ids. There is at least one line."""
    values = [mark.value for mark in marks if mark.value is not None]
    low, high = _bounds([*values, *(line.value for line in lines)])

    def y(value: Decimal) -> int:
        return HEIGHT - _BOTTOM - placed(value, low, high, HEIGHT - _TOP - _BOTTOM)

    step = (WIDTH - _LEFT - _RIGHT) // max(len(marks), 1)
    xs = [_LEFT + step * at + step // 2 for at in range(len(marks))]
    parts = [*_lines(lines, [y(line.value) for line in lines]), *_joined(marks, xs, _heights(marks, y))]
    for mark, x in zip(marks, xs, strict=True):
        parts.append(text(x, HEIGHT - _BOTTOM + 18, mark.label, class_="axis", text_anchor="middle"))
        parts.append(text(x, HEIGHT - _BOTTOM + 34, mark.under, class_="axis", text_anchor="middle"))
    return picture(prefix, WIDTH, HEIGHT, title, summary, *parts, css="thresholds")


def _heights(marks: Sequence[Mark], y: Callable[[Decimal], int]) -> list[int]:
    return [0 if mark.value is None else y(mark.value) for mark in marks]


def _lines(lines: Sequence[Line], places: Sequence[int]) -> list[Svg]:
    """Each line with its name at its right end; names that would overlap are pushed apart."""
    found, before = [], -_ROOM
    for y, line in sorted(zip(places, lines, strict=True), key=lambda pair: pair[0]):
        label = max(y, before + _ROOM)
        found.append(element("line", class_=f"line {line.tone}", x1=_LEFT, y1=y, x2=WIDTH - _RIGHT, y2=y))
        found.append(text(WIDTH - _RIGHT + 8, label + 5, line.words, room=_RIGHT - 8, class_=f"word {line.tone}"))
        before = label
    return found


def _joined(marks: Sequence[Mark], xs: Sequence[int], ys: Sequence[int]) -> list[Svg]:
    """The values as signs of their levels; a line joins quarters that follow each other."""
    found = [_path(marks, xs, ys)]
    for mark, x, y in zip(marks, xs, ys, strict=True):
        if mark.value is not None:
            sign = text(x, y + 5, mark.symbol, class_="sign", text_anchor="middle")
            value = text(x, y - 11, mark.shown, class_="value", text_anchor="middle")
            found.append(group(sign, value, class_=mark.tone))
    return found


def _path(marks: Sequence[Mark], xs: Sequence[int], ys: Sequence[int]) -> Svg:
    words, pen = [], "M"
    for mark, x, y in zip(marks, xs, ys, strict=True):
        if mark.value is None:
            pen = "M"
        else:
            words.append(f"{pen}{x} {y}")
            pen = "L"
    return element("path", class_="course", d="".join(words) or "M0 0")


def sparkline(values: Sequence[Decimal | None], line: Decimal | None, summary: str) -> Svg:
    """The values of the last quarters without words, and the line they should keep away from."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Svg("")
    low, high = _bounds(known if line is None else [*known, line])

    def y(value: Decimal) -> int:
        return _SMALL_HEIGHT - 3 - placed(value, low, high, _SMALL_HEIGHT - 6)

    step = (_SMALL_WIDTH - 8) // max(len(values) - 1, 1)
    marks = [Mark("", "", value) for value in values]
    xs = [4 + step * at for at in range(len(values))]
    ys = _heights(marks, y)
    last = max(at for at, value in enumerate(values) if value is not None)
    parts = [_path(marks, xs, ys), element("circle", cx=xs[last], cy=ys[last], r=3)]
    if line is not None:
        parts.insert(0, element("line", class_="line", x1=0, y1=y(line), x2=_SMALL_WIDTH, y2=y(line)))
    return element(
        "svg",
        *parts,
        class_="sparkline",
        viewBox=f"0 0 {_SMALL_WIDTH} {_SMALL_HEIGHT}",
        width=_SMALL_WIDTH,
        height=_SMALL_HEIGHT,
        role="img",
        aria_label=summary,
    )
