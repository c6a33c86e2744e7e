"""Ratio to the best of the group, and own history against others."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from scoring_cases import a_scheme, a_sheet, an_entry, scored, share_of, told

from jixiao.core.scoring.rules import Direction, History, RatioToBest


@pytest.mark.parametrize(("value", "share"), [("80", "1"), ("40", "0.5"), ("0", "0"), ("-8", "0")])
def test_points_by_the_ratio_to_the_best(value: str, share: str) -> None:
    assert share_of(RatioToBest(), an_entry(value), "80", "40", "0", "-8") == D(share)


@pytest.mark.parametrize(("value", "share"), [("2", "1"), ("8", "0.25")])
def test_where_less_is_better_the_ratio_is_the_best_by_the_value(value: str, share: str) -> None:
    assert share_of(RatioToBest(direction=Direction.LOWER), an_entry(value), "2", "8") == D(share)


def test_a_ratio_has_a_floor() -> None:
    assert share_of(RatioToBest(floor=D("0.6")), an_entry("10"), "100", "10") == D("0.6")


def test_the_ratio_is_told() -> None:
    assert told(RatioToBest(), an_entry("60", unit="项"), "60", "80") == (
        "实际60项，组内最优80项，比值75%",
        "actual 60项, best 80项, ratio 75%",
    )
    assert told(RatioToBest(direction=Direction.LOWER), an_entry("80"), "60", "80") == (
        "实际80，组内最优60，比值75%",
        "actual 80, best 60, ratio 75%",
    )


def test_a_group_of_one_is_its_own_best() -> None:
    assert scored(a_scheme(RatioToBest()), a_sheet(an_entry("3")))["甲"].total == 100


def test_half_for_growth_and_half_for_the_ratio_to_the_best() -> None:
    entry = an_entry("80", previous="100")
    assert share_of(History(), entry, "80", "160") == D("0.65")  # 0.5 × 0.8 + 0.5 × 0.5


def test_holding_last_year_s_level_earns_all_of_the_own_part_and_growth_no_more() -> None:
    rule = History(own=D("0.3"))
    assert share_of(rule, an_entry("100", previous="100"), "100", "200") == D("0.65")
    assert share_of(rule, an_entry("100", previous="50"), "100", "200") == D("0.65")


def test_falling_below_zero_earns_nothing_of_either_part() -> None:
    assert share_of(History(), an_entry("-10", previous="100"), "-10", "50") == 0
    assert share_of(History(floor=D("0.1")), an_entry("-10", previous="100"), "-10", "50") == D("0.1")


def test_history_where_less_is_better() -> None:
    rule = History(direction=Direction.LOWER)
    assert share_of(rule, an_entry("8", previous="4"), "8", "2") == D("0.375")  # 0.5 × 4/8 + 0.5 × 2/8


def test_after_a_year_of_nothing_anything_holds_the_level() -> None:
    assert share_of(History(), an_entry("2", previous="0"), "2", "4") == D("0.75")


def test_without_last_year_s_value_the_data_are_missing() -> None:
    assert History().known(an_entry("80")) is None
    assert History().known(an_entry("80", previous="0")) == 80
    assert History().known(an_entry(previous="3")) is None


def test_both_parts_are_told() -> None:
    assert told(History(own=D("0.4")), an_entry("90", previous="100", unit="家"), "90", "120") == (
        "上年100家，本年90家，为上年的90%（占40%）；为组内最优的75%（占60%）",
        "last year 100家, this year 90家: 90% of it (40%); 75% of the best (60%)",
    )
    assert told(History(direction=Direction.LOWER), an_entry("5", previous="0"), "5", "2") == (
        "上年0，本年5，为上年的0%（占50%）；为组内最优的40%（占50%）",
        "last year 0, this year 5: 0% of it (50%); 40% of the best (50%)",
    )
    assert told(History(direction=Direction.LOWER), an_entry("0", previous="0"), "0", "2") == (
        "上年0，本年0，为上年的100%（占50%）；为组内最优的100%（占50%）",
        "last year 0, this year 0: 100% of it (50%); 100% of the best (50%)",
    )


def test_their_figures_must_make_sense() -> None:
    assert list(RatioToBest(floor=D("1.5")).problems()) == ["floor 应在 0 和 1 之间，现为 1.5。"]
    assert list(History(own=D("1.5"), floor=D("-1")).problems()) == [
        "own 应在 0 和 1 之间，现为 1.5。",
        "floor 应在 0 和 1 之间，现为 -1。",
    ]
    assert list(RatioToBest().problems()) == list(History().problems()) == []


def test_they_have_names_and_compare() -> None:
    assert (RatioToBest.NAME.zh, RatioToBest.NAME.en) == ("与最优值比", "ratio to the best")
    assert (History.NAME.zh, History.NAME.en) == ("纵横比较", "own history and others")
    assert RatioToBest.COMPARES and History.COMPARES


def test_better_follows_the_direction() -> None:
    assert RatioToBest().better(D(5), D(1), an_entry("5")) == 6
    assert History(direction=Direction.LOWER).better(D(5), D(1), an_entry("5")) == 4
