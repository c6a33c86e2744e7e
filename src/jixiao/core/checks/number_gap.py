"""A jump in the numbers of siblings: 1-1 is followed by 1-3, or 2-1-1 by 2-1-4.

A lost row often shows only by its number. The last part of an inferred number is not judged. The first part of a
number may jump: agencies number by the city's list, and leave slots free (动态工作目标).
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._numbering import segments
from jixiao.core.checks._pointing import at, name_of
from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row

CODE = "number-gap"
SEVERITY = Severity.WARNING
TITLE = "序号跳号"
TITLE_EN = "A jump in the numbering"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding at each row whose number leaves out a sibling."""
    before: Row | None = None
    for row in plan.rows:
        numbers = segments(row.no or "")
        if not numbers:
            continue
        if before and row.no_source is Source.CELL:
            lost = _left_out(segments(before.no or ""), numbers, before.no_source is Source.INFERRED)
            if lost:
                yield _finding(before, row, lost)
        before = row


def _left_out(before: tuple[int, ...], now: tuple[int, ...], inferred: bool) -> str | None:
    """The first number that is left out between two rows, or None. The first part that differs decides."""
    depth = next((d for d, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), 0)
    if depth == 0 or now[depth] - before[depth] <= 1 or (inferred and depth == len(before) - 1):
        return None
    return "-".join(map(str, (*now[:depth], before[depth] + 1)))


def _finding(before: Row, row: Row, lost: str) -> Finding:
    return Finding(
        CODE,
        SEVERITY,
        f"序号由{before.no}跳到{row.no}，缺{lost}；请核对是否漏行或{name_of(row)}有误。",
        f"The numbers jump from {before.no} to {row.no}: {lost} is left out.",
        **at(row, "no", before.place("no")),
    )
