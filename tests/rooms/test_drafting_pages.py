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

from jixiao.core.drafting import Change, Insert, Set, dump
from jixiao.people.models import Account, Organisation
from jixiao.plans.actions import drafting
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import Plan

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
