"""Pieces of an SVG picture as text: escaped, without styles, so that a page's security policy lets it through."""

from __future__ import annotations

import re
from decimal import ROUND_FLOOR, Decimal
from html import escape

from jixiao.core.rounding import round_half_up
from jixiao.core.widths import display_width, fitted

Value = str | int | Decimal | None
_SAFE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


class Svg(str):
    """Text that is SVG already: it is neither escaped here nor by a template."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def escaped(content: str) -> str:
    """Text made safe between tags and in attributes; Svg as it is."""
    return content if isinstance(content, Svg) else escape(content)


def element(name: str, *content: str, **attributes: Value) -> Svg:
    """An element. `class_` writes class, `text_anchor` text-anchor; an attribute that is None is left out.

    Raises ValueError for a style or a script's handler: a page's security policy would drop them silently.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    inside = "".join(map(escaped, content))
    return Svg(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


def _attribute(key: str, value: str | int | Decimal) -> str:
    name = key.rstrip("_").replace("_", "-")
    if name == "style" or name.startswith("on"):
        raise ValueError(f"the attribute {name} has no place in a picture")
    text = f"{round_half_up(value, 1):f}" if isinstance(value, Decimal) else str(value)
    return f' {name}="{escape(text)}"'


def group(*content: str, **attributes: Value) -> Svg:
    return element("g", *content, **attributes)


def hint(words: str) -> Svg:
    """What a browser shows when the pointer rests on the element that holds this."""
    return element("title", words)


def link(href: str, label: str, *content: str) -> Svg:
    """A link around shapes; `label` is what a screen reader says and the pointer shows."""
    return element("a", hint(label), *content, href=href, aria_label=label)


def shortened(words: str, room: int, size: int = 14) -> str:
    """`words`, cut with … where they are wider than `room`, both in the picture's units: a 汉字 is `size` wide."""
    columns = room * 2 // size
    return words if display_width(words) <= columns else fitted(words, max(columns, 2)).rstrip()


def text(x: Value, y: Value, words: str, room: int | None = None, size: int = 14, **attributes: Value) -> Svg:
    """A line of text, cut to `room` where that is given; the whole of it then shows under the pointer."""
    shown = words if room is None else shortened(words, room, size)
    whole = [hint(words)] if shown != words else []
    return element("text", *whole, shown, x=x, y=y, **attributes)


def placed(value: Decimal | int, low: Decimal | int, high: Decimal | int, room: int) -> int:
    """Where between 0 and `room` a value lies between `low` and `high`; values outside lie at the ends."""
    if high <= low:
        return 0
    share = (Decimal(value) - low) * room / (Decimal(high) - low)
    return int(min(max(share, Decimal(0)), Decimal(room)).to_integral_value(ROUND_FLOOR))


def picture(
    prefix: str, width: int, height: int, title: str, summary: str, *content: str, links: bool = False, css: str = ""
) -> Svg:
    """The whole picture. `prefix` begins its ids: letters, digits and -, unlike any other's on the page.

    With `links` inside it is a group for screen readers, because what stands inside an image is hidden from them.
    Raises ValueError for another prefix.
    """
    if not _SAFE_NAME.fullmatch(prefix):
        raise ValueError(f"{prefix!r} cannot begin an id")
    return element(
        "svg",
        element("title", title, id=f"{prefix}-title"),
        element("desc", summary, id=f"{prefix}-desc"),
        *content,
        class_=f"picture {css}".rstrip(),
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group" if links else "img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
    )
