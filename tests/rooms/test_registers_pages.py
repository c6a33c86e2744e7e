"""Registers: columns chosen, rows pasted once, edited by version, summed into a target, exported safely."""

from __future__ import annotations

from collections.abc import Callable

import opened
import pytest
from django.test import Client
from django.urls import reverse
from opened import Q1_END

from jixiao.core.ledger.registers import Column, Kind
from jixiao.ledger.actions import registers, strike_off
from jixiao.ledger.models import Ledger, Measure, Register, RegisterRow
from jixiao.ledger.reading.feeds import fed_values
from jixiao.ledger.reading.registers import as_csv, safe_cell
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused

Enter = Callable[[Account], Client]
COLUMNS = [
    Column("c1", "名称", Kind.TEXT),
    Column("c2", "数量", Kind.NUMBER, "个"),
    Column("c3", "日期", Kind.DATE),
    Column("c4", "科室", Kind.OFFICE),
]


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def made(ledger: Ledger, head: Account) -> Register:
    return registers.begin_register(head, opened.cell(ledger, "1-1").item_id, "公园台账", COLUMNS, Q1_END)


def rows(by: Account, made: Register, *names: str) -> list[RegisterRow]:
    return registers.add_rows(by, made.pk, [{"c1": name, "c2": "2"} for name in names], Q1_END)


def test_a_register_is_begun_with_chosen_columns(as_: Enter, ledger: Ledger, head: Account) -> None:
    page = reverse("register-new", args=[ledger.plan_id, opened.cell(ledger, "1-1").item_id])
    form = {"name": "资产台账", "name-1": "名称", "kind-1": "text", "name-2": "面积", "kind-2": "number"}
    client = as_(head)
    wrong = client.post(page, form)
    assert wrong.status_code == 422
    assert "请填写单位" in wrong.content.decode()
    assert 'value="面积"' in wrong.content.decode()
    choices = {"name-4": "状态", "kind-4": "choice", "choices-4": "闲置，盘活"}
    assert client.post(page, {**form, "unit-2": "平方米", **choices}).status_code == 302
    assert Register.objects.get().columns == [
        {"key": "c1", "name": "名称", "kind": "text"},
        {"key": "c2", "name": "面积", "kind": "number", "unit": "平方米"},
        {"key": "c3", "name": "状态", "kind": "choice", "choices": ["闲置", "盘活"]},
    ]


def test_rows_are_pasted_by_names_or_position_and_never_doubled(as_: Enter, made: Register, head: Account) -> None:
    page, client = reverse("register-paste", args=[made.pk]), as_(head)
    named = "序号\t日期\t名称\t数量\n1\t2026年3月1日\t东湖公园\t2个\n2\t\t西湖公园\t3\n"
    shown = client.post(page, {"plain": named}).content.decode()
    assert "读出 2 行，各栏按列名对应" in shown
    assert not made.rows.exists()
    client.post(page, {"plain": named, "confirm": "1"})
    client.post(page, {"plain": named, "confirm": "1"})
    client.post(page, {"plain": "东湖公园\t2个\t2026-03-01\n南湖公园\t1", "confirm": "1"})
    assert [row.cells for row in made.rows.all()] == [
        {"c1": "东湖公园", "c2": "2个", "c3": "2026-03-01"},
        {"c1": "西湖公园", "c2": "3"},
        {"c1": "南湖公园", "c2": "1"},
    ]


def test_what_cannot_be_read_is_flagged_and_kept(as_: Enter, made: Register, head: Account) -> None:
    page, client = reverse("register-paste", args=[made.pk]), as_(head)
    plain = "东湖公园\t许多\t春天\t市政科"
    shown = client.post(page, {"plain": plain}).content.decode()
    for sentence in ("数量：“许多”不是数量", "日期：“春天”不是日期", "科室：没有名为“市政科”"):
        assert sentence in shown
    client.post(page, {"plain": plain, "confirm": "1"})
    assert made.rows.get().cells == {"c1": "东湖公园", "c2": "许多", "c3": "春天", "c4": "市政科"}
    assert "不是数量" in client.get(reverse("register", args=[made.pk])).content.decode()


def test_a_cell_without_a_column_stops_the_paste(as_: Enter, made: Register, head: Account) -> None:
    plain = "名称\t备注\n东湖公园\t靠湖"
    answer = as_(head).post(reverse("register-paste", args=[made.pk]), {"plain": plain, "confirm": "1"})
    assert answer.status_code == 422
    assert "没有对应的栏目" in answer.content.decode()
    assert not made.rows.exists()


def test_a_column_feeds_the_target_and_removed_rows_do_not(
    as_: Enter, made: Register, head: Account, clerk: Account, agency: Organisation
) -> None:
    first, second, _ = rows(head, made, "东湖公园", "西湖公园", "南湖公园")
    measure = Measure.objects.get(item__no="1-1")
    client, feed = as_(head), reverse("register-feed", args=[made.pk])
    client.post(feed, {"feeds": str(measure.pk), "column": "c2"})
    assert fed_values(made.item_id) == {measure.pk: 6}
    registers.remove_row(head, second.pk, Q1_END)
    assert fed_values(made.item_id) == {measure.pk: 4}
    client.post(feed, {"feeds": str(measure.pk), "column": "c2", "struck": "1"})
    assert fed_values(made.item_id) == {measure.pk: 0}
    opened.evidence(head, agency, row=first)
    strike_off.claim(head, first, "已建成。", Q1_END)
    strike_off.confirm(clerk, first, Q1_END)
    assert fed_values(made.item_id) == {measure.pk: 2}
    client.post(feed, {"feeds": str(measure.pk), "column": ""})
    assert fed_values(made.item_id) == {measure.pk: 2}  # rows now: two are left
    assert client.post(feed, {"feeds": str(measure.pk), "column": "c1"}).status_code == 422


def test_a_stale_row_is_a_conflict_that_shows_both(as_: Enter, made: Register, head: Account, clerk: Account) -> None:
    row = rows(head, made, "东湖公园")[0]
    page = reverse("register-row-edit", args=[row.pk])
    assert as_(clerk).post(page, {"c1": "东湖公园二期", "c2": "2", "seen": "1"}).status_code == 302
    stale = as_(head).post(page, {"c1": "我的写法", "c2": "2", "seen": "1"})
    assert stale.status_code == 409
    assert "我的写法" in stale.content.decode()
    assert "东湖公园二期" in stale.content.decode()
    wrong = as_(head).post(page, {"c1": "甲", "c2": "很多", "seen": "2"})
    assert wrong.status_code == 422
    assert "不是数量" in wrong.content.decode()
    row.refresh_from_db()
    assert row.cells == {"c1": "东湖公园二期", "c2": "2"}


def test_a_struck_off_row_neither_changes_nor_goes(
    made: Register, head: Account, clerk: Account, agency: Organisation
) -> None:
    row = rows(head, made, "东湖公园")[0]
    opened.evidence(head, agency, row=row)
    strike_off.claim(head, row, "已建成。", Q1_END)
    with pytest.raises(Refused, match="不能删除"):
        registers.remove_row(head, row.pk, Q1_END)
    strike_off.confirm(clerk, row, Q1_END)
    with pytest.raises(Refused, match="不能修改"):
        registers.change_row(head, row.pk, {"c1": "乙"}, 1, Q1_END)


def test_a_row_is_struck_off_on_its_page(
    as_: Enter, made: Register, head: Account, clerk: Account, agency: Organisation
) -> None:
    row = rows(head, made, "东湖公园")[0]
    page = reverse("register-row", args=[row.pk])
    evidence = opened.evidence(head, agency)
    as_(head).post(page, {"do": "claim", "done_text": "已建成。", "use": str(evidence.pk)})
    second = as_(clerk)
    assert "公园台账 第 1 行" in second.get(reverse("tasks-waiting", args=[made.item.plan_id])).content.decode()
    second.post(page, {"do": "confirm"})
    shown = second.get(page).content.decode()
    assert "已销号" in shown
    assert "第 1 行申请销号：已建成。" in shown


def test_nothing_in_an_export_is_a_formula(as_: Enter, made: Register, head: Account) -> None:
    registers.add_rows(head, made.pk, [{"c1": '=HYPERLINK("x")', "c2": "-3"}, {"c1": "@cmd", "c2": "=1+1"}], Q1_END)
    lines = as_csv(made).splitlines()
    assert lines[0] == "\ufeff行,名称,数量（个）,日期,科室,销号"
    assert lines[1] == '1,"\'=HYPERLINK(""x"")",-3,,,办理中'
    assert lines[2] == "2,'@cmd,'=1+1,,,办理中"
    answer = as_(head).get(reverse("register-csv", args=[made.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "  =1"])
def test_a_text_that_a_spreadsheet_would_calculate_is_marked(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_the_page_of_a_register_needs_few_statements(
    as_: Enter, made: Register, head: Account, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    rows(head, made, *(f"第{number}座公园" for number in range(300)))
    client = as_(head)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert client.get(reverse("register", args=[made.pk])).status_code == 200
