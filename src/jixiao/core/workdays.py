"""Working days of mainland China, by the yearly holiday notices of the State Council's General Office.

A year's notice appears late in the year before; a year without one here is counted by weekends alone and
said to be uncertain. Add each new notice to `_NOTICES` as it is published.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# year -> (days off, weekend days that are worked), in the words' order of the notice; a-b is a stretch.
# A day off of a year that lies in the year before is always a weekend there (2022-12-31) and needs no entry.
_NOTICES = {
    # 国务院办公厅关于2023年部分节假日安排的通知，国办发明电〔2022〕16号，2022年12月8日
    2023: (
        "1.1-1.2 1.21-1.27 4.5 4.29-5.3 6.22-6.24 9.29-10.6",
        "1.28 1.29 4.23 5.6 6.25 10.7 10.8",
    ),
    # 国务院办公厅关于2024年部分节假日安排的通知，国办发明电〔2023〕7号，2023年10月25日
    2024: (
        "1.1 2.10-2.17 4.4-4.6 5.1-5.5 6.10 9.15-9.17 10.1-10.7",
        "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12",
    ),
    # 国务院办公厅关于2025年部分节假日安排的通知，国办发明电〔2024〕12号，2024年11月12日
    2025: (
        "1.1 1.28-2.4 4.4-4.6 5.1-5.5 5.31-6.2 10.1-10.8",
        "1.26 2.8 4.27 9.28 10.11",
    ),
    # 国务院办公厅关于2026年部分节假日安排的通知，国办发明电〔2025〕7号，2025年11月4日
    2026: (
        "1.1-1.3 2.15-2.23 4.4-4.6 5.1-5.5 6.19-6.21 9.25-9.27 10.1-10.7",
        "1.4 2.14 2.28 5.9 9.20 10.10",
    ),
}
KNOWN_YEARS = frozenset(_NOTICES)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day counted to. `certain` is False when the count crossed a year whose notice is not known here."""

    date: date
    certain: bool


def _days(year: int, text: str) -> Iterator[date]:
    for stretch in text.split():
        ends = [date(year, *map(int, end.split("."))) for end in stretch.split("-")]
        yield from (ends[0] + timedelta(n) for n in range((ends[-1] - ends[0]).days + 1))


_OFF = frozenset(day for year, (off, _) in _NOTICES.items() for day in _days(year, off))
_WORKED = frozenset(day for year, (_, worked) in _NOTICES.items() for day in _days(year, worked))

_WEEKENDS_WORKED = sorted(day for day in _WORKED if day.weekday() >= 5)
_WEEKDAYS_OFF = sorted(day for day in _OFF if day.weekday() < 5)


def is_workday(day: date) -> bool:
    """Whether offices work on that day; in a year outside KNOWN_YEARS, whether it is no weekend."""
    return day in _WORKED or (day.weekday() < 5 and day not in _OFF)


def add_workdays(start: date, count: int) -> Reckoned:
    """The last day of a term of `count` working days; the day after `start` is the first that may count.

    0 gives `start` itself. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("a term has no negative length")
    day = start
    while count:
        day += timedelta(1)
        count -= is_workday(day)
    return Reckoned(day, all(year in KNOWN_YEARS for year in _years(start, day)))


def _years(start: date, end: date) -> range:
    """The years of the days after `start` up to `end`."""
    return range(min(start + timedelta(1), end).year, end.year + 1) if end > start else range(0)


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before `start`."""
    if end < start:
        return -workdays_between(end, start)
    return _workdays_until(end) - _workdays_until(start)


def _workdays_until(day: date) -> int:
    """Working days of the calendar up to and with `day`. The year 1 began on a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5) + bisect_right(_WEEKENDS_WORKED, day) - bisect_right(_WEEKDAYS_OFF, day)
