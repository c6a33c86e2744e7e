"""Points that rows share count once, to the last decimal."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.core.scoring.shared_points import counted_points

ROWS = st.lists(st.tuples(st.decimals(0, 1000, places=4), st.booleans()), max_size=12)


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        ([], []),
        ([("2", False), ("3", False)], ["2", "3"]),
        ([("2", False), ("2", True)], ["1.0000", "1.0000"]),
        ([("2", False), ("2", True), ("2", True), ("5", False)], ["0.6668", "0.6666", "0.6666", "5"]),
        ([("2", True), ("3", False)], ["2", "3"]),
        ([(None, False), (None, True)], ["0.0000", "0.0000"]),
    ],
)
def test_a_row_counts_its_points_or_its_part_of_those_it_shares(
    rows: list[tuple[str | None, bool]], counted: list[str]
) -> None:
    points = [(None if text is None else Decimal(text), shared) for text, shared in rows]
    assert [str(each) for each in counted_points(points)] == counted


@settings(derandomize=True, database=None, deadline=None)  # where no conftest is read too: for every mutant
@given(ROWS)
def test_what_is_printed_once_is_counted_once(rows: list[tuple[Decimal, bool]]) -> None:
    printed = sum(points for at, (points, shared) in enumerate(rows) if not shared or at == 0)
    assert sum(counted_points(rows)) == printed
