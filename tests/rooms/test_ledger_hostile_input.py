"""What is sent is text and numbers of things that are the sender's: nothing else gets through, and nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import opened
import pytest
from django.test import Client
from django.urls import reverse
from opened import Q1_END, cell

from jixiao.ledger.actions import evidence as evidence_actions
from jixiao.ledger.actions import meetings, reminders, reports, tasks
from jixiao.ledger.actions.meetings import Decided
from jixiao.ledger.actions.tasks import TaskText
from jixiao.ledger.models import ChatRobot, EvidenceUse, Ledger, Report, Task
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.site.plain_text import SAID

As = Callable[[Account], Client]
Make = Callable[..., Account]
SCRIPT = "</textarea><script>alert(1)</script>"
SHOWN = "&lt;script&gt;alert(1)"


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def enterprise(agency: Organisation) -> Organisation:
    return find_or_create_organisation("青澜园林集团", Organisation.Kind.ENTERPRISE, agency)


@pytest.fixture
def office(agency: Organisation) -> Organisation:
    return find_or_create_organisation("办公室", Organisation.Kind.OFFICE, agency)


def test_nul_is_taken_out_of_what_is_typed_and_said_so(ledger: Ledger, head: Account, as_: As) -> None:
    address = reverse("cell-draft", args=[cell(ledger, "1-1").pk])
    answer = as_(head).post(address, {"sentence": "已建\0成三个", "note\0": "x"}, follow=True)
    assert Report.objects.get().sentence == "已建成三个"
    assert SAID in answer.content.decode()


def test_nul_in_a_query_breaks_no_page(ledger: Ledger, clerk: Account, as_: As) -> None:
    answer = as_(clerk).get(reverse("ledger", args=[ledger.plan_id]), {"q": "公\0园"})
    assert answer.status_code == 200
    assert 'value="公园"' in answer.content.decode()


def test_what_nobody_marred_is_left_as_it_is(ledger: Ledger, head: Account, as_: As) -> None:
    address = reverse("cell-draft", args=[cell(ledger, "1-1").pk])
    answer = as_(head).post(address, {"sentence": "已建成三个\r\n还有九个"}, follow=True)
    assert Report.objects.get().sentence == "已建成三个\r\n还有九个"
    assert SAID not in answer.content.decode()


def test_a_script_that_is_typed_is_shown_and_not_run(
    ledger: Ledger, head: Account, clerk: Account, leader: Account, agency: Organisation, as_: As
) -> None:
    first = cell(ledger, "1-1")
    there = tasks.begin_list(head, first.item_id, SCRIPT, None, Q1_END)
    task = tasks.add_tasks(head, there.pk, [TaskText(SCRIPT, due=date(2026, 4, 3), standard=SCRIPT)], Q1_END)[0]
    report = reports.submit(head, first.pk, opened.typed(first, "3", sentence=SCRIPT, note=SCRIPT), 0, Q1_END)
    meeting = meetings.prepare(clerk, ledger.plan_id, meetings.Heading(SCRIPT, date(2026, 4, 2), SCRIPT), Q1_END)
    point = meetings.add_point(clerk, meeting.pk, SCRIPT, SCRIPT, Q1_END)
    pages = [
        reverse("cell", args=[first.pk]),
        reverse("ledger", args=[ledger.plan_id]),
        reverse("ledger-item", args=[ledger.plan_id, first.item_id]),
        reverse("ledger-heat", args=[ledger.plan_id]),
        reverse("ledger-timeline", args=[ledger.plan_id]),
        reverse("accepting", args=[ledger.plan_id]),
        reverse("tasks", args=[ledger.plan_id]),
        reverse("task", args=[task.pk]),
        reverse("task-edit", args=[task.pk]),
        reverse("item-lists", args=[ledger.plan_id, first.item_id]),
        reverse("meeting", args=[meeting.pk]),
        reverse("meeting-point", args=[meeting.pk, point.pk]),
        reverse("meeting-print", args=[meeting.pk]),
    ]
    texts = {page: as_(clerk).get(page).content.decode() for page in pages}
    assert report.sentence == SCRIPT
    assert [page for page, text in texts.items() if "<script>alert" in text] == []
    assert sum(SHOWN in text for text in texts.values()) >= 9


def test_a_text_of_the_feed_cannot_end_its_line(
    ledger: Ledger, head: Account, office: Organisation, clerk: Account
) -> None:
    from jixiao.ledger.feed import feed

    evil = "任务\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:假的;,\\n"
    there = tasks.begin_list(head, cell(ledger, "1-1").item_id, "清单", None, Q1_END)
    row = TaskText(evil, office=head.organisation_id or 0, due=date(2026, 5, 29))
    tasks.add_tasks(head, there.pk, [row], Q1_END)
    lines = feed(head, "https://jixiao.example.cn", date(2026, 4, 2)).decode().split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
    assert not any(line.startswith("SUMMARY:假的") for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)


def test_evidence_of_another_house_is_used_by_nobody_here(
    ledger: Ledger, head: Account, stranger: Account, enterprise: Organisation, account: Make, as_: As
) -> None:
    foreign = opened.evidence(stranger, stranger.organisation)  # type: ignore[arg-type]
    first = cell(ledger, "1-1")
    answer = as_(head).post(reverse("cell-draft", args=[first.pk]), {"sentence": "好", "use": [foreign.pk]})
    assert answer.status_code == 404
    reporter = account("reporter", "enterprise", enterprise)
    with pytest.raises(Forbidden):
        evidence_actions.use(reporter, opened.evidence(head, ledger.organisation).pk, first, Q1_END)
    assert not EvidenceUse.objects.exists()
    for name in ("evidence", "evidence-file"):
        assert as_(head).get(reverse(name, args=[foreign.pk])).status_code == 404


def test_an_enterprise_sees_nothing_of_its_agency_and_of_its_sisters(
    ledger: Ledger, clerk: Account, enterprise: Organisation, agency: Organisation, account: Make, as_: As
) -> None:
    sister = find_or_create_organisation("青澜苗木公司", Organisation.Kind.ENTERPRISE, agency)
    theirs = opened.evidence(clerk, sister)
    reporter = as_(account("reporter", "enterprise", enterprise))
    first = cell(ledger, "1-1")
    there = tasks.begin_list(clerk, first.item_id, "清单", None, Q1_END)
    task = tasks.add_tasks(clerk, there.pk, [TaskText("内部事项")], Q1_END)[0]
    refused = [
        reverse("evidence", args=[theirs.pk]),
        reverse("evidence-file", args=[theirs.pk]),
        reverse("cell", args=[first.pk]),
        reverse("task", args=[task.pk]),
        *(
            reverse(name, args=[ledger.plan_id])
            for name in ("ledger", "ledger-heat", "ledger-load", "tasks", "meetings", "analyses", "warning-lines")
        ),
    ]
    assert {page: reporter.get(page).status_code for page in refused} == dict.fromkeys(refused, 404)
    library = reporter.get(reverse("evidence-list"), {"for": f"cell-{first.pk}"}).content.decode()
    assert theirs.name not in library
    assert first.item.title not in library


def test_a_task_names_nobody_of_another_house(ledger: Ledger, head: Account, stranger: Account) -> None:
    assert stranger.organisation is not None
    there = tasks.begin_list(head, cell(ledger, "1-1").item_id, "清单", None, Q1_END)
    outsider = find_or_create_person("外人", stranger.organisation)
    for row in (TaskText("甲", office=stranger.organisation.pk), TaskText("乙", owner=outsider.pk)):
        with pytest.raises(Refused, match="没有找到"):
            tasks.add_tasks(head, there.pk, [row], Q1_END)
    assert not Task.objects.exists()


def test_a_list_feeds_no_measure_of_another_indicator(ledger: Ledger, head: Account) -> None:
    other = cell(ledger, "1-2").item.measures.get()
    with pytest.raises(Refused, match="没有所选的目标"):
        tasks.begin_list(head, cell(ledger, "1-1").item_id, "清单", other.pk, Q1_END)


def test_who_only_helps_writes_no_report(ledger: Ledger, agency: Organisation, account: Make, as_: As) -> None:
    """1-2 is led by the first office; the second helps."""
    second = find_or_create_organisation("办公室", Organisation.Kind.OFFICE, agency)
    helper = account("helper", "office_head", second)
    shared = cell(ledger, "1-2")
    for name in ("cell-draft", "cell-submit"):
        assert as_(helper).post(reverse(name, args=[shared.pk]), {"sentence": "代填"}).status_code == 404
    assert not Report.objects.exists()


def test_a_meeting_gives_an_enterprise_no_task_that_it_could_not_open(
    ledger: Ledger, clerk: Account, enterprise: Organisation, office: Organisation
) -> None:
    meeting = meetings.prepare(clerk, ledger.plan_id, meetings.Heading("调度会", date(2026, 4, 2)), Q1_END)
    point = meetings.add_point(clerk, meeting.pk, "企业", "", Q1_END)
    with pytest.raises(Refused, match="请发督办"):
        meetings.decide(clerk, meeting.pk, point.pk, Decided("整改", enterprise.pk, date(2026, 5, 8)), Q1_END)
    assert meetings.decide(clerk, meeting.pk, point.pk, Decided("整改", office.pk, date(2026, 5, 8)), Q1_END).pk


def test_what_no_column_holds_is_refused_in_a_sentence(
    ledger: Ledger, clerk: Account, head: Account, agency: Organisation
) -> None:
    for token, secret in (("a" * 201, ""), ("a", "b" * 201)):
        with pytest.raises(Refused, match="不能超过 200"):
            reminders.set_robot(
                clerk, agency, reminders.RobotGiven(ChatRobot.Kind.WECOM, token, secret, active=True), Q1_END
            )
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.{'c' * 40}.cn"
    with pytest.raises(Refused, match="不能超过 254"):
        reminders.choose_channels(clerk, long, by_mail=True, by_chat=False, now=Q1_END)
    first = cell(ledger, "1-1")
    opened.accepted(head, clerk, first, "3")
    with pytest.raises(Refused, match="不能超过 1000"):
        reports.reopen(clerk, first.pk, "因" * 1001, Q1_END)


def test_a_form_never_has_more_fields_than_the_server_takes(
    ledger: Ledger, head: Account, clerk: Account, agency: Organisation, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jixiao.ledger.actions import strike_off

    for name in ("accepting", "tasks_waiting"):
        monkeypatch.setattr(f"jixiao.ledger.views.{name}.AT_ONCE", 1)
    there = tasks.begin_list(head, cell(ledger, "1-1").item_id, "清单", None, Q1_END)
    for task in tasks.add_tasks(head, there.pk, [TaskText("甲"), TaskText("乙")], Q1_END):
        opened.evidence(head, agency, task=task)
        strike_off.claim(head, task, "办好了", Q1_END)
    opened.submitted(head, cell(ledger, "1-1"), "3")
    opened.submitted(head, cell(ledger, "1-2"), "1")
    accepting = as_(clerk).get(reverse("accepting", args=[ledger.plan_id])).content.decode()
    assert (accepting.count('name="report"'), "待审核 2 份，先列 1 份" in accepting) == (1, True)
    waiting = as_(clerk).get(reverse("tasks-waiting", args=[ledger.plan_id])).content.decode()
    assert (waiting.count('name="chosen"'), "2 项，先列 1 项" in waiting) == (1, True)


def test_a_line_that_is_out_of_use_is_not_copied(
    clerk: Account, agency: Organisation, enterprise: Organisation
) -> None:
    from jixiao.ledger.actions import warnings

    typed = warnings.Typed("资产负债率", "%", True, ("60", "", ""))
    line = warnings.set_line(clerk, agency.pk, typed, Q1_END)
    warnings.retire_line(clerk, line.pk, Q1_END)
    with pytest.raises(Refused, match="已经停用"):
        warnings.copy_line(clerk, line.pk, Q1_END)
