"""One office with different owners in different rows.

It may be right (a deputy, a hand-over within the year), so it is a remark. The office's other rows decide which name
is pointed at; where no name has at least half of the rows, the plan names persons by task and the rule is silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pairs import counted, pairs_of
from jixiao.core.checks._pointing import at, name_of
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord, Row

CODE = "office-two-owners"
SEVERITY = Severity.INFO
TITLE = "同一科室责任人前后不一"
TITLE_EN = "One office, different owners"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each owner who is not the office's usual one."""
    for office, names in pairs_of(plan).owners.items():
        usual, count = counted(names).most_common(1)[0]
        if len(names) < 2 or count * 2 < sum(map(len, names.values())):
            continue
        for name, rows in names.items():
            if name != usual:
                yield _finding(office, usual, name, rows)


def _finding(office: str, usual: str, name: str, rows: list[Row]) -> Finding:
    return Finding(
        CODE,
        SEVERITY,
        f"“{office}”的责任人在{name_of(rows[0])}为{name}，在其他行为{usual}；请核对是否一致。",
        f"The owner of {office} is {name} here and {usual} elsewhere.",
        **at(rows[0], "owners", *(row.place("owners") for row in rows[1:])),
    )
