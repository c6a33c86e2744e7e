"""The last day that counts and the last amount that passes: where a rule turns, on both sides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jixiao.core.ledger.agenda import Decision, Exceptions, agenda
from jixiao.core.ledger.measures import Measured, Pace, Reckoning, is_met, pace_of, standing
from jixiao.core.ledger.reminders import Group, Matter, digest, group_of
from jixiao.core.ledger.reporting import Asked, Progress, Said, obstacles
from jixiao.core.ledger.states import CellFacts, Standing, State, state_of
from jixiao.core.ledger.strike_off import Stage, is_late, is_near
from jixiao.core.ledger.windows import Terms, window
from jixiao.core.workdays import KNOWN_YEARS

DUE, GRACE = date(2026, 4, 8), date(2026, 4, 13)  # Wednesday and Monday
STARTS, ENDS = date(2026, 10, 1), date(2026, 12, 31)
ON_TIME = date(2026, 4, 7)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 4, 1), State.NOT_DUE),  # four working days before: 4 to 6 April are a holiday
        (date(2026, 4, 2), State.AT_RISK),
        (date(2026, 4, 8), State.AT_RISK),
        (date(2026, 4, 9), State.AT_RISK),  # excused
        (date(2026, 4, 13), State.AT_RISK),
        (date(2026, 4, 14), State.LATE),
    ],
)
def test_a_missing_report_is_at_risk_three_working_days_before_and_late_the_day_after_grace(
    day: date, state: State
) -> None:
    assert state_of(CellFacts(DUE, GRACE), day) is state


@pytest.mark.parametrize(
    ("comparator", "value", "met"),
    [("<", "10", False), ("<", "9.99", True), ("<=", "10", True), (">", "10", False), (">=", "10", True)],
)
def test_a_target_itself_meets_what_includes_it(comparator: str, value: str, met: bool) -> None:
    assert is_met(Measured(Reckoning.CUMULATIVE, comparator, Decimal(10)), Decimal(value)) is met


def test_sixty_per_cent_of_what_the_calendar_expects_is_behind_and_not_yet_short() -> None:
    measure = Measured(Reckoning.CUMULATIVE, ">=", Decimal(200))
    half = Pace(Decimal("0.5"))
    assert standing(measure, [Decimal(60)], half) is Standing.BEHIND
    assert standing(measure, [Decimal("59.9")], half) is Standing.SHORT


def test_the_last_day_of_a_period_is_its_end() -> None:
    assert pace_of(4, 4, STARTS, ENDS, ENDS).is_final
    assert not pace_of(4, 4, STARTS, ENDS, date(2026, 12, 30)).is_final


def test_a_whole_year_on_the_calendar_is_not_final_while_its_period_runs() -> None:
    assert not Pace(Decimal(1), ended=False).is_final
    assert Pace(Decimal(1)).is_final


def said_done(**asked: object) -> list[str]:
    ready: dict[str, object] = {"evidence": 1, "is_last": True, "standings": (Standing.DONE,)} | asked
    found = obstacles(Asked(CellFacts(DUE, GRACE), date(2026, 4, 1), **ready), Said(Progress.DONE), ON_TIME)  # type: ignore[arg-type]
    return [each.sentence for each in found]


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"has_each": True, "is_last": False}, "最后一期"),
        ({"evidence": 0}, "佐证材料"),
        ({"open_tasks": 1}, "没有销号"),
        ({"has_each": True, "standings": (Standing.ON_TRACK,), "unmet": ("巡查",)}, "没有达到"),
    ],
)
def test_what_is_not_done_is_not_reported_as_done(asked: dict[str, object], word: str) -> None:
    assert said_done() == []
    assert any(word in sentence for sentence in said_done(**asked))


def test_a_cell_takes_a_report_on_the_day_on_which_it_opens() -> None:
    asked = Asked(CellFacts(DUE, GRACE), ON_TIME)
    assert obstacles(asked, Said(Progress.ON_PLAN, "好"), ON_TIME) == ()
    assert obstacles(asked, Said(Progress.ON_PLAN, "好"), date(2026, 4, 3)) != ()


def test_a_note_is_asked_for_from_the_day_after_the_due_date() -> None:
    asked = Asked(CellFacts(DUE, GRACE), date(2026, 4, 1))
    assert obstacles(asked, Said(Progress.ON_PLAN, "好"), DUE) == ()
    assert [each.field for each in obstacles(asked, Said(Progress.ON_PLAN, "好"), date(2026, 4, 9))] == ["note"]


def test_what_is_to_be_struck_off_is_near_from_fifteen_days_before_until_its_day() -> None:
    days = [date(2026, 3, 23), date(2026, 3, 24), DUE, date(2026, 4, 9)]
    assert [is_near(Stage.OPEN, DUE, day) for day in days] == [False, True, True, False]
    assert [is_late(Stage.RETURNED, DUE, day) for day in days] == [False, False, False, True]


def test_a_window_is_uncertain_when_only_its_grace_reaches_into_an_unknown_year() -> None:
    last = max(KNOWN_YEARS)
    found = window(date(last, 12, 1), date(last, 12, 29), Terms(report=1, grace=3), date(last, 1, 1))
    assert (found.due.year, found.grace.year, found.certain) == (last, last + 1, False)


def test_only_decisions_of_the_last_meeting_are_followed_up_as_its_own() -> None:
    older = Decision(7, "完成移交。", "绿化科", DUE, Stage.STRUCK_OFF, "第1次会", of_last=False)
    assert agenda(Exceptions(decisions=(older,)), date(2026, 4, 20)) == ()


def test_the_performance_office_is_told_of_what_is_missing_from_the_day_after_grace() -> None:
    owed = Matter("绿化科", "公园", DUE, GRACE, "/1/", missing=True)
    assert group_of(owed, None, GRACE) is None
    assert group_of(owed, None, date(2026, 4, 14)) is Group.MISSING


def test_nobody_gets_two_digests_a_day_or_one_on_a_day_off() -> None:
    matter = Matter("1-1", "公园", DUE, GRACE, "/1/")
    assert digest([matter], None, DUE) is not None
    assert digest([matter], DUE, DUE) is None
    assert digest([matter], None, date(2026, 4, 5)) is None


def test_a_digest_names_the_last_day_of_grace_until_it_is_over() -> None:
    matter = Matter("1-1", "公园", DUE, GRACE, "/1/")
    told = {day: digest([matter], None, day) for day in (DUE, GRACE, date(2026, 4, 14))}
    assert ["宽限至4月13日" in made.text for made in told.values() if made] == [False, True, False]
