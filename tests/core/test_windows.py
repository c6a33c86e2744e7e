"""Due dates: a table reckoned by another program, and the moments at which Beijing changes its day.

window_cases.tsv: case, first and last day of the period, working days for reporting and of grace, day on which the
ledger opened → opens, due, end of grace. Its dates were counted over a list of working days from the package
chinese-calendar 1.11, with no code of this project.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from jixiao.core.ledger.states import CellFacts, State, state_of
from jixiao.core.ledger.windows import Terms, beijing_day, window

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "window_cases.tsv").read_text(encoding="utf-8").splitlines()
    if line
]


def _day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[3]}+{case[4]}")
def test_a_window_is_what_the_table_says(case: list[str]) -> None:
    _, starts, ends, report, grace, opened, opens, due, grace_until = case
    found = window(_day(starts), _day(ends), Terms(int(report), int(grace)), _day(opened))
    assert (found.opens, found.due, found.grace) == (_day(opens), _day(due), _day(grace_until))
    assert found.certain


def test_the_table_is_long_enough_and_reaches_every_kind_of_day() -> None:
    assert len(CASES) >= 200
    dues = [_day(case[7]) for case in CASES]
    assert any(due.weekday() >= 5 for due in dues), "a due date on a weekend that is worked"
    assert any(_day(case[7]).year > _day(case[2]).year for case in CASES), "over the end of a year"
    assert any(case[2] == "2024-02-29" for case in CASES), "the leap day"


def test_a_count_into_a_year_without_a_notice_is_uncertain() -> None:
    found = window(date(2026, 10, 1), date(2026, 12, 31), Terms(5, 3), date(2026, 1, 5))
    assert (found.due, found.certain) == (date(2027, 1, 7), False)


EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 4, 8, 15, 59, 59, tzinfo=UTC), date(2026, 4, 8)),
        (datetime(2026, 4, 8, 16, 0, tzinfo=UTC), date(2026, 4, 9)),
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2024, 2, 28, 16, 0, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2024, 2, 29, 16, 0, tzinfo=UTC), date(2024, 3, 1)),
        (datetime(2025, 2, 28, 16, 0, tzinfo=UTC), date(2025, 3, 1)),
        (datetime(2026, 4, 8, 5, 0, tzinfo=WEST), date(2026, 4, 9)),
        (datetime(2026, 4, 8, 4, 59, tzinfo=WEST), date(2026, 4, 8)),
        (datetime(2026, 4, 9, 5, 59, tzinfo=EAST), date(2026, 4, 8)),
        (datetime(2026, 4, 9, 6, 0, tzinfo=EAST), date(2026, 4, 9)),
        (datetime(2026, 7, 1, 0, 0, tzinfo=UTC), date(2026, 7, 1)),  # no summer time
    ],
)
def test_the_day_is_that_of_beijing_wherever_the_server_stands(moment: datetime, day: date) -> None:
    assert beijing_day(moment) == day


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        beijing_day(datetime(2026, 4, 8, 12, 0))


CELL = CellFacts(due=date(2026, 4, 8), grace=date(2026, 4, 13))


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 4, 1), State.NOT_DUE),
        (date(2026, 4, 2), State.AT_RISK),  # the 3rd, 7th and 8th are left: 4th to 6th is 清明
        (date(2026, 4, 8), State.AT_RISK),
        (date(2026, 4, 13), State.AT_RISK),
        (date(2026, 4, 14), State.LATE),
    ],
)
def test_an_unreported_cell_goes_by_the_calendar(today: date, state: State) -> None:
    assert state_of(CELL, today) is state
