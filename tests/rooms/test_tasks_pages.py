"""Pages of lists and tasks: pasted with a look before, counted, filtered, struck off by two, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import opened
import pytest
from django.test import Client
from django.urls import reverse
from opened import Q1_END

from jixiao.ledger.actions import strike_off, tasks
from jixiao.ledger.models import EvidenceUse, Ledger, Measure, Task, TaskList
from jixiao.ledger.reading.feeds import fed_values
from jixiao.people.models import Account, Organisation

Enter = Callable[[Account], Client]
PASTE = (
    "任务\t责任科室\t责任人\t完成时限\t质量标准\t占比\n"
    "完成选址\t绿化科\t陆行舟\t3月底前\t批复文件\t40%\n"
    "完成建设\t绿化科\t某某\t提前10个工作日\t验收单\t60%\n"
)


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def there(ledger: Ledger, clerk: Account) -> TaskList:
    measure = Measure.objects.get(item__no="1-1")
    return tasks.begin_list(clerk, measure.item_id, "建设清单", measure.pk, Q1_END)


def filled(clerk: Account, there: TaskList, count: int, due: date = date(2026, 3, 31)) -> list[Task]:
    rows = [tasks.TaskText(f"第{number}项任务", due=due) for number in range(count)]
    return tasks.add_tasks(clerk, there.pk, rows, Q1_END)


def struck(by: Account, second: Account, task: Task, agency: Organisation) -> None:
    opened.evidence(by, agency, task=task)
    strike_off.claim(by, task, "已完成。", Q1_END)
    strike_off.confirm(second, task, Q1_END)


def test_a_list_is_begun_and_leads_to_pasting(as_: Enter, ledger: Ledger, head: Account) -> None:
    measure = Measure.objects.get(item__no="1-1")
    page = reverse("item-lists", args=[ledger.plan_id, measure.item_id])
    client = as_(head)
    assert client.post(page, {"name": " ", "feeds": ""}).status_code == 422
    answer = client.post(page, {"name": "建设清单", "feeds": str(measure.pk)})
    made = TaskList.objects.get()
    assert (made.feeds, answer.headers["Location"]) == (measure, reverse("list-paste", args=[made.pk]))
    again = client.post(page, {"name": "建设清单", "feeds": ""})
    assert again.status_code == 422
    assert "已有名为“建设清单”的清单" in again.content.decode()


def test_what_is_pasted_is_shown_before_it_is_saved(as_: Enter, there: TaskList, head: Account) -> None:
    page, client = reverse("list-paste", args=[there.pk]), as_(head)
    given = {"plain": PASTE, "end": "2026-12-31", "from": ""}
    shown = client.post(page, given).content.decode()
    assert "读出 2 项任务" in shown
    assert "没有查到这个责任人" in shown
    assert not Task.objects.exists()
    client.post(page, {**given, "confirm": "1"})
    first, second = Task.objects.all()
    assert (first.office, str(first.owner), first.due) == (head.organisation, "陆行舟", date(2026, 3, 31))
    assert (second.owner, second.due, second.share) == (None, date(2026, 12, 17), 60)
    assert second.standard == "验收单\n责任人：某某"


def test_a_paste_that_cannot_be_saved_keeps_what_was_pasted(as_: Enter, there: TaskList, head: Account) -> None:
    answer = as_(head).post(
        reverse("list-paste", args=[there.pk]), {"plain": "任务\t科室\n\t绿化科", "end": "", "from": "", "confirm": "1"}
    )
    assert answer.status_code == 422
    assert "\t绿化科</textarea>" in answer.content.decode()
    assert not Task.objects.exists()


def test_tasks_without_a_date_share_the_stretch(as_: Enter, there: TaskList, head: Account) -> None:
    given = {"plain": "甲\n乙", "from": "2026-03-02", "end": "2026-03-13", "confirm": "1"}
    as_(head).post(reverse("list-paste", args=[there.pk]), given)
    assert [task.due for task in Task.objects.all()] == [date(2026, 3, 9), date(2026, 3, 13)]
    bad = as_(head).post(reverse("list-paste", args=[there.pk]), {**given, "from": "明天"})
    assert bad.status_code == 422
    assert "不是日期" in bad.content.decode()


def test_struck_off_tasks_count_towards_the_target(
    as_: Enter, there: TaskList, clerk: Account, head: Account, agency: Organisation
) -> None:
    done = filled(clerk, there, 3)
    for task in done[:2]:
        struck(head, clerk, task, agency)
    assert fed_values(there.item_id) == {there.feeds_id: 2}
    shown = as_(head).get(reverse("item-lists", args=[there.item.plan_id, there.item_id])).content.decode()
    assert "现计 <b>2个</b>" in shown
    assert "<b>2</b>／3 已销号" in shown


def test_all_lists_show_the_late_first_and_take_filters(
    as_: Enter, ledger: Ledger, there: TaskList, clerk: Account, head: Account, today: None
) -> None:
    other = tasks.begin_list(clerk, opened.cell(ledger, "2-1").item_id, "法治清单", None, Q1_END)
    filled(clerk, other, 2, date(2026, 12, 1))
    filled(clerk, there, 1, date(2026, 7, 8))
    tasks.add_tasks(clerk, other.pk, [tasks.TaskText("修剪", head.organisation_id or 0)], Q1_END)
    client, page = as_(head), reverse("tasks", args=[ledger.plan_id])
    shown = client.get(page).content.decode()
    assert shown.index("建设清单") < shown.index("法治清单")
    assert "逾期 5 个工作日" in shown
    late = client.get(page, {"state": "late"}).content.decode()
    assert "建设清单" in late
    assert "法治清单" not in late
    mine = client.get(page, {"mine": "1"}).content.decode()
    assert "修剪" in mine
    assert "第0项任务" not in mine
    assert "没有符合条件的任务" in client.get(page, {"state": "struck"}).content.decode()


def test_the_page_of_seventy_tasks_needs_few_statements(
    as_: Enter,
    ledger: Ledger,
    there: TaskList,
    clerk: Account,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    filled(clerk, there, 70)
    client = as_(clerk)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("tasks", args=[ledger.plan_id]))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("item-lists", args=[ledger.plan_id, there.item_id]))


def test_a_task_is_struck_off_on_its_page_by_two(
    as_: Enter, there: TaskList, clerk: Account, head: Account, agency: Organisation
) -> None:
    task = filled(clerk, there, 1)[0]
    page, client = reverse("task", args=[task.pk]), as_(head)
    refused = client.post(page, {"do": "claim", "done_text": "已批复。"})
    assert refused.status_code == 422
    assert "佐证材料" in refused.content.decode()
    assert "已批复。</textarea>" in refused.content.decode()
    made = opened.evidence(head, agency)
    client.post(page, {"do": "claim", "done_text": "已批复。", "use": str(made.pk)})
    assert EvidenceUse.objects.get().task == task
    assert "准予销号" not in client.get(page).content.decode()
    assert client.post(page, {"do": "confirm"}).status_code == 404
    second = as_(clerk)
    assert "准予销号" in second.get(page).content.decode()
    second.post(page, {"do": "return", "reason": "缺批复。"})
    assert "退回理由：缺批复。" in client.get(page).content.decode()
    client.post(page, {"do": "claim", "done_text": "已补充。"})
    second.post(page, {"do": "confirm"})
    shown = second.get(page).content.decode()
    assert "已销号" in shown
    assert "核实无误，准予销号" in shown  # in its history
    second.post(page, {"do": "reopen", "reason": "有误。"})
    task.refresh_from_db()
    assert task.stage == "open"


def test_many_are_confirmed_at_once_but_never_ones_own(
    as_: Enter, there: TaskList, clerk: Account, head: Account, agency: Organisation
) -> None:
    made = filled(clerk, there, 3)
    for task, by in zip(made, (head, head, clerk), strict=True):
        opened.evidence(by, agency, task=task)
        strike_off.claim(by, task, "已完成。", Q1_END)
    page, client = reverse("tasks-waiting", args=[there.item.plan_id]), as_(clerk)
    assert client.get(page).content.decode().count('type="checkbox"') == 2
    client.post(page, {"chosen": [f"task-{task.pk}" for task in made]})
    assert [Task.objects.get(pk=task.pk).stage for task in made] == ["struck_off", "struck_off", "claimed"]
    assert as_(head).get(page).status_code == 404


def test_a_task_is_changed_and_a_stale_form_is_a_conflict_that_shows_both(
    as_: Enter, there: TaskList, clerk: Account, head: Account
) -> None:
    task = filled(clerk, there, 1)[0]
    page, client = reverse("task-edit", args=[task.pk]), as_(head)
    said = {"text": "完成选址", "office": "", "owner": "", "due_text": "T-15", "standard": "", "share": "50"}
    seen = tasks.state_of(task)
    assert client.post(page, {**said, "seen": seen}).status_code == 302
    task.refresh_from_db()
    assert (task.text, task.due, task.due_text, task.share) == ("完成选址", date(2026, 12, 16), "T-15", 50)
    stale = client.post(page, {**said, "text": "我的写法", "seen": seen})
    assert stale.status_code == 409
    assert "我的写法" in stale.content.decode()
    assert "完成选址" in stale.content.decode()
    wrong = client.post(page, {**said, "due_text": "尽快", "share": "200", "seen": seen})
    assert wrong.status_code == 422
    assert "不是时限" in wrong.content.decode()
    assert "不是占比" in wrong.content.decode()


def test_only_an_untouched_task_is_removed(
    as_: Enter, there: TaskList, clerk: Account, head: Account, agency: Organisation
) -> None:
    bare, used = filled(clerk, there, 2)
    opened.evidence(head, agency, task=used)
    client = as_(head)
    for task in (bare, used):
        client.post(reverse("task-remove", args=[task.pk]))
    assert list(Task.objects.all()) == [used]


def test_another_office_reads_but_does_not_write(
    as_: Enter, ledger: Ledger, clerk: Account, head: Account, reader: Account
) -> None:
    there = tasks.begin_list(clerk, opened.cell(ledger, "2-1").item_id, "法治清单", None, Q1_END)
    task = filled(clerk, there, 1)[0]
    for account in (head, reader):
        client = as_(account)
        assert client.get(reverse("task", args=[task.pk])).status_code == 200
        assert client.get(reverse("task-edit", args=[task.pk])).status_code == 404
        assert client.get(reverse("list-paste", args=[there.pk])).status_code == 404
        assert client.post(reverse("task", args=[task.pk]), {"do": "claim", "done_text": "好"}).status_code == 404
        page = reverse("item-lists", args=[ledger.plan_id, there.item_id])
        assert "建立清单" not in client.get(page).content.decode()
        assert client.post(page, {"name": "他人清单", "feeds": ""}).status_code == 404
