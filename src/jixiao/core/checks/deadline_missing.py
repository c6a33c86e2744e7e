"""A row must say by when it is done; without a deadline nothing can be late.

Judged only where the table has the column and at least half of the base rows have an entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._absent import lacking
from jixiao.core.checks._pointing import at, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord

CODE = "deadline-missing"
SEVERITY = Severity.WARNING
TITLE = "缺完成时限"
TITLE_EN = "A row without a deadline"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such row."""
    for row in lacking(
        plan, "deadline", lambda row: row.deadline is not None or bool((row.deadline_raw or "").strip())
    ):
        yield Finding(
            CODE,
            SEVERITY,
            f"{name_of(row)}没有完成时限；请对照原件补填，例如“12月底前”。",
            f"The deadline is missing in {name_of_en(row)}.",
            **at(row, "deadline"),
        )
