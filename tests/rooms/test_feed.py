"""The calendar feed: what a calendar gets, how it sees changes, and that nobody else gets anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import opened
import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event
from opened import Q1_END, cell
from pytest_django import DjangoAssertNumQueries

from jixiao.core.ledger.periods import Frequency
from jixiao.core.ledger.windows import Terms
from jixiao.ledger.actions import opening, reminders
from jixiao.ledger.actions import reports as report_actions
from jixiao.ledger.models import Addressee, Directive, Ledger, Task, TaskList
from jixiao.people.models import Account, Organisation

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: Q1_END)
    yield


@pytest.fixture
def ledger(clerk: Account, head: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


def address(account: Account) -> str:
    return reverse("reminder-ics", args=[reminders.renew_feed(account, Q1_END)])


def events(where: str) -> dict[str, Event]:
    answer = Client().get(where)
    assert answer.status_code == 200
    return {str(each["uid"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}


def named(found: dict[str, Event], word: str) -> Event:
    (one,) = [each for each in found.values() if word in each["summary"]]
    return one


def test_each_due_date_is_an_event_of_a_whole_day_with_its_link(ledger: Ledger, head: Account) -> None:
    first = cell(ledger, "1-1")
    event = named(events(address(head)), "1-1 第一季度")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 4, 8), date(2026, 4, 9))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert (event["status"], event["url"]) == ("CONFIRMED", f"http://testserver/ledger/cells/{first.pk}/")


def test_the_text_is_a_calendar_that_clients_take(ledger: Ledger, head: Account) -> None:
    answer = Client().get(address(head))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    assert max(map(len, lines)) <= 75
    assert b"X-WR-TIMEZONE:Asia/Shanghai" in lines
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines


def test_only_the_account_s_own_due_dates_and_no_names_stand_in_it(ledger: Ledger, head: Account) -> None:
    text = b"".join(Client().get(address(head)).content.split(b"\r\n ")).decode()
    assert "2-1" not in text  # of another office
    assert [name for name in ("陆行舟", "苏望舒", "何知远", "head", "clerk") if name in text] == []


def test_a_report_cancels_its_event_and_its_return_brings_it_back(
    ledger: Ledger, head: Account, clerk: Account
) -> None:
    where = address(head)
    before = named(events(where), "1-1 第一季度")
    report = opened.submitted(head, cell(ledger, "1-1"), "3")
    done = events(where)[str(before["uid"])]
    assert (done["status"], done["sequence"] > before["sequence"]) == ("CANCELLED", True)
    report_actions.send_back(clerk, report.pk, report.version, "请附照片。", Q1_END + timedelta(hours=1))
    again = events(where)[str(before["uid"])]
    assert (again["status"], again["sequence"] > done["sequence"]) == ("CONFIRMED", True)
    assert again["last-modified"].dt > before["last-modified"].dt


def test_a_due_date_that_moves_is_the_same_event_changed(ledger: Ledger, head: Account, clerk: Account) -> None:
    where = address(head)
    before = named(events(where), "1-1 第一季度")
    opening.set_terms(clerk, ledger.plan_id, Frequency.QUARTER, Terms(8, 3), 5, Q1_END)
    after = events(where)[str(before["uid"])]
    assert after["dtstart"].dt > before["dtstart"].dt
    assert after["sequence"] > before["sequence"]


def test_a_period_that_is_not_used_any_more_is_cancelled(ledger: Ledger, head: Account, clerk: Account) -> None:
    where = address(head)
    before = named(events(where), "1-1 第一季度")
    opening.set_rhythm(clerk, ledger.plan_id, cell(ledger, "1-1").item_id, Frequency.HALF, Q1_END)
    after = events(where)
    assert after[str(before["uid"])]["status"] == "CANCELLED"
    assert named(after, "1-1 上半年")["status"] == "CONFIRMED"


def test_tasks_and_directives_of_the_office_stand_in_it(ledger: Ledger, head: Account) -> None:
    tasks = TaskList.objects.create(item=cell(ledger, "1-1").item, name="清单")
    Task.objects.create(
        ledger=ledger, list=tasks, position=1, text="完成选址", office=head.organisation, due=date(2026, 5, 6)
    )
    directive = Directive.objects.create(
        ledger=ledger, number=3, title="加快建设", text="请。", issued_at=Q1_END, due=date(2026, 4, 20)
    )
    Addressee.objects.create(directive=directive, office=head.organisation, is_lead=True)
    found = events(address(head))
    assert named(found, "任务期限：完成选址")["dtstart"].dt == date(2026, 5, 6)
    assert named(found, "加快建设")["dtstart"].dt == date(2026, 4, 20)


def test_a_calendar_that_has_it_already_gets_nothing_again(ledger: Ledger, head: Account) -> None:
    where = address(head)
    tag = Client().get(where)["ETag"]
    assert Client().get(where)["ETag"] == tag
    same = Client().get(where, headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    opened.submitted(head, cell(ledger, "1-1"), "3")
    assert Client().get(where, headers={"If-None-Match": tag}).status_code == 200


def test_an_address_that_was_renewed_switched_off_guessed_or_is_of_a_locked_account_is_nothing(
    ledger: Ledger, head: Account
) -> None:
    first = address(head)
    second = address(head)
    assert Client().get(second).status_code == 200
    refused = [Client().get(first), Client().get(reverse("reminder-ics", args=["A" * 43]))]
    reminders.stop_feed(head, Q1_END)
    refused.append(Client().get(second))
    third = address(head)
    Account.objects.filter(pk=head.pk).update(is_active=False)
    refused.append(Client().get(third))
    assert {(answer.status_code, answer.content) for answer in refused} == {(404, refused[0].content)}


def test_a_token_has_256_bits_and_only_its_digest_is_kept(head: Account) -> None:
    token = reminders.renew_feed(head, Q1_END)
    assert len(token) == 43  # 32 bytes in base64
    head.channel.refresh_from_db()
    assert head.channel.feed == reminders.digest_of(token) != token


def test_a_feed_asks_few_statements_whatever_its_size(
    ledger: Ledger, head: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    where = address(head)
    with django_assert_max_num_queries(8):
        Client().get(where)


def test_the_performance_office_sees_one_event_a_day_on_which_reports_are_due(
    ledger: Ledger, head: Account, clerk: Account
) -> None:
    found = events(address(clerk))
    assert len(found) == ledger.cells.values("due").distinct().count()
    assert named(found, "第一季度")["summary"] == "报送期限：第一季度，4 项指标"


def test_a_feed_without_due_dates_is_a_calendar_all_the_same(ledger: Ledger, reader: Account) -> None:
    where = address(reader)
    assert events(where) == {}
    assert len(Calendar.from_ical(Client().get(where).content).subcomponents) == 1  # the time zone
