"""Done or not: all points on target, a fixed part otherwise."""

from __future__ import annotations

from decimal import Decimal

import pytest
from scoring_cases import an_entry, share_of, told

from jixiao.core.scoring.rules import Direction, Done

CEILING = Done(direction=Direction.LOWER)


@pytest.mark.parametrize(("value", "share"), [("1", 1), ("2", 1), ("0", 0), ("0.999", 0), ("-1", 0)])
def test_without_a_target_one_is_done(value: str, share: int) -> None:
    assert share_of(Done(), an_entry(value)) == share
    assert share_of(CEILING, an_entry(value)) == share


@pytest.mark.parametrize(("value", "share"), [("100", 1), ("100.01", 1), ("99.99", 0)])
def test_exactly_on_target_is_done(value: str, share: int) -> None:
    assert share_of(Done(), an_entry(value, target="100")) == share


@pytest.mark.parametrize(("value", "share"), [("3", 1), ("2.9", 1), ("3.01", 0)])
def test_exactly_at_a_ceiling_is_done(value: str, share: int) -> None:
    assert share_of(CEILING, an_entry(value, target="3")) == share


def test_a_ceiling_of_zero_allows_none() -> None:
    assert share_of(CEILING, an_entry("0", target="0")) == 1
    assert share_of(CEILING, an_entry("1", target="0")) == 0


def test_what_is_not_done_may_keep_a_part() -> None:
    assert share_of(Done(otherwise=Decimal("0.4")), an_entry("0")) == Decimal("0.4")
    assert share_of(Done(otherwise=Decimal("0.4")), an_entry("1")) == 1


def test_it_says_what_it_found() -> None:
    assert told(Done(), an_entry("1")) == ("已完成", "done")
    assert told(Done(), an_entry("0")) == ("未完成", "not done")
    assert told(Done(), an_entry("90.50", target="90", unit="%")) == (
        "目标90%，实际90.5%，达到",
        "target 90%, actual 90.5%: met",
    )
    assert told(CEILING, an_entry("4", target="3", unit="起")) == (
        "目标3起，实际4起，未达到",
        "target 3起, actual 4起: not met",
    )


def test_a_number_too_small_to_be_seen_has_no_sign() -> None:
    assert told(Done(), an_entry("-0.00001", target="100"))[0] == "目标100，实际0，未达到"
    assert told(Done(), an_entry("-0.0001", target="100"))[0] == "目标100，实际-0.0001，未达到"


def test_less_is_better_only_under_a_ceiling() -> None:
    five, one = Decimal(5), Decimal(1)
    assert CEILING.better(five, one, an_entry("5", target="3")) == 4
    assert CEILING.better(five, one, an_entry("5")) == 6
    assert Done().better(five, one, an_entry("5", target="3")) == 6


@pytest.mark.parametrize("bad", ["-0.01", "1.01"])
def test_the_part_left_lies_between_nothing_and_all(bad: str) -> None:
    assert list(Done(otherwise=Decimal(bad)).problems()) == [f"otherwise 应在 0 和 1 之间，现为 {bad}。"]


def test_nothing_and_all_are_both_allowed() -> None:
    assert list(Done(otherwise=Decimal(0)).problems()) == list(Done(otherwise=Decimal(1)).problems()) == []


def test_it_has_a_name() -> None:
    assert (Done.NAME.zh, Done.NAME.en, Done.KIND) == ("完成得分", "done or not", "done")
    assert Done().is_monotone and not Done.COMPARES
