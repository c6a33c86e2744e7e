"""The published plan as its table and as the notice of responsibilities (责任公示), made of the redacted record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jixiao.core.numbers import format_points
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row, RowKind
from jixiao.core.totals import sum_points
from jixiao.plans.models import Item
from jixiao.plans.publication.content import WHOLE, Out
from jixiao.plans.status import UNDATED
from jixiao.plans.table import Columns, Line, merge, pieces

Names = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class PublicTable:
    """The lines with merged cells, the columns that they fill, the sum ('' where it would tell what is withheld)."""

    lines: list[Line]
    columns: Columns
    total: str
    unit: str


def public_table(shown: PlanRecord, outs: tuple[Out, ...]) -> PublicTable:
    """The table of a redacted plan."""
    declared = {each.path: format_points(each.points) for each in shown.declared}
    unit = shown.meta.points_unit or "分"
    keys: dict[object, int] = {}
    lines = [_line(row, declared, unit, keys) for row in shown.rows]
    merge(lines)
    tells = any(out.field in ("weight", "") for out in outs)
    total = "" if tells else format_points(sum_points(shown.rows))
    return PublicTable(lines, Columns.of(lines), total if total != "0" else "", unit)


def _line(row: Row, declared: dict[tuple[str, ...], str], unit: str, keys: dict[object, int]) -> Line:
    """`keys` numbers the categories and goals as they come."""
    goal = (row.l1 or "") if row.l2 else ""
    kind = Item.Kind(row.kind.value)
    return Line(
        item=row.position,
        no=row.no or "",
        category_key=keys.setdefault(row.category, len(keys)),
        category_text=row.category or "",
        category_points=_with_unit(declared.get(row.path[:1]) if row.category else None, unit),
        group_text=row.subcategory or "",
        group_points=_with_unit(declared.get(row.path[:2]) if row.subcategory else None, unit),
        goal_key=keys.setdefault((row.category, row.subcategory, goal), len(keys)) if goal else None,
        goal_text=goal,
        goal_points=_with_unit(None if row.l1_points is None else format_points(row.l1_points), unit),
        citation=row.l1_citation or "",
        basis_text=row.policy_basis or "",
        text=row.text,
        pieces=pieces(row.text, ()),
        points="" if row.weight is None else format_points(row.weight),
        due=row.deadline_raw or (row.deadline.isoformat() if row.deadline else ""),
        due_date="",
        rule=row.rule or "",
        kind=kind.value,
        kind_text="" if row.kind is RowKind.BASE else str(kind.label),
        leaders=_names(row.leaders),
        offices=_names((*row.offices, *row.co_offices)),
        owners=_names(row.owners),
        status=UNDATED,
        shares_points=row.weight_source is Source.DOWN,
    )


def _with_unit(points: str | None, unit: str) -> str:
    return f"{points}{unit}" if points else ""


def _names(names: tuple[str, ...]) -> Names:
    return list(enumerate(dict.fromkeys(names)))


@dataclass(frozen=True, slots=True)
class Duty:
    """One goal that an office answers for."""

    row: Row
    part: str  # 牵头, 责任, 配合
    points: str

    @property
    def names(self) -> str:
        return "、".join((*self.row.leaders, *self.row.owners))


@dataclass(frozen=True, slots=True)
class Office:
    """An office with its goals, in the order of the plan."""

    name: str
    duties: list[Duty] = field(default_factory=list)


def offices(shown: PlanRecord) -> list[Office]:
    """The goals of each office, offices in the order in which the plan names them; rows without one come last."""
    found: dict[str, Office] = {}
    without = Office("未列明责任科室")
    for row in shown.rows:
        if row.text == WHOLE:
            continue
        parts = list(_parts(row))
        for name, part in parts:
            found.setdefault(name, Office(name)).duties.append(_duty(row, part))
        if not parts:
            without.duties.append(_duty(row, ""))
    return [*found.values(), *([without] if without.duties else [])]


def _duty(row: Row, part: str) -> Duty:
    points = "" if row.weight is None or row.weight_source is Source.DOWN else format_points(row.weight)
    return Duty(row, part, points)


def _parts(row: Row) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for at, name in enumerate((*row.offices, *row.co_offices)):
        if name not in seen:
            seen.add(name)
            lead = "牵头" if len(row.offices) > 1 else "责任"
            yield name, "配合" if at >= len(row.offices) else (lead if at == 0 else "责任")
