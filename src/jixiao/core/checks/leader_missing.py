"""A row must name the leader who supervises it (各分管领导要抓好分管科室目标任务的组织协调).

Judged only where the table has the column and at least half of the base rows have an entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._absent import lacking
from jixiao.core.checks._pointing import at, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord

CODE = "leader-missing"
SEVERITY = Severity.WARNING
TITLE = "缺分管领导"
TITLE_EN = "A row without a supervising leader"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such row."""
    for row in lacking(plan, "leaders", lambda row: bool(row.leaders)):
        yield Finding(
            CODE,
            SEVERITY,
            f"{name_of(row)}没有分管领导；请对照原件或领导分工补填。",
            f"The supervising leader is missing in {name_of_en(row)}.",
            **at(row, "leaders"),
        )
