"""The audit page: the agency's entries, filtered and paged, and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from sample import NOW

from jixiao.journal.actions import Subject, record
from jixiao.people.models import Account
from jixiao.plans.models import Plan

As = Callable[[Account], Client]


@pytest.fixture
def auditor(account: Callable[..., Account]) -> Account:
    return account("auditor", "auditor")


def text(client: Client, query: str = "") -> str:
    return client.get(f"/journal/{query}").content.decode()


def test_it_says_who_did_what_and_that_nothing_was_touched(as_: As, auditor: Account, plan: Plan) -> None:
    page = text(as_(auditor))
    assert "核对通过" in page
    assert "确认方案，4 项指标" in page
    assert "clerk（clerk）" in page


def test_it_is_filtered_by_object_actor_and_day(as_: As, auditor: Account, plan: Plan) -> None:
    client = as_(auditor)
    assert "与本机关有关的 1 条" in text(client, f"?kind=plan&object={plan.pk}")
    assert "没有符合条件的记录" in text(client, "?actor=无此人")
    assert "没有符合条件的记录" in text(client, "?until=2026-07-14")
    assert "确认方案" in text(client, "?since=2026-07-15&until=2026-07-15")
    assert client.get("/journal/?since=x&page=0&page=99999999").status_code == 200


def test_it_is_paged(as_: As, auditor: Account) -> None:
    with transaction.atomic():
        for at in range(60):
            record(auditor.actor, "plan.edit", Subject("plan", at), {}, NOW)
    client = as_(auditor)
    first, second = text(client, "?kind=plan"), text(client, "?kind=plan&page=2")
    assert ("较早" in first, "较新" in first) == (True, False)
    assert ("较早" in second, "较新" in second) == (False, True)
    assert second.count("<tr id=") == 10


def test_a_tampered_entry_is_named(as_: As, auditor: Account, plan: Plan) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("drops a trigger as SQLite does")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_entry_no_update")
        cursor.execute("UPDATE journal_entry SET actor = '乙' WHERE seq = 2")
    page = text(as_(auditor))
    assert "核对未通过" in page
    assert "第 2 条已被改动。" in page


def test_where_several_agencies_share_the_journal_each_sees_its_own(
    as_: As, auditor: Account, stranger: Account, plan: Plan, account: Callable[..., Account]
) -> None:
    with transaction.atomic():
        record(stranger.actor, "plan.begin", Subject("plan", 999), {}, NOW)
        record(stranger.actor, "plan.act", Subject("plan", plan.pk), {"title": "批准"}, NOW)
    page = text(as_(auditor))
    assert "方案 999" not in page
    assert "办理“批准”" in page
    theirs = text(as_(account("their-auditor", "auditor", stranger.organisation)))
    assert "方案 999" in theirs
    assert "确认方案" not in theirs
