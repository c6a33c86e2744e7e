"""Digests: who gets which, once a day, carried by the channels that they chose."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import opened
import pytest
from django.core import mail
from django.db.models import Q
from django_tasks_db.models import DBTaskResult
from opened import cell
from pytest_django import DjangoAssertNumQueries

from jixiao.core.ledger.strike_off import Stage
from jixiao.journal.models import Entry
from jixiao.ledger import sending
from jixiao.ledger.actions import reminders
from jixiao.ledger.actions import reports as report_actions
from jixiao.ledger.acts.reminders import KINDS, act_text
from jixiao.ledger.models import Addressee, Channel, ChatRobot, Digest, Directive, Ledger, Task, TaskList
from jixiao.ledger.policy import answers_for
from jixiao.ledger.reading.reminders import OFFICE, People, writers
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused
from jixiao.plans.models import Item

MORNING = 1  # half past nine in Beijing
State = Digest.State


def at(month: int, day: int, hour: int = MORNING) -> datetime:
    return datetime(2026, month, day, hour, 30, tzinfo=UTC)


@pytest.fixture
def ledger(clerk: Account, head: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


def of(account: Account, day: date | None = None) -> Digest | None:
    found = Digest.objects.filter(account=account)
    return found.filter(day=day).first() if day else found.first()


def test_the_office_that_leads_is_reminded_before_due_and_when_due(ledger: Ledger, head: Account) -> None:
    for day in (30, 31):
        reminders.scan(at(3, day))
    digest = of(head)
    assert digest is not None
    assert (digest.day, digest.subject, digest.lines) == (date(2026, 3, 31), "绩效提醒：近期到期2项", 2)
    assert f"/ledger/cells/{cell(ledger, '1-1').pk}/" in digest.text
    assert "2-1" not in digest.text  # the office of 2-1 is another one
    reminders.scan(at(4, 8))
    assert of(head, date(2026, 4, 8)).subject == "绩效提醒：今天到期2项"  # type: ignore[union-attr]


def test_a_scan_again_on_the_same_day_makes_nothing(ledger: Ledger, head: Account) -> None:
    first = reminders.scan(at(4, 8))
    assert first >= 1
    assert reminders.scan(at(4, 8, 6)) == 0
    assert Digest.objects.filter(account=head, day=date(2026, 4, 8)).count() == 1


def test_days_without_a_scan_are_made_up_for_once(ledger: Ledger, head: Account) -> None:
    reminders.scan(at(3, 31))
    reminders.scan(at(4, 10))  # nothing ran on the 7th, 8th and 9th
    digest = of(head, date(2026, 4, 10))
    assert digest is not None
    assert digest.subject == "绩效提醒：近期到期2项"
    assert "宽限至4月13日" in digest.text


def test_on_days_off_nobody_is_reminded(ledger: Ledger) -> None:
    assert reminders.scan(at(4, 11)) == 0  # a Saturday
    assert reminders.scan(at(4, 5)) == 0  # Tomb-sweeping


def test_who_has_reported_is_not_reminded(ledger: Ledger, head: Account) -> None:
    opened.submitted(head, cell(ledger, "1-1"), "3")
    opened.submitted(head, cell(ledger, "1-2"), "1")
    reminders.scan(at(4, 8))
    assert of(head) is None


def test_a_returned_report_is_said_the_next_morning(ledger: Ledger, head: Account, clerk: Account) -> None:
    early = at(3, 2)
    report = opened.submitted(head, cell(ledger, "1-1"), "3", now=early)
    report_actions.send_back(clerk, report.pk, report.version, "请附照片。", early + timedelta(hours=2))
    reminders.scan(at(3, 3))
    assert of(head).subject == "绩效提醒：退回1项"  # type: ignore[union-attr]


def test_the_leader_is_asked_five_working_days_after_the_grace_and_not_before(
    ledger: Ledger, leader: Account, head: Account
) -> None:
    reminders.scan(at(4, 17))
    assert of(leader) is None
    reminders.scan(at(4, 20))  # the grace ended on the 13th
    assert of(leader).subject == "绩效提醒：提请您过问2项"  # type: ignore[union-attr]


def test_the_performance_office_gets_a_line_an_office(ledger: Ledger, clerk: Account) -> None:
    reminders.scan(at(4, 9))
    digest = of(clerk)
    assert digest is not None
    assert digest.subject.startswith("绩效提醒：缺报汇总")
    assert "绿化科　2 项未报：1-1 第一季度、1-2 第一季度" in digest.text
    assert digest.lines == len({line.split("　")[0] for line in digest.text.split("\n") if "项未报" in line})


def test_tasks_and_directives_go_to_their_office_and_owner(ledger: Ledger, head: Account) -> None:
    tasks = TaskList.objects.create(item=cell(ledger, "1-1").item, name="清单")
    due = date(2026, 2, 5)
    Task.objects.create(ledger=ledger, list=tasks, position=1, text="完成选址", office=head.organisation, due=due)
    done = Task(ledger=ledger, list=tasks, position=2, text="已完成的", office=head.organisation, due=due)
    done.stage = Stage.STRUCK_OFF.value
    done.save()
    directive = Directive.objects.create(
        ledger=ledger, number=3, title="加快建设", text="请。", issued_at=at(2, 4), due=date(2026, 3, 20)
    )
    Addressee.objects.create(directive=directive, office=head.organisation, is_lead=True)
    reminders.scan(at(2, 5))
    digest = of(head)
    assert digest is not None
    assert digest.subject == "绩效提醒：今天到期1项，新交办1项"
    assert "完成选址" in digest.text
    assert "已完成的" not in digest.text


def test_whoever_answers_for_an_indicator_is_who_is_reminded(
    ledger: Ledger, head: Account, account: Callable[..., Account], agency: Organisation
) -> None:
    """The rule of `ledger.policy` and the many-at-once reading of it say the same of every account and cell."""
    office = find_or_create_organisation("办公室", Organisation.Kind.OFFICE, agency)
    account("b1", "office_clerk", office)
    account("b2", "office_head", office, head.person)
    people = People.read()
    for item in Item.objects.filter(plan=ledger.plan, level="indicator"):
        one = ledger.cells.filter(item=item).select_related("ledger__plan__organisation").first()
        assert one is not None
        asked = set(writers(people, one, list(item.responsibilities.all())))
        assert asked == {each.pk for each in Account.objects.filter(role__in=OFFICE) if answers_for(each, item)}


def test_a_scan_reads_the_whole_ledger_in_few_statements(
    ledger: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    reminders.scan(at(4, 8))
    with django_assert_max_num_queries(10):
        assert reminders.scan(at(4, 8)) == 0


def test_without_a_channel_the_digest_is_shown_in_the_system_only(ledger: Ledger, head: Account) -> None:
    reminders.scan(at(4, 8))
    assert of(head).state == State.SHOWN  # type: ignore[union-attr]
    assert not DBTaskResult.objects.exists()


@pytest.fixture
def mailed(head: Account, settings: object) -> Account:
    settings.JIXIAO_MAIL, settings.JIXIAO_BASE_URL = True, "https://jx.example"  # type: ignore[attr-defined]
    reminders.choose_channels(head, "lu@example.org", by_mail=True, by_chat=False, now=at(1, 5))
    return head


def carry_out(now: datetime) -> None:
    """Run the jobs that are ready, with the clock at `now`."""
    is_ready = Q(run_after__lte=now) | Q(run_after__year=9999)  # the library's word for at once
    for job in DBTaskResult.objects.filter(is_ready, status="READY", task_path__endswith="deliver"):
        job.delete()
        reminders.deliver(job.args_kwargs["args"][0], now)


def test_one_mail_carries_the_whole_digest_with_links(ledger: Ledger, mailed: Account) -> None:
    reminders.scan(at(4, 8))
    carry_out(at(4, 8))
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["lu@example.org"], "绩效提醒：今天到期2项")
    assert f"https://jx.example/ledger/cells/{cell(ledger, '1-1').pk}/" in sent.body
    digest = of(mailed)
    assert digest is not None
    assert (digest.state, digest.carried, digest.tries) == (State.SENT, "mail", 1)


def test_a_job_that_runs_twice_mails_once(ledger: Ledger, mailed: Account) -> None:
    reminders.scan(at(4, 8))
    for _ in range(3):
        reminders.deliver(of(mailed).pk, at(4, 8))  # type: ignore[union-attr]
    assert len(mail.outbox) == 1


def test_a_failed_delivery_is_tried_five_times_with_longer_pauses_and_its_reason_is_kept(
    ledger: Ledger, mailed: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def refuse(*_: object) -> None:
        tried.append(1)
        raise sending.Unsent("邮件没有发出：服务器拒绝。")

    monkeypatch.setattr(sending, "send_mail", refuse)
    reminders.scan(at(4, 8))
    waits = []
    now = at(4, 8)
    for _ in range(9):
        carry_out(now)
        job = DBTaskResult.objects.filter(task_path__endswith="deliver").first()
        if job is None:
            break
        waits.append(int((job.run_after - now).total_seconds() // 60))
        now = job.run_after
    digest = of(mailed)
    assert digest is not None
    assert (len(tried), waits) == (5, [2, 10, 60, 240])
    assert (digest.state, digest.trouble) == (State.FAILED, "邮件没有发出：服务器拒绝。")


def test_what_one_channel_took_is_not_sent_again_when_another_fails(
    ledger: Ledger, mailed: Account, agency: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ChatRobot.objects.create(organisation=agency, kind="wecom", token="t" * 20)
    reminders.choose_channels(mailed, "lu@example.org", by_mail=True, by_chat=True, now=at(1, 5))
    down = [True]

    def chat(robot: ChatRobot, text: str) -> None:
        if down.pop():
            raise sending.Unsent("企业微信没有送达。")

    monkeypatch.setattr(sending, "send_chat", chat)
    reminders.scan(at(4, 8))
    carry_out(at(4, 8))
    assert (of(mailed).carried, of(mailed).state) == ("mail", State.WAITING)  # type: ignore[union-attr]
    down.append(False)
    carry_out(at(4, 8, 8))
    assert (of(mailed).carried, of(mailed).state) == ("mail wecom", State.SENT)  # type: ignore[union-attr]
    assert len(mail.outbox) == 1


def test_neither_address_nor_secret_stands_in_the_journal(clerk: Account, agency: Organisation) -> None:
    reminders.choose_channels(clerk, "jiang@example.org", by_mail=True, by_chat=True, now=at(1, 5))
    token = reminders.renew_feed(clerk, at(1, 5))
    assert Channel.objects.get(account=clerk).feed != token
    given = reminders.RobotGiven(ChatRobot.Kind.DINGTALK, "abcdef0123456789", "SECabcdef0123456789", True)
    reminders.set_robot(clerk, agency, given, at(1, 5))
    reminders.stop_feed(clerk, at(1, 5))
    entries = list(Entry.objects.filter(object_kind__in=KINDS))
    facts = " ".join(entry.facts for entry in entries)
    assert [act_text(entry.action, json.loads(entry.facts)) for entry in entries] == [
        "选择提醒方式：邮件、工作群",
        "开通日历订阅，更换地址",
        "启用钉钉机器人，更换密钥",
        "停用日历订阅",
    ]
    assert [secret for secret in ("jiang@", token, given.token, given.secret) if secret in facts] == []


def test_mail_needs_an_address_and_a_robot_its_token(clerk: Account, agency: Organisation) -> None:
    with pytest.raises(Refused, match="先填写邮箱"):
        reminders.choose_channels(clerk, " ", by_mail=True, by_chat=False, now=at(1, 5))
    with pytest.raises(Refused, match="格式不对"):
        reminders.choose_channels(clerk, "jiang", by_mail=True, by_chat=False, now=at(1, 5))
    given = reminders.RobotGiven(ChatRobot.Kind.WECOM, "https://qyapi.example/send?key=1", "", True)
    with pytest.raises(Refused, match="只复制地址末尾"):
        reminders.set_robot(clerk, agency, given, at(1, 5))


def test_only_the_performance_office_of_the_agency_sets_its_robots(
    head: Account, stranger: Account, agency: Organisation
) -> None:
    given = reminders.RobotGiven(ChatRobot.Kind.WECOM, "abc", "", True)
    for account in (head, stranger):
        with pytest.raises(Refused):
            reminders.set_robot(account, agency, given, at(1, 5))
    assert not ChatRobot.objects.exists()
    assert not Entry.objects.filter(action="robot.set").exists()
