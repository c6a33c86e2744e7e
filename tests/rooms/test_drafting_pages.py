"""The drafting page: what it shows, and what its forms and its script may do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sample
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jixiao.core.drafting import Change, Insert, Remove, Set, dump
from jixiao.people.models import Account, Organisation
from jixiao.plans.actions import drafting
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import Amendment, Draft, Plan, PlanVersion

As = Callable[[Account], Client]


@pytest.fixture
def page(as_: As, clerk: Account) -> Client:
    return as_(clerk)


def at(plan: Plan, name: str = "", *arguments: object) -> str:
    return reverse(f"draft-{name}" if name else "draft", args=[plan.pk, *arguments])


def send(client: Client, plan: Plan, *changes: Change, **headers: str) -> Any:
    body = json.dumps(dump(changes))
    return client.post(
        at(plan, "changes"), body, content_type="application/json", headers={"Accept": "application/json", **headers}
    )


def cells(plan: Plan, uid: str) -> dict[str, str]:
    plan.draft.refresh_from_db()
    return next(row["cells"] for row in plan.draft.rows if row["uid"] == uid)


def test_the_page_shows_every_cell_totals_and_findings(page: Client, plan: Plan) -> None:
    text = page.get(at(plan)).content.decode()
    assert 'id="c-r1-l2"' in text and "全年建成口袋公园12个以上。" in text
    assert "分值合计" in text and "检查发现" in text


def test_a_page_of_55_rows_asks_at_most_12_statements(page: Client, clerk: Account, agency: Organisation) -> None:
    document = actions.upload_document(clerk, agency, sample.long_text(55).encode(), "长.txt", sample.NOW).document
    plan = actions.confirm_import(clerk, document.pk, document.version, sample.NOW, errors_accepted=True)
    with CaptureQueriesContext(connection) as captured:
        assert page.get(at(plan)).status_code == 200
    assert len(captured) <= 12, [query["sql"] for query in captured]


def test_a_change_is_saved_and_answered_with_what_is_new(page: Client, plan: Plan) -> None:
    answer = send(page, plan, Set("r3", "weight", "3", "许多")).json()
    assert [row["uid"] for row in answer["rows"]] == ["r3"]
    assert ["r3", "weight", "error", "请填写数字，例如 2 或 2.5。", True] in answer["marks"]
    assert cells(plan, "r3")["weight"] == "许多"
    assert "第3行" in answer["undo"]


def test_the_form_of_a_row_saves_and_leads_back_to_it(page: Client, plan: Plan) -> None:
    seen = cells(plan, "r3")
    answer = page.post(at(plan, "row", "r3"), {"seen": json.dumps(seen), **seen, "rule": "未完成的\r\n不得分。"})
    assert (answer.status_code, answer["Location"]) == (302, f"{at(plan)}#r3")
    assert cells(plan, "r3")["rule"] == "未完成的\n不得分。"


def test_what_cannot_be_read_is_saved_as_typed_and_said(page: Client, plan: Plan) -> None:
    seen = cells(plan, "r3")
    answer = page.post(at(plan, "row", "r3"), {"seen": json.dumps(seen), **seen, "weight": "许多"}, follow=True)
    assert cells(plan, "r3")["weight"] == "许多"
    assert "已按原样保存，但无法识别" in answer.content.decode()


@pytest.mark.parametrize(("direction", "order"), [("up", ["r2", "r1", "r3", "r4"]), ("down", ["r1", "r3", "r2", "r4"])])
def test_a_row_goes_one_place_and_keeps_what_was_typed_beside_the_button(
    page: Client, plan: Plan, direction: str, order: list[str]
) -> None:
    seen = cells(plan, "r2")
    given = {"uid": "r2", "direction": direction, "seen": json.dumps(seen), **seen, "weight": "3"}
    page.post(at(plan, "move"), given)
    assert (cells(plan, "r2")["weight"], [row["uid"] for row in plan.draft.rows]) == ("3", order)


@pytest.mark.parametrize(("uid", "direction"), [("r1", "up"), ("r4", "down"), ("r99", "up")])
def test_a_row_at_the_edge_stays(page: Client, plan: Plan, uid: str, direction: str) -> None:
    assert page.post(at(plan, "move"), {"uid": uid, "direction": direction, "seen": "{}"}).status_code == 302
    plan.draft.refresh_from_db()
    assert [row["uid"] for row in plan.draft.rows] == ["r1", "r2", "r3", "r4"]


def test_a_row_is_removed_and_undone_without_script(page: Client, plan: Plan) -> None:
    page.post(at(plan, "remove"), {"uid": "r2", "seen": json.dumps(cells(plan, "r2"))})
    plan.draft.refresh_from_db()
    assert len(plan.draft.rows) == 3
    assert "已撤销：删除第2行（1-2）" in page.post(at(plan, "undo"), follow=True).content.decode()
    assert "已恢复：删除第2行（1-2）" in page.post(at(plan, "redo"), follow=True).content.decode()


def test_a_form_is_shown_again_with_what_was_typed_when_it_is_refused(page: Client, plan: Plan) -> None:
    seen = cells(plan, "r3")
    Plan.objects.filter(pk=plan.pk).update(stage="submitted")
    answer = page.post(at(plan, "row", "r3"), {"seen": json.dumps(seen), **seen, "l1": "另一种写法"})
    assert answer.status_code == 409
    assert "另一种写法" in answer.content.decode() and "不能编辑" in answer.content.decode()


def test_a_closed_plan_is_shown_without_tools(page: Client, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(stage="submitted")
    text = page.get(at(plan)).content.decode()
    assert "不能编辑" in text and "data-closed" in text and 'role="toolbar"' not in text
    assert send(page, plan, Set("r3", "weight", "3", "4")).json() == {
        "sentence": "方案现在处于“报批”，不能编辑。如需修改，请先退回。"
    }


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[1]",
        "nonsense",
        '[{"op": "drop"}]',
        '[{"op": "set", "uid": "r1", "field": "nonsense", "old": "", "new": "x"}]',
        '[{"op": "set", "uid": "r1", "field": "l2", "old": "", "new": 5}]',
        '[{"op": "insert", "after": "", "cells": {"nonsense": "x"}}]',
        '[{"op": "insert", "after": "", "cells": ["l2"]}]',
        '[{"op": "set", "uid": "r1", "field": "l2", "old": "", "new": "' + "长" * 20_001 + '"}]',
        '[{"op": "set", "uid": "r1", "field": "l2", "old": "", "new": "\\u0000"}]',
    ],
)
def test_a_broken_request_is_refused_with_a_sentence_and_changes_nothing(page: Client, plan: Plan, body: str) -> None:
    before = plan.draft.rows
    answer = page.post(at(plan, "changes"), body, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["sentence"].endswith("。")
    plan.draft.refresh_from_db()
    assert (plan.draft.rows, plan.draft.version) == (before, 0)


def test_a_new_row_gets_its_uid_from_the_server(page: Client, plan: Plan) -> None:
    answer = send(page, plan, Insert("r1", {"l1": "新增"}, "r1000000")).json()
    assert answer["inserted"] == ["r5"]
    assert answer["order"] == ["r1", "r5", "r2", "r3", "r4"]


def test_more_than_a_megabyte_is_refused_with_a_sentence(page: Client, plan: Plan) -> None:
    answer = page.post(at(plan, "changes"), "x" * 1_100_000, content_type="application/json")
    assert (answer.status_code, "1 MB" in answer.json()["sentence"]) == (409, True)


def test_the_heading_takes_the_scale_and_the_points_of_branches(page: Client, plan: Plan) -> None:
    text = page.get(at(plan, "heading")).content.decode()
    assert 'name="declared:重点工作"' in text
    seen = json.dumps({"scale": "", "declared:重点工作": "4"})
    page.post(at(plan, "heading"), {"seen": seen, "scale": "10", "declared:重点工作": "5"})
    plan.refresh_from_db()
    assert plan.findings.filter(code="points-category").exists()
    assert "✗" in page.get(at(plan)).content.decode()


def test_a_block_is_shown_before_it_is_pasted_and_says_what_to_look_at(page: Client, plan: Plan) -> None:
    block = "序号\t二级指标\t权重分值\n4-1\t全年演练6次以上\t许多"
    given = {"plain": block, "uid": "", "field": "category", "version": "0"}
    shown = page.post(at(plan, "paste"), given).content.decode()
    assert "新增 1 行" in shown and "请填写数字" in shown
    plan.draft.refresh_from_db()
    assert len(plan.draft.rows) == 4
    assert page.post(at(plan, "paste"), {**given, "confirm": "1"}).status_code == 302
    assert cells(plan, "r5") == {"no": "4-1", "l2": "全年演练6次以上", "weight": "许多"}


def test_a_block_with_named_columns_needs_none_of_them_shown(page: Client, plan: Plan) -> None:
    block = "评分标准\t配合单位\n未完成不得分\t办公室"
    page.post(at(plan, "paste"), {"plain": block, "uid": "r1", "field": "category", "version": "0", "confirm": "1"})
    assert (cells(plan, "r1")["rule"], cells(plan, "r1")["co_offices"]) == ("未完成不得分", "办公室")


def test_what_cannot_be_pasted_stays_in_the_form(page: Client, plan: Plan) -> None:
    answer = page.post(at(plan, "paste"), {"plain": "甲\t乙", "uid": "r99", "field": "no"})
    assert answer.status_code == 422
    assert "甲\t乙" in answer.content.decode() and "起始行已被删除" in answer.content.decode()


def test_renumbering_is_shown_first_and_is_one_edit(page: Client, plan: Plan) -> None:
    send(page, plan, Insert("r1", {"category": "重点工作", "l1": "建设口袋公园", "l2": "新增一项。"}))
    shown = page.get(at(plan, "renumber")).content.decode()
    assert "<b>1-2</b>" in shown and "<b>1-3</b>" in shown
    page.post(at(plan, "renumber"), {"version": "1"})
    plan.draft.refresh_from_db()
    assert [row["cells"].get("no") for row in plan.draft.rows] == ["1-1", "1-2", "1-3", "2-1", "3-1"]
    page.post(at(plan, "undo"))
    assert "no" not in cells(plan, "r5")


def test_the_history_says_who_changed_what_and_what_was_taken_back(page: Client, plan: Plan) -> None:
    send(page, plan, Set("r3", "weight", "3", "4"))
    page.post(at(plan, "undo"))
    text = page.get(at(plan, "history")).content.decode()
    assert "第3行（2-1）的权重分值：“3”改为“4”" in text and "已撤销（第 2 次）" in text and "clerk" in text


def test_columns_are_chosen_without_script(page: Client, plan: Plan) -> None:
    text = page.get(at(plan), {"columns": ["l2", "rule"]}).content.decode()
    assert 'data-field="rule"' in text and 'data-field="owners"' not in text


def test_an_autosave_asks_at_most_25_statements(page: Client, clerk: Account, agency: Organisation) -> None:
    document = actions.upload_document(clerk, agency, sample.long_text(55).encode(), "长.txt", sample.NOW).document
    plan = actions.confirm_import(clerk, document.pk, document.version, sample.NOW, errors_accepted=True)
    with CaptureQueriesContext(connection) as captured:
        send(page, plan, Set("r9", "weight", "1", "2"), **{"X-Draft-Version": "0"})
    assert len(captured) <= 25, [query["sql"] for query in captured]


def test_a_plan_begins_blank_with_title_and_year(page: Client, agency: Organisation) -> None:
    answer = page.post(reverse("begin"), {"start": "blank", "title": "试写方案", "year": "2027"})
    plan = Plan.objects.get()
    assert (answer["Location"], plan.year) == (at(plan), 2027)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"title": "", "year": "2027"}, "请填写方案标题"), ({"title": "甲", "year": "明年"}, "四位数的年份")],
)
def test_a_wrong_beginning_says_how_to_mend_it(
    page: Client, agency: Organisation, given: dict[str, str], sentence: str
) -> None:
    answer = page.post(reverse("begin"), {"start": "blank", **given})
    assert answer.status_code == 422
    assert sentence in answer.content.decode() and given["year"] in answer.content.decode()


def test_a_plan_begins_as_a_copy_of_the_agencys_own_only(page: Client, plan: Plan, as_: As, stranger: Account) -> None:
    assert page.post(reverse("begin"), {"start": "copy", "source": plan.pk}).status_code == 302
    assert Plan.objects.get(copied_from=plan).year == 2027
    assert as_(stranger).post(reverse("begin"), {"start": "copy", "source": plan.pk}).status_code == 422


def test_an_amendments_working_copy_has_the_same_page(page: Client, clerk: Account, plan: Plan) -> None:
    version = drafting.freeze(plan, PlanVersion(), plan.draft, sample.NOW)
    amendment = Amendment.objects.create(plan=plan, base=version, proposed_at=sample.NOW)
    Draft.objects.create(amendment=amendment, heading=plan.draft.heading, rows=plan.draft.rows)
    address = reverse("amendment-draft", args=[amendment.pk])
    assert f'href="{address}rows/r1/"' in page.get(address).content.decode()
    seen = {"weight": "2"}
    page.post(f"{address}rows/r1/", {"seen": json.dumps(seen), "weight": "3"})
    assert Draft.objects.get(amendment=amendment).rows[0]["cells"]["weight"] == "3"
    assert cells(plan, "r1")["weight"] == "2"


def test_a_row_is_removed_although_some_of_its_columns_are_not_shown(page: Client, plan: Plan) -> None:
    answer = send(page, plan, Remove("r1", {"no": "1-1"}), **{"X-Draft-Columns": "no"}).json()
    assert answer["conflicts"] == ""
    assert answer["order"] == ["r2", "r3", "r4"]


@pytest.mark.parametrize(("after", "goal"), [("r1", "建设口袋公园"), ("r2", None), ("r4", None)])
def test_a_row_put_into_merged_cells_belongs_to_them(page: Client, plan: Plan, after: str, goal: str | None) -> None:
    page.post(at(plan, "insert"), {"after": after, "seen": "{}"})
    assert cells(plan, "r5").get("l1") == goal


def test_many_unreadable_cells_are_one_entry_with_a_name(page: Client, plan: Plan) -> None:
    wrong = [Set(uid, "weight", cells(plan, uid)["weight"], f"许多{uid}") for uid in ("r1", "r2", "r3")]
    panel = send(page, plan, *wrong).json()["panel"]
    assert "内容无法识别" in panel and "cell-unreadable" not in panel
