"""Periods, measures, standings, amounts and reports by their rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.ledger.amounts import Unreadable, read_amount, shown_amount
from jixiao.core.ledger.measures import (
    Measured,
    Pace,
    Reckoning,
    achieved,
    is_met,
    joined,
    pace_of,
    reckoning_of,
    standing,
)
from jixiao.core.ledger.periods import Frequency, Period, count, frequency_of, periods_of, quarter_of
from jixiao.core.ledger.reporting import Asked, Progress, Said, obstacles, standing_of
from jixiao.core.ledger.states import CellFacts, Reporting, Standing, State, state_of, worst
from jixiao.core.ledger.strike_off import Claimed, Stage, claim_obstacle, confirm_obstacle

ON, BEHIND, SHORT, DONE, NONE = (
    Standing.ON_TRACK,
    Standing.BEHIND,
    Standing.SHORT,
    Standing.DONE,
    Standing.NONE,
)


@pytest.mark.parametrize("frequency", list(Frequency))
@pytest.mark.parametrize("year", [2024, 2026])
def test_the_periods_of_a_year_cover_it_without_gap_or_overlap(frequency: Frequency, year: int) -> None:
    periods = periods_of(frequency, year)
    assert len(periods) == count(frequency)
    assert (periods[0].starts, periods[-1].ends) == (date(year, 1, 1), date(year, 12, 31))
    assert all((later.starts - earlier.ends).days == 1 for earlier, later in pairwise(periods))


def test_a_period_stands_in_the_quarters_that_it_touches() -> None:
    assert list(Period(2026, Frequency.MONTH, 5).quarters) == [2]
    assert list(Period(2026, Frequency.HALF, 2).quarters) == [3, 4]
    assert quarter_of(date(2026, 9, 30)) == Period(2026, Frequency.QUARTER, 3)


def test_a_monthly_duty_asks_for_months_and_a_yearly_one_for_nothing() -> None:
    assert frequency_of(["year", "month"], Frequency.QUARTER) is Frequency.MONTH
    assert frequency_of(["year", "once"], Frequency.QUARTER) is Frequency.QUARTER
    assert frequency_of(["half-year"], Frequency.ONCE) is Frequency.HALF


D = Decimal


@pytest.mark.parametrize(
    ("measure", "values", "number", "expected"),
    [
        (("cumulative", ">=", 60), [15], 1, ON),
        (("cumulative", ">=", 60), [D("13.5")], 1, ON),  # nine tenths of the pace
        (("cumulative", ">=", 60), [13], 1, BEHIND),
        (("cumulative", ">=", 60), [8], 1, SHORT),
        (("cumulative", ">=", 60), [60], 1, DONE),
        (("cumulative", ">=", 60), [15, None], 2, SHORT),
        (("cumulative", ">=", 60), [15, 30, 45, 59], 4, SHORT),
        (("cumulative", ">=", 60), [15, 30, 45, 60], 4, DONE),
        (("cumulative", ">", 60), [15, 30, 45, 60], 4, SHORT),
        (("cumulative", ">=", 1), [0, 0, 0], 3, ON),  # nothing can be three quarters made
        (("cumulative", ">=", 1), [0, 0, 0, 0], 4, SHORT),
        (("cumulative", ">=", 2), [0, 0], 2, SHORT),
        (("increment", ">=", 60), [15, 15], 2, ON),
        (("increment", ">=", 60), [30, 30], 2, DONE),
        (("level", ">=", 95), [96], 1, ON),
        (("level", ">=", 95), [94], 1, BEHIND),
        (("level", ">=", 95), [96, 96, 96, 94], 4, SHORT),
        (("level", "<=", 3), [2, 2, 2, 2], 4, DONE),
        (("level", "<=", 3), [4], 1, BEHIND),
        (("cumulative", "<=", 3), [2], 1, ON),
        (("cumulative", "<=", 3), [4], 1, SHORT),  # what was used up does not come back
        (("level", "=", 0), [0], 1, ON),
        (("cumulative", "=", 0), [1], 1, SHORT),
        (("each", ">=", 1), [1], 1, ON),
        (("each", ">=", 1), [1, 0], 2, SHORT),
        (("each", ">=", 1), [1, 1, 1, 1], 4, DONE),
        (("cumulative", ">=", 60), [None], 1, NONE),
    ],
)
def test_the_standing_of_a_measure(
    measure: tuple[str, str, int], values: list[int | None], number: int, expected: Standing
) -> None:
    reckoning, comparator, target = measure
    measured = Measured(Reckoning(reckoning), comparator, D(target))
    assert standing(measured, [None if each is None else D(each) for each in values], Pace(D(number) / 4)) is expected


LAST = (4, 4, date(2026, 10, 1), date(2026, 12, 31))


def test_a_report_before_its_period_ends_is_judged_by_the_days_that_have_passed() -> None:
    assert pace_of(*LAST, reported=date(2027, 1, 5)).is_final
    early = pace_of(*LAST, reported=date(2026, 11, 15))
    assert (early.share, early.ended) == (D(3) / 4 + D(46) / 92 / 4, False)
    goal = Measured(Reckoning.CUMULATIVE, ">=", D(36))
    assert standing(goal, [None, None, None, D(34)], early) is ON
    assert standing(goal, [None, None, None, D(34)], pace_of(*LAST, reported=None)) is SHORT
    duty = Measured(Reckoning.EACH, ">=", D(1))
    assert standing(duty, [D(0)], early) is BEHIND


def test_a_range_is_met_between_its_ends() -> None:
    measured = Measured(Reckoning.LEVEL, ">=", D(5), D(8))
    assert [is_met(measured, D(value)) for value in (4, 5, 8, 9)] == [False, True, True, False]


def test_increments_add_up_and_other_values_replace_each_other() -> None:
    values = [D(3), None, D(4)]
    assert achieved(Reckoning.INCREMENT, values) == 7
    assert achieved(Reckoning.CUMULATIVE, values) == achieved(Reckoning.LEVEL, values) == 4
    assert achieved(Reckoning.EACH, [None]) is None


@given(st.lists(st.sampled_from(list(Standing)), max_size=5), st.randoms())
def test_the_order_of_measures_does_not_matter_and_a_missing_one_is_not_done(
    standings: list[Standing], random: object
) -> None:
    shuffled = list(standings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert joined(shuffled) is joined(standings)
    if NONE in standings:
        assert joined(standings) is not DONE


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.integers(1, 4))
def test_a_better_value_never_stands_worse(one: Decimal, other: Decimal, number: int) -> None:
    measured = Measured(Reckoning.CUMULATIVE, ">=", D(50))
    order = [SHORT, BEHIND, ON, DONE]
    low, high = sorted([one, other])
    ranks = [
        order.index(standing(measured, [None] * (number - 1) + [value], Pace(D(number) / 4))) for value in (low, high)
    ]
    assert ranks[0] <= ranks[1]


def test_what_is_reckoned_how() -> None:
    assert reckoning_of("amount", "year") is Reckoning.CUMULATIVE
    assert reckoning_of("frequency", "quarter") is Reckoning.EACH
    assert reckoning_of("rate", "year") is Reckoning.LEVEL


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("12", "个", 12),
        ("１２", "个", 12),
        ("12个", "个", 12),
        ("8000万元", "亿元", 80_000_000),
        ("0.8", "亿元", 80_000_000),
        ("0.8亿", "亿元", 80_000_000),
        ("1,200", "万元", 12_000_000),
        ("95%", "%", 95),
        ("95", "%", 95),
        (" ", "个", None),
        ("-3", "个", -3),
        ("二十", "项", 20),
    ],
)
def test_an_amount_is_read_in_the_unit_of_its_target(typed: str, unit: str, value: int | None) -> None:
    assert read_amount(typed, unit) == (None if value is None else D(value))


@pytest.mark.parametrize(
    ("typed", "unit"), [("很多", "个"), ("12个", "亿元"), ("1e9", "元"), ("9" * 20, "元"), ("0.0000001", "元")]
)
def test_what_is_no_amount_is_refused_in_a_sentence(typed: str, unit: str) -> None:
    with pytest.raises(Unreadable, match=r"。$"):
        read_amount(typed, unit)


@given(st.decimals(-(10**6), 10**6, places=4), st.sampled_from(["亿元", "万元", "元", "个", "%", ""]))
def test_an_amount_that_is_shown_reads_as_itself(value: Decimal, unit: str) -> None:
    base = read_amount(f"{value:f}", unit)
    assert base is not None
    assert read_amount(shown_amount(base, unit), unit) == base


CELL = CellFacts(due=date(2026, 4, 8), grace=date(2026, 4, 13))
OPENS, IN_TIME, LATE = date(2026, 1, 12), date(2026, 4, 2), date(2026, 4, 9)


def _asked(*standings: Standing, **given: object) -> Asked:
    return Asked(CELL, OPENS, standings, **given)  # type: ignore[arg-type]


def test_a_report_on_time_and_on_track_is_asked_nothing_more() -> None:
    assert obstacles(_asked(ON), Said(Progress.ON_PLAN), IN_TIME) == ()


@pytest.mark.parametrize(
    ("asked", "said", "today", "words"),
    [
        (_asked(), Said(Progress.ON_PLAN), IN_TIME, "一句话"),
        (_asked(NONE, missing=("投资额",)), Said(Progress.ON_PLAN), IN_TIME, "请填写投资额"),
        (_asked(ON), Said(Progress.ON_PLAN), LATE, "已过报送期限"),
        (_asked(BEHIND), Said(Progress.ON_PLAN), IN_TIME, "进度没有达到要求"),
        (_asked(ON), Said(Progress.BEHIND), IN_TIME, "进度没有达到要求"),
        (_asked(ON, evidence=1), Said(Progress.DONE), IN_TIME, "目标值没有达到"),
        (_asked(DONE), Said(Progress.DONE), IN_TIME, "佐证材料"),
        (_asked(DONE, evidence=1, open_tasks=2), Said(Progress.DONE), IN_TIME, "还有 2 项"),
        (_asked(ON, evidence=1, has_each=True), Said(Progress.DONE), IN_TIME, "最后一期"),
        (_asked(ON), Said(Progress.ON_PLAN, "字" * 1001), IN_TIME, "1000 个字"),
        (Asked(CELL, LATE), Said(Progress.ON_PLAN), IN_TIME, "还没有开启"),
        (Asked(CellFacts(LATE, LATE, Reporting.SUBMITTED), OPENS), Said(Progress.ON_PLAN), IN_TIME, "等绩效办审核"),
        (Asked(CellFacts(LATE, LATE, Reporting.ACCEPTED), OPENS), Said(Progress.ON_PLAN), IN_TIME, "申请更正"),
        (Asked(CellFacts(LATE, LATE, struck_off=True), OPENS), Said(Progress.ON_PLAN), IN_TIME, "已经销号"),
    ],
)
def test_what_keeps_a_report_from_being_handed_in_is_said(asked: Asked, said: Said, today: date, words: str) -> None:
    assert any(words in each.sentence for each in obstacles(asked, said, today))


@given(st.lists(st.sampled_from(list(Standing)), max_size=4), st.sampled_from(list(Progress)))
def test_a_reporters_word_never_makes_the_light_better(standings: list[Standing], progress: Progress) -> None:
    order = [SHORT, BEHIND, ON, DONE]
    found = standing_of(Said(progress), standings)
    measured = joined(standings)
    assert measured is NONE or order.index(found) <= order.index(measured)


def test_a_report_in_force_goes_by_its_standing_and_strike_off_by_nothing_else() -> None:
    late = date(2026, 12, 1)
    assert state_of(CellFacts(CELL.due, CELL.grace, Reporting.SUBMITTED, ON), late) is State.ON_TRACK
    assert state_of(CellFacts(CELL.due, CELL.grace, Reporting.DRAFT, SHORT), IN_TIME) is State.LATE
    assert state_of(CellFacts(CELL.due, CELL.grace, struck_off=True), late) is State.STRUCK_OFF
    assert state_of(CellFacts(CELL.due, CELL.grace, Reporting.RETURNED), late) is State.LATE
    assert worst([State.DONE, State.AT_RISK, State.ON_TRACK]) is State.AT_RISK


def test_strike_off_takes_evidence_words_and_another_person() -> None:
    assert "佐证材料" in claim_obstacle(Claimed(Stage.OPEN), "完成。")
    assert "完成情况" in claim_obstacle(Claimed(Stage.OPEN, 1), " ")
    assert claim_obstacle(Claimed(Stage.RETURNED, 1), "完成。") == ""
    assert "正在等核实" in claim_obstacle(Claimed(Stage.CLAIMED, 1), "完成。")
    claimed = Claimed(Stage.CLAIMED, 1)
    assert "另一人" in confirm_obstacle(claimed, is_own=True)
    assert confirm_obstacle(claimed, is_own=False) == ""
    assert confirm_obstacle(Claimed(Stage.STRUCK_OFF, 1), is_own=False) != ""
