"""Points taken for each step by which the target is missed."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from scoring_cases import an_entry, share_of, told

from jixiao.core.scoring.rules import Direction, Steps
from jixiao.core.scoring.rules.steps import Measure

HUZHOU = Steps(step=D("0.01"), takes=D("0.05"), measure=Measure.PERCENT, whole=False)  # 每低1%扣0.05分
WHOLE = Steps(step=D(2), takes=D(1))
CASES = Steps(takes=D("0.5"), direction=Direction.LOWER)


@pytest.mark.parametrize(
    ("value", "share"), [("100", "1"), ("101", "1"), ("99", "0.995"), ("98.5", "0.9925"), ("0", "0.5")]
)
def test_pro_rata_every_part_of_a_step_counts(value: str, share: str) -> None:
    assert share_of(HUZHOU, an_entry(value, target="100")) == D(share)


@pytest.mark.parametrize(
    ("value", "share"), [("98.01", "1"), ("98", "0.9"), ("96.5", "0.9"), ("96", "0.8"), ("80", "0"), ("60", "0")]
)
def test_only_whole_steps_count_and_never_more_than_all(value: str, share: str) -> None:
    assert share_of(WHOLE, an_entry(value, target="100")) == D(share)


def test_a_floor_remains() -> None:
    assert share_of(Steps(floor=D("0.6")), an_entry("0", target="100")) == D("0.6")


def test_each_case_takes_points_where_no_target_is_set() -> None:
    assert share_of(CASES, an_entry("0")) == 1
    assert share_of(CASES, an_entry("3")) == D("0.85")


def test_cases_within_the_ceiling_take_nothing() -> None:
    assert share_of(CASES, an_entry("2", target="2")) == 1
    assert share_of(CASES, an_entry("4", target="2")) == D("0.9")


def test_without_a_target_completion_is_missed_from_one() -> None:
    rule = Steps(step=D("0.1"), takes=D(1))
    assert share_of(rule, an_entry("1")) == 1
    assert share_of(rule, an_entry("0.7")) == D("0.7")


def test_percent_is_of_the_target_and_of_its_size() -> None:
    rule = Steps(step=D("0.1"), takes=D(1), measure=Measure.PERCENT)
    assert share_of(rule, an_entry("40", target="50")) == D("0.8")
    assert share_of(rule, an_entry("-60", target="-50")) == D("0.8")
    assert share_of(rule, an_entry("-0.2", target="0")) == D("0.8")


def test_an_indicator_without_points_earns_nothing() -> None:
    assert share_of(WHOLE, an_entry("100", points="0", target="100")) == 0
    assert share_of(WHOLE, an_entry("98", points="0.5", target="100")) == 0
    assert share_of(WHOLE, an_entry("100", points="1", target="100")) == 1


def test_it_says_how_many_steps_were_missed() -> None:
    assert told(WHOLE, an_entry("95", target="100", unit="件")) == (
        "目标100件，实际95件，低5件；每2件扣1分，计2档",
        "target 100件, actual 95件, 5件 short; 1 points per 2件: 2 steps",
    )
    assert told(HUZHOU, an_entry("98.5", target="100", unit="%")) == (
        "目标100%，实际98.5%，低1.5%；每1%扣0.05分，计1.5档",
        "target 100%, actual 98.5%, 1.5% short; 0.05 points per 1%: 1.5 steps",
    )
    assert told(CASES, an_entry("3", unit="起")) == (
        "目标0起，实际3起，超3起；每1起扣0.5分，计3档",
        "target 0起, actual 3起, 3起 over; 0.5 points per 1起: 3 steps",
    )


def test_it_says_when_nothing_is_missed() -> None:
    assert told(WHOLE, an_entry("100", target="100")) == ("目标100，实际100，达到", "target 100, actual 100: met")
    assert told(CASES, an_entry("0")) == ("目标0，实际0，达到", "target 0, actual 0: met")


def test_better_is_more_or_less_by_its_direction() -> None:
    assert WHOLE.better(D(5), D(1), an_entry("5")) == 6
    assert CASES.better(D(5), D(1), an_entry("5")) == 4


@pytest.mark.parametrize(
    ("rule", "problems"),
    [
        (Steps(step=D(0)), ["step 应大于 0，现为 0。"]),
        (Steps(takes=D("-1")), ["takes 不应小于 0，现为 -1。"]),
        (Steps(floor=D(2)), ["floor 应在 0 和 1 之间，现为 2。"]),
        (Steps(step=D("0.5"), takes=D(0), floor=D(1)), []),
    ],
)
def test_its_figures_must_make_sense(rule: Steps, problems: list[str]) -> None:
    assert list(rule.problems()) == problems


def test_it_has_a_name() -> None:
    assert (Steps.NAME.zh, Steps.NAME.en) == ("逐档扣分", "step deduction")
