"""Correcting one cell of a draft: what a person typed becomes the value, everything read from it is read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from jixiao.core.checks import run_checks
from jixiao.core.dates import parse_date, parse_deadline
from jixiao.core.findings import Finding, in_order
from jixiao.core.numbers import format_points, parse_points
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row, RowKind
from jixiao.core.targets import find_targets


class Invalid(ValueError):
    """What was typed is no value of that field; `str()` is the Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row that a person may correct."""

    name: str
    label: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    hint: str = ""
    long: bool = False
    source: str = ""  # the field that says how the value was obtained


def _text(typed: str) -> str | None:
    return typed.strip() or None


def _points(typed: str) -> Decimal | None:
    if not typed.strip():
        return None
    points = parse_points(typed)
    if points is None or abs(points) >= 10**8:
        raise Invalid("请填写数字，例如 2 或 2.5。")
    return points


def _date(typed: str) -> date | None:
    if not typed.strip():
        return None
    found = parse_date(typed.strip())
    if found is None:
        raise Invalid("请填写日期，例如 2026-12-31 或 2026年12月31日。")
    return found


def _names(typed: str) -> tuple[str, ...]:
    for mark in "，,；;\n":
        typed = typed.replace(mark, "、")
    return tuple(name.strip() for name in typed.split("、") if name.strip())


def _kind(typed: str) -> RowKind:
    try:
        return next(kind for kind, word in KINDS.items() if typed.strip() in (word, kind.value))
    except StopIteration:
        raise Invalid(f"请填写{'、'.join(KINDS.values())}之一。") from None


KINDS = {RowKind.BASE: "基本分", RowKind.BONUS: "加分", RowKind.PENALTY: "扣分", RowKind.VETO: "一票否决"}
_NAMES_HINT = "多个名称之间用顿号隔开。"


def _names_text(names: tuple[str, ...]) -> str:
    return "、".join(names)


def _plain(value: str | None) -> str:
    return value or ""


def _points_text(value: Decimal | None) -> str:
    return "" if value is None else format_points(value)


def _date_text(value: date | None) -> str:
    return value.isoformat() if value else ""


def _text_field(name: str, label: str, *, long: bool = False, source: str = "") -> Field:
    return Field(name, label, _text, _plain, long=long, source=source)


def _names_field(name: str, label: str, hint: str = _NAMES_HINT) -> Field:
    return Field(name, label, _names, _names_text, hint, source="responsibility_source")


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        _text_field("no", "序号", source="no_source"),
        _text_field("category", "考评内容"),
        _text_field("subcategory", "项目"),
        _text_field("policy_basis", "文件依据", long=True, source="policy_basis_source"),
        _text_field("l1_no", "一级指标序号"),
        _text_field("l1", "一级指标", long=True),
        _text_field("l1_citation", "依据条款", long=True),
        Field("l1_points", "一级指标分值", _points, _points_text),
        _text_field("l2", "二级指标", long=True),
        Field("weight", "权重分值", _points, _points_text, source="weight_source"),
        _text_field("deadline_raw", "完成时限"),
        Field("deadline", "截止日期", _date, _date_text, "系统按完成时限的文字推算，可以改正。"),
        _names_field("leaders", "分管领导"),
        _names_field("offices", "责任科室", "多个名称之间用顿号隔开，第一个为牵头科室。"),
        _names_field("co_offices", "配合科室"),
        _names_field("owners", "科室责任人"),
        _text_field("rule", "评分标准", long=True),
        Field("kind", "分值性质", _kind, lambda kind: KINDS[kind], f"填写{'、'.join(KINDS.values())}之一。"),
    )
}
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
