"""Plans without a table: numbered items in the prose that state their own points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.core.numbers import parse_points
from jixiao.core.places import Place, Source
from jixiao.core.records import Declared
from jixiao.intake.blocks import Cell, GridRow, Paragraph
from jixiao.intake.goals import goal_of
from jixiao.intake.headers import Header
from jixiao.intake.labels import kind_of, points_in, without_number, without_points
from jixiao.intake.limits import MAX_PARAGRAPH
from jixiao.intake.notes import note
from jixiao.intake.raw import Gathered, Goal, Raw
from jixiao.intake.tables import Run

_DEPTHS = (
    re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十百]{1,4}条)"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"^\d{1,3}[.．、](?!\d)"),
    re.compile(r"^[（(]\d{1,2}[）)]"),
    re.compile(r"^[①-⑳]"),
)
_MARK = re.compile(
    r"[（(]\s*(?:满分|共|计|占)?\s*([0-9０-９.]+|[一二三四五六七八九十]+)\s*(?:分|%|％|‰)\s*[）)](?:[。；;]$)?"
    r"|[，,；;]\s*(?:满分|共|计|占|分值)\s*([0-9０-９.]+)\s*分[。；;，]?$"
)
_INNER = re.compile(r"(?<=[。；;])\s*(?=[（(][一二三四五六七八九十\d]{1,3}[）)])")
_HEADING = 24  # characters of a numbered line that may be a heading without points


def enumerated_rows(paragraphs: Sequence[Paragraph]) -> Gathered | None:
    """Rows from numbered paragraphs that state their points; the deepest are the rows. None when none do."""
    numbered = [(d, p) for p in _cut(paragraphs) if (d := _depth(p.text)) is not None]
    items = [(d, p) for d, p in numbered if _MARK.search(p.text) or (len(p.text) <= _HEADING and "。" not in p.text)]
    deepest = max((d for d, p in items if _MARK.search(p.text)), default=0)
    if sum(bool(_MARK.search(p.text)) for _, p in items) < 2:
        return None
    out = Gathered()
    run = Run(Header((), GridRow((), items[0][1].line), 0))
    above: dict[int, Paragraph] = {}
    for at, (depth, p) in enumerate(items):
        above = {d: x for d, x in above.items() if d < depth}
        deeper = at + 1 < len(items) and items[at + 1][0] > depth
        if deeper and depth < deepest:
            above[depth] = p
            _declare(out, p, [x for _, x in sorted(above.items())])
        elif _MARK.search(p.text):
            out.rows.append(_raw(p, [x for _, x in sorted(above.items())], run))
    out.findings.append(note("rows-from-prose", *[Place(r.line) for r in out.rows], words={"count": len(out.rows)}))
    return out


def _cut(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs cut where a numbered item begins behind a full stop or a semicolon."""
    for p in paragraphs:
        at = 0
        for found in _INNER.finditer(p.text) if len(p.text) <= MAX_PARAGRAPH else ():
            yield Paragraph(p.text[at : found.start()], p.line, p.level, p.start + at)
            at = found.start()
        yield Paragraph(p.text[at:], p.line, p.level, p.start + at) if at else p


def _declare(out: Gathered, p: Paragraph, above: Sequence[Paragraph]) -> None:
    points = points_in(p.text)
    if points is not None and len(above) <= 2:
        out.declared.append(Declared(tuple(_title(x) for x in above), points, _cell(p).place()))


def _depth(text: str) -> int | None:
    return next((d for d, pattern in enumerate(_DEPTHS) if pattern.match(text)), None)


def _cell(p: Paragraph) -> Cell:
    return Cell(p.text, p.line, 1, start=p.start)


def _title(p: Paragraph) -> str:
    """The heading's name, without its number, its points and the sentence behind it."""
    return re.split(r"[。：:]", without_points(without_number(p.text)))[0]


def _raw(p: Paragraph, above: Sequence[Paragraph], run: Run) -> Raw:
    cell = _cell(p)
    raw = Raw(GridRow((cell,), p.line), run, weight_source=Source.CELL)
    found = _MARK.search(p.text)
    if found:
        raw.weight = parse_points(found.group(1) or found.group(2))
        raw.cells["weight"] = cell
    text = _MARK.sub("", without_number(p.text), count=1).strip().rstrip("；;")
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
