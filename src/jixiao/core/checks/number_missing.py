"""A row without a number in a table that numbers its rows.

The reader infers a number where the neighbours leave one possibility and says so; this rule speaks of the rest.
A row whose own table has no numbers (source "none") lacks nothing. Where fewer than half of the rows have a number,
the column numbers something else (goals, sections): one finding for the table is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pointing import at, base_rows, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row

CODE = "number-missing"
SEVERITY = Severity.WARNING
TITLE = "缺序号"
TITLE_EN = "A row without a number"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each row without a number, or one for all of them."""
    rows = [row for row in base_rows(plan) if row.no is not None or row.no_source is not Source.NONE]
    bare = [row for row in rows if row.no is None]
    if "no" not in plan.columns or not bare:
        return
    if len(bare) * 2 > len(rows):
        yield _for_table(bare, len(rows))
        return
    for row in bare:
        message = f"{name_of(row)}没有序号；请补编序号，以便引用。"
        yield Finding(CODE, SEVERITY, message, f"The number is missing in {name_of_en(row)}.", **at(row, "no"))


def _for_table(bare: list[Row], count: int) -> Finding:
    return Finding(
        CODE,
        SEVERITY,
        f"序号栏中只有{count - len(bare)}行有序号，其余{len(bare)}行没有；请补编序号，以便引用。",
        f"{len(bare)} of {count} rows have no number.",
        **at(bare[0], "no", *(row.place("no") for row in bare[1:])),
    )
