"""The spreadsheet of due cells that offices fill in: its columns, and reading it back whatever was moved in it.

Rows may be sorted, left out or spread over other columns: a row is known by its key, a column by its name. What a
person typed is never guessed at: a row that cannot be placed is named with its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jixiao.core.ledger.reporting import PROGRESS, Progress

KEY, VALUE, PROGRESS_NAME, SENTENCE, NOTE = "编号", "本期填写", "进展", "进展情况", "原因和措施"
ASKED = (VALUE, PROGRESS_NAME, SENTENCE, NOTE)
_NEEDED = (KEY, *ASKED)
_BY_WORD = {word: progress for progress, word in PROGRESS.items()}


class NotOurSheet(ValueError):
    """The table is not the one that was handed out; `str()` says what is missing."""


@dataclass(frozen=True, slots=True)
class Key:
    """Which cell a row is about, which of its measures (0 for none), and the version of the report that it shows."""

    cell: int
    measure: int
    version: int

    def __str__(self) -> str:
        return f"{self.cell}-{self.measure}-{self.version}"

    @classmethod
    def read(cls, text: str) -> Key | None:
        parts = text.strip().split("-")
        if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 12 for part in parts):
            return None
        return cls(*(int(part) for part in parts))


@dataclass(slots=True)
class Filled:
    """What the sheet says about one cell, put together from its rows."""

    cell: int
    version: int
    rows: list[int] = field(default_factory=list)  # numbers in the sheet, from 1
    values: dict[int, str] = field(default_factory=dict)
    progress: Progress = Progress.ON_PLAN
    sentence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that was not taken, and why."""

    row: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read: cells in the order of their first rows, and the rows that were left aside."""

    filled: tuple[Filled, ...]
    troubles: tuple[Trouble, ...]


def read_sheet(rows: Sequence[Sequence[str]]) -> Sheet:
    """Read the rows. Raises NotOurSheet when no header is found among them."""
    at, columns = _header(rows)
    found: dict[int, Filled] = {}
    troubles: list[Trouble] = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        cells = {name: row[index].strip() if index < len(row) else "" for name, index in columns.items()}
        if not any(row):
            continue
        key = Key.read(cells[KEY])
        sentence = _place(key, cells, number, found)
        if sentence:
            troubles.append(Trouble(number, sentence))
    return Sheet(tuple(found.values()), tuple(troubles))


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:20]):
        names = ["".join(name.split()) for name in row]
        if KEY in names:
            missing = [name for name in _NEEDED if name not in names]
            if missing:
                raise NotOurSheet(f"表头缺少“{'”“'.join(missing)}”列，请用从台账导出的表格填写。")
            return at, {name: names.index(name) for name in _NEEDED}
    raise NotOurSheet(f"没有找到带“{KEY}”列的表头，请用从台账导出的表格填写。")


def _place(key: Key | None, cells: dict[str, str], number: int, found: dict[int, Filled]) -> str:
    """Add the row to what its cell says; returns what is wrong with it, or ''."""
    if key is None:
        return f"第 {number} 行的编号“{cells[KEY][:20]}”无法识别，请从导出的表格中复制。"
    word = cells[PROGRESS_NAME]
    if word and word not in _BY_WORD:
        return f"第 {number} 行的进展“{word[:20]}”不是可选的一种，请填{'、'.join(_BY_WORD)}。"
    filled = found.get(key.cell)
    if filled is None:
        filled = found[key.cell] = Filled(key.cell, key.version)
        filled.progress = _BY_WORD.get(word, Progress.ON_PLAN)
        filled.sentence, filled.note = cells[SENTENCE], cells[NOTE]
    elif key.measure in filled.values or filled.version != key.version:
        return f"第 {number} 行与第 {filled.rows[0]} 行是同一项，请只保留一行。"
    else:
        again = (_BY_WORD.get(word, filled.progress), cells[SENTENCE] or filled.sentence, cells[NOTE] or filled.note)
        if again != (filled.progress, filled.sentence or again[1], filled.note or again[2]):
            return f"第 {number} 行的进展与第 {filled.rows[0]} 行不一致，同一项指标请只在第一行填写。"
        filled.sentence, filled.note = again[1], again[2]
    filled.rows.append(number)
    filled.values[key.measure] = cells[VALUE]
    return ""
