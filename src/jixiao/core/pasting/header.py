"""The rows of column names at the top of a block, and which field each column then is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from jixiao.core.fields import FIELDS, Invalid
from jixiao.core.pasting.block import Cell
from jixiao.core.pasting.cleaning import bare

_LOOK = 3  # a header stands in one of the first rows, below at most a title and a line such as 单位：分
_TITLES = 2  # cells that hold something in a row above the header, at most
_SHARE = 3  # at least one in so many of a header's cells names a column of ours
_BRACKETED = re.compile(r"[（(〔\[【][^）)〕\]】]{0,20}[）)〕\]】]?")
_PICKY = frozenset({"weight", "l1_points", "deadline", "kind", "goal_kind"})


@dataclass(frozen=True, slots=True)
class Header:
    """`first` and `last` are its rows, counted from 0; `fields` has a field or '' for every column of the block."""

    first: int
    last: int
    fields: tuple[str, ...]
    names: tuple[str, ...]


def plain_name(text: str) -> str:
    """A column's name as names are compared: without spaces, brackets' contents, colons and asterisks."""
    return _BRACKETED.sub("", "".join(bare(text).split())).strip("：:*＊")


LABELS = {plain_name(field.label): name for name, field in FIELDS.items()}


def find_header(
    rows: Sequence[Sequence[Cell]], by_position: Sequence[str], visible: Collection[str], names: Mapping[str, str]
) -> Header | None:
    """The header, or None. `by_position` are the fields under which the cells would stand without one.

    A cell that is a value of the field under which it stands (加分 as a kind of points) speaks for a row of data.
    The label of a visible column comes before `names`, and those before the label of a hidden one.
    """
    table = {**LABELS, **names, **{label: name for label, name in LABELS.items() if name in visible}}
    for at, row in enumerate(rows[:_LOOK]):
        fields = [table.get(plain_name(cell.text), "") for cell in row]
        if _is_header(row, fields, by_position):
            return _with_second_row(rows, at, fields, table)
        if sum(bool(bare(cell.text)) and not cell.merged for cell in row) > _TITLES:
            return None
    return None


def _is_header(row: Sequence[Cell], fields: Sequence[str], by_position: Sequence[str]) -> bool:
    filled = sum(bool(bare(cell.text)) and not cell.across for cell in row)
    named = sum(map(bool, fields))
    if len({name for name in fields if name}) < 2 or named * _SHARE < filled:
        return False
    return not any(
        field in _PICKY and _is_value(field, bare(cell.text)) for cell, field in zip(row, by_position, strict=False)
    )


def _is_value(field: str, text: str) -> bool:
    try:
        return bool(text) and FIELDS[field].read(text) is not None
    except Invalid:
        return False


def _with_second_row(rows: Sequence[Sequence[Cell]], at: int, fields: list[str], table: Mapping[str, str]) -> Header:
    """Column names in two rows: the lower name counts where there is one."""
    upper = [_own(cell, field) for cell, field in zip(rows[at], fields, strict=True)]
    names = [bare(cell.text) for cell in rows[at]]
    lower = rows[at + 1] if at + 1 < len(rows) else ()
    below = [table.get(plain_name(cell.text), "") for cell in lower]
    filled = [bool(field or cell.down) for cell, field in zip(lower, below, strict=True) if bare(cell.text)]
    if not filled or not all(filled):
        return Header(at, at, tuple(upper), tuple(names))
    for column, (cell, field) in enumerate(zip(lower, below, strict=True)):
        if field and not cell.merged:
            upper += [""] * (column + 1 - len(upper))
            names += [""] * (column + 1 - len(names))
            upper[column], names[column] = field, bare(cell.text)
    return Header(at, at + 1, tuple(upper), tuple(names))


def _own(cell: Cell, field: str) -> str:
    return "" if cell.across else field
