"""The year's value from the values of its periods."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from scoring_cases import an_entry

from jixiao.core.scoring.entries import Join, year_value


@pytest.mark.parametrize(("join", "year"), [(Join.LAST, "6"), (Join.SUM, "9"), (Join.MEAN, "3"), (Join.EACH, "6")])
def test_periods_without_a_value_do_not_count(join: Join, year: str) -> None:
    assert year_value(an_entry("1", None, "2", "6", None, join=join)) == D(year)


@pytest.mark.parametrize("join", Join)
def test_where_nothing_is_known_there_is_no_value(join: Join) -> None:
    assert year_value(an_entry(None, None, join=join)) is None
    assert year_value(an_entry(join=join)) is None


@pytest.mark.parametrize("join", Join)
def test_nothing_is_a_value(join: Join) -> None:
    assert year_value(an_entry("0", join=join)) == 0
