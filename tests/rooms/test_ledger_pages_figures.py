"""What the pages of reports cost: statements, whatever the size, and the time of a processor."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import opened
import pytest
import sample
from django.test import Client
from django.urls import reverse
from opened import cell
from pytest_django import DjangoAssertNumQueries

from jixiao.ledger.models import Ledger, Measure
from jixiao.people.models import Account, Organisation

IN_TIME = datetime(2026, 4, 7, 2, 0, tzinfo=UTC)
SignIn = Callable[[Account], Client]


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    """55 indicators, four quarters."""
    return opened.opened_ledger(clerk, agency, sample.long_text(55), scale="55")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: IN_TIME)


@pytest.mark.parametrize("address", ["/ledger/mine/", "/ledger/plans/{plan}/", "/ledger/plans/{plan}/?show=mine"])
def test_a_page_of_55_indicators_asks_at_most_twelve_statements(
    ledger: Ledger,
    head: Account,
    clerk: Account,
    agency: Organisation,
    as_: SignIn,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for no in ("1-2", "2-1", "3-1", "3-2"):
        opened.evidence(head, agency, cell=cell(ledger, no))
    made = opened.submitted(head, cell(ledger, "1-2"), "1", now=IN_TIME)
    client = as_(head)
    assert made.stage == "submitted"
    with django_assert_max_num_queries(12):
        answer = client.get(address.format(plan=ledger.plan_id))
    assert answer.status_code == 200


def test_the_list_of_reports_to_accept_does_not_ask_more_for_more_reports(
    ledger: Ledger, head: Account, clerk: Account, as_: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for no in ("1-2", "2-1", "3-1", "3-2"):
        opened.submitted(head, cell(ledger, no), "9", now=IN_TIME)
    client = as_(clerk)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("accepting", args=[ledger.plan_id])).content.decode()
    assert page.count("详情") == 4


def test_handing_in_asks_few_statements(
    ledger: Ledger, head: Account, as_: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    shown, client = cell(ledger, "1-2"), as_(head)
    measure = Measure.objects.get(item=shown.item_id)
    given = {"progress": "on_plan", "seen": 0, f"value-{measure.pk}": "9", "from": "mine"}
    with django_assert_max_num_queries(30):
        answer = client.post(reverse("cell-submit", args=[shown.pk]), given, headers={"HX-Request": "true"})
    assert "已报送" in answer.content.decode()


def test_the_table_is_made_in_well_under_a_tenth_of_a_second(ledger: Ledger, head: Account, as_: SignIn) -> None:
    client, address = as_(head), reverse("ledger", args=[ledger.plan_id])
    client.get(address)
    assert min(_seconds(lambda: client.get(address)) for _ in range(5)) < 0.1


def _seconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began
