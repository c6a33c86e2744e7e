"""A row must name the office that carries it; without one nobody reports on it.

Judged only where the table has the column and at least half of the base rows have an entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._absent import lacking
from jixiao.core.checks._pointing import at, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord

CODE = "office-missing"
SEVERITY = Severity.ERROR
TITLE = "缺责任科室"
TITLE_EN = "A row without an office"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such row."""
    for row in lacking(plan, "offices", lambda row: bool(row.offices)):
        yield Finding(
            CODE,
            SEVERITY,
            f"{name_of(row)}没有责任科室；请明确责任科室，首位为牵头。",
            f"The office in charge is missing in {name_of_en(row)}.",
            **at(row, "offices"),
        )
