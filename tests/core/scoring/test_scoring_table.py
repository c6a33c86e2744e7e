"""Points of indicators: by their rule or a person's decision, and what stands for missing data."""

from __future__ import annotations

from decimal import Decimal as D
from decimal import localcontext

import pytest
from scoring_cases import TABLE, a_scheme, a_sheet, an_entry, scored

from jixiao.core.scoring.entries import Decision, Join, Sheet
from jixiao.core.scoring.exact import CONTEXT
from jixiao.core.scoring.rules import NOBODY, Done, External, Proportional, RatioToBest, Rule, Steps
from jixiao.core.scoring.scheme import Missing, Places, Scheme
from jixiao.core.scoring.table import Field, Filled, by_rule, filled, mean_rates, most_of, points_of

COMPLETION = Proportional()


def points(scheme: Scheme, sheet: Sheet, *others: Sheet) -> list[D | None]:
    return points_of(scheme, sheet, Field(scheme, [sheet, *others]))


def test_points_are_rounded_half_up_at_the_indicator() -> None:
    entry = an_entry("0.33335", points="1")
    assert points(a_scheme(COMPLETION), a_sheet(entry)) == [D("0.3334")]
    assert points(a_scheme(COMPLETION, places=Places(indicator=2)), a_sheet(entry)) == [D("0.33")]
    assert points(a_scheme(COMPLETION, places=Places(indicator=0)), a_sheet(an_entry("0.5", points="1"))) == [1]


def test_every_period_is_scored_by_itself_and_one_without_a_value_counts_nothing() -> None:
    entry = an_entry("1.5", "0.5", None, "1", join=Join.EACH)
    assert by_rule(entry, COMPLETION, NOBODY, 4) == D("6.25")  # (1 + 0.5 + 0 + 1) ÷ 4 × 10


def test_the_mean_of_periods_is_scored_as_one_value() -> None:
    entry = an_entry("1.5", "0.5", None, "1", join=Join.MEAN)
    assert by_rule(entry, COMPLETION, NOBODY, 4) == 10


def test_a_third_is_rounded_once() -> None:
    assert by_rule(an_entry("1", None, None, join=Join.EACH), COMPLETION, NOBODY, 4) == D("3.3333")


def test_a_comparing_rule_takes_the_year_s_value_of_periods() -> None:
    scheme = a_scheme(RatioToBest())
    mine, other = an_entry("9", "2", join=Join.EACH), an_entry("1", "4", join=Join.EACH)
    assert points(scheme, a_sheet(mine), a_sheet(other, organisation="乙")) == [5]


def test_no_value_no_points() -> None:
    assert by_rule(an_entry(None), COMPLETION, NOBODY, 4) is None


def test_the_last_decision_of_a_person_replaces_the_rule() -> None:
    entry = an_entry("1", decisions=(Decision("同类复核", D(8)), Decision("实地考评", D("7.12345"))))
    assert points(a_scheme(COMPLETION), a_sheet(entry)) == [D("7.1235")]


def test_a_decision_stands_where_data_are_missing() -> None:
    assert points(a_scheme(COMPLETION), a_sheet(an_entry(None, decisions=(Decision("实地考评", D(3)),)))) == [3]


def test_a_value_counts_among_peers_even_where_a_person_decided() -> None:
    best = a_sheet(an_entry("8", decisions=(Decision("实地考评", D(0)),)), organisation="乙")
    assert points(a_scheme(RatioToBest()), a_sheet(an_entry("4")), best) == [5]


def test_only_entries_of_comparing_rules_are_peers() -> None:
    scheme = Scheme("办法", components=(TABLE,), rules={"r": RatioToBest(), "done": Done()})
    field = Field(scheme, [a_sheet(an_entry("4"), an_entry("9", key="b", rule="done"), group="一")])
    assert field.peers("一", "a").values == [4]
    assert field.peers("一", "b") is NOBODY
    assert field.peers("二", "a") is NOBODY


def test_peers_are_exact_in_any_context() -> None:
    sheet = a_sheet(an_entry("1", "1", "2", join=Join.MEAN))
    with localcontext(prec=3):
        field = Field(a_scheme(RatioToBest()), [sheet])
    assert field.peers("", "a").values == [CONTEXT.divide(D(4), D(3))]


def test_the_mean_rate_of_a_group_is_over_those_of_whom_it_is_known() -> None:
    sheets = [
        a_sheet(an_entry(points="10"), group="一"),
        a_sheet(an_entry(points="20"), group="一", organisation="乙"),
        a_sheet(an_entry(points="10"), group="一", organisation="丙"),
        a_sheet(an_entry(points="10"), group="二", organisation="丁"),
        a_sheet(an_entry(points="0"), an_entry(key="b", points="0.5"), group="二", organisation="戊"),
    ]
    known = [[D(5)], [D(20)], [None], [D(4)], [D(0), D("0.5")]]
    assert mean_rates(sheets, known) == {("一", "a"): D("0.75"), ("二", "a"): D("0.4"), ("二", "b"): 1}


def test_points_must_be_those_of_the_sheets() -> None:
    sheet = a_sheet(an_entry(), an_entry(key="b"))
    with pytest.raises(ValueError, match="zip"):
        mean_rates([sheet, sheet], [[D(1), D(2)]])
    with pytest.raises(ValueError, match="zip"):
        mean_rates([sheet], [[D(1)]])
    with pytest.raises(ValueError, match="zip"):
        filled(Missing.ZERO, 4, sheet, [None], {})
    with pytest.raises(ValueError, match="zip"):
        Filled((D(1),), frozenset("a"), ("a",)).sums(sheet.entries)


GAP = a_sheet(an_entry("1"), an_entry(None, key="b", points="30"), group="一")
RATES = {("一", "b"): D("0.71"), ("二", "b"): D(0)}


@pytest.mark.parametrize(
    ("missing", "got", "left_out"),
    [
        (Missing.REFUSE, "0", frozenset()),
        (Missing.ZERO, "0", frozenset()),
        (Missing.AVERAGE, "21.3", frozenset()),
        (Missing.EXCLUDE, "0", frozenset({"b"})),
    ],
)
def test_what_stands_for_a_missing_indicator(missing: Missing, got: str, left_out: frozenset[str]) -> None:
    assert filled(missing, 4, GAP, [D(10), None], RATES) == Filled((D(10), D(got)), left_out, ("b",))


def test_the_average_is_rounded_at_the_indicator() -> None:
    assert filled(Missing.AVERAGE, 0, GAP, [D(10), None], RATES).got == (D(10), D(21))


def test_where_nobody_has_a_value_the_average_is_left_out() -> None:
    assert filled(Missing.AVERAGE, 4, GAP, [D(10), None], {}) == Filled((D(10), D(0)), frozenset({"b"}), ("b",))


def test_an_average_of_nothing_is_an_average() -> None:
    sheet = a_sheet(an_entry(None, key="b"), group="二")
    assert filled(Missing.AVERAGE, 4, sheet, [None], RATES) == Filled((D(0),), frozenset(), ("b",))


def test_what_comes_after_a_gap_counts() -> None:
    sheet = a_sheet(an_entry(None), an_entry(None, key="b"), an_entry("1", key="c"))
    made = filled(Missing.EXCLUDE, 4, sheet, [None, None, D(7)], {})
    assert made == Filled((D(0), D(0), D(7)), frozenset("ab"), ("a", "b"))
    assert made.sums(sheet.entries) == (7, 10)


def test_without_gaps_all_counts() -> None:
    sheet = a_sheet(an_entry("1"), an_entry("1", key="b", points="5"))
    made = filled(Missing.EXCLUDE, 4, sheet, [D(3), D(4)], {})
    assert made == Filled((D(3), D(4)), frozenset(), ())
    assert made.sums(sheet.entries) == (7, 15)


@pytest.mark.parametrize(
    ("missing", "mine", "theirs"),
    [(Missing.ZERO, "50", "90"), (Missing.EXCLUDE, "100", "90"), (Missing.AVERAGE, "90", "90")],
)
def test_a_missing_indicator_in_the_total(missing: Missing, mine: str, theirs: str) -> None:
    sheets = [
        a_sheet(an_entry("1"), an_entry(None, key="b")),
        a_sheet(an_entry("1"), an_entry("0.8", key="b"), organisation="乙"),
    ]
    results = scored(a_scheme(COMPLETION, missing=missing), *sheets)
    assert (results["甲"].total, results["乙"].total) == (D(mine), D(theirs))
    assert (results["甲"].gaps, results["乙"].gaps) == (("b",), ())


def test_a_missing_indicator_refuses_the_total_and_names_indicator_and_component() -> None:
    result = scored(a_scheme(COMPLETION), a_sheet(an_entry("1"), an_entry(None, key="b")))["甲"]
    assert (result.total, result.gaps, result.rank, result.of) == (None, ("b", "table"), None, 0)
    assert result.parts["table"].got is None


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        (Proportional(cap=D("1.5")), "15"),
        (Proportional(cap=D("0.5")), "10"),
        (Steps(), "10"),
        (External(), "10"),
        (Done(), "10"),
    ],
)
def test_a_decision_may_give_as_much_as_the_rule(rule: Rule, most: str) -> None:
    assert most_of(an_entry(), rule) == D(most)
