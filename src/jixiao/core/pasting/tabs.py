"""Plain text as spreadsheets put it on the clipboard: tabs between cells, a line a row."""

from __future__ import annotations

import re

from jixiao.core.pasting.block import Block, Cell, check_size

# A quoted cell ends where its closing quote stands before a tab or a line's end; otherwise its quote is a character.
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)')
_BARE = re.compile(r"[^\t\r\n]*")
_NEEDS_QUOTES = re.compile(r'[\t\r\n]|""')


def read_plain(plain: str) -> Block:
    """The block of a plain text. Merged cells come as empty ones, since that is all that the text says."""
    text = plain.removeprefix("\ufeff")
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    at = 0
    while at < len(text):
        value, at = _cell(text, at)
        row.append(Cell(value))
        ends = text[at : at + 1] != "\t"
        at += 2 if text.startswith("\r\n", at) else 1
        if not ends and at >= len(text):  # a tab at the very end opens one more, empty cell
            row.append(Cell(""))
        check_size(len(rows) + 1, len(row))
        if ends or at >= len(text):
            rows.append(tuple(row))
            row = []
    return Block(tuple(rows))


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins here and where it ends. Quotes that nothing called for belong to the text."""
    quoted = _QUOTED.match(text, at)
    if quoted and _NEEDS_QUOTES.search(quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    bare = _BARE.match(text, at)
    end = bare.end() if bare else at
    return text[at:end], end
