"""Points of a goal's rows must add up to the points that the goal states.

A goal states its points in its own cell (…（4分）) or in a cell beside it. Rows that share one merged weight count
once. Source: the arithmetic of the table; the printed sums of a plan rest on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.core.checks._branches import (
    Branch,
    Path,
    branches,
    difference,
    difference_en,
    goal_path,
    goal_paths,
    has_points,
)
from jixiao.core.findings import Finding, Severity
from jixiao.core.numbers import format_points
from jixiao.core.places import Place
from jixiao.core.records import PlanRecord, RowKind
from jixiao.core.wording import head

CODE = "points-goal"
SEVERITY = Severity.ERROR
TITLE = "一级指标所属各行分值之和与标明分值不符"
TITLE_EN = "The rows of a goal do not add up to its stated points"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each goal whose rows add up to something else; silent where a row's points are missing."""
    if not has_points(plan):
        return
    found = branches(plan)
    for path, (points, place) in _stated(plan).items():
        branch = found.get(path)
        if branch and branch.rows and not branch.without and branch.points != points:
            yield _finding(path[-1], points, place, branch)


def _stated(plan: PlanRecord) -> dict[Path, tuple[Decimal, Place]]:
    stated: dict[Path, tuple[Decimal, Place]] = {}
    for row in plan.rows:
        path = goal_path(row)
        if row.kind is RowKind.BASE and row.l1_points is not None and path:
            place = row.places.get("l1_points") or row.places.get("l1_raw") or row.place("l1")
            stated.setdefault(path, (row.l1_points, place))
    goals = goal_paths(plan)
    sums = [(d.path, d.points, d.place) for d in plan.declared]
    sums += [(t.path, t.points, t.place) for t in plan.printed_totals]
    for path, points, place in sums:
        if path in goals:
            stated.setdefault(path, (points, place))
    return stated


def _finding(title: str, points: Decimal, place: Place, branch: Branch) -> Finding:
    count, total, first = len(branch.rows), format_points(branch.points), branch.rows[0]
    return Finding(
        CODE,
        SEVERITY,
        f"一级指标“{head(title)}”标明{format_points(points)}分，所属{count}行合计{total}分，"
        f"{difference(points, branch)}；请核对标明的分值和各行分值。",
        f"The goal states {format_points(points)} points; its {count} rows add up to {total}: "
        f"{difference_en(points, branch)}.",
        (place, *branch.places),
        first.position,
        first.no,
        "l1_points",
    )
