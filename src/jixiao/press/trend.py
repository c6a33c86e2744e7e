"""One measure over the year: what the calendar expects, what is reported, and where the year is likely to end.

Every line is labelled where it ends and differs from the others by its dashes and marks, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.press.svg import Svg, element, group, picture, placed, text

WIDTH, HEIGHT = 360, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 100, 34, 30  # margins around the plot
_ROOM = 16  # between two labels at the right
_CROWDED = 6  # more periods than this: only the last value is written, and every other period


@dataclass(frozen=True, slots=True)
class Point:
    """A period. `actual` is the year's value after it, None where nothing is reported; `expected` by the calendar."""

    label: str
    actual: Decimal | None
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Foretold:
    """Where the year is likely to end."""

    estimate: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class TrendPicture:
    """What is drawn, in the unit that is shown. `shown` writes a value that is known, `rounded` one that is foretold.

    `cutoff` says until when was reported.
    `from_zero`: a sum begins the year at nothing; a level begins with its first value.
    """

    title: str
    summary: str
    unit: str
    points: tuple[Point, ...]
    target: Decimal
    target_word: str
    shown: Callable[[Decimal], str]
    rounded: Callable[[Decimal], str]
    from_zero: bool = True
    foretold: Foretold | None = None
    cutoff: str = ""


def trend(prefix: str, drawn: TrendPicture) -> Svg:
    """The picture; `prefix` begins its ids."""
    scale = _Scale(*_bounds(drawn), len(drawn.points))
    parts = [
        *_axis(drawn, scale),
        *_band(drawn, scale),
        *_plan(drawn, scale),
        _level_line(scale, drawn.target),
        *_actual(drawn, scale),
        *_labels(drawn, scale),
    ]
    return picture(prefix, WIDTH, HEIGHT, drawn.title, drawn.summary, *parts, css="trend")


@dataclass(frozen=True, slots=True)
class _Scale:
    low: Decimal
    high: Decimal
    periods: int

    def x(self, number: int) -> int:
        """After period `number`; 0 is the year's beginning."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * number // max(self.periods, 1)

    def y(self, value: Decimal) -> int:
        room = HEIGHT - _TOP - _BOTTOM
        return HEIGHT - _BOTTOM - placed(value, self.low, self.high, room)


def _bounds(drawn: TrendPicture) -> tuple[Decimal, Decimal]:
    values = [drawn.target]
    for point in drawn.points:
        values += [value for value in (point.actual, point.expected) if value is not None]
    if drawn.foretold:
        values += [drawn.foretold.low, drawn.foretold.high]
    low, high = min(values), max(values)
    if drawn.from_zero:
        low = min(low, Decimal(0))
    edge = (high - low) / 12 or Decimal(1)
    return (low if drawn.from_zero else low - edge), high + edge


def _axis(drawn: TrendPicture, scale: _Scale) -> list[Svg]:
    bottom = HEIGHT - _BOTTOM
    step = 2 if scale.periods > _CROWDED else 1
    found = [element("line", class_="rule", x1=_LEFT, y1=bottom, x2=scale.x(scale.periods), y2=bottom)]
    for number, point in enumerate(drawn.points, start=1):
        if (scale.periods - number) % step == 0:
            middle = (scale.x(number - 1) + scale.x(number)) // 2 if step == 1 else scale.x(number)
            found.append(text(middle, bottom + 18, point.label, class_="axis", text_anchor="middle"))
        found.append(element("line", class_="rule", x1=scale.x(number), y1=bottom, x2=scale.x(number), y2=bottom + 4))
    return found


def _known(drawn: TrendPicture) -> list[tuple[int, Decimal]]:
    return [(number, point.actual) for number, point in enumerate(drawn.points, 1) if point.actual is not None]


def _start(drawn: TrendPicture) -> list[tuple[int, Decimal]]:
    return [(0, Decimal(0))] if drawn.from_zero else []


def _line(scale: _Scale, places: Sequence[tuple[int, Decimal]], class_: str) -> Svg:
    points = " ".join(f"{scale.x(number)},{scale.y(value)}" for number, value in places)
    return element("polyline", class_=class_, points=points)


def _level_line(scale: _Scale, value: Decimal) -> Svg:
    y = scale.y(value)
    return element("line", class_="target", x1=_LEFT, y1=y, x2=scale.x(scale.periods), y2=y)


def _plan(drawn: TrendPicture, scale: _Scale) -> list[Svg]:
    expected = [(number, point.expected) for number, point in enumerate(drawn.points, 1) if point.expected is not None]
    if not expected:
        return []
    number, value = expected[(len(expected) - 1) // 2]
    label = _beside(scale, number, value, "序时进度", "plan-word", above=not _is_ahead(drawn.points[number - 1]))
    return [_line(scale, [*_start(drawn), *expected], "plan"), label]


def _is_ahead(point: Point) -> bool:
    """Whether the value lies above what the calendar expects: each is written on its own side of the two lines."""
    return point.actual is not None and point.expected is not None and point.actual >= point.expected


def _beside(scale: _Scale, number: int, value: Decimal, words: str, class_: str, *, above: bool) -> Svg:
    x, y = scale.x(number), scale.y(value)
    if above:
        return text(x - 3, y - 7, words, class_=class_, text_anchor="end")
    return text(x + 3, y + 17, words, class_=class_)


def _band(drawn: TrendPicture, scale: _Scale) -> list[Svg]:
    """The range opens from the last value that was reported."""
    known, foretold = _known(drawn), drawn.foretold
    if foretold is None or not known:
        return []
    begins, end = known[-1], scale.periods
    corners = [begins, (end, foretold.high), (end, foretold.low)]
    points = " ".join(f"{scale.x(number)},{scale.y(value)}" for number, value in corners)
    x, y = scale.x(end), scale.y(foretold.estimate)
    return [
        element("polygon", class_="band", points=points),
        _line(scale, [begins, (end, foretold.estimate)], "foretold"),
        element("path", class_="foretold-mark", d=f"M{x - 5} {y}l5 -5 5 5 -5 5z"),
    ]


def _actual(drawn: TrendPicture, scale: _Scale) -> list[Svg]:
    known = _known(drawn)
    if not known:
        return []
    found = [_line(scale, [*_start(drawn), *known], "actual")]
    for number, value in known:
        point = drawn.points[number - 1]
        found.append(element("circle", class_="actual-mark", cx=scale.x(number), cy=scale.y(value), r=4))
        if scale.periods <= _CROWDED or number == known[-1][0]:
            above = point.expected is None or _is_ahead(point)
            found.append(_beside(scale, number, value, drawn.shown(value), "value", above=above))
    return [*found, *_cutoff(drawn, scale, known[-1][0])]


def _cutoff(drawn: TrendPicture, scale: _Scale, number: int) -> list[Svg]:
    if not drawn.cutoff:
        return []
    x = scale.x(number)
    word = text(min(x, WIDTH - 70), 14, drawn.cutoff, class_="axis", text_anchor="middle")
    return [element("line", class_="cutoff", x1=x, y1=20, x2=x, y2=HEIGHT - _BOTTOM), word]


def _labels(drawn: TrendPicture, scale: _Scale) -> list[Svg]:
    """What the lines are, at their right ends, pushed apart where they would overlap."""
    wanted = [(scale.y(drawn.target), f"{drawn.target_word}{drawn.shown(drawn.target)}", "target-word")]
    if drawn.foretold:
        told = drawn.foretold
        wanted.append((scale.y(told.estimate), f"预计{drawn.rounded(told.estimate)}", "foretold-word"))
        wanted += [(scale.y(value), drawn.rounded(value), "band-word") for value in (told.high, told.low)]
    x, found, before = scale.x(scale.periods) + 10, [], 0
    placed_words = sorted(wanted)
    lowest = HEIGHT - _BOTTOM - _ROOM * (len(placed_words) - 1)
    for index, (wished, words, class_) in enumerate(placed_words):
        y = min(max(wished, before + _ROOM), lowest + _ROOM * index)
        found.append(text(x, y + 5, words, room=WIDTH - x, class_=class_))
        before = y
    return [group(*found)]
