"""The pages of an amendment: what is asked, what is shown, what comes back when something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import approved
import pytest
import sample
from approved import GIVEN, amendment, approve
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jixiao.core.drafting import Set
from jixiao.core.stages import Stage
from jixiao.people.models import Account, Organisation
from jixiao.plans.actions import drafting
from jixiao.plans.models import Amendment, Plan

pytestmark = pytest.mark.usefixtures("today")
REWORD = Set("r2", "l2", "每季度巡查全部公园。", "每月巡查全部公园。")
PAPER = {"reason": "上级调整", "basis": "某文件", "document_no": "青园林〔2026〕12号", "issued": "2026-07-10"}
As = Callable[[Account], Client]


@pytest.fixture
def plan(clerk: Account, agency: Organisation) -> Plan:
    found = approved.approved_plan(clerk, agency)
    approved.at(found, Stage.PUBLISHED)
    return found


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("批复.pdf", b"%PDF-1.4 x", "application/pdf")


def send(client: Client, address: str, status: int, **given: Any) -> str:
    answer = client.post(address, given)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_the_operator_proposes_describes_and_records_an_approval(as_: As, clerk: Account, plan: Plan) -> None:
    client = as_(clerk)
    send(client, f"/plans/{plan.pk}/amendments/new/", 302, reason="上级调整")
    begun = Amendment.objects.get()
    approved_draft = begun.draft
    drafting.edit(clerk, approved_draft.pk, [REWORD], "改", sample.NOW)
    send(client, f"/plans/amendments/{begun.pk}/describe/", 302, **PAPER, file=pdf())
    text = client.get(f"/plans/amendments/{begun.pk}/").content.decode()
    assert "可以批准" in text
    assert "批复.pdf" in text
    approved_draft.refresh_from_db()
    send(client, f"/plans/amendments/{begun.pk}/record/", 302, version=approved_draft.version, who="市绩效办")
    text = client.get(f"/plans/amendments/{begun.pk}/").content.decode()
    assert "市绩效办（clerk登记）" in text
    assert "第 2 版" in text
    for sentence in ("在第 1 版上拟订调整：上级调整", "填写调整文：青园林〔2026〕12号", "批准人：市绩效办"):
        assert sentence in text


def test_what_stands_in_the_way_is_listed_and_the_button_is_off(
    as_: As, clerk: Account, chief: Account, plan: Plan
) -> None:
    begun = amendment(clerk, plan, Set("r2", "weight", "2", "1"))
    text = as_(chief).get(f"/plans/amendments/{begun.pk}/").content.decode()
    assert "还不能批准" in text
    assert "分值不平" in text
    assert "disabled>批准调整" in text
    assert "分值不平" in send(as_(chief), f"/plans/amendments/{begun.pk}/approve/", 409, version=1)


def test_the_group_head_approves(as_: As, clerk: Account, chief: Account, plan: Plan) -> None:
    begun = amendment(clerk, plan, REWORD)
    send(as_(chief), f"/plans/amendments/{begun.pk}/approve/", 302, version=1)
    assert plan.versions.count() == 2


@pytest.mark.parametrize("act", ["approve", "record", "describe", "withdraw", "rebase", "overlap", "overlap/confirm"])
@pytest.mark.parametrize("who", ["reader", "stranger"])
def test_who_has_no_right_finds_no_act(
    request: pytest.FixtureRequest, as_: As, clerk: Account, plan: Plan, who: str, act: str
) -> None:
    begun = amendment(clerk, plan, REWORD)
    send(as_(request.getfixturevalue(who)), f"/plans/amendments/{begun.pk}/{act}/", 404, version=1)


def test_nothing_typed_is_lost(as_: As, clerk: Account, plan: Plan) -> None:
    text = send(
        as_(clerk), f"/plans/{plan.pk}/amendments/new/", 422, reason="", basis="很长的依据", issued="七月", file=pdf()
    )
    assert "请填写调整理由" in text
    assert "很长的依据" in text
    assert "七月" in text
    assert "请填写日期" in text
    assert "已收到“批复.pdf”" in text


def test_a_file_that_is_none_is_refused(as_: As, clerk: Account, plan: Plan) -> None:
    wrong = SimpleUploadedFile("批复.exe", b"MZ", "application/octet-stream")
    text = send(as_(clerk), f"/plans/{plan.pk}/amendments/new/", 422, reason="上级调整", file=wrong)
    assert "格式" in text
    assert "上级调整" in text


def test_conflicts_are_shown_with_three_sides_and_settled(as_: As, clerk: Account, chief: Account, plan: Plan) -> None:
    first, second = amendment(clerk, plan, REWORD), amendment(clerk, plan, Set("r2", "l2", REWORD.old, "每周巡查。"))
    approve(chief, first)
    client = as_(clerk)
    assert "改到最新版本" in client.get(f"/plans/amendments/{second.pk}/").content.decode()
    text = client.get(f"/plans/amendments/{second.pk}/rebase/").content.decode()
    for side in (REWORD.old, REWORD.new, "每周巡查。"):
        assert side in text
    given = {"onto": 2, "conflict": "r2|l2", "keep-r2|l2": "mine"}
    assert client.post(f"/plans/amendments/{second.pk}/rebase/", given).status_code == 302
    assert "每周巡查。" in client.get(f"/plans/amendments/{second.pk}/").content.decode()


def test_the_sums_of_an_amendment_are_shown(as_: As, clerk: Account, plan: Plan) -> None:
    begun = amendment(clerk, plan, Set("r3", "weight", "3", "2.5"))
    text = as_(clerk).get(f"/plans/amendments/{begun.pk}/").content.decode()
    assert '<th scope="row">合计</th><td class="num">10</td><td class="num">9.5</td>' in text


def test_a_withdrawn_amendment_has_no_acts_left(as_: As, clerk: Account, plan: Plan) -> None:
    begun = amendment(clerk, plan, REWORD)
    client = as_(clerk)
    send(client, f"/plans/amendments/{begun.pk}/withdraw/", 302)
    text = client.get(f"/plans/amendments/{begun.pk}/").content.decode()
    assert "已撤回" in text
    assert "登记批准" not in text


@pytest.mark.parametrize("address", ["", "rebase/"])
def test_a_page_asks_the_database_no_more_for_a_long_plan(
    as_: As, clerk: Account, agency: Organisation, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    plan = approved.approved_plan(clerk, agency, sample.long_text(55), "55")
    begun = amendment(clerk, plan, Set("r2", "deadline_raw", "12月底前", "11月底前"), given=GIVEN)
    client = as_(clerk)
    with django_assert_max_num_queries(12):
        assert client.get(f"/plans/amendments/{begun.pk}/{address}").status_code == 200
