"""Due dates counted back from an end, against days counted by hand on the calendar of 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jixiao.core.ledger.amounts import Unreadable
from jixiao.core.ledger.counting_back import count_back, spread, workdays_before
from jixiao.core.workdays import workdays_between

END = date(2026, 10, 30)  # a Friday


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("提前5个工作日", date(2026, 10, 23)),
        ("提前 五 个工作日", date(2026, 10, 23)),
        ("前20天", date(2026, 10, 10)),
        ("提前20日完成", date(2026, 10, 10)),
        ("T-15", date(2026, 10, 15)),
        ("T－15", date(2026, 10, 15)),
        ("t-5个工作日", date(2026, 10, 23)),
        ("T", END),
        ("提前两周", date(2026, 10, 16)),
        ("提前1个月", date(2026, 9, 30)),
        ("截止日前10天", date(2026, 10, 20)),
        ("9月底前", date(2026, 9, 30)),
        ("2026-03-01", date(2026, 3, 1)),
        ("第二季度", date(2026, 6, 30)),
        ("每月10日前", date(2026, 10, 10)),
        ("每季度末", date(2026, 9, 30)),
        ("长期坚持", END),
    ],
)
def test_a_wording_means_its_day(text: str, due: date) -> None:
    assert count_back(text, 2026, END).due == due


def test_working_days_jump_the_national_holiday() -> None:
    assert workdays_before(date(2026, 10, 9), 2).due == date(2026, 9, 30)  # 1 to 7 October are off
    assert workdays_before(date(2026, 10, 9), 0).due == date(2026, 10, 9)


def test_working_days_count_the_same_forwards_and_backwards() -> None:
    for count in range(1, 120):
        assert workdays_between(workdays_before(END, count).due, END) == count


def test_a_month_before_the_last_of_february_is_the_last_of_january() -> None:
    assert count_back("提前1个月", 2026, date(2026, 2, 28)).due == date(2026, 1, 31)
    assert count_back("提前1个月", 2026, date(2026, 3, 30)).due == date(2026, 2, 28)
    assert count_back("提前2个月", 2026, date(2026, 1, 15)).due == date(2025, 11, 15)


def test_a_count_over_a_year_without_a_holiday_notice_is_uncertain() -> None:
    assert not workdays_before(date(2030, 5, 10), 3).certain
    assert workdays_before(END, 3).certain


def test_what_lies_behind_the_end_or_is_repeated_is_noted() -> None:
    assert "晚于指标完成时限" in count_back("12月底前", 2026, END).note
    assert "最后一次" in count_back("每月10日前", 2026, END).note
    assert count_back("9月底前", 2026, END).note == ""


def test_nothing_is_counted_back_without_an_end() -> None:
    with pytest.raises(Unreadable, match="请直接填写日期"):
        count_back("提前30个工作日", 2026, None)
    assert count_back("6月底前", 2026, None).due == date(2026, 6, 30)


@pytest.mark.parametrize("text", ["尽快", "提前", "T-", "13月底前", "提前900个工作日", "提前99个月", "前900天"])
def test_what_is_no_time_limit_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        count_back(text, 2026, END)


def test_a_stretch_is_divided_by_shares_of_its_working_days() -> None:
    starts, ends = date(2026, 3, 2), date(2026, 3, 13)  # nine working days after the Monday
    assert spread(starts, ends, [Decimal(1), Decimal(1), Decimal(1)]) == [date(2026, 3, 5), date(2026, 3, 10), ends]
    assert spread(starts, ends, [Decimal(30), Decimal(70)]) == [date(2026, 3, 5), ends]
    assert spread(starts, ends, [Decimal(5)]) == [ends]


@pytest.mark.parametrize("shares", [[], [Decimal(0)], [Decimal(-1), Decimal(2)]])
def test_shares_are_positive(shares: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="positive"):
        spread(date(2026, 1, 1), END, shares)
