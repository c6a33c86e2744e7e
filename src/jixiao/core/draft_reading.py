"""From typed cells to a plan's record and back. What cannot be read is flagged and stays as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jixiao.core.checks import run_checks
from jixiao.core.dates import parse_deadline
from jixiao.core.drafting import DECLARED, Draft, DraftRow
from jixiao.core.fields import FIELDS, Field, Invalid
from jixiao.core.findings import Finding, Severity, in_order
from jixiao.core.numbers import format_points
from jixiao.core.places import Place, Source
from jixiao.core.records import Declared, Meta, PlanRecord, Row, RowKind
from jixiao.core.targets import Target, find_targets

SHARED = "同上"  # typed as points: one weight stands for this row and the one above
SEPARATOR = " / "  # between nested groups in one cell, and between the titles of a declared branch
UNREADABLE = "cell-unreadable"
_NOT_COLUMNS = {"kind", "goal_kind", "deadline"}


@dataclass(frozen=True, slots=True)
class Flag:
    """A cell whose text is no value of its field; `sentence` says what to type. The heading's uid is ''."""

    uid: str
    field: str
    label: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a draft says: the plan, and the cells that could not be read."""

    plan: PlanRecord
    flags: tuple[Flag, ...]

    def findings(self) -> tuple[Finding, ...]:
        """The unreadable cells and what the checks say, in order. Rows are numbered from 1; a place is its row."""
        positions = {row.uid: row.position for row in self.plan.rows}
        return in_order([*(_finding(flag, positions) for flag in self.flags), *run_checks(self.plan)])


def _finding(flag: Flag, positions: Mapping[str, int]) -> Finding:
    row = positions.get(flag.uid)
    where = f"第{row}行的{flag.label}" if row else flag.label
    return Finding(
        UNREADABLE,
        Severity.ERROR,
        f"{where}“{flag.text}”无法识别：{flag.sentence}",
        f"“{flag.text}” cannot be read as {flag.field}.",
        (Place(row),) if row else (),
        row,
        field=flag.field,
    )


def heading_field(name: str) -> Field:
    """How a field of the heading is read: the plan's own, or a branch's declared points. Raises KeyError."""
    return _DECLARED_POINTS if name.startswith(DECLARED) else HEADING_FIELDS[name]


def read(draft: Draft) -> Reading:
    """Read every cell."""
    flags: list[Flag] = []
    meta = _meta(draft.heading, flags)
    columns = frozenset(name for row in draft.rows for name in row.cells if name not in _NOT_COLUMNS)
    rows: list[Row] = []
    for position, row in enumerate(draft.rows, start=1):
        above = rows[-1] if rows else None
        rows.append(_row(row, position, columns, meta.year, above, flags))
    return Reading(PlanRecord(meta, tuple(rows), _declared(draft.heading, rows), columns=columns), tuple(flags))


def _value(field: Field, uid: str, name: str, text: str, flags: list[Flag]) -> Any:
    try:
        return field.read(text)
    except Invalid as invalid:
        flags.append(Flag(uid, name, field.label, text, str(invalid)))
        return None


def _meta(heading: Mapping[str, str], flags: list[Flag]) -> Meta:
    values = {name: _value(field, "", name, heading.get(name, ""), flags) for name, field in HEADING_FIELDS.items()}
    for name, text in heading.items():
        if name.startswith(DECLARED):
            _value(_DECLARED_POINTS, "", name, text, flags)
    return Meta(**{**values, "basis": values["basis"] or ()})


def _declared(heading: Mapping[str, str], rows: list[Row]) -> tuple[Declared, ...]:
    """Points of categories and groups from the heading, of goals from their first row."""
    found: dict[tuple[str, ...], Declared] = {}
    for name, text in heading.items():
        path = tuple(name.removeprefix(DECLARED).split(SEPARATOR))
        points = _points_or_none(text) if name.startswith(DECLARED) else None
        first = next((row for row in rows if row.path[: len(path)] == path), None)
        if points is not None:
            found[path] = Declared(path, points, Place(first.line if first else 1))
    for row in rows:
        if row.l2 and row.l1_points is not None:
            found.setdefault(row.path[:-1], Declared(row.path[:-1], row.l1_points, Place(row.line)))
    return tuple(found.values())


def _points_or_none(text: str) -> Decimal | None:
    try:
        points: Decimal | None = FIELDS["weight"].read(text)
    except Invalid:
        return None
    return points


def _row(
    row: DraftRow, position: int, columns: frozenset[str], year: int | None, above: Row | None, flags: list[Flag]
) -> Row:
    values: dict[str, Any] = {}
    for name, field in FIELDS.items():
        text = row.cells.get(name, "")
        if name == "weight" and text == SHARED:
            values["weight"], values["weight_source"] = (above.weight if above else None), Source.DOWN
            continue
        if name == "kind" and not text:
            continue
        value = _value(field, row.uid, name, text, flags)
        values[name] = value if value is not None else _EMPTY.get(name)
        if field.source and values.get(field.source) is not Source.CELL:
            values[field.source] = Source.CELL if text else (Source.MISSING if name in columns else Source.NONE)
    if values["deadline"] is None and values["deadline_raw"]:
        deadline = parse_deadline(values["deadline_raw"], year)
        values["deadline"] = deadline.due if deadline else None
    where = "l2" if values["l2"] else "l1"
    values["targets"] = _targets(values[where] or "", year, where)
    values["path"] = _path(values)
    return Row(position=position, line=position, uid=row.uid, **values)


_EMPTY: dict[str, Any] = {
    "leaders": (),
    "offices": (),
    "co_offices": (),
    "owners": (),
    "kind": RowKind.BASE,
    "goal_kind": "",
}


@lru_cache(maxsize=8192)  # one edit re-reads the whole draft, of which one cell is new
def _targets(text: str, year: int | None, field: str) -> tuple[Target, ...]:
    return find_targets(text, year=year, field=field)


def _path(values: Mapping[str, Any]) -> tuple[str, ...]:
    groups = (values["subcategory"] or "").split(SEPARATOR)
    above = (values["category"], *groups, values["l1"] if values["l2"] else None)
    return (*(title for title in above if title), values["l2"] or values["l1"] or "")


def write(plan: PlanRecord, *, last: int = 0) -> Draft:
    """The plan as a draft: every value as a person would type it. Rows without a uid get the next one.

    `last` is the highest number that a uid of this plan has had.
    """
    rows = []
    for row in plan.rows:
        uid = row.uid
        if not uid:
            last += 1
            uid = f"r{last}"
        rows.append(DraftRow(uid, _cells(row, plan.meta.year)))
    return Draft(_heading(plan), tuple(rows), last)


def _heading(plan: PlanRecord) -> dict[str, str]:
    meta = plan.meta
    scale = meta.scale
    if scale is None:
        scale = next((total.points for total in reversed(plan.printed_totals) if not total.path), None)
    texts = {name: field.write(getattr(meta, name)) for name, field in HEADING_FIELDS.items()}
    texts["scale"] = "" if scale is None else format_points(scale)
    goals = {_goal_path(row) for row in plan.rows}
    for entry in plan.declared:
        if entry.path not in goals:
            texts[DECLARED + SEPARATOR.join(entry.path)] = format_points(entry.points)
    return {name: text for name, text in texts.items() if text}


def _goal_path(row: Row) -> tuple[str, ...]:
    return row.path[:-1] if row.l2 and len(row.path) > 1 and row.path[-2] == row.l1 else row.path


def _cells(row: Row, year: int | None) -> dict[str, str]:
    cells = {name: field.write(getattr(row, name)) for name, field in FIELDS.items()}
    cells["subcategory"] = SEPARATOR.join(_groups(row))
    if row.weight_source is Source.DOWN:
        cells["weight"] = SHARED
    if row.kind is RowKind.BASE:
        del cells["kind"]
    deadline = parse_deadline(row.deadline_raw, year) if row.deadline_raw else None
    if deadline is not None and deadline.due == row.deadline:
        del cells["deadline"]
    return {name: text for name, text in cells.items() if text}


def _groups(row: Row) -> tuple[str, ...]:
    """The titles between the category and the goal; just the group when the path does not begin with the category."""
    if not row.path or row.path[0] != row.category:
        return (row.subcategory,) if row.subcategory else ()
    return row.path[1:-1] if _goal_path(row) == row.path else row.path[1:-2]


def _read_text(text: str) -> str | None:
    return text.strip() or None


def _read_year(text: str) -> int | None:
    if not text.strip():
        return None
    digits = text.strip().removesuffix("年度").removesuffix("年")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4 and 1949 <= int(digits) <= 2200):
        raise Invalid("请填写四位数的年份，例如 2026。")
    return int(digits)


def _read_lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _text(label: str, name: str, *, long: bool = False) -> Field:
    return Field(name, label, _read_text, lambda value: value or "", long=long)


_POINTS = FIELDS["weight"]
_DECLARED_POINTS = Field("declared", "载明分值", _POINTS.read, _POINTS.write)
HEADING_FIELDS: dict[str, Field] = {
    "title": _text("标题", "title"),
    "document_no": _text("文号", "document_no"),
    "issued": Field("issued", "印发日期", FIELDS["deadline"].read, FIELDS["deadline"].write),
    "year": Field("year", "年度", _read_year, lambda value: "" if value is None else str(value)),
    "organisation": _text("考评对象", "organisation"),
    "issuer": _text("印发机关", "issuer"),
    "points_unit": _text("分值单位", "points_unit"),
    "scale": Field("scale", "总分", _POINTS.read, _POINTS.write, "各项基本分之和应等于总分。"),
    "basis": Field("basis", "制定依据", _read_lines, "\n".join, "一行一份文件。", long=True),
    "copied_to": _text("抄送", "copied_to"),
}
