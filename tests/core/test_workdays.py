from __future__ import annotations

from datetime import date, timedelta

import pytest

from jixiao.core.workdays import KNOWN_YEARS, Reckoned, add_workdays, is_workday, workdays_between


def _days(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


# Counted from each notice: calendar days - weekends - days off that are no weekend + weekends that are worked.
@pytest.mark.parametrize(("year", "worked"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_its_notice_leaves(year: int, worked: int) -> None:
    assert year in KNOWN_YEARS
    assert sum(map(is_workday, _days(year))) == worked


@pytest.mark.parametrize(
    "day",
    [
        date(2023, 1, 2),  # 元旦 made up
        date(2023, 10, 6),  # 中秋 and 国庆 in one
        date(2024, 2, 16),  # 春节
        date(2024, 5, 3),
        date(2025, 2, 4),
        date(2025, 10, 8),
        date(2026, 1, 2),
        date(2026, 2, 16),
        date(2026, 2, 23),
        date(2026, 6, 19),
        date(2026, 9, 25),
    ],
)
def test_a_holiday_on_a_weekday_is_no_working_day(day: date) -> None:
    assert day.weekday() < 5
    assert not is_workday(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2023, 1, 28),
        date(2023, 6, 25),
        date(2024, 2, 4),
        date(2024, 9, 14),
        date(2024, 10, 12),
        date(2025, 1, 26),
        date(2025, 10, 11),
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 9, 20),
    ],
)
def test_a_made_up_saturday_or_sunday_is_worked(day: date) -> None:
    assert day.weekday() >= 5
    assert is_workday(day)


def test_every_made_up_day_is_a_weekend_and_days_off_are_not_worked() -> None:
    known = [day for year in KNOWN_YEARS for day in _days(year)]
    worked_weekends = [day for day in known if day.weekday() >= 5 and is_workday(day)]
    assert len(worked_weekends) == 7 + 8 + 5 + 6


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # Friday to Monday
        (date(2026, 2, 12), 2, date(2026, 2, 14)),  # the Saturday before 春节 is worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # 14 worked, 15 to 23 off
        (date(2026, 2, 27), 7, date(2026, 3, 9)),  # 28 worked, 1 a Sunday
        (date(2024, 9, 30), 5, date(2024, 10, 12)),
        (date(2025, 12, 30), 3, date(2026, 1, 5)),  # 31, then Sunday the 4th is worked, then the 5th
        (date(2023, 12, 29), 1, date(2024, 1, 2)),
    ],
)
def test_the_day_after_the_start_counts_as_the_first(start: date, count: int, expected: date) -> None:
    assert add_workdays(start, count) == Reckoned(expected, certain=True)


def test_a_count_into_a_year_without_a_notice_skips_weekends_and_says_so() -> None:
    assert add_workdays(date(2099, 12, 30), 3) == Reckoned(date(2100, 1, 4), certain=False)
    assert not add_workdays(max(_days(max(KNOWN_YEARS))), 1).certain


def test_a_year_is_not_crossed_by_starting_on_its_last_day() -> None:
    assert add_workdays(date(2022, 12, 31), 1) == Reckoned(date(2023, 1, 3), certain=True)
    assert not add_workdays(date(2022, 12, 30), 1).certain


def test_a_count_that_ends_on_the_last_known_day_is_certain() -> None:
    assert add_workdays(date(2026, 12, 30), 1) == Reckoned(date(2026, 12, 31), certain=True)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_workdays(date(2026, 3, 2), -1)


def test_days_between_undo_days_added() -> None:
    for count in range(40):
        assert workdays_between(date(2026, 1, 30), add_workdays(date(2026, 1, 30), count).date) == count


def test_days_between_are_negative_backwards() -> None:
    assert workdays_between(date(2026, 2, 24), date(2026, 2, 13)) == -2
    assert workdays_between(date(2026, 2, 14), date(2026, 2, 14)) == 0


def test_a_term_is_counted_as_day_by_day_whatever_its_length() -> None:
    start = date(2022, 12, 20)
    counted = 0
    for days in range(1, 5 * 366):
        counted += is_workday(start + timedelta(days))
        assert workdays_between(start, start + timedelta(days)) == counted
    assert workdays_between(date(1, 1, 1), date(9999, 12, 31)) == 2608614 - _taken_by_notices()


def _taken_by_notices() -> int:
    """Weekdays that are off, less weekend days that are worked. 2608614 weekdays follow the first day of the calendar."""
    days = [day for year in KNOWN_YEARS for day in _days(year)]
    return sum(day.weekday() < 5 for day in days) - sum(map(is_workday, days))
