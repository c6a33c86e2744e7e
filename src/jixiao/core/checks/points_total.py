"""Points of all base rows must add up to the printed total, and to the plan's scale (100 or 1000 points).

A plan that prints no total and names no scale is not judged. Bonus, penalty and veto rows stand outside the sum.
Source: the arithmetic of the table (绩效目标考评得分 100).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.core.checks._branches import Branch, branches, difference, difference_en, has_points
from jixiao.core.findings import Finding, Severity
from jixiao.core.numbers import format_points
from jixiao.core.places import Place
from jixiao.core.records import PlanRecord
from jixiao.core.totals import sum_points

CODE = "points-total"
SEVERITY = Severity.ERROR
TITLE = "全表分值之和与总分不符"
TITLE_EN = "All rows do not add up to the plan's total"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each different total that is not met."""
    if not has_points(plan):
        return
    branch = branches(plan)[()]
    for label, points, places in _stated(plan):
        if points != branch.points and not _is_subtotal(plan, points, places):
            yield _finding(label, points, places, branch)


def _stated(plan: PlanRecord) -> Iterator[tuple[str, Decimal, tuple[Place, ...]]]:
    """Each amount once; a sum row is a better witness than the scale, because it can be pointed at."""
    seen: set[Decimal] = set()
    for total in plan.printed_totals:
        if total.path == () and total.points not in seen:
            seen.add(total.points)
            yield f"“{total.label}”行", total.points, (total.place,)
    scale = plan.meta.scale
    if scale is not None and scale not in seen:
        place = plan.meta.places.get("scale")
        yield "本方案总分", scale, (place,) if place else ()


def _is_subtotal(plan: PlanRecord, points: Decimal, places: tuple[Place, ...]) -> bool:
    """Does a sum row close only the rows above it, though its label does not say so: 合计 under each page's table?"""
    if not places:
        return False
    line = places[0].line
    start = max((t.place.line for t in plan.printed_totals if t.place.line < line), default=0)
    above = [row for row in plan.rows if row.line < line]
    is_part = start > 0 or len(above) < len(plan.rows)
    return is_part and points in (sum_points(above), sum_points(row for row in above if row.line > start))


def _finding(label: str, points: Decimal, places: tuple[Place, ...], branch: Branch) -> Finding:
    stated, total, count = format_points(points), format_points(branch.points), len(branch.rows)
    return Finding(
        CODE,
        SEVERITY,
        f"{label}为{stated}分，全表{count}行合计{total}分，{difference(points, branch)}；请核对总分和各行分值。",
        f"The plan's total is {stated} points; its {count} rows add up to {total}: {difference_en(points, branch)}.",
        places,
    )
