"""When a cell opens, when its report is due, and until when it is excused: working days, Beijing time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from jixiao.core.workdays import add_workdays, is_workday

BEIJING = timezone(timedelta(hours=8))  # no summer time since 1991, so no table of zones is needed


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms in working days: for reporting after a period has ended, and of grace after that."""

    report: int = 5
    grace: int = 3


@dataclass(frozen=True, slots=True)
class Window:
    """A cell is closed before `opens`; a report until the end of `due` is on time, until the end of `grace` excused.

    `certain` is False when the count touched a year whose holidays are not announced yet.
    """

    opens: date
    due: date
    grace: date
    certain: bool


def beijing_day(moment: datetime) -> date:
    """The day in Beijing at that moment. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no day")
    return moment.astimezone(BEIJING).date()


def window(starts: date, ends: date, terms: Terms, ledger_opened: date) -> Window:
    """The window of a period from `starts` to `ends`.

    A period that had ended before the ledger opened is due as if it had ended on that day: nothing is late at birth.
    A term of no days ends with the period, or on the next working day when that is none (《民法典》第二百零三条).
    """
    due = add_workdays(_working(max(ends, ledger_opened), terms.report), terms.report)
    grace = add_workdays(due.date, terms.grace)
    return Window(max(starts, ledger_opened), due.date, grace.date, due.certain and grace.certain)


def _working(day: date, term: int) -> date:
    while term == 0 and not is_workday(day):
        day += timedelta(1)
    return day
