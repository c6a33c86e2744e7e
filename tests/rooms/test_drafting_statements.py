"""What editing asks of the database; what it costs in time is measured by `./run bench`."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sample
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jixiao.core.drafting import Set, dump
from jixiao.people.models import Account, Organisation
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import Plan

HEAD = "考评内容\t序号\t文件依据\t一级指标\t二级指标\t权重分值\t完成时限\t分管领导\t责任科室\t科室责任人"
ROWS, COLUMNS = 200, 10


def block(mark: str) -> str:
    """A block of 200 × 10 cells with a head, different in every cell from that of another mark."""
    rows = [
        f"重点工作{mark}\t{at // 5 + 1}-{at % 5 + 1}{mark}\t《第{at // 5 + 1}号文件》（青政〔2026〕{at + 1}号）{mark}"
        f"\t第{at // 5 + 1}项目标{mark}\t全年完成第{at + 1}类项目{at % 9 + 2}个以上，投资{at + 1}亿元{mark}。"
        f"\t{at % 3 + 1}.{len(mark)}\t1{len(mark)}月底前\t苏望舒{mark}\t绿化科{mark}\t陆行舟{mark}"
        for at in range(ROWS)
    ]
    return "\n".join([HEAD, *rows])


@pytest.fixture
def plan(clerk: Account, agency: Organisation) -> Plan:
    document = actions.upload_document(clerk, agency, sample.long_text(55).encode(), "长.txt", sample.NOW).document
    return actions.confirm_import(clerk, document.pk, document.version, sample.NOW, errors_accepted=True)


def asked(client: Client, plan: Plan, name: str, data: object) -> int:
    """SQL statements of one request of the grid."""
    address, body = reverse(f"draft-{name}", args=[plan.pk]), json.dumps(data)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address, body, content_type="application/json", headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.content
    return len(captured)


def test_200_by_10_cells_arrive_whole_and_a_second_block_goes_over_them(
    as_: Callable[[Account], Client], clerk: Account, plan: Plan
) -> None:
    client = as_(clerk)
    asked(client, plan, "paste", {"plain": block(""), "uid": "", "field": "category"})
    plan.draft.refresh_from_db()
    first = plan.draft.rows[55]["uid"]
    asked(client, plan, "paste", {"plain": block("新"), "uid": first, "field": "category"})
    plan.draft.refresh_from_db()
    assert len(plan.draft.rows) == 55 + ROWS
    assert all(len(row["cells"]) == COLUMNS and "新" in row["cells"]["l2"] for row in plan.draft.rows[55:])


def test_an_autosave_asks_the_database_no_more_for_a_long_plan(
    as_: Callable[[Account], Client], clerk: Account, agency: Organisation, plan: Plan
) -> None:
    text = sample.long_text(300).encode()
    document = actions.upload_document(clerk, agency, text, "更长.txt", sample.NOW).document
    long = actions.confirm_import(clerk, document.pk, document.version, sample.NOW, errors_accepted=True)
    client = as_(clerk)

    def saved(which: Plan) -> int:
        old = which.draft.rows[9]["cells"]["l2"]
        return asked(client, which, "changes", dump([Set("r10", "l2", old, "全年完成项目7个以上。")]))

    assert saved(plan) == saved(long) <= 25
