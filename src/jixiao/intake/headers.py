"""Header rows: where they stand and which meaning each of their columns has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jixiao.intake.blocks import Cell, GridRow
from jixiao.intake.columns import LEVEL_ROLES, is_known_name, role_of, squeeze
from jixiao.intake.shapes import is_deadline, is_no, is_points


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Slot:
    """One column: its role, its printed name, and the index of its cell in a row (from 0)."""

    role: str
    name: str
    index: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Header:
    """The names over a run of rows."""

    slots: tuple[Slot, ...]
    row: GridRow
    height: int = 1  # printed rows that it takes

    def roles(self) -> frozenset[str]:
        """The meanings present."""
        return frozenset(s.role for s in self.slots)


def header_at(rows: Sequence[GridRow], at: int) -> Header | None:
    """The header that begins at row `at`, of one printed row or of two; None when it is none."""
    row = rows[at]
    if at + 1 < len(rows) and _is_split(row, rows[at + 1]):
        joined = _joined(row, rows[at + 1])
        if _is_header(joined, joined.filled()):
            return Header(_slots([(i, c.text) for i, c in enumerate(joined.cells)]), joined, 2)
    filled = row.filled()
    if len(filled) < 2 or not _is_header(row, filled):
        return None
    if at + 1 < len(rows) and _is_second(row, rows[at + 1]):
        return Header(_slots(_merged(row, rows[at + 1])), row, 2)
    return Header(_slots([(i, c.text) for i, c in enumerate(row.cells)]), row)


def _is_split(first: GridRow, second: GridRow) -> bool:
    """Are the names of a header cut into two lines: 考核 over 类别?"""
    pairs = [(first.cells[i].text, c.text) for i, c in enumerate(second.cells) if c.text and i < len(first.cells)]
    own = [c for c in second.cells if c.text]
    return bool(own) and len(pairs) == len(own) and all(top and _is_name(top, low) for top, low in pairs)


def _is_name(top: str, low: str) -> bool:
    """Do two pieces make a name that the upper one alone is not?"""
    return is_known_name(top + low) or (role_of(top) is None and role_of(top + low) is not None)


def _joined(first: GridRow, second: GridRow) -> GridRow:
    low = {i: c.text for i, c in enumerate(second.cells)}
    return replace(first, cells=tuple(replace(c, text=c.text + low.get(i, "")) for i, c in enumerate(first.cells)))


def _is_header(row: GridRow, filled: list[Cell]) -> bool:
    roles = [role_of(c.text) for c in filled]
    known = [r for r in roles if r]
    exact = sum(is_known_name(c.text) for c in filled)
    if any(is_points(c.text) or is_deadline(c.text) for c in filled) or any(is_no(c.text) for c in filled):
        return False
    if len(set(known)) < 2 or (exact < (1 if row.head else 2) and len(set(known)) < 4):
        return False
    return len(known) * 5 >= len(filled) * 3 and bool(set(known) & (LEVEL_ROLES | {"no"}))


def _is_second(first: GridRow, second: GridRow) -> bool:
    """Is the row below a header its second printed row, with the names under grouped columns?"""
    above = {c.origin for c in first.cells}
    own = [(i, c) for i, c in enumerate(second.cells) if c.text and c.origin not in above]
    if not own or any(is_points(c.text) or is_no(c.text) or len(squeeze(c.text)) > 14 for _, c in own):
        return False
    spread = any(c.spanned for c in first.cells)
    grouped = [
        first.cells[i].spanned or not first.cells[i].text or _opens(first, i) for i, _ in own if i < len(first.cells)
    ]
    known = [role_of(c.text) or (spread and role_of(_parent(first, i) + c.text)) for i, c in own]
    fits = len(grouped) == len(own) and all(grouped) and all(known)
    return fits and len(own) < sum(bool(c.text) for c in first.cells) + len(own)


def _opens(row: GridRow, index: int) -> bool:
    """Does a grouped name begin here: its copies, or empty cells, follow on its right?"""
    after = row.cells[index + 1] if index + 1 < len(row.cells) else None
    return after is not None and (after.spanned or not after.text)


def _parent(row: GridRow, index: int) -> str:
    while index > 0 and not row.cells[index].text:
        index -= 1
    return row.cells[index].text


def _merged(first: GridRow, second: GridRow) -> list[tuple[int, str]]:
    names = []
    for i in range(max(len(first.cells), len(second.cells))):
        top = first.cells[i].text if i < len(first.cells) else ""
        low = second.cells[i].text if i < len(second.cells) else ""
        if not low or squeeze(low) == squeeze(top):
            names.append((i, top))
        else:
            group = top or (_parent(first, i) if i < len(first.cells) else "")
            names.append((i, low if is_known_name(low) and role_of(low) != "unit" else f"{group}{low}"))
    return names


def _slots(names: list[tuple[int, str]]) -> tuple[Slot, ...]:
    """Columns by role. A merged name over two columns of text means a label and its sub-label."""
    slots: list[Slot] = []
    for index, name in names:
        role = role_of(name)
        if name:
            slots.append(Slot(role or "other", squeeze(name), index))
    return _settle(slots)


def _settle(slots: list[Slot]) -> tuple[Slot, ...]:
    """Mend what only the whole row of names can tell."""
    roles = [s.role for s in slots]
    if "offices" not in roles and any(s.name == "单位" for s in slots) and not {"target", "nature"} & set(roles):
        at = next(i for i, s in enumerate(slots) if s.name == "单位")
        slots[at] = replace(slots[at], role="offices")
    if not set(roles) & {"l1", "l2", "l3", "text"} and "category" not in roles and "target" in roles:
        at = roles.index("target")
        slots[at] = replace(slots[at], role="text")
    return tuple(slots)
