"""An office that leads rows and has no owner anywhere in the plan.

An office counts when it stands first in a row, or when the row names as many owners as offices. An office that only
takes part in rows of others needs no owner. Judged where the table has a column of owners that is in use.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pointing import at, name_of
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord, Row

CODE = "office-without-owner"
SEVERITY = Severity.WARNING
TITLE = "科室没有责任人"
TITLE_EN = "An office without an owner"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such office, at its first row."""
    if "owners" not in plan.columns or not any(row.owners for row in plan.rows):
        return
    answered = {office for row in plan.rows for office in _answered(row)}
    first: dict[str, list[Row]] = {}
    for row in plan.rows:
        if row.offices and row.offices[0] not in answered:
            first.setdefault(row.offices[0], []).append(row)
    for office, rows in first.items():
        yield _finding(office, rows)


def _answered(row: Row) -> tuple[str, ...]:
    """The offices for which this row names an owner."""
    if not row.owners:
        return ()
    return row.offices if len(row.owners) >= len(row.offices) else row.offices[: len(row.owners)]


def _finding(office: str, rows: list[Row]) -> Finding:
    return Finding(
        CODE,
        SEVERITY,
        f"“{office}”承担{len(rows)}行（首见{name_of(rows[0])}），全表没有写明它的责任人；请补填。",
        f"The office {office} leads {len(rows)} rows and no row names its owner.",
        **at(rows[0], "offices", *(row.place("offices") for row in rows[1:])),
    )
