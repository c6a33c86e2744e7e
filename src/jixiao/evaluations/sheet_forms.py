"""What a sheet's form sends. Nothing is refused here, so that nothing is lost: a line says what is wrong with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import QueryDict

from jixiao.core.evaluations.marks import Marked, Typed
from jixiao.core.evaluations.words import Unreadable, read_points
from jixiao.evaluations.actions.sheets import WHOLE
from jixiao.evaluations.reading.sheets import Line, SheetPage


def read_sheet(post: QueryDict, page: SheetPage, *, everything: bool) -> dict[int, Typed]:
    """What is to be written: what was changed, or everything that the form holds, by indicator.

    The page's fields show what was typed from now on; a line whose points cannot be read has an `error`. Where nothing
    can be written any more, the page keeps what was typed as `unsaved` beside what stands.
    """
    found: dict[int, Typed] = {}
    for line in page.lines if page.obstacle else page.writable:  # what comes too late is refused, never dropped
        name = str(line.item.pk)
        if f"was-{name}" not in post:
            continue
        was, _, shown = post.get(f"was-{name}", "").partition(":")
        points = post.get(f"points-{name}", "")
        said = _read(line, points, text_in(post, f"done-{name}"), text_in(post, f"reason-{name}"))
        if everything or line.error or said.digest != shown:
            if not page.obstacle:
                line.points, line.completion, line.reason = points, said.completion, said.reason
            elif said.digest != shown:
                line.unsaved = "；".join(filter(None, (points and f"{points} 分", said.completion, said.reason)))
            found[line.item.pk] = Typed(said, was)
    if (page.may_write_whole or page.obstacle) and "summary" in post:
        summary = text_in(post, "summary")
        if not page.obstacle:
            page.summary = summary
        elif summary != page.summary:
            page.unsaved = summary
        found[WHOLE] = Typed(Marked(completion=summary), post.get("summary-was", ""))
    return found


def _read(line: Line, points: str, completion: str, reason: str) -> Marked:
    try:
        read = read_points(points, line.item.points or Decimal(0)) if line.is_scored else None
    except Unreadable as unreadable:
        line.error, read = str(unreadable), None
    return Marked(read, completion, reason)


def text_in(post: QueryDict, name: str) -> str:
    """A text as it is kept: browsers send line ends of their own."""
    return post.get(name, "").replace("\r\n", "\n").strip()


def day_in(post: QueryDict, name: str) -> date | None:
    """A date; None where none can be read."""
    try:
        return date.fromisoformat(post.get(name, "").strip())
    except ValueError:
        return None


def number_in(post: QueryDict, name: str) -> int:
    """A number of a thing or a version; 0 where none can be read."""
    return whole_number(post.get(name, ""))


def numbers_in(post: QueryDict, name: str) -> list[int]:
    return [number for text in post.getlist(name) if (number := whole_number(text))]


def whole_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
