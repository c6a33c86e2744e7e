"""Points by the place in the group."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from scoring_cases import a_scheme, a_sheet, among, an_entry, scored, share_of, told

from jixiao.core.scoring.rules import Direction, Rank
from jixiao.core.scoring.rules.rank import Ties

FOUR = ("9", "7", "7", "5")


@pytest.mark.parametrize(("value", "share"), [("9", "1"), ("7", "0.98"), ("5", "0.94")])
def test_each_place_is_worth_a_step_less_and_equal_values_share_a_place(value: str, share: str) -> None:
    assert share_of(Rank(), an_entry(value), *FOUR) == D(share)


@pytest.mark.parametrize(("value", "share"), [("9", "0.94"), ("7", "0.98"), ("5", "1")])
def test_where_less_is_better_the_least_is_first(value: str, share: str) -> None:
    assert share_of(Rank(direction=Direction.LOWER), an_entry(value), *FOUR) == D(share)


def test_a_floor_remains() -> None:
    assert share_of(Rank(step=D("0.5"), floor=D("0.2")), an_entry("5"), *FOUR) == D("0.2")
    assert share_of(Rank(step=D("0.5")), an_entry("5"), *FOUR) == 0


@pytest.mark.parametrize(("value", "share"), [("9", "1"), ("7", "0.8"), ("5", "0.5")])
def test_a_table_of_places_gives_the_last_one_s_share_to_all_after_it(value: str, share: str) -> None:
    assert share_of(Rank(places=(D(1), D("0.8"), D("0.5"))), an_entry(value), *FOUR) == D(share)


def test_ties_may_be_void() -> None:
    rule = Rank(ties=Ties.VOID)
    assert share_of(rule, an_entry("7"), *FOUR) == 0
    assert share_of(rule, an_entry("9"), *FOUR) == 1
    assert share_of(Rank(ties=Ties.VOID, floor=D("0.5")), an_entry("7"), *FOUR) == 0


@pytest.mark.parametrize(("value", "share"), [("1", "1"), ("3", "0.8"), ("0", "1"), ("2.9", "0.9")])
def test_a_given_rank_is_the_place_itself(value: str, share: str) -> None:
    assert share_of(Rank(step=D("0.1"), is_given=True), an_entry(value), "1", "3", "0", "2.9") == D(share)


def test_a_given_rank_may_be_tied_as_well() -> None:
    assert share_of(Rank(is_given=True, ties=Ties.VOID), an_entry("2"), "2", "2") == 0


def test_peers_are_those_of_the_own_group_with_the_same_indicator() -> None:
    scheme = a_scheme(Rank(step=D("0.1")))
    sheets = [
        a_sheet(an_entry("5"), organisation="甲", group="一"),
        a_sheet(an_entry("6"), organisation="乙", group="一"),
        a_sheet(an_entry("9"), organisation="丙", group="二"),
        a_sheet(an_entry("8", key="b"), organisation="丁", group="一"),
        a_sheet(an_entry(None), organisation="戊", group="一"),
    ]
    assert {key: result.total for key, result in scored(scheme, *sheets).items()} == {
        "甲": 90, "乙": 100, "丙": 100, "丁": 100, "戊": None,
    }  # fmt: skip


def test_it_says_the_place() -> None:
    assert told(Rank(), an_entry("5"), *FOUR) == ("列第4名（组内4家），每低一名少2%", "place 4 of 4, 2% a place")
    assert told(Rank(places=(D(1),)), an_entry("7"), *FOUR) == (
        "列第2名（组内4家），按名次表计",
        "place 2, by the table of places",
    )
    assert told(Rank(ties=Ties.VOID), an_entry("7"), *FOUR) == (
        "第2名有并列（组内4家），并列不得分",
        "tied at place 2: ties earn nothing",
    )


def test_a_given_rank_does_not_speak_of_the_group() -> None:
    assert told(Rank(is_given=True), an_entry("3"), "3") == ("列第3名，每低一名少2%", "place 3, 2% a place")


def test_a_better_rank_is_a_smaller_number() -> None:
    five, one, entry = D(5), D(1), an_entry("5")
    assert Rank().better(five, one, entry) == 6
    assert Rank(direction=Direction.LOWER).better(five, one, entry) == 4
    assert Rank(is_given=True).better(five, one, entry) == 4


def test_void_ties_are_not_monotone() -> None:
    assert Rank().is_monotone and not Rank(ties=Ties.VOID).is_monotone


@pytest.mark.parametrize(
    ("rule", "problems"),
    [
        (Rank(step=D("1.1")), ["step 应在 0 和 1 之间，现为 1.1。"]),
        (Rank(floor=D("-1")), ["floor 应在 0 和 1 之间，现为 -1。"]),
        (Rank(places=(D(2), D(1))), ["places 应在 0 和 1 之间，现为 2。"]),
        (Rank(places=(D("0.5"), D("0.6"))), ["places 应从高到低：名次靠前的得分不应少于靠后的。"]),
        (Rank(places=(D("0.5"), D("0.5"))), []),
    ],
)
def test_its_figures_must_make_sense(rule: Rank, problems: list[str]) -> None:
    assert list(rule.problems()) == problems


def test_it_has_a_name() -> None:
    assert (Rank.NAME.zh, Rank.NAME.en, Rank.COMPARES) == ("按名次计分", "by rank", True)


def test_peers_know_best_rank_and_ties() -> None:
    peers = among(*FOUR)
    assert (peers.best(Direction.HIGHER), peers.best(Direction.LOWER)) == (9, 5)
    assert [peers.rank(D(value), Direction.HIGHER) for value in ("9", "7", "5")] == [1, 2, 4]
    assert [peers.rank(D(value), Direction.LOWER) for value in ("9", "7", "5")] == [4, 2, 1]
    assert [peers.are_tied(D(value)) for value in ("9", "7", "5")] == [False, True, False]
