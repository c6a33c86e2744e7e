"""A goal without a basis among goals that have one.

The plan's goals come from superior documents (省、市为民办实事, 政府工作报告, 三定), so a goal without its document
cannot be defended. Judged by category: where at least half of the category's goals have a basis, the others are
pointed at, each goal once. A category with none at all is a custom (common indicators of the administration) when its
rows have one level; with two levels, and while most goals of the plan have a basis, it is worth a remark.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._absent import rare_gaps
from jixiao.core.checks._branches import Path, goal_path
from jixiao.core.checks._pointing import at, base_rows, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord, Row
from jixiao.core.wording import head

CODE = "basis-missing"
SEVERITY = Severity.WARNING
TITLE = "缺文件依据"
TITLE_EN = "A goal without a basis"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such goal, or one remark for a whole category."""
    if "policy_basis" not in plan.columns:
        return
    goals = _goals(plan)
    customary = _mostly_based(goals)
    for category in _by_category(goals):
        if any(row.policy_basis for row in category):
            yield from map(_for_goal, rare_gaps(category, _has_basis))
        elif customary and all(row.l2 for row in category):
            yield _for_category(category)


def _goals(plan: PlanRecord) -> list[Row]:
    """One row for each goal: the first with a basis, otherwise the first."""
    found: dict[Path, Row] = {}
    for row in base_rows(plan):
        path = goal_path(row)
        if path not in found or (row.policy_basis and not found[path].policy_basis):
            found[path] = row
    return list(found.values())


def _by_category(goals: list[Row]) -> Iterator[list[Row]]:
    found: dict[str | None, list[Row]] = {}
    for row in goals:
        found.setdefault(row.category, []).append(row)
    yield from found.values()


def _has_basis(row: Row) -> bool:
    return bool(row.policy_basis)


def _mostly_based(goals: list[Row]) -> bool:
    return sum(map(_has_basis, goals)) * 2 > len(goals)


def _for_goal(row: Row) -> Finding:
    return Finding(
        CODE,
        SEVERITY,
        f"{name_of(row)}所属一级指标“{head(row.l1 or row.text)}”没有文件依据，同类指标都有；请对照原件补录。",
        f"The goal of {name_of_en(row)} has no basis while its neighbours have one.",
        **at(row, "policy_basis"),
    )


def _for_category(rows: list[Row]) -> Finding:
    return Finding(
        CODE,
        Severity.INFO,
        f"“{head(rows[0].category or '')}”各指标都没有文件依据，其他类别多有；如原件列有依据，请补录。",
        "No goal of this category has a basis while most goals of the plan have one.",
        **at(rows[0], "policy_basis", *(row.place("policy_basis") for row in rows[1:])),
    )
