"""From full marks to the score: a bar for each step, laid so that each begins where the one before it ends.

The rows run downwards, because what a step is called is long; on a narrow screen the name stands above its bar. Every
bar is a link. What is printed sums: base + the signed figures = end. Loss and gain differ by sign, fill and outline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jixiao.press.svg import Svg, element, group, hint, picture, placed, text

MINUS = "−"
_THIN = 2  # the least a bar is wide: what is lost is seen
_SIZE = 14


@dataclass(frozen=True, slots=True)
class Stride:
    """A bar. `hint` is what a screen reader says; `tone` is loss, gain or other (caps, rounding)."""

    label: str
    change: Decimal
    href: str
    hint: str
    tone: str = "loss"
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Bars that belong together under a name with their sum."""

    label: str
    strides: tuple[Stride, ...]

    @property
    def change(self) -> Decimal:
        return sum((each.change for each in self.strides), Decimal(0))


@dataclass(frozen=True, slots=True)
class WaterfallPicture:
    """What is drawn, figures with `places` decimals: `base` and all changes must add up to `end`."""

    title: str
    summary: str
    base: Decimal
    end: Decimal
    parts: tuple[Part, ...]
    base_word: str = "满分"
    end_word: str = "最后得分"
    places: int = 2
    ends: int | None = None  # decimals of `base` and `end`, where fewer are enough for them


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of a row. `under`: the bar stands below its name."""

    width: int
    left: int  # where bars begin
    right: int  # where they end
    row: int
    bar: int  # height
    under: bool


WIDE = Layout(width=800, left=318, right=716, row=29, bar=17, under=False)
NARROW = Layout(width=328, left=0, right=328, row=44, bar=13, under=True)
_HEAD = 27  # height of a part's name


def waterfall(prefix: str, drawn: WaterfallPicture, layout: Layout = WIDE) -> Svg:
    """The picture; `prefix` begins its ids. Raises ValueError where the figures do not add up."""
    changes = sum((part.change for part in drawn.parts), Decimal(0))
    if drawn.base + changes != drawn.end:
        raise ValueError(f"{drawn.base} and {changes} do not make {drawn.end}")
    sheet = _Sheet(drawn, layout)
    rows, height = sheet.rows()
    return picture(
        prefix, layout.width, height, drawn.title, drawn.summary, *rows, links=True, css="waterfall"
    )  # fmt: skip


def signed(value: Decimal, places: int) -> str:
    """With its sign, a real minus: −0.30, +1.00."""
    return f"{MINUS if value < 0 else '+'}{abs(value):.{places}f}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    drawn: WaterfallPicture
    layout: Layout

    @property
    def low(self) -> Decimal:
        """Where the axis begins: at zero, or not far below the least that is drawn, so that small steps are seen."""
        least, most = self._ends()
        edge = (most - least) / 4 or Decimal(1)
        return max(least - edge, Decimal(0))

    def _ends(self) -> tuple[Decimal, Decimal]:
        standing, seen = self.drawn.base, [self.drawn.base]
        for part in self.drawn.parts:
            for each in part.strides:
                standing += each.change
                seen.append(standing)
        return min(seen), max(seen)

    def x(self, value: Decimal) -> int:
        room = self.layout.right - self.layout.left
        return self.layout.left + placed(value, self.low, self._ends()[1], room)

    def rows(self) -> tuple[list[Svg], int]:
        """All rows from top to bottom, and the height that they take."""
        y, standing = 4, self.drawn.base
        made = [self._whole(y, self.drawn.base, self.drawn.base_word, "base")]
        y += self.layout.row
        for part in self.drawn.parts:
            if len(part.strides) > 1:
                made.append(self._head(y, part))
                y += _HEAD
            for each in part.strides:
                made.append(self._stride(y, standing, each, is_inner=len(part.strides) > 1))
                y, standing = y + self.layout.row, standing + each.change
        made.append(self._whole(y, self.drawn.end, self.drawn.end_word, "end"))
        return made, y + self.layout.row + 4

    def _head(self, y: int, part: Part) -> Svg:
        figure = signed(part.change, self.drawn.places)
        return group(
            element("line", class_="rule", x1=0, y1=y + 2, x2=self.layout.width, y2=y + 2),
            text(0, y + 20, part.label, room=self.layout.width - 90, class_="part"),
            text(self.layout.width, y + 20, figure, class_="part-sum", text_anchor="end"),
        )

    def _whole(self, y: int, value: Decimal, word: str, class_: str) -> Svg:
        """A bar from the axis's beginning; where that is not zero, the bar is broken."""
        top, end = self._top(y), self.x(value)
        begin = self.layout.left
        places = self.drawn.places if self.drawn.ends is None else self.drawn.ends
        bar = element("rect", class_="bar", x=begin, y=top, width=max(end - begin, _THIN), height=self.layout.bar)
        return group(*self._words(y, word, f"{value:.{places}f}"), bar, *self._break(top), class_=class_)

    def _break(self, top: int) -> Iterator[Svg]:
        if self.low > 0:
            x, bottom = self.layout.left + 10, top + self.layout.bar + 2
            yield element(
                "path",
                class_="break",
                d=f"M{x} {bottom}l5 -{self.layout.bar + 4}M{x + 5} {bottom}l5 -{self.layout.bar + 4}",
            )

    def _stride(self, y: int, standing: Decimal, each: Stride, *, is_inner: bool) -> Svg:
        top, (begin, end) = self._top(y), sorted((self.x(standing), self.x(standing + each.change)))
        begin = min(begin, self.layout.right - _THIN)
        bar = element("rect", class_="bar", x=begin, y=top, width=max(end - begin, _THIN), height=self.layout.bar)
        back = element("rect", class_="back", x=0, y=y, width=self.layout.width, height=self.layout.row)
        words = self._words(y, each.label, signed(each.change, self.drawn.places), indent=14 if is_inner else 0)
        return element(
            "a", hint(each.hint), back, *self._onward(top, standing + each.change), *words, bar,
            href=each.href, aria_label=each.hint, class_=f"step {each.tone}",
            aria_current="true" if each.is_current else None,
        )  # fmt: skip

    def _onward(self, top: int, standing: Decimal) -> Iterator[Svg]:
        """A thin line to the next bar; below a name it would cross the next one."""
        if not self.layout.under:
            x = self.x(standing)
            yield element("line", class_="onward", x1=x, y1=top + self.layout.bar, x2=x, y2=top + self.layout.row)

    def _top(self, y: int) -> int:
        return y + 24 if self.layout.under else y + (self.layout.row - self.layout.bar) // 2

    def _words(self, y: int, label: str, figure: str, indent: int = 0) -> list[Svg]:
        room = (self.layout.width - 78 if self.layout.under else self.layout.left - 12) - indent
        line = y + (18 if self.layout.under else self.layout.row // 2 + 5)
        return [
            text(indent, line, label, room=room, size=_SIZE, class_="label"),
            text(self.layout.width, line, figure, class_="figure", text_anchor="end"),
        ]
