"""Dispatch meetings: an agenda of exceptions as they stood, decisions that are tasks, minutes that are frozen."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import opened
import pytest
from django.test import Client
from opened import cell
from pytest_django import DjangoAssertNumQueries

from jixiao.journal.models import Entry
from jixiao.ledger.actions import directives, meetings, reports
from jixiao.ledger.actions.directives import Given
from jixiao.ledger.actions.meetings import Conflict, Decided, Heading
from jixiao.ledger.acts.dispatch import act_text
from jixiao.ledger.models import AgendaPoint, Ledger, Meeting, Reading, Task, TaskList, WarningLine
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused

As = Callable[[Account], Client]
NOW = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)  # the report of the first quarter was due on 2026-04-08
TODAY, SOON = date(2026, 4, 20), date(2026, 4, 30)
HEADING = Heading("第1次绩效调度会", TODAY, "三楼会议室", "苏望舒")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def office(head: Account) -> Organisation:
    assert head.organisation is not None
    return head.organisation


@pytest.fixture
def ledger(clerk: Account, agency: Organisation, office: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def meeting(ledger: Ledger, clerk: Account) -> Meeting:
    return meetings.prepare(clerk, ledger.plan_id, HEADING, NOW)


def decided(by: Account, meeting: Meeting, office: Organisation, text: str = "完成选址。") -> Task:
    point = meeting.points.first()
    assert point is not None
    return meetings.decide(by, meeting.pk, point.pk, Decided(text, office.pk, SOON), NOW)


def held(by: Account, meeting: Meeting) -> Meeting:
    kept = meetings.save_minutes(by, meeting.pk, "议定如下。", Meeting.objects.get(pk=meeting.pk).version, NOW)
    return meetings.hold(by, meeting.pk, kept.version, NOW)


def test_the_agenda_holds_what_is_late_and_nothing_that_goes_well(
    ledger: Ledger, head: Account, clerk: Account
) -> None:
    reports.submit(head, cell(ledger, "1-1").pk, opened.typed(cell(ledger, "1-1"), "3"), 0, opened.Q1_END)
    made = meetings.prepare(clerk, ledger.plan_id, HEADING, NOW)
    texts = [point.text for point in made.points.all()]
    assert [text[:3] for text in texts] == ["1-2", "2-1", "3-1"]
    assert all("滞后 8 个工作日" in point.facts for point in made.points.all())


def test_overdue_directives_and_red_readings_come_before_the_meeting(
    ledger: Ledger, clerk: Account, office: Organisation, agency: Organisation
) -> None:
    issued = NOW - timedelta(days=10)
    directives.issue(clerk, ledger.plan_id, Given("加快建设", "请办。", (office.pk,), date(2026, 4, 13)), issued)
    line = WarningLine.objects.create(organisation=agency, name="资产负债率", unit="%", orange=70, red=75)
    Reading.objects.create(line=line, year=2026, quarter=1, value=76, by=clerk, at=NOW)
    made = meetings.prepare(clerk, ledger.plan_id, HEADING, NOW)
    last = list(made.points.all())[-2:]
    assert [point.kind for point in last] == ["directive", "warning"]
    assert "滞后 5 个工作日" in last[0].facts and "76%" in last[1].facts


def test_facts_stay_as_they_stood(meeting: Meeting, ledger: Ledger, head: Account) -> None:
    before = list(meeting.points.values_list("facts", flat=True))
    reports.submit(head, cell(ledger, "1-1").pk, opened.typed(cell(ledger, "1-1"), "3", note="迟报。"), 0, NOW)
    assert list(meeting.points.values_list("facts", flat=True)) == before


def test_one_meeting_is_prepared_at_a_time_and_a_double_click_makes_one(
    meeting: Meeting, ledger: Ledger, clerk: Account
) -> None:
    assert meetings.prepare(clerk, ledger.plan_id, HEADING, NOW) == meeting
    with pytest.raises(Refused, match="还没有办结"):
        meetings.prepare(clerk, ledger.plan_id, Heading("另一次会", TODAY), NOW)
    meetings.discard(clerk, meeting.pk, NOW)
    assert meetings.prepare(clerk, ledger.plan_id, Heading("另一次会", TODAY), NOW).number == 1


def test_only_the_performance_office_keeps_meetings(meeting: Meeting, ledger: Ledger, head: Account) -> None:
    with pytest.raises(Forbidden):
        meetings.prepare(head, ledger.plan_id, HEADING, NOW)
    with pytest.raises(Forbidden):
        meetings.add_point(head, meeting.pk, "题", "", NOW)


def test_points_are_moved_added_and_removed(meeting: Meeting, clerk: Account) -> None:
    first, second, *_ = meeting.points.all()
    meetings.move_point(clerk, meeting.pk, first.pk, NOW, up=True)  # it is the first already
    meetings.move_point(clerk, meeting.pk, second.pk, NOW, up=True)
    assert [point.pk for point in meeting.points.all()[:2]] == [second.pk, first.pk]
    added = [meetings.add_point(clerk, meeting.pk, "研究经费", "缺口较大。", NOW).pk for _ in range(2)]
    assert len(set(added)) == 1 and meeting.points.last().pk == added[0]
    meetings.remove_point(clerk, meeting.pk, first.pk, NOW)
    assert not AgendaPoint.objects.filter(pk=first.pk).exists()
    removed = Entry.objects.get(action="meeting.point-remove")
    assert first.facts in json.loads(removed.facts)["facts"], "what was removed stays in the journal"


def test_a_decision_is_a_task_and_can_belong_to_a_list_of_the_indicator(
    meeting: Meeting, clerk: Account, office: Organisation, ledger: Ledger
) -> None:
    point = meeting.points.first()
    made = TaskList.objects.create(item=cell(ledger, "1-1").item, name="建设清单")
    asked = Decided("完成选址。", office.pk, SOON, made.pk)
    task = meetings.decide(clerk, meeting.pk, point.pk, asked, NOW)
    assert meetings.decide(clerk, meeting.pk, point.pk, asked, NOW) == task
    assert (task.meeting, task.point, task.list, task.office) == (meeting, point, made, office)
    for wrong, said in (
        (Decided("", office.pk, SOON), "议定事项"),
        (Decided("题", None, SOON), "承办单位"),
        (Decided("题", office.pk, None), "完成时限"),
        (Decided("题", office.pk, date(2026, 4, 19)), "早于今天"),
        (Decided("题", office.pk, SOON, 99), "清单"),
    ):
        with pytest.raises(Refused, match=said):
            meetings.decide(clerk, meeting.pk, point.pk, wrong, NOW)
    with pytest.raises(Refused, match="不能移除"):
        meetings.remove_point(clerk, meeting.pk, point.pk, NOW)


def test_an_outcome_written_meanwhile_is_never_overwritten(meeting: Meeting, clerk: Account) -> None:
    point = meeting.points.first()
    meetings.save_outcome(clerk, meeting.pk, point.pk, "加快施工。", "", NOW)
    with pytest.raises(Conflict) as conflict:
        meetings.save_outcome(clerk, meeting.pk, point.pk, "暂缓施工。", "", NOW)
    assert conflict.value.theirs == "加快施工。"
    meetings.save_outcome(clerk, meeting.pk, point.pk, "暂缓施工。", "加快施工。", NOW)


def test_a_held_meeting_is_frozen(meeting: Meeting, clerk: Account, office: Organisation) -> None:
    with pytest.raises(Refused, match="先保存纪要"):
        meetings.hold(clerk, meeting.pk, meeting.version, NOW)
    task = decided(clerk, meeting, office)
    point = meeting.points.first()
    held(clerk, meeting)
    for act in (
        lambda: meetings.save_minutes(clerk, meeting.pk, "改", 2, NOW),
        lambda: meetings.save_outcome(clerk, meeting.pk, point.pk, "改", "", NOW),
        lambda: meetings.move_point(clerk, meeting.pk, point.pk, NOW, up=False),
        lambda: meetings.drop_decision(clerk, meeting.pk, task.pk, NOW),
        lambda: meetings.discard(clerk, meeting.pk, NOW),
    ):
        with pytest.raises(Refused, match="已经办结"):
            act()
    assert len(Entry.objects.get(action="meeting.hold").after) == 64


def test_a_meeting_is_not_closed_before_its_day(ledger: Ledger, clerk: Account) -> None:
    made = meetings.prepare(clerk, ledger.plan_id, Heading("第1次会", SOON), NOW)
    kept = meetings.save_minutes(clerk, made.pk, "议定如下。", 1, NOW)
    with pytest.raises(Refused, match="还没有到"):
        meetings.hold(clerk, made.pk, kept.version, NOW)


def test_the_next_agenda_begins_with_what_became_of_the_last_decisions(
    meeting: Meeting, ledger: Ledger, clerk: Account, office: Organisation
) -> None:
    done, undone = decided(clerk, meeting, office, "完成选址。"), decided(clerk, meeting, office, "补种树木。")
    held(clerk, meeting)
    Task.objects.filter(pk=done.pk).update(stage="struck_off")
    later = NOW + timedelta(days=20)
    made = meetings.prepare(clerk, ledger.plan_id, Heading("第2次绩效调度会", date(2026, 5, 10)), later)
    first, second, *_ = made.points.all()
    assert "议定 2 项，已落实 1 项，未落实 1 项（其中逾期 1 项）" in first.facts
    assert (second.task, second.text) == (undone, "补种树木")
    assert "滞后 4 个工作日" in second.facts  # due 30 April, May holidays, the 9th is worked


def test_a_clerk_leads_a_meeting_through_its_pages(
    as_: As, ledger: Ledger, clerk: Account, reader: Account, office: Organisation
) -> None:
    browser = as_(clerk)
    listed = f"/ledger/plans/{ledger.plan_id}/meetings/"
    assert "1-1 全年建成口袋公园" in browser.get(f"{listed}new/").content.decode()
    answer = browser.post(f"{listed}new/", {"title": "第1次绩效调度会", "on": "2026-04-20"})
    made = Meeting.objects.get()
    assert answer["Location"] == f"/ledger/meetings/{made.pk}/"
    first, second = list(made.points.all())[:2]
    there = f"/ledger/meetings/{made.pk}/points/{first.pk}/"
    answer = browser.post(f"{there}outcome/", {"outcome": "加快施工。", "before": "", "then": second.pk})
    assert answer["Location"] == f"/ledger/meetings/{made.pk}/points/{second.pk}/"
    wrong = browser.post(f"{there}decide/", {"text": "完成选址。", "office": office.pk})
    assert wrong.status_code == 422 and "请填写完成时限。" in wrong.content.decode()
    browser.post(f"{there}decide/", {"text": "完成选址。", "office": office.pk, "due": "2026-04-30"})
    stale = browser.post(f"{there}outcome/", {"outcome": "暂缓施工。", "before": ""})
    assert stale.status_code == 409
    assert "加快施工。" in stale.content.decode() and "暂缓施工。" in stale.content.decode()
    page = browser.get(f"/ledger/meetings/{made.pk}/").content.decode()
    assert "议定事项：完成选址（由绿化科负责，2026年4月30日前完成）。" in page, "the minutes are drafted"
    browser.post(f"/ledger/meetings/{made.pk}/minutes/", {"minutes": "议定如下。", "seen": "1", "do": "hold"})
    made.refresh_from_db()
    assert (made.stage, made.minutes) == ("held", "议定如下。")
    closed = as_(reader).get(f"/ledger/meetings/{made.pk}/").content.decode()
    assert "保存纪要" not in closed and "完成选址" in closed


def test_minutes_typed_on_an_old_version_are_shown_beside_the_others(as_: As, meeting: Meeting, clerk: Account) -> None:
    meetings.save_minutes(clerk, meeting.pk, "先保存的。", 1, NOW)
    answer = as_(clerk).post(f"/ledger/meetings/{meeting.pk}/minutes/", {"minutes": "后填写的。", "seen": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "先保存的。" in page and "后填写的。" in page


def test_the_agenda_on_paper_is_in_its_groups(as_: As, meeting: Meeting, reader: Account) -> None:
    page = as_(reader).get(f"/ledger/meetings/{meeting.pk}/print/").content.decode()
    assert "第1次绩效调度会议程" in page and "<h2>滞后和预警指标</h2>" in page
    assert "<form" not in page.split("<article")[1]


def test_every_entry_has_its_sentence(meeting: Meeting, clerk: Account, office: Organisation) -> None:
    point = meeting.points.first()
    meetings.describe(clerk, meeting.pk, HEADING, 1, NOW)
    meetings.add_point(clerk, meeting.pk, "研究经费", "", NOW)
    meetings.move_point(clerk, meeting.pk, point.pk, NOW, up=False)
    meetings.save_outcome(clerk, meeting.pk, point.pk, "加快施工。", "", NOW)
    meetings.drop_decision(clerk, meeting.pk, decided(clerk, meeting, office).pk, NOW)
    held(clerk, meeting)
    texts = [act_text(entry.action, json.loads(entry.facts)) for entry in Entry.objects.about("meeting", meeting.pk)]
    assert len(texts) == 9 and all(texts)


def test_the_pages_ask_few_statements_whatever_they_show(
    as_: As,
    clerk: Account,
    agency: Organisation,
    office: Organisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    import sample

    ledger = opened.opened_ledger(clerk, agency, sample.long_text(24), scale="24")
    made = meetings.prepare(clerk, ledger.plan_id, HEADING, NOW)
    assert made.points.count() == 24
    for point in made.points.all():
        meetings.decide(clerk, made.pk, point.pk, Decided("加快。", office.pk, SOON), NOW)
        opened.evidence(clerk, agency, cell=point.cell)
    browser = as_(clerk)
    point = made.points.first()
    for address in (
        f"plans/{ledger.plan_id}/meetings/",
        f"meetings/{made.pk}/",
        f"meetings/{made.pk}/print/",
        f"meetings/{made.pk}/points/{point.pk}/",
        f"plans/{ledger.plan_id}/meetings/new/",
    ):
        with django_assert_max_num_queries(12):
            assert browser.get(f"/ledger/{address}").status_code == 200
