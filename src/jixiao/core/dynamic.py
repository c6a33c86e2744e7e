"""Dynamic goals (动态工作目标): goals that answer to an event or decision after the plan was issued.

Where such a goal goes and where its points come from. Every way leaves the plan's sum as it should be: points that
one row gives another gets, a reserve is used up, or the goal stands outside the base as a bonus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from jixiao.core import draft_reading, drafting
from jixiao.core.checks._branches import goal_path
from jixiao.core.draft_reading import SEPARATOR
from jixiao.core.drafting import DECLARED, HEADING, Change, Draft, Insert, Remove, Set
from jixiao.core.fields import FIELDS, GOAL_KINDS, KINDS, Invalid
from jixiao.core.numbers import format_points
from jixiao.core.records import PlanRecord, Row, RowKind
from jixiao.core.totals import own_points, sum_points

DYNAMIC = GOAL_KINDS[2]
RESERVE = "预留"  # in the wording of a dynamic row that only holds points until they are needed
Path = tuple[str, ...]


class PointsFrom(StrEnum):
    """Where a dynamic goal's points come from; a setting of the plan."""

    REWEIGHT = "reweight"
    POOL = "pool"
    BONUS = "bonus"


class Unplaceable(ValueError):
    """The goal cannot be placed; `str()` is the Chinese sentence, `field` the field that it is about."""

    def __init__(self, sentence: str, field: str = "weight") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Give:
    """So many points of a row go to the new goal."""

    uid: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Trigger:
    """The document that called for the goal."""

    title: str
    document_no: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Placed:
    """The changes that put the goal into the plan, and the plan's sums before and after."""

    changes: tuple[Change, ...]
    total_before: Decimal
    total_after: Decimal


def trigger_obstacles(trigger: Trigger, issued: date, today: date) -> tuple[str, ...]:
    """What is wrong with the trigger. Only what came after the plan was issued can make a dynamic goal."""
    found = []
    if not trigger.title.strip():
        found.append("请填写触发文件的名称。")
    if trigger.on is None:
        found.append("请填写触发文件的日期。")
    elif trigger.on <= issued:
        found.append(
            f"触发文件的日期应晚于方案印发日期（{issued.isoformat()}）；印发前已有的任务应列入重点或常规目标。"
        )
    elif trigger.on > today:
        found.append("触发文件的日期不能晚于今天。")
    return tuple(found)


def reserve_rows(plan: PlanRecord) -> tuple[Row, ...]:
    """Dynamic rows that only hold points in reserve."""
    return tuple(row for row in plan.rows if row.goal_kind == DYNAMIC and RESERVE in row.text and own_points(row) > 0)


def reserve(plan: PlanRecord) -> Decimal:
    """Points not yet given to any work: reserve rows, and what the rows lack to the plan's scale."""
    return sum_points(reserve_rows(plan)) + _gap(plan)


def _gap(plan: PlanRecord) -> Decimal:
    return max(Decimal(0), plan.meta.scale - sum_points(plan.rows)) if plan.meta.scale is not None else Decimal(0)


def place(plan: PlanRecord, goal: Mapping[str, str], source: PointsFrom, gives: Sequence[Give] = ()) -> Placed:
    """Put the goal into the plan with its points.

    `goal` holds the row's cells as typed, by field name (`weight` is its points, `l1` its title); `gives` counts for
    REWEIGHT only. Raises Unplaceable.
    """
    points = _points(goal)
    cells = {**goal, "weight": format_points(points), "goal_kind": DYNAMIC}
    if source is PointsFrom.BONUS:
        cells["kind"] = KINDS[RowKind.BONUS]
    draft = _draft(plan)
    insert = Insert(_after(plan, cells), {name: text for name, text in cells.items() if text})
    moved = (*_weights(draft, plan, _taken(plan, source, points, gives)), insert)
    rows = drafting.apply(draft, moved).draft
    changes = (*moved, *_restated(draft, rows, _stated(draft, plan, rows)))
    after = draft_reading.read(drafting.apply(draft, changes).draft).plan
    return Placed(changes, sum_points(plan.rows), sum_points(after.rows))


def _draft(plan: PlanRecord) -> Draft:
    """The plan as a draft in which a new row gets a uid of its own."""
    last = max((int(row.uid[1:]) for row in plan.rows if row.uid), default=0)
    return replace(draft_reading.write(plan), last=last)


def _points(goal: Mapping[str, str]) -> Decimal:
    try:
        points = FIELDS["weight"].read(goal.get("weight", ""))
    except Invalid as invalid:
        raise Unplaceable(str(invalid)) from None
    if points is None or points <= 0:
        raise Unplaceable("请填写动态目标的分值，应大于 0。")
    return Decimal(points)


def _taken(plan: PlanRecord, source: PointsFrom, points: Decimal, gives: Sequence[Give]) -> dict[str, Decimal]:
    """What each row gives, by uid."""
    match source:
        case PointsFrom.REWEIGHT:
            return _given(plan, points, gives)
        case PointsFrom.POOL:
            return _drawn(plan, points)
        case PointsFrom.BONUS:
            return {}


def _given(plan: PlanRecord, points: Decimal, gives: Sequence[Give]) -> dict[str, Decimal]:
    """What each row gives, checked: base rows with points of their own, which keep some."""
    rows = {row.uid: row for row in plan.rows}
    taken: dict[str, Decimal] = {}
    for give in gives:
        row = rows.get(give.uid)
        if row is None or own_points(row) <= 0:
            raise Unplaceable("只能从有自己分值的基本分指标调出。", "gives")
        taken[give.uid] = taken.get(give.uid, Decimal(0)) + give.points
        if give.points <= 0 or taken[give.uid] >= own_points(row):
            name, has = row.no or row.text[:20], format_points(own_points(row))
            raise Unplaceable(f"“{name}”有 {has} 分，调出的分值应大于 0、小于 {has}。", "gives")
    total = sum(taken.values(), Decimal(0))
    if total != points:
        raise Unplaceable(
            f"调出的分值合计 {format_points(total)} 分，应等于动态目标的 {format_points(points)} 分。", "gives"
        )
    return taken


def _drawn(plan: PlanRecord, points: Decimal) -> dict[str, Decimal]:
    """What each reserve row gives; the rest comes from what the rows lack to the scale."""
    if points > reserve(plan):
        raise Unplaceable(f"预留分值还有 {format_points(reserve(plan))} 分，不够 {format_points(points)} 分。")
    taken: dict[str, Decimal] = {}
    for row in reserve_rows(plan):
        give = min(points - sum(taken.values(), Decimal(0)), own_points(row))
        if give > 0:
            taken[row.uid] = give
    return taken


def _weights(draft: Draft, plan: PlanRecord, taken: Mapping[str, Decimal]) -> Iterator[Change]:
    """Lower the rows that give; a reserve row that has nothing left goes."""
    for cells, row in zip(draft.rows, plan.rows, strict=True):
        if row.uid not in taken:
            continue
        left = own_points(row) - taken[row.uid]
        if left:
            yield Set(row.uid, "weight", cells.cells.get("weight", ""), format_points(left))
        else:
            yield Remove(row.uid, cells.cells)


def _after(plan: PlanRecord, cells: Mapping[str, str]) -> str:
    """The last row of the goal's group, else of its category, else of the plan."""
    category, group = cells.get("category", ""), cells.get("subcategory", "")
    groups = tuple(group.split(SEPARATOR)) if group else ()
    for start in ((category, *groups), (category,)):
        within = [row for row in plan.rows if category and row.path[: len(start)] == start]
        if within:
            return within[-1].uid
    return plan.rows[-1].uid if plan.rows else ""


def _stated(draft: Draft, plan: PlanRecord, rows: Draft) -> dict[Path, Decimal]:
    """What each branch with stated points must state afterwards: as far from its rows' sum as before.

    A branch that stated more than its rows had kept a reserve, which the new goal uses up first.
    """
    after = draft_reading.read(rows).plan
    found = {}
    for path, points in _now_stated(draft, plan).items():
        was, now = (_sum_below(each, path) for each in (plan, after))
        slack = max(Decimal(0), points - was) if now > was else Decimal(0)
        found[path] = points + now - was - min(slack, max(Decimal(0), now - was))
    return found


def _now_stated(draft: Draft, plan: PlanRecord) -> dict[Path, Decimal]:
    heading = {
        tuple(name.removeprefix(DECLARED).split(SEPARATOR)): FIELDS["weight"].read(text)
        for name, text in draft.heading.items()
        if name.startswith(DECLARED)
    }
    goals = {goal_path(row): row.l1_points for row in plan.rows if row.l1_points is not None}
    return {path: points for path, points in {**goals, **heading}.items() if points is not None}


def _sum_below(plan: PlanRecord, path: Path) -> Decimal:
    return sum_points(row for row in plan.rows if row.path[: len(path)] == path)


def _restated(draft: Draft, rows: Draft, wanted: Mapping[Path, Decimal]) -> Iterator[Set]:
    """Set the stated points of the branches, in the heading and in the goals' cells."""
    for name, text in draft.heading.items():
        path = tuple(name.removeprefix(DECLARED).split(SEPARATOR))
        if name.startswith(DECLARED) and path in wanted and FIELDS["weight"].read(text) != wanted[path]:
            yield Set(HEADING, name, text, format_points(wanted[path]))
    for row in draft_reading.read(rows).plan.rows:
        if row.l1_points is not None and goal_path(row) in wanted and row.l1_points != wanted[goal_path(row)]:
            at = rows.at(row.uid)
            text = rows.rows[at].cells["l1_points"] if at is not None else ""
            yield Set(row.uid, "l1_points", text, format_points(wanted[goal_path(row)]))
