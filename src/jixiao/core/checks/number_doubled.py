"""Two rows with one printed number.

Numbers that the reader inferred or that a merged cell gives to several rows do not count. A table may begin again
with 1 in each of its parts, so a number is doubled only when no new count has begun in between: a new count begins
at a number of ones (1, 1-1, 1-1-1), or at one that is no number (A, 甲), under another title; or at ones that follow
other numbers and are followed by two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.core.checks._numbering import segments
from jixiao.core.checks._pointing import at, name_of
from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row
from jixiao.core.wording import head

CODE = "number-doubled"
SEVERITY = Severity.ERROR
TITLE = "序号重复"
TITLE_EN = "One number on two rows"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each later row with a number that is taken."""
    taken: dict[str, Row] = {}
    printed = [row for row in plan.rows if row.no is not None and row.no_source is Source.CELL]
    for position, row in enumerate(printed):
        first = taken.get(row.no or "")
        if first is not None and _begins_again(printed, position, first):
            taken = {}
            first = None
        if first is None:
            taken[row.no or ""] = row
        else:
            yield _finding(row, first)


def _begins_again(printed: Sequence[Row], position: int, first: Row) -> bool:
    """Does a new count begin at this row: ones under another title, or ones after other numbers and before two?"""
    row = printed[position]
    numbers = segments(row.no or "")
    if not set(numbers) <= {1}:
        return False
    if row.path[:-1] != first.path[:-1]:
        return True
    following = segments(printed[position + 1].no or "") if position + 1 < len(printed) else ()
    return printed[position - 1].no != row.no and len(following) == len(numbers) > 0 and following[-1] == 2


def _finding(row: Row, first: Row) -> Finding:
    return Finding(
        CODE,
        SEVERITY,
        f"{name_of(row)}重复：第{first.position}行（{head(first.text)}）已用此序号，"
        f"第{row.position}行（{head(row.text)}）又用；请改正其中一个。",
        f"The number {row.no} stands on rows {first.position} and {row.position}.",
        **at(row, "no", first.place("no")),
    )
