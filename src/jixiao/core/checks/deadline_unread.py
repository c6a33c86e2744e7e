"""A deadline whose words give no date and no rhythm.

每季度, 每月10日前 and 长期 are read as a rhythm and are sound; 适时 and 尽快 give nothing to remind anyone by.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pointing import at, name_of, name_of_en
from jixiao.core.dates import parse_deadline
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord

CODE = "deadline-unread"
SEVERITY = Severity.WARNING
TITLE = "完成时限不明确"
TITLE_EN = "A deadline without a date"

# Any year will do: whether the words name a date does not depend on it.
_SOME_YEAR = 2024


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such row."""
    known: dict[str, bool] = {}
    for row in plan.rows:
        words = "".join((row.deadline_raw or "").split())
        if row.deadline is not None or not words:
            continue
        if not known.setdefault(words, parse_deadline(words, _SOME_YEAR) is not None):
            yield Finding(
                CODE,
                SEVERITY,
                f"{name_of(row)}的完成时限“{words}”读不出日期；请写明日期，例如“12月底前”。",
                f"The deadline of {name_of_en(row)} gives no date.",
                **at(row, "deadline"),
            )
