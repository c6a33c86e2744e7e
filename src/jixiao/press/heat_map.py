"""The heat map: who × indicator, a square for each pair that there is, coloured and lettered by its state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from jixiao.core.ledger.states import LIGHTS, State
from jixiao.core.widths import display_width
from jixiao.press.svg import Svg, element, escaped, group, link, picture, text

SIDE, HIGH = 20, 22  # of a square
LEFT = 136  # room for names
SUMMED = (State.LATE, State.AT_RISK)  # what is added up beside and below
SUM = 34
CHANGES = {1: "，较前期好转", -1: "，较前期转差"}


class Square(NamedTuple):
    """An indicator at somebody's: `key` is the number in its link, `co` that another leads, `change` is -1, 0 or 1."""

    state: State
    key: int
    co: bool = False
    change: int = 0

    @property
    def words(self) -> str:
        return f"{LIGHTS[self.state].word}{'（协办）' if self.co else ''}{CHANGES.get(self.change, '')}"


class Line(NamedTuple):
    """A row of the map; the squares by column, counted from 0."""

    name: str
    squares: Mapping[int, Square]
    href: str = ""

    def count(self, state: State) -> int:
        return sum(square.state is state for square in self.squares.values())


@dataclass(frozen=True, slots=True)
class HeatMap:
    """`heads` are the numbers of the indicators; `address` of a square's link has {} where its key stands."""

    title: str
    summary: str
    who: str  # what the rows are: 科室
    heads: Sequence[str]
    lines: Sequence[Line]
    address: str

    def count(self, column: int, state: State) -> int:
        """How many squares of the column are in that state, each indicator of several offices once: at its leader's."""
        found = (line.squares.get(column) for line in self.lines)
        return sum(square is not None and square.state is state and not square.co for square in found)

    @property
    def top(self) -> int:
        """Room for the indicators' numbers, which stand upright."""
        return min(20 + 6 * max(map(display_width, self.heads), default=0), 80)

    @property
    def table(self) -> Iterator[tuple[str, list[str], int, int]]:
        """The same as a table: name, a word for each column or '', how many are late and how many at risk."""
        columns = range(len(self.heads))
        for line in self.lines:
            words = [line.squares[column].words if column in line.squares else "" for column in columns]
            yield line.name, words, line.count(State.LATE), line.count(State.AT_RISK)


def drawn(heat: HeatMap, prefix: str = "h") -> Svg:
    """The map as a picture. Each square is a link; a map of 6,000 stays near 640 KB."""
    width = LEFT + len(heat.heads) * SIDE + SUM * len(SUMMED) + 4
    bottom = heat.top + len(heat.lines) * HIGH
    content = [element("defs", *_shapes(prefix)), *_heads(heat, bottom), *_rows(heat, prefix), *_feet(heat, bottom)]
    height = bottom + len(SUMMED) * HIGH + 4
    return picture(prefix, width, height, heat.title, heat.summary, *content, links=True, css="heat")


def shape(state: State, *, co: bool = False, change: int = 0) -> Svg:
    """A square with its letter and the mark of its change, for the map and for its legend."""
    light = LIGHTS[state]
    box = element("rect", x=1, y=1, width=SIDE - 2, height=HIGH - 2)
    letter = text(SIDE // 2, 15, light.letter)
    return group(box, letter, *_MARKS[change], class_=f"light {light.tone}{' co' if co else ''}")


def legend(co: bool) -> list[tuple[Svg, str]]:
    """The squares with their words; with those of offices that take part, if they are shown."""
    kinds = [(state, False) for state in State] + ([(State.LATE, True)] if co else [])
    words = {True: "空心：协办科室", False: ""}
    return [
        (
            element("svg", shape(state, co=hollow), width=SIDE, height=HIGH, class_="picture key", aria_hidden="true"),
            words[hollow] or f"{LIGHTS[state].symbol} {LIGHTS[state].word}",
        )
        for state, hollow in kinds
    ]


_MARKS = {
    0: (),
    1: (element("path", class_="better", d=f"M{SIDE - 7} 6h7l-3.5-6z"),),
    -1: (element("path", class_="worse", d=f"M{SIDE - 7} 0h7l-3.5 6z"),),
}
_KINDS = list(product(State, (False, True), _MARKS))


def _shapes(prefix: str) -> Iterator[Svg]:
    """Each kind of square once; a map points to them, by names that are short because there are thousands."""
    for at, (state, co, change) in enumerate(_KINDS):
        yield group(shape(state, co=co, change=change), id=f"{prefix}{at}")


def _heads(heat: HeatMap, bottom: int) -> Iterator[Svg]:
    top = heat.top
    yield text(4, top - 6, heat.who, class_="head")
    for column, no in enumerate(heat.heads):
        x = LEFT + column * SIDE
        if column % 5 == 0 and column:
            yield element("path", class_="rule", d=f"M{x} {top - 6}V{bottom}")
        yield text(0, 0, no, room=top - 4, size=12, transform=f"translate({x + 14} {top - 5}) rotate(-90)", class_="no")
    for at, state in enumerate(SUMMED):
        yield text(_sum_x(heat, at), top - 6, LIGHTS[state].word, text_anchor="end", class_="head")


def _sum_x(heat: HeatMap, at: int) -> int:
    return LEFT + len(heat.heads) * SIDE + SUM * (at + 1)


def _rows(heat: HeatMap, prefix: str) -> Iterator[Svg]:
    """One group a row. Written by hand, because thousands of squares pass here."""
    before, _, after = escaped(heat.address).partition("{}")
    top, heads = heat.top, [escaped(no) for no in heat.heads]
    shapes = {kind: f"{prefix}{at}" for at, kind in enumerate(_KINDS)}
    words = {kind: Square(kind[0], 0, *kind[1:]).words for kind in _KINDS}
    for at, line in enumerate(heat.lines):
        name = escaped(line.name)
        squares = []
        for column, (state, key, co, change) in line.squares.items():
            kind = (state, co, change)
            squares.append(
                f'<a href="{before}{key}{after}"><title>{name} {heads[column]} {words[kind]}</title>'
                f'<use href="#{shapes[kind]}" x="{column * SIDE}"/></a>'
            )
        yield Svg(f'<g transform="translate({LEFT} {top + at * HIGH})">{"".join(squares)}</g>')
        yield _row_words(heat, line, top + at * HIGH + 16)


def _row_words(heat: HeatMap, line: Line, y: int) -> Svg:
    """The name before the squares, and the sums behind them."""
    name = text(4, y, line.name, room=LEFT - 10, class_="name")
    numbers = [_number(line.count(state), state, _sum_x(heat, at), y) for at, state in enumerate(SUMMED)]
    return group(link(line.href, line.name, name) if line.href else name, *numbers)


def _feet(heat: HeatMap, bottom: int) -> Iterator[Svg]:
    for at, state in enumerate(SUMMED):
        y = bottom + at * HIGH + 16
        counts = [heat.count(column, state) for column in range(len(heat.heads))]
        yield text(4, y, f"{LIGHTS[state].word}（合计）", class_="head")
        for column, count in enumerate(counts):
            yield _number(count, state, LEFT + column * SIDE + SIDE // 2 + 4, y)
        yield _number(sum(counts), state, _sum_x(heat, at), y)


def _number(count: int, state: State, x: int, y: int) -> Svg:
    """A sum; none is left blank."""
    if not count:
        return Svg("")
    return text(x, y, str(count), class_=f"sum {LIGHTS[state].tone}")
