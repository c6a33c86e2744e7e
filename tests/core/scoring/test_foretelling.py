"""A score before the year is over: its bounds, and what stands for values that are foretold."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from scoring_cases import a_scheme, a_sheet, an_entry
from scoring_cases import given as part

from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Decision, Entry, Given, Join, Sheet
from jixiao.core.scoring.foretelling import foretold, with_estimates
from jixiao.core.scoring.rules import Done, Rank
from jixiao.core.scoring.scheme import Component, Scheme, Share, Source
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


def test_an_organisation_without_a_sheet_has_no_bounds() -> None:
    with pytest.raises(KeyError):
        foretold(WHOLE, [sheet("1")], "2")


def test_what_is_known_or_decided_is_neither_lost_nor_won() -> None:
    decided = Decision("同类复核", D(3))
    entries = (
        an_entry("1", key="a", rule="done"),
        an_entry(None, key="b", rule="done"),
        an_entry(None, key="c", rule="done", decisions=(decided,)),
        an_entry("0", key="d", rule="done", decisions=(Decision("实地考评", D(2)), replace(decided, points=D(1)))),
    )
    scheme = a_scheme(components=(replace(WHOLE.components[0], counts=D(1)),))
    found = foretold(scheme, [a_sheet(*entries)], "甲")
    assert (found.low.total, found.high.total, found.open, found.parts) == (35, 60, {"b"}, ())


def test_the_steps_are_those_of_the_worst_and_tell_what_is_foretold() -> None:
    found = foretold(WHOLE, [sheet("1", None)], "1")
    assert WHOLE.base + found.steps.change == found.low.total == 0
    leaves = {step.key: step for step in found.steps.leaves()}
    assert {key: step.change for key, step in leaves.items()} == {"table/a": -80, "lead": -20}
    assert leaves["table/a"].decisions == (Decision("预计", D(0)),)
    assert leaves["lead"].said.zh == "得0.00分（满分100.00），占20.00分，折合0.00分（预计）"


def test_a_part_is_won_at_its_full_mark_on_its_own_scale() -> None:
    scheme = a_scheme(
        share=Share.MAXIMUM,
        components=(part("own", "40"), part("ballot", "50", scale=D(5)), part("peers", "10", source=Source.RATED)),
    )
    found = foretold(scheme, [a_sheet(given={"own": "30"})], "甲")
    assert (found.low.total, found.high.total, found.parts) == (30, 90, ("ballot", "peers"))
    assert [each.got for each in found.high.parts.values()] == [30, 5, 10]


def test_claims_are_open_while_one_indicator_is_unclaimed_and_what_was_claimed_stands() -> None:
    scheme = a_scheme(Done(), components=(part("own", "1", source=Source.CLAIMED), part("lead", "1")))
    entries = (an_entry("1", claimed="4"), an_entry("1", key="b"))
    found = foretold(scheme, [a_sheet(*entries, given={"lead": "50"})], "甲")
    assert (found.low.total, found.high.total, found.parts) == (35, 60, ("own",))
    claimed = foretold(scheme, [a_sheet(entries[0], given={"lead": "50"})], "甲")
    assert (claimed.low.total, claimed.high.total, claimed.parts) == (45, 45, ())


def test_parts_from_elsewhere_are_named_before_claims() -> None:
    scheme = a_scheme(Done(), components=(part("own", "1", source=Source.CLAIMED), part("lead", "1")))
    assert foretold(scheme, [a_sheet(an_entry("1"))], "甲").parts == ("lead", "own")


def test_the_group_is_compared_with_as_it_is() -> None:
    scheme = a_scheme(Rank())
    sheets = [a_sheet(an_entry(value), organisation=key) for key, value in (("甲", "3"), ("乙", "2"), ("丙", "1"))]
    whole = {each.organisation: each for each in score_all(scheme, sheets)}
    for key, result in whole.items():
        found = foretold(scheme, sheets, key)
        assert found.low == found.high == result
        assert found.steps.said.zh == f"满分100.00分，最后得{result.total}分"
    open_too = [*sheets[:2], a_sheet(an_entry(None), organisation="丙")]
    found = foretold(scheme, open_too, "甲")
    assert (found.low.total, found.open) == (100, set())
    assert foretold(scheme, open_too, "丙").open == {"a"}
