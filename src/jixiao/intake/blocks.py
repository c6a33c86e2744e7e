"""A document as a run of paragraphs and grids of cells, every one with its place."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.core.places import Place


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cell:
    """One cell as printed. `spanned` marks the copy of a merged cell that begins elsewhere."""

    text: str
    line: int
    column: int  # from 1, as printed in its own row
    spanned: bool = False
    tagged: bool = False  # mark-up was taken off
    start: int = 0  # offset of the text inside the printed cell
    serial: int = 0  # tells cells apart that stand on one line of the source

    @property
    def origin(self) -> tuple[int, int, int]:
        """The same for a merged cell and all of its copies, and for no other cell."""
        return self.line, self.column, self.serial

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """The stretch from `start` to `end` of this cell's text."""
        stop = len(self.text) if end is None else end
        return Place(self.line, self.column, self.start + start, self.start + stop)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Paragraph:
    """A line of prose without its mark-up. `level` is its heading level, 0 for none."""

    text: str
    line: int
    level: int = 0
    start: int = 0  # offset of the text inside the line


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GridRow:
    """One printed row. `head` marks a row that the mark-up itself calls a heading."""

    cells: tuple[Cell, ...]
    line: int
    head: bool = False

    def filled(self) -> list[Cell]:
        """Cells with text, each merged cell once."""
        seen: set[tuple[int, int, int]] = set()
        found = []
        for cell in self.cells:
            if cell.text and cell.origin not in seen:
                seen.add(cell.origin)
                found.append(cell)
        return found

    def own(self) -> list[Cell]:
        """Cells with text that begin in this row."""
        return [cell for cell in self.filled() if self.begins(cell)]

    def begins(self, cell: Cell) -> bool:
        """Does this merged cell begin in this row, or does it reach in from above?"""
        return any(c.origin == cell.origin and not c.spanned for c in self.cells)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Grid:
    """Rows that the document sets as one table."""

    rows: tuple[GridRow, ...]

    @property
    def line(self) -> int:
        """The first row's line."""
        return self.rows[0].line


Block = Paragraph | Grid
