"""What a ledger says stays true when the plan, the periods or the targets change in the middle of the year."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import opened
import pytest
from django.db import transaction
from opened import Q1_END, cell, typed

from jixiao.core.ledger.measures import Reckoning
from jixiao.core.ledger.periods import Frequency
from jixiao.core.ledger.reporting import Progress
from jixiao.core.ledger.windows import Terms
from jixiao.ledger.actions import opening, reports
from jixiao.ledger.models import Cell, Ledger, Measure
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused
from jixiao.plans.models import Item, Plan, Target

JULY = datetime(2026, 7, 2, 2, 0, tzinfo=UTC)
AUGUST = datetime(2026, 8, 20, 2, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


def amended(by: Account, ledger: Ledger, now: datetime = JULY) -> None:
    with transaction.atomic():
        opening.follow_plan(by, ledger.plan_id, now)


def asked_for(no: str, value: int) -> None:
    Target.objects.filter(item__no=no).update(value=Decimal(value), value_base=Decimal(value))


def done(by: Account, acceptor: Account, agency: Organisation, ledger: Ledger, *, accept: bool = True) -> Cell:
    """Item 1-1 reported as done with 12 of 12 in its first quarter."""
    first = cell(ledger, "1-1")
    opened.evidence(by, agency, cell=first)
    report = reports.submit(by, first.pk, typed(first, "12", progress=Progress.DONE), 0, Q1_END)
    if accept:
        reports.accept(acceptor, report.pk, report.version, Q1_END)
    return first


def struck(no: str = "1-1") -> list[bool]:
    return list(Cell.objects.filter(item__no=no, dropped=False).order_by("starts").values_list("struck_off", flat=True))


def test_a_target_that_is_raised_takes_back_the_strike_off(
    ledger: Ledger, head: Account, clerk: Account, agency: Organisation
) -> None:
    first = done(head, clerk, agency, ledger)
    assert struck() == [True] * 4
    asked_for("1-1", 40)
    amended(clerk, ledger)
    first.refresh_from_db()
    assert struck() == [False] * 4
    assert (first.reporting, first.summary) == ("accepted", "12／40个")


def test_a_target_that_is_lowered_again_strikes_off_again(
    ledger: Ledger, head: Account, clerk: Account, agency: Organisation
) -> None:
    done(head, clerk, agency, ledger)
    for value in (40, 10):
        asked_for("1-1", value)
        amended(clerk, ledger)
    assert struck() == [True] * 4


def test_a_report_that_says_done_strikes_nothing_off_when_the_target_rose_before_it_was_accepted(
    ledger: Ledger, head: Account, clerk: Account, agency: Organisation
) -> None:
    first = done(head, clerk, agency, ledger, accept=False)
    asked_for("1-1", 40)
    amended(clerk, ledger)
    report = first.reports.get(working=True)
    reports.accept(clerk, report.pk, report.version, JULY)
    assert struck() == [False] * 4


def test_other_periods_do_not_open_again_what_is_struck_off(
    ledger: Ledger, head: Account, clerk: Account, agency: Organisation
) -> None:
    first = done(head, clerk, agency, ledger)
    opening.set_rhythm(clerk, ledger.plan_id, first.item_id, Frequency.MONTH, JULY)
    assert set(struck()) == {True}
    opening.set_rhythm(clerk, ledger.plan_id, first.item_id, None, JULY)
    assert struck() == [True] * 4


def test_a_duty_of_each_period_is_not_struck_off_with_the_rest(
    ledger: Ledger, head: Account, clerk: Account, agency: Organisation
) -> None:
    done(head, clerk, agency, ledger)
    measure = Measure.objects.get(item__no="1-1")
    opening.set_reckoning(clerk, ledger.plan_id, measure.pk, Reckoning.EACH, JULY)
    assert struck()[1:] == [False] * 3


def test_reopening_what_was_done_opens_the_later_cells_and_nothing_else(
    ledger: Ledger, head: Account, clerk: Account, agency: Organisation
) -> None:
    first = done(head, clerk, agency, ledger)
    reports.reopen(clerk, first.pk, "数据有误", JULY)
    assert struck() == [False] * 4
    assert set(struck("1-2")) == {False}


def test_the_year_is_not_done_while_one_of_two_targets_is_short(
    ledger: Ledger, clerk: Account, head: Account, agency: Organisation
) -> None:
    target = Target.objects.get(item__no="1-1")
    target.pk, target.position, target.subject, target.period = None, target.position + 1, "巡查", "quarter"
    target.save()
    amended(clerk, ledger)
    last = cell(ledger, "1-1", 4)
    opened.evidence(head, agency, cell=last)
    now = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    with pytest.raises(Refused, match="没有达到"):
        reports.submit(head, last.pk, typed(last, "3", "12", progress=Progress.DONE, note="差得多"), 0, now)


def test_periods_within_one_that_was_reported_on_are_not_asked_for_again(
    ledger: Ledger, head: Account, clerk: Account
) -> None:
    opened.accepted(head, clerk, cell(ledger, "1-1"), "3")
    opening.set_rhythm(clerk, ledger.plan_id, cell(ledger, "1-1").item_id, Frequency.MONTH, Q1_END)
    cells = Cell.objects.filter(item__no="1-1", dropped=False).order_by("starts")
    assert [each.period.label for each in cells] == ["第一季度", *(f"{month}月" for month in range(4, 13))]
    assert [each.is_last for each in cells] == [False] * 9 + [True]


def test_the_pace_is_the_calendars_where_periods_are_mixed(ledger: Ledger, head: Account, clerk: Account) -> None:
    opened.accepted(head, clerk, cell(ledger, "1-1"), "3")
    item = cell(ledger, "1-1").item_id
    opening.set_rhythm(clerk, ledger.plan_id, item, Frequency.MONTH, Q1_END)
    june = Cell.objects.get(item=item, frequency="month", number=6)
    opened.submitted(head, june, "6", now=JULY)
    june.refresh_from_db()
    assert june.standing == "on_track"
    opened.submitted(head, Cell.objects.get(item=item, frequency="month", number=5), "3", now=JULY, note="慢")
    assert Cell.objects.get(item=item, frequency="month", number=5).standing == "behind"


def test_a_time_limit_that_is_moved_moves_the_due_date_of_its_cell(ledger: Ledger, clerk: Account) -> None:
    item = Item.objects.get(no="2-1")
    item.due = date(2026, 8, 31)
    item.save(update_fields=["due"])
    amended(clerk, ledger, Q1_END)
    second, third = cell(ledger, "2-1", 2), cell(ledger, "2-1", 3)
    assert (second.is_last, third.is_last, third.ends, third.due) == (
        False,
        True,
        date(2026, 8, 31),
        date(2026, 9, 7),
    )
    item.due = date(2026, 7, 31)
    item.save(update_fields=["due"])
    amended(clerk, ledger, Q1_END)
    third.refresh_from_db()
    assert (third.ends, third.due) == (date(2026, 7, 31), date(2026, 8, 7))
    item.due = date(2026, 12, 31)
    item.save(update_fields=["due"])
    amended(clerk, ledger, Q1_END)
    third.refresh_from_db()
    assert (third.is_last, third.ends, third.due) == (False, date(2026, 9, 30), date(2026, 10, 13))


def test_a_time_limit_that_is_moved_into_the_past_makes_nothing_late_at_once(ledger: Ledger, clerk: Account) -> None:
    item = Item.objects.get(no="1-1")
    item.due = date(2026, 7, 31)
    item.save(update_fields=["due"])
    amended(clerk, ledger, AUGUST)
    third = cell(ledger, "1-1", 3)
    assert (third.is_last, third.ends, third.due) == (True, date(2026, 7, 31), date(2026, 8, 27))


def test_other_terms_make_no_cell_late_that_was_born_late(ledger: Ledger, clerk: Account) -> None:
    item = Item.objects.get(no="1-1")
    Cell.objects.filter(item=item).delete()  # as if an amendment in November brought the indicator
    amended(clerk, ledger, NOVEMBER)
    first = cell(ledger, "1-1")
    assert first.due > NOVEMBER.date()
    opening.set_terms(clerk, ledger.plan_id, Frequency.QUARTER, Terms(7, 3), 5, NOVEMBER + timedelta(days=1))
    again = cell(ledger, "1-1")
    assert again.due > first.due


def test_what_is_reported_stays_when_the_indicator_is_taken_out_and_put_back(
    ledger: Ledger, head: Account, clerk: Account
) -> None:
    first = cell(ledger, "1-1")
    opened.submitted(head, first, "3")
    Item.objects.filter(no="1-1").update(withdrawn=True)
    amended(clerk, ledger)
    report = first.reports.get(working=True)
    for act in (
        lambda: reports.accept(clerk, report.pk, report.version, JULY),
        lambda: reports.save_draft(head, first.pk, typed(first, "4"), 1, JULY),
    ):
        with pytest.raises(Refused, match="台账里没有这一格"):
            act()
    Item.objects.filter(no="1-1").update(withdrawn=False)
    amended(clerk, ledger)
    first.refresh_from_db()
    assert (first.reporting, first.summary) == ("submitted", "3／12个")


def test_a_plan_of_an_office_gets_no_ledger_of_its_own(ledger: Ledger, clerk: Account, agency: Organisation) -> None:
    office = find_or_create_organisation("绿化科", Organisation.Kind.OFFICE, agency)
    child = Plan.objects.get(pk=ledger.plan_id)
    child.pk, child.imported, child.parent_id, child.organisation = None, None, ledger.plan_id, office
    child._state.adding = True
    child.save()
    with pytest.raises(Refused, match="不另开台账"):
        opening.open_ledger(clerk, child.pk, JULY)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_report_is_on_time_until_midnight_in_beijing_wherever_the_server_stands(
    ledger: Ledger, head: Account, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    first = cell(ledger, "1-1")
    said = typed(first, "3")
    assert first.due == date(2026, 4, 8)
    midnight = datetime(2026, 4, 8, 16, 0, tzinfo=UTC)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with pytest.raises(Refused, match="已过报送期限"):
            reports.submit(head, first.pk, said, 0, midnight)
        reports.submit(head, first.pk, said, 0, midnight - timedelta(seconds=1))
    finally:
        monkeypatch.undo()
        time.tzset()
    first.refresh_from_db()
    assert first.reported_on == date(2026, 4, 8)
