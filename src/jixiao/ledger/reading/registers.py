"""Reading registers: rows as they are shown, sums of their columns, and a block pasted onto their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from jixiao.core.ledger.amounts import Unreadable, shown_amount
from jixiao.core.ledger.registers import COUNTED, Column, columns_of, total, written
from jixiao.core.ledger.strike_off import Stage
from jixiao.core.pasting import Block, clean, plain_name
from jixiao.ledger.models import Register, RegisterRow
from jixiao.ledger.reading.tasks import Stand, stand

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate


@dataclass(frozen=True, slots=True)
class Value:
    """A cell as it is shown; `wrong` says why it cannot be read."""

    column: Column
    text: str
    wrong: str = ""

    @property
    def is_number(self) -> bool:
        return self.column.kind in COUNTED


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row, ready to show."""

    pk: int
    position: int
    values: tuple[Value, ...]
    stand: Stand


def row_lines(register: Register) -> list[RowLine]:
    """The rows that are not removed, in their order. One statement."""
    columns = columns_of(register.columns)
    found = register.rows.filter(removed=False).values_list("pk", "position", "cells", "stage")
    return [
        RowLine(pk, position, values_of(columns, cells), stand(Stage(stage), None, date.min))
        for pk, position, cells, stage in found
    ]


def values_of(columns: Sequence[Column], cells: dict[str, str], offices: Collection[str] = ()) -> tuple[Value, ...]:
    return tuple(_value(column, cells.get(column.key, ""), offices) for column in columns)


def _value(column: Column, text: str, offices: Collection[str]) -> Value:
    try:
        return Value(column, written(column, text, offices))
    except Unreadable as wrong:
        return Value(column, text, str(wrong))


def sums_of(register: Register, rows: Sequence[RegisterRow] | Sequence[dict[str, str]]) -> list[str]:
    """The sum of each column that counts, in its unit; '' for the others."""
    cells = [row.cells if isinstance(row, RegisterRow) else row for row in rows]
    return [
        shown_amount(total(column, cells), column.unit) if column.kind in COUNTED else ""
        for column in columns_of(register.columns)
    ]


@dataclass(slots=True)
class PastedRows:
    """Rows read from a block, and what needs a look: (row, column, text, sentence), counted from 1 in the block."""

    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[tuple[int, tuple[Value, ...]]] = field(default_factory=list)
    flags: list[tuple[int, int, str, str]] = field(default_factory=list)
    stops: bool = False
    header: bool = False


def lay_rows(
    block: Block, columns: Sequence[Column], there: Collection[tuple[str, ...]], offices: Collection[str]
) -> PastedRows:
    """Lay a block on the columns, by their names or else by position.

    Every cell stands in a row or is flagged; one without a column stops the paste. `there` are the rows known already.
    """
    found, seen = PastedRows(), set(there)
    by_name = _header(block, columns)
    found.header = by_name is not None
    order = by_name or tuple(columns)
    if block.beside.strip():
        found.flags.append((0, 0, block.beside.strip(), "表格以外的文字没有写入。"))
    for number, row in enumerate(block.rows[found.header :], start=1 + found.header):
        cells = _cells(found, number, [("" if cell.across else cell.text) for cell in row], order)
        if not cells:
            continue
        content = content_of(columns, cells)
        if content in seen:
            found.flags.append((number, 0, "；".join(cells.values()), "与台账中或前面的行完全相同，不重复写入。"))
            continue
        seen.add(content)
        values = values_of(columns, cells, offices)
        found.flags += [(number, 0, each.text, f"{each.column.name}：{each.wrong}") for each in values if each.wrong]
        found.lines.append((number, values))
        found.rows.append({each.column.key: each.text for each in values if each.text})
    return found


def content_of(columns: Sequence[Column], cells: dict[str, str]) -> tuple[str, ...]:
    """What makes two rows the same: the cells as the register keeps them, without white space."""
    return tuple("".join(each.text.split()) for each in values_of(columns, cells))


def _header(block: Block, columns: Sequence[Column]) -> tuple[Column | None, ...] | None:
    """The columns that the first row names, if it names at least half of what it holds."""
    if not block.rows:
        return None
    named = {plain_name(each.name): each for each in columns}
    names = [plain_name(cell.text) for cell in block.rows[0]]
    known = [named.get(name) for name in names]
    hits = sum(each is not None for each in known)
    return tuple(known) if hits and hits * 2 >= len([name for name in names if name]) else None


def _cells(found: PastedRows, number: int, texts: Sequence[str], order: Sequence[Column | None]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for at, raw in enumerate(texts):
        text, column = clean("l2", raw), order[at] if at < len(order) else None
        if not text:
            continue
        if column is None or column.key in cells:
            found.stops |= not _is_numbering(at, text, found.header)
            if not _is_numbering(at, text, found.header):
                found.flags.append(
                    (number, at + 1, text, "台账里没有对应的栏目。请删去这一列，或先把列名改成栏目的名称。")
                )
        else:
            cells[column.key] = text
    return cells


def _is_numbering(at: int, text: str, header: bool) -> bool:
    """A numbering in front of named columns is no content: the register numbers its rows itself."""
    return header and at == 0 and text.rstrip(".、").isdecimal()


def as_csv(register: Register) -> str:
    """The register as CSV with a byte-order mark, so that spreadsheets read Chinese; nothing in it is calculated."""
    columns = columns_of(register.columns)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["行", *(safe_cell(each.title) for each in columns), "销号"])
    for line in row_lines(register):
        cells = [safe_cell(value.text, is_number=value.is_number and not value.wrong) for value in line.values]
        writer.writerow([line.position, *cells, line.stand.word])
    return "\ufeff" + out.getvalue()


def safe_cell(text: str, *, is_number: bool = False) -> str:
    """The text, marked as text where a spreadsheet would take it for a formula."""
    plain = text.removeprefix("-").replace(",", "").replace(".", "")
    if is_number and plain.isascii() and plain.isdecimal():
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
