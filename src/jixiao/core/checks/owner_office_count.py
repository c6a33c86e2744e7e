"""Several offices and several owners in one row, but not the same number.

Owners stand in the order of the offices, the k-th with the k-th; with different numbers it is open who answers for
which office. One owner for several offices (the lead office answers) and several owners of one office are sound.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pointing import at, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord

CODE = "owner-office-count"
SEVERITY = Severity.WARNING
TITLE = "责任科室与责任人数目不一"
TITLE_EN = "Offices and owners differ in number"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each printed pair of cells."""
    for row in plan.rows:
        offices, owners = len(row.offices), len(row.owners)
        inherited = row.responsibility_source in (Source.DOWN, Source.UP)
        if offices > 1 and owners > 1 and offices != owners and not inherited:
            yield Finding(
                CODE,
                SEVERITY,
                f"{name_of(row)}列有{offices}个责任科室、{owners}名责任人，不能一一对应；请核对是否漏列或多列。",
                f"There are {offices} offices and {owners} owners in {name_of_en(row)}.",
                **at(row, "owners", row.place("offices")),
            )
