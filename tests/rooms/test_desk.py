"""The first page answers each role's question."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sample
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.people.models import Account, Organisation
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import ImportedDocument, Plan

pytestmark = pytest.mark.usefixtures("today")


def page(client: Client) -> str:
    return str(client.get("/").content.decode())


def test_the_operator_sees_what_waits_for_review(
    as_: Callable[[Account], Client], clerk: Account, document: ImportedDocument
) -> None:
    text = page(as_(clerk))
    assert f'href="/plans/import/{document.pk}/"' in text
    assert f"{document.errors} 处错误" in text


def test_a_confirmed_import_waits_for_nobody(as_: Callable[[Account], Client], clerk: Account, plan: Plan) -> None:
    text = page(as_(clerk))
    assert "等我校对的文件" not in text
    assert plan.title in text


def test_the_operator_sees_what_is_late_in_the_whole_agency(
    as_: Callable[[Account], Client], clerk: Account, plan: Plan
) -> None:
    text = page(as_(clerk))
    assert "推进依法行政" in text  # due at the end of June
    assert "每季度巡查全部公园" not in text  # due at the end of December


def test_the_leader_sees_the_indicators_that_name_them(
    as_: Callable[[Account], Client], leader: Account, plan: Plan
) -> None:
    text = page(as_(leader))
    assert "<b>2</b>项由我分管" in text
    assert "全年建成口袋公园12个以上" in text
    assert "推进依法行政" not in text


def test_the_office_head_sees_their_own_and_their_office_s(
    as_: Callable[[Account], Client], head: Account, plan: Plan
) -> None:
    text = page(as_(head))
    assert "<b>2</b>项由我负责" in text
    assert "落实安全生产责任" not in text


def test_the_reader_sees_the_plans(as_: Callable[[Account], Client], reader: Account, plan: Plan) -> None:
    text = page(as_(reader))
    assert f'href="/plans/{plan.pk}/"' in text
    assert "等我校对" not in text


def test_the_desk_s_statements_do_not_grow_with_the_plan(
    as_: Callable[[Account], Client],
    clerk: Account,
    leader: Account,
    agency: Organisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    document = actions.upload_document(clerk, agency, sample.long_text(120).encode(), "长.txt", NOW).document
    actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    client = as_(leader)
    with django_assert_max_num_queries(12):
        client.get("/")


def test_nothing_wrong_is_not_shown_as_an_alarm(
    as_: Callable[[Account], Client], clerk: Account, agency: Organisation
) -> None:
    sound = sample.TEXT.replace("\t何知远\t\t", "\t何知远\t办公室\t何知远")
    actions.upload_document(clerk, agency, sound.encode(), "方案.txt", NOW)
    assert '<span class="nil">0 处错误</span>' in page(as_(clerk))
