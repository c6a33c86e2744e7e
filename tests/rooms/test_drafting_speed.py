"""The bars of drafting: CPU time of whole requests, from the middleware to the answer, in process."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
import sample
from django.test import Client
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


def seconds(client: Client, plan: Plan, name: str, data: object) -> float:
    """CPU seconds of one request of the grid."""
    address, body = reverse(f"draft-{name}", args=[plan.pk]), json.dumps(data)
    before = time.process_time()
    answer = client.post(address, body, content_type="application/json", headers={"Accept": "application/json"})
    spent = time.process_time() - before
    assert answer.status_code == 200, answer.content
    return spent


def test_200_by_10_cells_are_pasted_in_a_second(as_: Callable[[Account], Client], clerk: Account, plan: Plan) -> None:
    client = as_(clerk)
    new = seconds(client, plan, "paste", {"plain": block(""), "uid": "", "field": "category"})
    plan.draft.refresh_from_db()
    first = plan.draft.rows[55]["uid"]
    over = seconds(client, plan, "paste", {"plain": block("新"), "uid": first, "field": "category"})
    plan.draft.refresh_from_db()
    assert len(plan.draft.rows) == 55 + ROWS
    assert all(len(row["cells"]) == COLUMNS and "新" in row["cells"]["l2"] for row in plan.draft.rows[55:])
    assert max(new, over) <= 1.0


def test_an_autosave_of_55_rows_takes_less_than_150_ms(
    as_: Callable[[Account], Client], clerk: Account, plan: Plan
) -> None:
    client = as_(clerk)
    texts = [plan.draft.rows[9]["cells"]["l2"], *(f"全年完成项目{at}个以上。" for at in range(2, 8))]
    pairs = pairwise(texts)
    spent = [seconds(client, plan, "changes", dump([Set("r10", "l2", old, new)])) for old, new in pairs]
    assert sorted(spent)[len(spent) // 2] < 0.15
