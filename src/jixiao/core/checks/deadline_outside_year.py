"""A deadline outside the plan's year.

A performance plan covers one year, so a deadline in another year is usually a slip of the pen (or of the reader). The
first three months of the next year are the time of closing work and get a softer sentence. Judged only when the
plan's year is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.core.checks._pointing import at, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord

CODE = "deadline-outside-year"
SEVERITY = Severity.WARNING
TITLE = "完成时限不在方案年度内"
TITLE_EN = "A deadline outside the plan's year"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such row."""
    year = plan.meta.year
    if year is None:
        return
    for row in plan.rows:
        due = row.deadline
        if due is not None and due.year != year:
            yield Finding(
                CODE,
                SEVERITY,
                f"{name_of(row)}的完成时限“{row.deadline_raw or due}”"
                f"（{due.year}年{due.month}月{due.day}日）{_advice(due, year)}",
                f"The deadline {due} of {name_of_en(row)} is outside {year}.",
                **at(row, "deadline"),
            )


def _advice(due: date, year: int) -> str:
    if date(year + 1, 1, 1) <= due <= date(year + 1, 3, 31):
        return f"在{year}年度之后、次年一季度内；如属跨年收尾工作可保留，请确认。"
    return f"不在{year}年度内；请核对年份。"
