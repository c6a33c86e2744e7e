"""A score before the year is over: its bounds, and what stands for values that are foretold."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Entry, Given, Join, Sheet
from jixiao.core.scoring.foretelling import foretold, with_estimates
from jixiao.core.scoring.scheme import Component, Scheme, Source
from jixiao.core.scoring.what_if import Change, explained_if, what_if

D = Decimal
WHOLE = Scheme(
    "年度考评",
    components=(Component("table", "目标考核", D(80), Source.TABLE), Component("lead", "领导评价", D(20))),
)


def sheet(organisation: str = "1", value: str | None = "6", **given: str) -> Sheet:
    values = (None if value is None else D(value),)
    entry = Entry("a", D(4), "proportional", values, target=D(12), no="1-1", title="公园")
    parts = {key: Given(D(score)) for key, score in given.items()}
    return Sheet(organisation, entries=(entry,), given=parts)


def test_the_supposed_result_is_that_of_what_if_and_its_steps_sum_to_it() -> None:
    sheets = [sheet("1", lead="80"), sheet("2", "12", lead="90")]
    change = Change("1", {"a": D(9)}, {"lead": D(100)})
    result, tree = explained_if(WHOLE, sheets, change)
    assert result == what_if(WHOLE, sheets, change).after
    assert WHOLE.base + tree.change == result.total == 80


def test_what_is_open_is_once_lost_and_once_won() -> None:
    found = foretold(WHOLE, [sheet("1", None), sheet("2", lead="50")], "1")
    assert (found.low.total, found.high.total) == (0, 100)
    assert (found.open, found.parts) == ({"a"}, ("lead",))
    known = foretold(WHOLE, [sheet("1", "6", lead="50")], "1")
    assert known.low.total == known.high.total == score_all(WHOLE, [sheet("1", "6", lead="50")])[0].total == 50


def test_an_estimate_stands_for_the_year_or_for_the_periods_that_are_missing() -> None:
    whole = with_estimates(sheet(value="6"), {"a": D(11)})
    assert whole.entries[0].values == (11,)
    each = replace(sheet().entries[0], join=Join.EACH, values=(D(12), None))
    assert with_estimates(Sheet("1", entries=(each,)), {"a": D(11)}).entries[0].values == (12, 11)


def test_an_entry_without_an_estimate_stays_as_it_is() -> None:
    assert with_estimates(sheet(), {}) == sheet()


def test_claimed_points_that_nobody_claimed_are_open() -> None:
    scheme = Scheme("自评", components=(Component("own", "自评", D(1), Source.CLAIMED),))
    found = foretold(scheme, [sheet()], "1")
    assert (found.low.total, found.high.total, found.parts) == (0, 100, ("own",))
