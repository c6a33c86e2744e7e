"""Lay a row's cells under the columns by what they are, where their position has slipped.

Character recognition loses cells, adds cells and moves them. A row whose position agrees with its header is taken as
it stands; any other is aligned by dynamic programming over (cell, column) with a score for how well the text fits the
column (Needleman and Wunsch 1970), so that a lost column costs less than a date in the column of points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.intake.blocks import Cell, GridRow
from jixiao.intake.headers import Slot
from jixiao.intake.shapes import (
    document_like,
    ends_in_points,
    is_deadline,
    is_no,
    is_points,
    label_like,
    office_like,
    person_like,
)

_SKIP_SLOT, _SKIP_AGAIN, _SKIP_EMPTY, _SKIP_TEXT, _SKIP_LABEL = -30, -10, -5, -100, 10
_IN_PLACE = 15
_DASHES = {"—", "-", "/", "——", "－", "\\", "无"}
_STRICT = {"no", "weight", "deadline"}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Laid:
    """A row's cells under its columns. `surplus` are cells with text that no column takes."""

    cells: dict[int, Cell]  # slot number -> cell
    surplus: tuple[Cell, ...] = ()
    shift: int = 0  # how far the cells right of the break stand from their column: -1 one to the left
    skipped: frozenset[int] = frozenset()  # slots that lost their cell


def lay(row: GridRow, slots: Sequence[Slot], titled: bool, skipped: frozenset[int]) -> Laid:
    """Put the cells of `row` under `slots`.

    `titled`: titles of this table state their points at their end, so a text without is no title.
    `skipped`: columns that the row above had lost, which are the likelier to be lost here.
    """
    by_index = {slot.index: k for k, slot in enumerate(slots)}
    placed = {by_index[i]: c for i, c in enumerate(row.cells) if i in by_index}
    if _agrees(row, slots, placed, by_index):
        return Laid(placed)
    return _align(row, slots, titled, skipped)


def _agrees(row: GridRow, slots: Sequence[Slot], placed: dict[int, Cell], by_index: dict[int, int]) -> bool:
    """Does every cell fit the column that it stands under?"""
    if any(c.text and i not in by_index for i, c in enumerate(row.cells)):
        return False
    strict = [(slots[k].role, c.text) for k, c in placed.items() if slots[k].role in _STRICT]
    return all(not text or text in _DASHES or fit(role, text, False) > 0 for role, text in strict)


def fit(role: str, text: str, titled: bool) -> int:
    """How well a text fits a column of this meaning: positive for well, in hundredths."""
    if not text or text in _DASHES:
        return 0
    if role == "no":
        return 100 if is_no(text) else -30 if label_like(text) and len(text) <= 12 and not is_points(text) else -150
    if role == "weight":
        return 100 if is_points(text) else -150
    if role == "deadline":
        return 100 if is_deadline(text) else -150 if is_points(text) or len(text) > 20 else -40
    if role in {"leaders", "owners", "offices", "co_offices", "assessor"}:
        return _fit_people(role, text)
    if is_points(text) or is_deadline(text):
        return -100 if role in {"category", "l1", "l2", "l3", "text", "basis", "rule"} else 0
    return _fit_text(role, text, titled)


def _fit_people(role: str, text: str) -> int:
    if is_points(text) or is_deadline(text):
        return -150
    if len(text) > 40 and "。" in text:
        return -100
    if role in {"leaders", "owners"}:
        return 60 if person_like(text) else -50 if office_like(text) else -20
    return 60 if office_like(text) else -40 if person_like(text) else 0


def _fit_text(role: str, text: str, titled: bool) -> int:
    if role == "basis":
        return (
            60
            if document_like(text) and not ends_in_points(text)
            else -50
            if text.endswith("。") or ends_in_points(text)
            else -20
        )
    if role == "category":
        return 20 if label_like(text) else -60
    if role == "l1":
        return 70 if ends_in_points(text) else 0 if titled else 20
    if role in {"l2", "l3", "text"}:
        return -50 if titled and ends_in_points(text) else 30
    return 30 if role == "rule" and "分" in text else 0


def _align(row: GridRow, slots: Sequence[Slot], titled: bool, skipped: frozenset[int]) -> Laid:
    cells = row.cells
    n, m = len(cells), len(slots)
    lead = next((k for k, s in enumerate(slots) if s.role != "category"), m)  # an extra label stands left of the texts
    best = [[0] * (m + 1) for _ in range(n + 1)]
    step = [[""] * (m + 1) for _ in range(n + 1)]
    for j in range(1, m + 1):
        best[0][j], step[0][j] = best[0][j - 1] + _slot_cost(j - 1, skipped), "s"
    for i in range(1, n + 1):
        drop = _cell_cost(cells[i - 1])
        best[i][0], step[i][0] = best[i - 1][0] + drop, "c"
        for j in range(1, m + 1):
            slot, cell = slots[j - 1], cells[i - 1]
            home = _IN_PLACE if slot.index == i - 1 else 0
            options = (
                (best[i - 1][j - 1] + fit(slot.role, cell.text, titled) + home, "m"),
                (best[i - 1][j] + _cell_cost(cell, 0 < j <= lead), "c"),
                (best[i][j - 1] + _slot_cost(j - 1, skipped), "s"),
            )
            best[i][j], step[i][j] = max(options, key=lambda option: option[0])
    return _trace(row, slots, step)


def _slot_cost(slot: int, skipped: frozenset[int]) -> int:
    return _SKIP_AGAIN if slot in skipped else _SKIP_SLOT


def _cell_cost(cell: Cell, inside: bool = False) -> int:
    if not cell.text:
        return _SKIP_EMPTY
    return (
        _SKIP_LABEL
        if inside and label_like(cell.text) and len(cell.text) <= 12 and not _typed(cell.text)
        else _SKIP_TEXT
    )


def _typed(text: str) -> bool:
    return is_points(text) or is_deadline(text) or office_like(text)


def _trace(row: GridRow, slots: Sequence[Slot], step: list[list[str]]) -> Laid:
    """Walk the best path back into cells under slots."""
    placed: dict[int, Cell] = {}
    surplus: list[Cell] = []
    skipped: set[int] = set()
    i, j = len(row.cells), len(slots)
    while i or j:
        move = step[i][j]
        if move == "m":
            placed[j - 1] = row.cells[i - 1]
            i, j = i - 1, j - 1
        elif move == "c":
            if row.cells[i - 1].text:
                surplus.append(row.cells[i - 1])
            i -= 1
        else:
            skipped.add(j - 1)
            j -= 1
    shifts = [
        c.column - 1 - slots[k].index
        for k, c in placed.items()
        if c.text and slots[k].role in _STRICT | {"offices", "owners"}
    ]
    shift = max(shifts, key=abs, default=0)
    lost = frozenset(k for k in skipped if any(c.text and p > k for p, c in placed.items()))
    return Laid(dict(sorted(placed.items())), tuple(reversed(surplus)), shift, lost)
