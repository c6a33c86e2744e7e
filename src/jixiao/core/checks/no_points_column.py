"""A plan whose table has no points at all cannot be added up or scored.

Either the column is missing, or it was not recognised, or all of its cells are empty. One finding for the plan.
Source: 权重分值 is what the yearly score is made of.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._branches import has_points
from jixiao.core.checks._pointing import base_rows
from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Place
from jixiao.core.records import PlanRecord

CODE = "no-points-column"
SEVERITY = Severity.WARNING
TITLE = "没有分值栏"
TITLE_EN = "The table has no points"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """At most one finding, at the first row."""
    rows = base_rows(plan)
    if not rows or has_points(plan):
        return
    empty = "weight" in plan.columns
    yield Finding(
        CODE,
        SEVERITY,
        ("分值栏没有一个分值" if empty else "考评表没有“权重分值”一类的栏目")
        + "，各行无法计分和合计；请确认原件是否另列分值，或补填分值后再确认。",
        "No row has points" + (" although there is a column for them." if empty else ": there is no column for them."),
        (Place(rows[0].line),),
        field="weight",
    )
