"""The first table of a copied piece of HTML, as Excel, WPS, LibreOffice, Word and browsers write it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from jixiao.core.pasting.block import MAX_COLUMNS, MAX_ROWS, Block, Cell, check_size

_UNSEEN = frozenset({"style", "script", "title", "template"})
_BLOCKS = frozenset("p div li ul ol dl dt dd blockquote pre h1 h2 h3 h4 h5 h6 table tr td th".split())
_SOFT = "\v"  # where a paragraph begins or ends: a new line, unless there is one already
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t\f]*\r[ \t\f\r]*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\f\r]+")
_SOFT_BREAKS = re.compile(rf" ?{_SOFT}[ {_SOFT}]*")
_HARD_BREAK = re.compile(rf"[ {_SOFT}]?\n[ {_SOFT}]?")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read_html(html: str) -> Block | None:
    """The block of the first table, merged areas filled; None when there is no table with a cell."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_row()
    rows = _expanded(reader.rows)
    return Block(rows, _text(reader.beside)) if any(rows) else None


def _text(parts: list[str]) -> str:
    """What a reader of the page sees: white space folded, paragraphs and <br> as new lines.

    A line that the source wraps between two Chinese characters has no space there.
    """
    text = _SPACES.sub(" ", _WRAP.sub("", "".join(parts)))
    return _HARD_BREAK.sub("\n", _SOFT_BREAKS.sub(_SOFT, text)).replace(_SOFT, "\n").strip(" \n")


class _Open:
    """A cell being read."""

    def __init__(self, attributes: dict[str, str | None]) -> None:
        self.parts: list[str] = []
        self.rows = _span(attributes.get("rowspan"), MAX_ROWS)
        self.columns = _span(attributes.get("colspan"), MAX_COLUMNS + 1)


def _span(text: str | None, most: int) -> int:
    digits = (text or "").strip()
    return min(max(int(digits), 1), most) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1


class _Reader(HTMLParser):
    """Collects the cells of the first outermost table, and the text around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[_Open]] = []
        self.beside: list[str] = []
        self._row: list[_Open] | None = None
        self._hidden = False  # Excel ends a table that has merged cells with an invisible row of widths
        self._cell: _Open | None = None
        self._depth = 0
        self._done = False
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen = tag
        elif tag == "table" and not self._done:
            self._depth += 1
        if self._depth == 1 and not self._done and tag in ("tr", "td", "th"):
            self._open(tag, dict(attrs))
        elif tag == "br":
            self._add("\n")
        elif tag in _BLOCKS:
            self._add(_SOFT)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        if tag == "table" and self._depth and not self._done:
            self._depth -= 1
            if not self._depth:
                self.end_row()
                self._done = True
        elif self._depth == 1 and tag in ("td", "th"):
            self._cell = None
        elif self._depth == 1 and tag == "tr":
            self.end_row()
        if tag in _BLOCKS:
            self._add(_SOFT)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._add(data.replace("\r\n", "\r").replace("\n", "\r"))

    def end_row(self) -> None:
        """Close the row that is open, if any."""
        row, self._row, self._cell = self._row, None, None
        if row is not None and not (self._hidden and not any(_text(cell.parts).strip() for cell in row)):
            self.rows.append(row)
            check_size(len(self.rows), 0)

    def _open(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr" or self._row is None:
            self.end_row()
            self._row = []
            self._hidden = tag == "tr" and bool(_HIDDEN.search(attributes.get("style") or ""))
        if tag != "tr":
            self._unseen = ""  # a title that is never closed hides nothing in a table
            self._cell = _Open(attributes)
            self._row.append(self._cell)

    def _add(self, text: str) -> None:
        (self._cell.parts if self._cell else self.beside).append(text)


def _expanded(rows: list[list[_Open]]) -> tuple[tuple[Cell, ...], ...]:
    """Lay the cells out as a browser does, every merged area filled with its text."""
    whole: list[dict[int, Cell]] = [{} for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in whole[at]:
                column += 1
            check_size(0, column + cell.columns)
            _fill(whole[at : at + cell.rows], column, cell)
    return tuple(_filled(cells) for cells in whole)


def _fill(rows: list[dict[int, Cell]], column: int, cell: _Open) -> None:
    text = _text(cell.parts)
    for down, cells in enumerate(rows):
        for across in range(cell.columns):
            cells.setdefault(column + across, Cell(text, down, across))


def _filled(cells: dict[int, Cell]) -> tuple[Cell, ...]:
    return tuple(cells.get(column, Cell("")) for column in range(max(cells, default=-1) + 1))
