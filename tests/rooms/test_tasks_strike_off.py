"""Strike-off: asked for with evidence by who does the work, confirmed by somebody else, and never twice."""

from __future__ import annotations

from datetime import timedelta

import opened
import pytest
from opened import Q1_END

from jixiao.core.ledger.registers import Column, Kind
from jixiao.journal.models import Entry
from jixiao.ledger.actions import registers, strike_off, tasks
from jixiao.ledger.models import Ledger, RegisterRow, Task
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Console, Forbidden, Refused


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def task(ledger: Ledger, clerk: Account) -> Task:
    there = tasks.begin_list(clerk, opened.cell(ledger, "1-1").item_id, "建设清单", None, Q1_END)
    return tasks.add_tasks(clerk, there.pk, [tasks.TaskText("完成选址")], Q1_END)[0]


@pytest.fixture
def row(ledger: Ledger, clerk: Account) -> RegisterRow:
    made = registers.begin_register(
        clerk, opened.cell(ledger, "1-1").item_id, "公园台账", [Column("c1", "名称", Kind.TEXT)], Q1_END
    )
    return registers.add_rows(clerk, made.pk, [{"c1": "东湖公园"}], Q1_END)[0]


def actions_noted(thing: str) -> list[str]:
    return list(Entry.objects.filter(action__startswith=thing).values_list("action", flat=True))


def test_a_task_is_struck_off_with_evidence_and_by_a_second_person(
    task: Task, head: Account, clerk: Account, agency: Organisation
) -> None:
    with pytest.raises(Refused, match="佐证材料"):
        strike_off.claim(head, task, "已批复。", Q1_END)
    opened.evidence(head, agency, task=task)
    with pytest.raises(Refused, match="完成情况"):
        strike_off.claim(head, task, "  ", Q1_END)
    asked = strike_off.claim(head, task, "已批复。", Q1_END)
    assert (asked.stage, asked.claimed_by) == ("claimed", head)
    done = strike_off.confirm(clerk, task, Q1_END + timedelta(days=1))
    assert (done.stage, done.decided_by, done.done_text) == ("struck_off", clerk, "已批复。")
    assert actions_noted("task.") == ["task.claim", "task.confirm"]


def test_nobody_confirms_or_returns_what_he_asked_for(task: Task, clerk: Account, agency: Organisation) -> None:
    opened.evidence(clerk, agency, task=task)
    strike_off.claim(clerk, task, "已批复。", Q1_END)
    for decide in (
        lambda: strike_off.confirm(clerk, task, Q1_END),
        lambda: strike_off.send_back(clerk, task, "不行", Q1_END),
    ):
        with pytest.raises(Refused, match="另一人"):
            decide()


def test_the_same_asked_or_confirmed_again_is_one(
    task: Task, head: Account, clerk: Account, agency: Organisation
) -> None:
    opened.evidence(head, agency, task=task)
    for _ in range(3):
        strike_off.claim(head, task, "已批复。", Q1_END)
    with pytest.raises(Refused, match="已经申请"):
        strike_off.claim(head, task, "别的话", Q1_END)
    for _ in range(3):
        strike_off.confirm(clerk, task, Q1_END)
    assert actions_noted("task.") == ["task.claim", "task.confirm"]


def test_what_was_returned_says_why_and_can_be_asked_for_again(
    task: Task, head: Account, leader: Account, agency: Organisation
) -> None:
    opened.evidence(head, agency, task=task)
    strike_off.claim(head, task, "已批复。", Q1_END)
    with pytest.raises(Refused, match="理由"):
        strike_off.send_back(leader, task, " ", Q1_END)
    back = strike_off.send_back(leader, task, "缺批复文件。", Q1_END)
    assert (back.stage, back.reason) == ("returned", "缺批复文件。")
    assert strike_off.claim(head, task, "已补充。", Q1_END).reason == ""


def test_only_who_keeps_the_ledger_takes_a_strike_off_back_and_says_why(
    task: Task, head: Account, clerk: Account, leader: Account, agency: Organisation
) -> None:
    opened.evidence(head, agency, task=task)
    strike_off.claim(head, task, "已批复。", Q1_END)
    strike_off.confirm(leader, task, Q1_END)
    with pytest.raises(Forbidden):
        strike_off.reopen(leader, task, "有误", Q1_END)
    with pytest.raises(Refused, match="理由"):
        strike_off.reopen(clerk, task, "", Q1_END)
    assert strike_off.reopen(clerk, task, "核查发现未完成。", Q1_END).stage == "open"
    with pytest.raises(Refused, match="只有已经销号"):
        strike_off.reopen(clerk, task, "再来", Q1_END)


def test_only_who_works_on_the_indicator_or_holds_the_task_asks(
    ledger: Ledger, clerk: Account, head: Account, reader: Account, agency: Organisation
) -> None:
    there = tasks.begin_list(clerk, opened.cell(ledger, "2-1").item_id, "法治清单", None, Q1_END)
    foreign, own = tasks.add_tasks(
        clerk, there.pk, [tasks.TaskText("制定办法"), tasks.TaskText("修剪", head.organisation_id or 0)], Q1_END
    )
    for task in (foreign, own):
        opened.evidence(clerk, agency, task=task)
    with pytest.raises(Forbidden):
        strike_off.claim(head, foreign, "完成。", Q1_END)
    with pytest.raises(Forbidden):
        strike_off.claim(reader, own, "完成。", Q1_END)
    assert strike_off.claim(head, own, "完成。", Q1_END).stage == "claimed"
    with pytest.raises(Forbidden):
        strike_off.confirm(head, own, Q1_END)


def test_a_register_row_is_struck_off_the_same_way_unless_it_was_removed(
    row: RegisterRow, head: Account, clerk: Account, agency: Organisation
) -> None:
    opened.evidence(head, agency, row=row)
    strike_off.claim(head, row, "已建成。", Q1_END)
    assert strike_off.confirm(clerk, row, Q1_END).stage == "struck_off"
    assert actions_noted("row.") == ["row.claim", "row.confirm"]
    RegisterRow.objects.filter(pk=row.pk).update(removed=True)
    with pytest.raises(Refused, match="已经删除"):
        strike_off.reopen(Console(), row, "有误", Q1_END)
