"""Whoever decides is a second person, by whatever account and route he comes; and he decides what he looked at."""

from __future__ import annotations

from collections.abc import Callable

import opened
import pytest
from django.test import Client
from django.urls import reverse
from opened import Q1_END, cell

from jixiao.core.ledger.registers import Column, Kind
from jixiao.ledger.actions import registers, reports, strike_off, tasks
from jixiao.ledger.actions.tasks import TaskText
from jixiao.ledger.models import Ledger, RegisterRow, Task
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused

As = Callable[[Account], Client]


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def twin(account: Callable[..., Account], agency: Organisation, head: Account) -> Account:
    """The head of the office, who keeps the ledger under another account."""
    return account("twin", "operator", person=find_or_create_person("陆行舟", agency))


@pytest.fixture
def task(ledger: Ledger, head: Account, agency: Organisation) -> Task:
    there = tasks.begin_list(head, cell(ledger, "1-1").item_id, "改革举措", None, Q1_END)
    made = tasks.add_tasks(head, there.pk, [TaskText("建成口袋公园")], Q1_END)[0]
    opened.evidence(head, agency, task=made)
    return strike_off.claim(head, made, "已建成", Q1_END)


@pytest.fixture
def row(ledger: Ledger, head: Account, agency: Organisation) -> RegisterRow:
    there = registers.begin_register(
        head, cell(ledger, "1-1").item_id, "公园", [Column("c1", "名称", Kind.TEXT)], Q1_END
    )
    made = registers.add_rows(head, there.pk, [{"c1": "东湖公园"}], Q1_END)[0]
    opened.evidence(head, agency, row=made)
    return strike_off.claim(head, made, "已建成", Q1_END)


def test_a_person_with_two_accounts_accepts_no_report_of_his_own(
    ledger: Ledger, head: Account, twin: Account, clerk: Account
) -> None:
    report = opened.submitted(head, cell(ledger, "1-1"), "3")
    for act in (
        lambda: reports.accept(twin, report.pk, report.version, Q1_END),
        lambda: reports.send_back(twin, report.pk, report.version, "不对", Q1_END),
    ):
        with pytest.raises(Refused, match="另一人"):
            act()
    assert reports.accept(clerk, report.pk, report.version, Q1_END).counts


def test_not_through_the_list_of_many_either(ledger: Ledger, head: Account, twin: Account, as_: As) -> None:
    report = opened.submitted(head, cell(ledger, "1-1"), "3")
    sent = {"report": [report.pk], f"seen-{report.pk}": report.version}
    answer = as_(twin).post(reverse("accepting", args=[ledger.plan_id]), sent)
    report.refresh_from_db()
    assert (answer.status_code, report.stage) == (409, "submitted")


def test_a_person_with_two_accounts_confirms_no_strike_off_of_his_own(
    task: Task, row: RegisterRow, twin: Account, clerk: Account, as_: As
) -> None:
    for thing in (task, row):
        with pytest.raises(Refused, match="另一人"):
            strike_off.confirm(twin, thing, Q1_END)
        with pytest.raises(Refused, match="另一人"):
            strike_off.send_back(twin, thing, "不行", Q1_END)
    plan = task.ledger.plan_id
    as_(twin).post(reverse("tasks-waiting", args=[plan]), {"chosen": [f"task-{task.pk}", f"row-{row.pk}"]})
    assert {each.stage for each in (Task.objects.get(), RegisterRow.objects.get())} == {"claimed"}
    for thing in (task, row):
        assert strike_off.confirm(clerk, thing, Q1_END).stage == "struck_off"


def test_an_operator_confirms_no_strike_off_that_he_asked_for(
    ledger: Ledger, clerk: Account, head: Account, agency: Organisation
) -> None:
    there = tasks.begin_list(clerk, cell(ledger, "1-1").item_id, "考核任务", None, Q1_END)
    made = tasks.add_tasks(clerk, there.pk, [TaskText("验收")], Q1_END)[0]
    opened.evidence(clerk, agency, task=made)
    strike_off.claim(clerk, made, "已验收", Q1_END)
    with pytest.raises(Refused, match="另一人"):
        strike_off.confirm(clerk, made, Q1_END)


def test_what_waits_for_confirmation_is_not_changed_under_it(task: Task, row: RegisterRow, head: Account) -> None:
    with pytest.raises(Refused, match="等核实"):
        tasks.change_task(head, task.pk, TaskText("建成两座公园"), tasks.state_of(task), Q1_END)
    with pytest.raises(Refused, match="等核实"):
        registers.change_row(head, row.pk, {"c1": "西湖公园"}, row.version, Q1_END)


def test_what_was_sent_back_is_changed_and_asked_for_again(task: Task, head: Account, clerk: Account) -> None:
    strike_off.send_back(clerk, task, "材料不全", Q1_END)
    changed = tasks.change_task(head, task.pk, TaskText("建成两座公园"), tasks.state_of(task), Q1_END)
    assert strike_off.claim(head, changed, "已建成两座", Q1_END).stage == "claimed"
