"""Rows that lack what comparable rows have. No rule in itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from jixiao.core.checks._pointing import base_rows
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row

_PEOPLE = frozenset({"leaders", "offices", "owners"})


def lacking(plan: PlanRecord, field: str, has: Callable[[Row], bool]) -> Iterator[Row]:
    """Base rows without a value where the table has a column for it and at least half of the rows have one.

    A plan may have several tables; a row whose own table names nobody at all lacks nothing.
    """
    if field in plan.columns:
        people = field in _PEOPLE
        rows = [row for row in base_rows(plan) if not (people and row.responsibility_source is Source.NONE)]
        yield from rare_gaps(rows, has)


def rare_gaps(rows: Sequence[Row], has: Callable[[Row], bool]) -> Iterator[Row]:
    """The rows without a value, when they are at most half of `rows`: a custom of the table is no gap."""
    bare = [row for row in rows if not has(row)]
    if len(bare) * 2 <= len(rows):
        yield from bare
