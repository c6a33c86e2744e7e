"""Correcting one cell of a draft: what a person typed becomes the value, everything read from it is read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from jixiao.core.checks import run_checks
from jixiao.core.dates import parse_deadline
from jixiao.core.fields import FIELDS, Field
from jixiao.core.findings import Finding, in_order
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row
from jixiao.core.targets import find_targets

_GOAL = ("category", "subcategory", "l1_no", "l1")
_BRANCHES = {
    "category": ("category",),
    "subcategory": ("category", "subcategory"),
    **dict.fromkeys(("l1", "l1_no", "l1_points", "l1_citation"), _GOAL),
}
_IN_PATH = {"category", "subcategory", "l1", "l2"}


@dataclass(frozen=True, slots=True)
class Corrected:
    """The plan with the cell corrected, and what the cell held before and after, as text."""

    plan: PlanRecord
    old: str
    new: str
    rows: tuple[int, ...]  # positions of the rows that changed


def row_at(plan: PlanRecord, position: int) -> Row | None:
    """The row of that position, or None."""
    return next((row for row in plan.rows if row.position == position), None)


def shared_with(plan: PlanRecord, position: int, name: str) -> tuple[int, ...]:
    """Positions of the unbroken run of rows around `position` that share this cell: one merged cell."""
    rows = plan.rows
    first = last = next(at for at, row in enumerate(rows) if row.position == position)
    while first > 0 and _share(rows[first - 1], rows[first], name):
        first -= 1
    while last + 1 < len(rows) and _share(rows[last], rows[last + 1], name):
        last += 1
    return tuple(row.position for row in rows[first : last + 1])


def _share(upper: Row, lower: Row, name: str) -> bool:
    """Whether two neighbours share the cell: they lie in one branch, or one inherited the value from the other.

    Equal values alone do not tell: two rows of 2 points are two cells.
    """
    if getattr(upper, name) != getattr(lower, name) or not getattr(upper, name):
        return False
    source = FIELDS[name].source
    if source and (getattr(lower, source) is Source.DOWN or getattr(upper, source) is Source.UP):
        return True
    branch = _BRANCHES.get(name)
    return branch is not None and all(getattr(upper, each) == getattr(lower, each) for each in branch)


def correct(plan: PlanRecord, position: int, name: str, typed: str, *, shared: bool = False) -> Corrected:
    """Put what was typed into the cell, and with `shared` into the merged cell's other rows.

    Raises Invalid when it is no value of the field, KeyError for an unknown field or row.
    """
    field, row = FIELDS[name], row_at(plan, position)
    if row is None:
        raise KeyError(position)
    value = field.read(typed)
    positions = shared_with(plan, position, name) if shared else (position,)
    rows = tuple(
        _with(each, field, value, plan.meta.year) if each.position in positions else each for each in plan.rows
    )
    columns = plan.columns | {name} if value else plan.columns
    old, new = field.write(getattr(row, name)), field.write(value)
    return Corrected(replace(plan, rows=rows, columns=columns), old, new, positions)


def _with(row: Row, field: Field, value: Any, year: int | None) -> Row:
    changes: dict[str, Any] = {field.name: value}
    if field.source:
        changes[field.source] = Source.CELL if value else Source.MISSING
    if field.name in _IN_PATH:
        changes["path"] = _path(row, field.name, value)
    if field.name == "deadline_raw":
        deadline = parse_deadline(value, year) if value else None
        changes["deadline"] = deadline.due if deadline else None
    changed = replace(row, **changes)
    if field.name in ("l1", "l2"):
        where = "l2" if changed.l2 else "l1"
        changed = replace(changed, targets=find_targets(changed.text, year=year, field=where))
    return changed


def _path(row: Row, name: str, value: str | None) -> tuple[str, ...]:
    """The row's path with the corrected title in the old one's stead."""
    old = getattr(row, name)
    path = list(row.path)
    if old in path:
        at = path.index(old)
        path[at : at + 1] = [value] if value else []
        return tuple(path)
    titles = {each: getattr(row, each) for each in ("category", "subcategory", "l1", "l2")} | {name: value}
    return tuple(title for title in titles.values() if title)


def findings_after(
    before: tuple[Finding, ...], old: PlanRecord, new: PlanRecord, corrected: frozenset[tuple[int, str]]
) -> tuple[Finding, ...]:
    """The reader's own findings on cells that nobody corrected, and the checks of the plan as it is now."""
    checked = set(run_checks(old))
    kept = [
        finding
        for finding in before
        if finding not in checked and (finding.row or 0, finding.field or "") not in corrected
    ]
    return in_order([*kept, *run_checks(new)])
