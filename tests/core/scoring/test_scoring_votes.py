"""Votes to points: answers by worth, voter classes blended, which ballots count."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from jixiao.core.scoring.votes import Limits, blended, mean_vote, trimmed_mean, void_because

WORTH = {"满意": D(100), "比较满意": D(85), "基本满意": D(70), "不满意": D(0)}


def test_the_mean_worth_of_the_votes() -> None:
    assert mean_vote({"满意": 6, "比较满意": 2, "不满意": 2}, WORTH) == 77


def test_answers_without_a_worth_do_not_count() -> None:
    assert mean_vote({"满意": 1, "基本满意": 1, "不了解": 98}, WORTH) == 85
    assert mean_vote({"不了解": 98}, WORTH) is None
    assert mean_vote({"满意": 0}, WORTH) is None
    assert mean_vote({"不满意": 1}, WORTH) == 0


def test_voter_classes_are_blended_by_weight() -> None:
    assert blended({"代表": D(90), "公众": D(80)}, {"代表": D(1), "公众": D(3)}) == D("82.5")


def test_a_class_in_which_nobody_voted_hands_its_weight_on() -> None:
    weights = {"代表": D(40), "公众": D(30), "企业": D(30)}
    assert blended({"代表": None, "公众": D(80), "企业": D(70)}, weights) == 75


def test_a_class_without_weight_does_not_count() -> None:
    assert blended({"代表": D(90), "路人": D(0)}, {"代表": D("0.5"), "路人": D(0)}) == 90
    assert blended({"代表": D(90), "路人": D(0)}, {"代表": D("0.5")}) == 90
    assert blended({"代表": D(90)}, {}) is None
    assert blended({"代表": None}, {"代表": D(1)}) is None


def void(*marks: str, **limits: Any) -> str:
    numbers = {name: D(value) if isinstance(value, str) else value for name, value in limits.items()}
    return void_because([D(mark) for mark in marks], Limits(**numbers))


def test_without_limits_every_sheet_counts() -> None:
    assert void("100", "100") == void() == void("0") == ""


@pytest.mark.parametrize(("marks", "why"), [(("95", "90", "80"), ""), (("95", "90", "90"), "90分及以上的超过2个")])
def test_at_most_so_many_high_marks(marks: tuple[str, ...], why: str) -> None:
    assert void(*marks, high="90", at_most_high=2) == why


def test_no_high_mark_at_all_may_be_allowed() -> None:
    assert void("100", at_most_high=0) == "100分及以上的超过0个"
    assert void("99", at_most_high=0) == ""


@pytest.mark.parametrize(("marks", "why"), [(("95", "79", "70"), ""), (("95", "80", "79"), "低于80分的不足2个")])
def test_at_least_so_many_low_marks(marks: tuple[str, ...], why: str) -> None:
    assert void(*marks, low="80", at_least_low=2) == why


def test_marks_that_are_all_alike_may_be_void() -> None:
    assert void("90", "90", "90", alike_is_void=True) == "各对象得分全部相同"
    assert void("100", "100", alike_is_void=True) == "全部打了满分"
    assert void("10", "10", alike_is_void=True, full="10") == "全部打了满分"
    assert void("90", "91", alike_is_void=True) == void("90", alike_is_void=True) == void(alike_is_void=True) == ""


def test_a_mean_without_the_highest_and_lowest() -> None:
    marks = [D(mark) for mark in (60, 80, 80, 86, 90, 100)]
    assert trimmed_mean(marks) == 84
    assert trimmed_mean(marks[:5]) == D("79.2")
    assert trimmed_mean(marks, trim=2) == 83
    assert trimmed_mean(marks[:3], above=2) == 80
    assert trimmed_mean([]) is None
