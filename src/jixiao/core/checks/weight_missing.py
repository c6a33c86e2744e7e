"""A base row of a table with a points column must have points.

Rows under one merged weight share it and lack nothing. Where no row at all has points, the rule no-points-column
speaks instead. Source: a row without points cannot be scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.core.checks._branches import Branch, Path, branches, goal_path, has_points, lacks_points
from jixiao.core.checks._pointing import at, base_rows, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.numbers import format_points
from jixiao.core.records import PlanRecord, Row

CODE = "weight-missing"
SEVERITY = Severity.ERROR
TITLE = "缺权重分值"
TITLE_EN = "A row without points"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each base row without points; the only row of its goal to lack them gets the rest proposed."""
    if "weight" not in plan.columns or not has_points(plan):
        return
    found = branches(plan)
    for row in base_rows(plan):
        if lacks_points(row):
            yield _finding(row, _rest(row, found))


def _rest(row: Row, found: dict[Path, Branch]) -> Decimal | None:
    """What the goal's stated points leave for this row, when it is the only one without points."""
    branch = found.get(goal_path(row))
    if row.l1_points is None or branch is None or branch.without != 1 or row.l1_points <= branch.points:
        return None
    return row.l1_points - branch.points


def _finding(row: Row, rest: Decimal | None) -> Finding:
    hint = (
        f"一级指标标明{format_points(row.l1_points)}分，余下{format_points(rest)}分；" if rest and row.l1_points else ""
    )
    return Finding(
        CODE,
        SEVERITY,
        f"{name_of(row)}没有权重分值。{hint}请对照原件补填。",
        f"The points are missing in {name_of_en(row)}.",
        suggestion=format_points(rest) if rest else None,
        **at(row, "weight"),
    )
