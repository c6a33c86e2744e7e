"""Exact arithmetic: rounding after division, and a rounded whole shared out among its parts."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from jixiao.core.scoring.exact import CONTEXT, apportioned, settled


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.3449", 2, "2.34"), ("0.5", 0, "1"), ("1", 2, "1.00")],
)
def test_a_half_is_rounded_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert str(settled(D(value), places)) == rounded


def test_a_half_that_division_blurred_is_still_a_half() -> None:
    blurred = CONTEXT.multiply(CONTEXT.divide(D(1), D(7)), D("3.5"))
    assert blurred != D("0.5")
    assert settled(D("0.4" + "9" * 49), 0) == settled(blurred, 0) == 1
    assert settled(D("0.4" + "9" * 29), 0) == 0


def test_zero_has_no_sign() -> None:
    assert str(settled(D("-0.001"), 2)) == "0.00"


def parts(exact: dict[str, str], whole: str, places: int = 2) -> dict[str, str]:
    made = apportioned([(key, D(value)) for key, value in exact.items()], D(whole), places)
    return dict(zip(exact, map(str, made), strict=True))


def test_the_units_that_are_left_go_to_the_largest_remainders() -> None:
    assert parts({"a": "1.004", "b": "1.009", "c": "1.007"}, "3.02") == {"a": "1.00", "b": "1.01", "c": "1.01"}


def test_at_equal_remainders_the_first_key_gets_the_unit() -> None:
    third = str(D(1) / 3)
    assert parts({"c": third, "a": third, "b": third}, "1.00") == {"c": "0.33", "a": "0.34", "b": "0.33"}


def test_parts_below_zero_are_taken_down_to_the_unit_below() -> None:
    assert parts({"a": "-0.333", "b": "-0.667"}, "-1.00") == {"a": "-0.33", "b": "-0.67"}
    assert parts({"a": "-0.004", "b": "-0.006"}, "-0.01") == {"a": "0.00", "b": "-0.01"}


def test_exact_parts_keep_their_value() -> None:
    assert parts({"a": "1.50", "b": "-0.25", "c": "0"}, "1.25") == {"a": "1.50", "b": "-0.25", "c": "0.00"}


def test_whole_units() -> None:
    assert parts({"a": "1.6", "b": "1.6"}, "3", 0) == {"a": "2", "b": "1"}


def test_a_whole_that_was_rounded_up_gives_one_unit_more() -> None:
    assert parts({"a": "0.333", "b": "0.333"}, "0.67") == {"a": "0.34", "b": "0.33"}


def test_nothing_has_no_sign() -> None:
    assert parts({"a": "-0", "b": "-0.00"}, "0") == {"a": "0.00", "b": "0.00"}


def test_nothing_is_shared_out_among_nobody() -> None:
    assert apportioned([], D(0), 2) == []
