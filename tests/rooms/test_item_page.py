"""One indicator's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.people.models import Account
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import ImportedDocument, Item, Plan

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def get(as_: Callable[[Account], Client], reader: Account, plan: Plan) -> Callable[[str], str]:
    client = as_(reader)

    def page(no: str) -> str:
        item = Item.objects.get(plan=plan, no=no)
        return str(client.get(f"/plans/{plan.pk}/items/{item.pk}/").content.decode())

    return page


def test_it_says_what_who_when_and_on_what_basis(get: Callable[[str], str]) -> None:
    page = get("1-1")
    for text in ("12个以上", "<b>2</b> 分", "12月底前（2026-12-31）", "苏望舒", "绿化科", "陆行舟", "《公园条例》"):
        assert text in page, text


def test_a_target_stands_with_its_wording_and_its_meaning(get: Callable[[str], str]) -> None:
    page = get("1-1")
    assert '<td class="short">不少于</td><td class="short">12个</td>' in page


def test_it_shows_the_line_of_the_document(get: Callable[[str], str]) -> None:
    page = get("2-1")
    assert "第 5 行" in page
    assert "<blockquote>行政能力（3分）\t2-1" in page


def test_it_shows_the_findings_on_it(get: Callable[[str], str]) -> None:
    assert "检查发现" in get("3-1")
    assert "检查发现" not in get("2-1")


def test_it_shows_what_was_done_to_it_and_not_what_was_done_to_others(
    clerk: Account, document: ImportedDocument, as_: Callable[[Account], Client]
) -> None:
    correction = actions.Correction(3, "owners", "陆行舟", document.version)
    document = actions.correct_cell(clerk, document.pk, correction, NOW)
    plan = actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    client = as_(clerk)
    pages = {
        item.no: client.get(f"/plans/{plan.pk}/items/{item.pk}/").content.decode()
        for item in Item.objects.filter(plan=plan, level="indicator")
    }
    sentence = "改正科室责任人：“何知远”改为“陆行舟”"
    assert [no for no, page in pages.items() if sentence in page] == ["2-1"]
    assert all("确认方案，4 项指标，总分 10" in page for page in pages.values())


def test_neighbours_are_one_step_away(get: Callable[[str], str], plan: Plan) -> None:
    first, last = Item.objects.get(plan=plan, no="1-1"), Item.objects.get(plan=plan, no="3-1")
    middle = get("2-1")
    assert f"/items/{last.pk}/" in middle
    assert "←" not in get("1-1")
    assert f"/items/{first.pk}/" in get("1-2")


def test_only_indicators_of_this_plan_have_a_page(
    as_: Callable[[Account], Client], reader: Account, plan: Plan
) -> None:
    goal = Item.objects.get(plan=plan, level="goal")
    client = as_(reader)
    assert client.get(f"/plans/{plan.pk}/items/{goal.pk}/").status_code == 404
    assert client.get(f"/plans/{plan.pk}/items/99999/").status_code == 404


def test_its_statements_are_few(
    get: Callable[[str], str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(14):
        get("1-1")


def test_targets_come_first_and_an_empty_part_takes_one_line(get: Callable[[str], str]) -> None:
    page = get("1-1")
    assert page.index('id="targets"') < page.index('id="duty"') < page.index('id="source"')
    assert 'class="card line" aria-labelledby="targets"' in get("2-1")
    assert 'class="card line" aria-labelledby="targets"' not in page
