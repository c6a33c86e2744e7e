"""Reminders: on which day, to whom, in what words; one digest a person and day, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.ledger.reminders import Group, Matter, addressed, ahead, digest, group_of, occasions, workday_before
from jixiao.core.workdays import is_workday

CELL = Matter("1-1 一季度", "新建口袋公园12个以上", date(2026, 4, 8), date(2026, 4, 13), "/ledger/cells/1/")


def said(matter: Matter, today: date, since: date | None = None) -> str:
    composed = digest([matter], since, today)
    return composed.text if composed else ""


@pytest.mark.parametrize(
    ("today", "group"),
    [
        (date(2026, 3, 30), None),
        (date(2026, 3, 31), Group.NEAR),  # five working days are left: 1, 2, 3, 7 and 8 April
        (date(2026, 4, 8), Group.TODAY),
        (date(2026, 4, 9), Group.NEAR),  # in grace
        (date(2026, 4, 13), Group.NEAR),
        (date(2026, 4, 14), Group.LATE),
    ],
)
def test_the_heading_follows_the_calendar(today: date, group: Group | None) -> None:
    assert group_of(CELL, None, today) is group


def test_a_cell_is_said_five_and_one_working_days_before_at_due_and_late_and_then_weekly() -> None:
    days = sorted(set(occasions(CELL, date(2026, 4, 22))))
    assert days == [date(2026, 3, 31), *(date(2026, 4, day) for day in (7, 8, 14, 21))]


def test_a_reminder_for_a_day_off_comes_on_the_working_day_before() -> None:
    due = date(2026, 10, 5)  # in the holidays of the National Day
    task = replace(CELL, due=due, grace=due)
    assert workday_before(due) == date(2026, 9, 30)
    assert "【今天到期】" in said(task, date(2026, 9, 30), since=date(2026, 9, 29))
    assert said(task, date(2026, 10, 5)) == ""
    assert "【已逾期】" in said(task, date(2026, 10, 8), since=date(2026, 9, 30))


def test_a_returned_report_is_said_on_the_next_working_day_and_until_it_is_handed_in() -> None:
    returned = replace(CELL, due=date(2026, 7, 7), grace=date(2026, 7, 10), returned=date(2026, 5, 8))
    assert said(returned, date(2026, 5, 8), since=date(2026, 5, 8)) == ""
    assert "【退回】" in said(returned, date(2026, 5, 9), since=date(2026, 5, 8))  # a Saturday that is worked
    assert said(returned, date(2026, 5, 11), since=date(2026, 5, 9)) == ""


def test_a_new_directive_is_said_though_it_is_not_due_for_long() -> None:
    directive = Matter("督办〔3〕", "加快建设", date(2026, 6, 30), date(2026, 6, 30), "/x/", given=date(2026, 4, 20))
    assert "【新交办】" in said(directive, date(2026, 4, 21), since=date(2026, 4, 20))
    assert said(directive, date(2026, 4, 22), since=date(2026, 4, 21)) == ""


def test_a_leader_is_asked_only_after_the_days_that_the_ledger_sets() -> None:
    asked = replace(CELL, escalate=5)
    assert list(occasions(asked, date(2026, 4, 20))) == [date(2026, 4, 20)]
    assert said(asked, date(2026, 4, 17)) == ""
    assert "【提请您过问】" in said(asked, date(2026, 4, 20))


def test_the_performance_office_gets_a_line_an_office_and_not_a_line_a_cell() -> None:
    owed = [
        replace(CELL, number="绿化科", text=f"1-{n} 一季度", link="/ledger/plans/1/", missing=True) for n in range(7)
    ]
    composed = digest(owed, None, date(2026, 4, 14))
    assert composed is not None
    assert composed.lines == 1
    assert "绿化科　7 项未报：1-0 一季度、1-1 一季度、1-2 一季度、1-3 一季度、1-4 一季度 等" in composed.text


def test_a_digest_counts_its_headings_and_names_number_text_term_and_link() -> None:
    late = replace(CELL, number="2-1 一季度", due=date(2026, 3, 30), grace=date(2026, 4, 2))
    composed = digest([CELL, late], None, date(2026, 4, 8))
    assert composed is not None
    assert composed.subject == "绩效提醒：已逾期1项，今天到期1项"
    assert composed.text.split("\n") == [
        "【已逾期】",
        "2-1 一季度　新建口袋公园12个以上　期限3月30日，已逾期3个工作日",
        "/ledger/cells/1/",
        "【今天到期】",
        "1-1 一季度　新建口袋公园12个以上　期限4月8日",
        "/ledger/cells/1/",
    ]


def test_links_go_out_with_the_address_of_the_site_or_not_at_all() -> None:
    assert addressed("甲\n/ledger/", "https://jx.example") == "甲\nhttps://jx.example/ledger/"
    assert addressed("甲\n/ledger/", "") == "甲"


DAYS = st.dates(date(2026, 1, 5), date(2026, 11, 30))
MATTERS = st.builds(
    lambda due, excused, returned, given, escalate, missing: Matter(
        "1-1", "甲", due, due + timedelta(excused), "/x/", returned, given, escalate, missing
    ),
    DAYS,
    st.integers(0, 7),
    st.none() | DAYS,
    st.none() | DAYS,
    st.none() | st.integers(0, 20),
    st.booleans(),
)


@given(st.lists(MATTERS, min_size=1, max_size=6), DAYS, st.sets(st.integers(0, 39)))
def test_scans_that_run_twice_or_miss_days_say_once_what_has_come_up(
    matters: list[Matter], start: date, missed: set[int]
) -> None:
    """Forty days with any of them missed: no day has two digests; whatever came up since the last one is told."""
    last: date | None = None
    for n in range(40):
        today = start + timedelta(n)
        if n in missed:
            continue
        composed = digest(matters, last, today)
        came = [each for each in matters if any(last is None or day > last for day in _up_to(each, today))]
        assert all(group_of(each, last, today) for each in came if is_workday(today)), "something was lost"
        assert (composed is not None) == bool(is_workday(today) and came)
        if composed is not None:
            told = [each for each in matters if group_of(each, last, today)]
            is_one_line = [group_of(each, last, today) is Group.MISSING for each in told]
            assert composed.lines == is_one_line.count(False) + any(is_one_line)
            assert digest(matters, today, today) is None, "a second digest on one day"
            last = today


def _up_to(matter: Matter, today: date) -> list[date]:
    return [day for day in occasions(matter, today) if day <= today]


@given(DAYS, st.integers(0, 10))
def test_the_day_ahead_is_a_working_day_with_so_many_working_days_left(due: date, count: int) -> None:
    day = ahead(due, count)
    assert is_workday(day)
    assert sum(is_workday(day + timedelta(n)) for n in range(1, (due - day).days + 1)) >= count
