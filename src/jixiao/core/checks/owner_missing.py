"""A row must name the person in the office who answers for it.

Judged only where the table has the column and at least half of the base rows have an entry. Where other rows name
one owner for the same office, that name is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._absent import lacking
from jixiao.core.checks._pairs import Pairs, pairs_of
from jixiao.core.checks._pointing import at, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord, Row

CODE = "owner-missing"
SEVERITY = Severity.WARNING
TITLE = "缺科室责任人"
TITLE_EN = "A row without an owner"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such row."""
    pairs = pairs_of(plan)
    for row in lacking(plan, "owners", lambda row: bool(row.owners)):
        suggestion = _known_owners(row, pairs)
        hint = f"该科室在其他行的责任人为{suggestion}，" if suggestion else ""
        yield Finding(
            CODE,
            SEVERITY,
            f"{name_of(row)}没有科室责任人；{hint}请对照原件补填。",
            f"The owner is missing in {name_of_en(row)}.",
            suggestion=suggestion,
            **at(row, "owners"),
        )


def _known_owners(row: Row, pairs: Pairs) -> str | None:
    """The owners of the row's offices by the other rows, when each has exactly one."""
    owners = [pairs.owners.get(office, {}) for office in row.offices]
    if not owners or any(len(names) != 1 for names in owners):
        return None
    return " ".join(next(iter(names)) for names in owners)
