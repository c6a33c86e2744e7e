"""A copied block: rows of cells."""

from __future__ import annotations

from dataclasses import dataclass

MAX_ROWS = 2000
MAX_COLUMNS = 60


class Unpastable(ValueError):
    """The block cannot be pasted; `str()` is the Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text. In a merged area every cell repeats it; `down` and `across` count from the area's first cell."""

    text: str
    down: int = 0
    across: int = 0

    @property
    def merged(self) -> bool:
        """Does the cell only repeat the first cell of its area?"""
        return bool(self.down or self.across)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of cells, of any lengths. `beside` is the text around the table, which is no part of it."""

    rows: tuple[tuple[Cell, ...], ...]
    beside: str = ""


def check_size(rows: int, columns: int) -> None:
    """Raise Unpastable when there are too many rows or columns."""
    if rows > MAX_ROWS:
        raise Unpastable(f"一次最多粘贴{MAX_ROWS}行，这次复制的内容超过了，没有粘贴；请分几次复制。")
    if columns > MAX_COLUMNS:
        raise Unpastable(f"一次最多粘贴{MAX_COLUMNS}列，这次复制的内容超过了，没有粘贴；请只选取需要的列。")
