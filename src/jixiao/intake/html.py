"""HTML to blocks, one pass and no tree: merged cells are spread over the grid, scripts are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from jixiao.intake.blocks import Block, Cell, Grid, GridRow, Paragraph
from jixiao.intake.limits import MAX_CELLS, MAX_COLUMNS, MAX_SPAN, too_many_cells

_UNCLOSED = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_SPACES = re.compile(r"[ \t\r\n\f\xa0\u3000]+")
_BLOCKS = {
    "p",
    "div",
    "li",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "center",
    "pre",
    "hr",
    "title",
}
_SILENT = {"script", "style", "noscript", "template", "iframe", "object", "svg"}


@dataclass(slots=True, eq=False, repr=False)
class _Open:
    """A table that is being read."""

    rows: list[list[tuple[str, int, int, int]]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)
    parts: list[str] | None = None  # text of the open cell
    spans: tuple[int, int] = (1, 1)
    line: int = 1
    in_head: bool = False


def _span(value: str | None) -> int:
    return min(max(int(value), 1), MAX_SPAN) if value and value.isascii() and value.isdigit() and len(value) < 7 else 1


class _Reader(HTMLParser):
    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first, self.blocks, self.tables = first, list[Block](), list[_Open]()
        self.text: list[str] = []
        self.text_line, self.level, self.silent, self.cells, self.scripts = first, 0, 0, 0, 0

    def _line(self) -> int:
        return self.getpos()[0] + self.first - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
            self.scripts += tag == "script"
        elif tag == "table":
            self._end_paragraph()
            self.tables.append(_Open(line=self._line()))
        elif self.tables and tag in {"tr", "td", "th", "thead", "tbody", "tfoot"}:
            self._start_part(tag, dict(attrs))
        elif tag in _BLOCKS:
            self._break(tag)

    def _start_part(self, tag: str, attrs: dict[str, str | None]) -> None:
        table = self.tables[-1]
        self._end_cell()
        if tag in {"thead", "tbody", "tfoot"}:
            table.in_head = tag == "thead"
        elif tag == "tr" or not table.rows:
            table.rows.append([])
            table.lines.append(self._line())
            table.heads.append(table.in_head)
        if tag in {"td", "th"}:
            self.cells += 1
            if self.cells > MAX_CELLS:
                raise too_many_cells(self.cells)
            table.parts, table.line = [], self._line()
            table.spans = (_span(attrs.get("rowspan")), _span(attrs.get("colspan")))

    def _break(self, tag: str) -> None:
        if self.tables and self.tables[-1].parts is not None:
            self.tables[-1].parts.append("\n")
        else:
            self._end_paragraph()
            self.level = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif self.tables and tag in {"td", "th", "tr"}:
            self._end_cell()
        elif self.tables and tag == "thead":
            self.tables[-1].in_head = False
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag in _BLOCKS:
            self._break("p")

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.tables:
            if self.tables[-1].parts is not None:
                self.tables[-1].parts.append(data.replace("\n", " "))
        elif data.strip():
            if not self.text:
                self.text_line = self._line() + len(data) - len(data.lstrip("\n"))
            self.text.append(data)

    def _end_cell(self) -> None:
        table = self.tables[-1]
        if table.parts is not None:
            text = "\n".join(s for part in "".join(table.parts).split("\n") if (s := _SPACES.sub(" ", part).strip()))
            table.rows[-1].append((text, *table.spans, table.line))
            table.parts = None

    def _end_table(self) -> None:
        self._end_cell()
        table = self.tables.pop()
        rows = _spread(table)
        if self.tables and self.tables[-1].parts is not None and not _is_data(rows):
            # A small table inside a cell is layout: its text belongs to the cell.
            self.tables[-1].parts.append("\n".join(" ".join(c.text for c in row.filled()) for row in rows))
        elif rows:
            self.blocks.append(Grid(tuple(rows)))

    def _end_paragraph(self) -> None:
        text = _SPACES.sub(" ", "".join(self.text)).strip()
        if text and not self.tables:
            self.blocks.append(Paragraph(text, self.text_line, self.level))
        self.text, self.level = [], 0

    def finish(self) -> list[Block]:
        self.close()
        while self.tables:
            self._end_table()
        self._end_paragraph()
        return self.blocks


def _is_data(rows: list[GridRow]) -> bool:
    """A table of several columns inside a layout table is a table of its own."""
    return len(rows) > 1 and max(len(row.cells) for row in rows) > 2


def _spread(table: _Open) -> list[GridRow]:
    """Lay merged cells out: a copy of the cell stands wherever it reaches."""
    pending: dict[int, tuple[int, Cell]] = {}  # column -> (rows still covered, cell)
    rows, total, serial = [], 0, 0
    for cells, line, head in zip(table.rows, table.lines, table.heads, strict=True):
        laid: list[Cell] = []
        queue = list(cells)
        while queue or len(laid) in pending:
            at = len(laid)
            if at >= MAX_COLUMNS:
                break
            if at in pending:
                left, cell = pending[at]
                laid.append(cell)
                if left > 1:
                    pending[at] = (left - 1, cell)
                else:
                    del pending[at]
                continue
            text, down, across, cell_line = queue.pop(0)
            serial += 1
            cell = Cell(text, cell_line, at + 1, serial=serial)
            for i in range(min(across, MAX_COLUMNS - at)):
                if len(laid) in pending:
                    break
                laid.append(cell if i == 0 else replace(cell, spanned=True))
                if down > 1:
                    pending[at + i] = (down - 1, replace(cell, spanned=True))
        total += len(laid)
        if total > MAX_CELLS:
            raise too_many_cells(total)
        if any(c.text for c in laid):
            rows.append(GridRow(tuple(laid), line, head))
    return rows


def _closed(text: str) -> str:
    """The text without comments and without brackets that open no tag; the parser's time grows with their square."""
    parts, at = [], 0
    while (begin := text.find("<!--", at)) >= 0:
        end = text.find("-->", begin)
        if end < 0:
            parts.append(text[at:begin])
            at, text = 0, text[begin:].replace("<!--", "")
            break
        parts += [text[at:begin], "\n" * text.count("\n", begin, end)]
        at = end + 3
    return _UNCLOSED.sub("&lt;", "".join([*parts, text[at:]]))


def html_blocks(text: str, first: int = 1) -> list[Block]:
    """The blocks of an HTML document or fragment that begins on line `first`."""
    reader = _Reader(first)
    reader.feed(_closed(text))
    return reader.finish()
