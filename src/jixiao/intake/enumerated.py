"""Plans without a table: numbered items in the prose that state their own points."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jixiao.core.places import Source
from jixiao.core.records import Declared
from jixiao.intake.blocks import Cell, GridRow, Paragraph
from jixiao.intake.goals import goal_of
from jixiao.intake.headers import Header
from jixiao.intake.labels import kind_of, points_in, without_number, without_points
from jixiao.intake.raw import Gathered, Goal, Raw
from jixiao.intake.tables import Run

_DEPTHS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"^\d{1,2}[.．、](?!\d)"),
    re.compile(r"^[（(]\d{1,2}[）)]"),
    re.compile(r"^[①-⑳]"),
)
_POINTS = re.compile(r"[（(]\s*(?:满分|共|计|占)?\s*[0-9０-９.一二三四五六七八九十]+\s*(?:分|%|％|‰)\s*[）)]")


def enumerated_rows(paragraphs: Sequence[Paragraph]) -> Gathered | None:
    """Rows from numbered paragraphs with points in brackets; the deepest ones are the rows. None when there are none."""
    items = [(d, p) for p in paragraphs if (d := _depth(p.text)) is not None and _POINTS.search(p.text)]
    if len(items) < 2:
        return None
    out = Gathered()
    run = Run(Header((), GridRow((), items[0][1].line), 0))
    above: dict[int, Paragraph] = {}
    for at, (depth, p) in enumerate(items):
        above = {d: x for d, x in above.items() if d < depth}
        deeper = at + 1 < len(items) and items[at + 1][0] > depth
        if deeper:
            above[depth] = p
            points = points_in(p.text)
            if points is not None and len(above) <= 2:
                path = tuple(_title(x) for _, x in sorted(above.items()))
                out.declared.append(Declared(path, points, _cell(p).place()))
        else:
            out.rows.append(_raw(p, [x for _, x in sorted(above.items())], run))
    return out


def _depth(text: str) -> int | None:
    return next((d for d, pattern in enumerate(_DEPTHS) if pattern.match(text)), None)


def _cell(p: Paragraph) -> Cell:
    return Cell(p.text, p.line, 1, start=p.start)


def _title(p: Paragraph) -> str:
    """The heading's name, without its number, its points and the sentence behind it."""
    return re.split(r"[。：:]", without_points(without_number(p.text)))[0]


def _raw(p: Paragraph, above: Sequence[Paragraph], run: Run) -> Raw:
    cell = _cell(p)
    raw = Raw(GridRow((cell,), p.line), run, weight=points_in(p.text), weight_source=Source.CELL)
    text = _POINTS.sub("", without_number(p.text), count=1).strip()
    raw.cells["weight"] = cell
    titles = [_title(x) for x in above]
    raw.category = titles[0] if titles else None
    raw.group = titles[1] if len(titles) > 2 else None
    raw.kind = next((k for t in titles if (k := kind_of(t))), raw.kind)
    if len(titles) > 1:
        raw.goal = goal_of(Cell(titles[-1], above[-1].line, 1))
        raw.leaf = Cell(text, p.line, 1, start=p.start)
    else:
        raw.goal = Goal(text, text, cell)
    return raw
