"""Points in proportion to completion, between a floor and a cap."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from scoring_cases import an_entry, share_of, told

from jixiao.core.scoring.rules import Direction, Proportional

CEILING = Proportional(direction=Direction.LOWER)


@pytest.mark.parametrize(
    ("value", "share"), [("50", "0.5"), ("100", "1"), ("120", "1"), ("0", "0"), ("-20", "0"), ("99.5", "0.995")]
)
def test_the_share_is_the_completion_and_no_more_than_all(value: str, share: str) -> None:
    assert share_of(Proportional(), an_entry(value, target="100")) == D(share)


def test_without_a_target_the_value_is_the_completion() -> None:
    assert share_of(Proportional(), an_entry("0.9")) == D("0.9")
    assert share_of(CEILING, an_entry("0.9")) == D("0.9")


@pytest.mark.parametrize(("value", "share"), [("1.2", "1.2"), ("1.5", "1.5"), ("1.51", "1.5")])
def test_a_cap_above_one_rewards_what_goes_beyond(value: str, share: str) -> None:
    assert share_of(Proportional(cap=D("1.5")), an_entry(value)) == D(share)


@pytest.mark.parametrize(("value", "share"), [("0.59", "0.2"), ("0.6", "0.6"), ("0.61", "0.61")])
def test_below_the_line_only_the_floor_is_given(value: str, share: str) -> None:
    assert share_of(Proportional(floor=D("0.2"), none_below=D("0.6")), an_entry(value)) == D(share)


def test_the_floor_is_given_whatever_the_completion() -> None:
    assert share_of(Proportional(floor=D("0.3")), an_entry("0.1")) == D("0.3")


@pytest.mark.parametrize(("value", "share"), [("4", "1"), ("5", "1"), ("10", "0.5")])
def test_beyond_a_ceiling_target_by_value_counts(value: str, share: str) -> None:
    assert share_of(CEILING, an_entry(value, target="5")) == D(share)


@pytest.mark.parametrize(
    ("direction", "value", "share"),
    [(Direction.HIGHER, "0", 1), (Direction.HIGHER, "-1", 0), (Direction.LOWER, "0", 1), (Direction.LOWER, "1", 0)],
)
def test_a_target_of_zero_is_reached_or_not(direction: Direction, value: str, share: int) -> None:
    assert share_of(Proportional(direction=direction), an_entry(value, target="0")) == share


def test_a_target_below_zero_is_reached_or_not() -> None:
    assert share_of(Proportional(), an_entry("-5", target="-5")) == 1
    assert share_of(Proportional(), an_entry("-6", target="-5")) == 0
    assert share_of(CEILING, an_entry("-4", target="-5")) == 0


def test_a_target_of_a_half_is_a_target() -> None:
    assert share_of(Proportional(), an_entry("0.25", target="0.5")) == D("0.5")
    assert share_of(CEILING, an_entry("2", target="0.5")) == D("0.25")


def test_it_says_target_value_and_completion() -> None:
    assert told(Proportional(), an_entry("45", target="60", unit="项")) == (
        "目标60项，实际45项，完成率75%",
        "target 60项, actual 45项, completion 75%",
    )
    assert told(Proportional(), an_entry("0.9")) == ("完成率90%", "completion 90%")


def test_it_says_where_a_bound_counts() -> None:
    assert told(Proportional(cap=D("1.2")), an_entry("1.3")) == (
        "完成率130%，最高按120%计",
        "completion 130%, counted as 120% at most",
    )
    assert told(Proportional(none_below=D("0.6")), an_entry("30", target="60")) == (
        "目标60，实际30，完成率50%，低于60%按最低档计",
        "target 60, actual 30, completion 50%, below 60%: the floor counts",
    )


def test_exactly_at_a_bound_nothing_needs_saying() -> None:
    rule = Proportional(none_below=D("0.6"))
    assert told(rule, an_entry("0.6")) == ("完成率60%", "completion 60%")
    assert told(rule, an_entry("1")) == ("完成率100%", "completion 100%")


def test_less_is_better_only_under_a_ceiling() -> None:
    assert CEILING.better(D(5), D(1), an_entry("5", target="3")) == 4
    assert CEILING.better(D(5), D(1), an_entry("5")) == 6
    assert Proportional().better(D(5), D(1), an_entry("5", target="3")) == 6


@pytest.mark.parametrize(
    ("rule", "problems"),
    [
        (Proportional(floor=D("1.1"), cap=D(2)), ["floor 应在 0 和 1 之间，现为 1.1。"]),
        (Proportional(none_below=D("-0.1")), ["none_below 应在 0 和 1 之间，现为 -0.1。"]),
        (Proportional(floor=D("0.5"), cap=D("0.4")), ["cap 应大于 0 且不小于 floor，现为 0.4。"]),
        (Proportional(cap=D(0)), ["cap 应大于 0 且不小于 floor，现为 0。"]),
        (Proportional(none_below=D("0.9"), cap=D("0.8")), ["none_below 不应大于 cap，现为 0.9。"]),
        (Proportional(none_below=D("0.8"), floor=D("0.8"), cap=D("0.8")), []),
        (Proportional(cap=D("0.1")), []),
    ],
)
def test_its_bounds_must_fit_together(rule: Proportional, problems: list[str]) -> None:
    assert list(rule.problems()) == problems


def test_it_has_a_name() -> None:
    assert (Proportional.NAME.zh, Proportional.NAME.en) == ("按比例计分", "proportional")
