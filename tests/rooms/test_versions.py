"""The versions of a plan: what changed, who approved it, whether the points add up, and the text to check it by."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import approved
import pytest
import sample
from approved import GIVEN, amendment, approve
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jixiao.core.drafting import HEADING, Insert, Remove, Set
from jixiao.core.stages import Stage
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Plan

pytestmark = pytest.mark.usefixtures("today")
REWORD = Set("r2", "l2", "每季度巡查全部公园。", "每月巡查全部公园。")
As = Callable[[Account], Client]


@pytest.fixture
def plan(clerk: Account, agency: Organisation) -> Plan:
    found = approved.approved_plan(clerk, agency)
    approved.at(found, Stage.PUBLISHED)
    return found


@pytest.fixture
def amended(clerk: Account, chief: Account, plan: Plan) -> Plan:
    """A second version: one row reworded, one taken out, a new one in its place."""
    row = next(row for row in plan.draft.rows if row["uid"] == "r4")
    new = Insert("r3", {**row["cells"], "no": "3-2", "l1": "建成应急避险点2处"})
    approve(chief, amendment(clerk, plan, REWORD, Remove("r4", row["cells"]), new))
    plan.refresh_from_db()
    return plan


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_each_version_says_what_changed_who_approved_it_and_that_the_points_add_up(
    as_: As, reader: Account, amended: Plan
) -> None:
    text = page(as_(reader), f"/plans/{amended.pk}/versions/")
    assert "改 1 项、增 1 项、删 1 项" in text
    assert GIVEN.document_no in text
    assert "chief" in text
    assert text.count("10，与总分相符") == 2


def test_points_that_do_not_add_up_are_said(as_: As, reader: Account, clerk: Account, agency: Organisation) -> None:
    plan = approved.approved_plan(clerk, agency, scale="11")
    assert "10，总分为 11" in page(as_(reader), f"/plans/{plan.pk}/versions/")


def test_open_and_withdrawn_amendments_are_listed_apart(as_: As, clerk: Account, plan: Plan) -> None:
    amendment(clerk, plan, REWORD)
    text = page(as_(clerk), f"/plans/{plan.pk}/versions/")
    assert "未生效的调整" in text
    assert "拟订中" in text


def test_the_downloaded_text_has_the_digest_that_is_shown(as_: As, reader: Account, amended: Plan) -> None:
    client = as_(reader)
    for version in amended.versions.all():
        answer = client.get(f"/plans/{amended.pk}/versions/{version.number}/plan.json")
        assert answer["Content-Disposition"].startswith("attachment;")
        assert hashlib.sha256(answer.content).hexdigest() == version.digest
        assert version.digest in page(client, f"/plans/{amended.pk}/versions/")


def test_two_versions_are_compared_row_by_row_in_words_and_signs(as_: As, reader: Account, amended: Plan) -> None:
    text = page(as_(reader), f"/plans/{amended.pk}/versions/1/2/")
    assert re.search(r"每<del>季度</del>巡查全部公园。", text)
    assert re.search(r"每<ins>月</ins>巡查全部公园。", text)
    for word in ("～</span> 改", "＋</span> 增", "－</span> 删"):
        assert word in text
    assert "<ins>建成应急避险点2处</ins>" in text
    assert "<del>落实安全生产责任</del>" in text


def test_a_changed_heading_and_the_sums_are_compared(
    as_: As, reader: Account, clerk: Account, chief: Account, plan: Plan
) -> None:
    heading = plan.draft.heading
    change = Set(HEADING, "title", heading["title"], "青澜市园林局2026年度绩效方案")
    moved = (Set("r1", "weight", "2", "1.5"), Set("r3", "weight", "3", "3.5"))
    sums = [
        Set(HEADING, name, text, {"4": "3.5", "3": "3.5"}[text])
        for name, text in heading.items()
        if name in ("declared:重点工作", "declared:行政能力")
    ]
    goals = [Set(uid, "l1_points", "4", "3.5") for uid in ("r1", "r2")]
    approve(chief, amendment(clerk, plan, change, *moved, *sums, *goals))
    text = page(as_(reader), f"/plans/{plan.pk}/versions/1/2/")
    assert "表头" in text
    assert re.search(r"重点工作</th><td class=\"num\">4</td><td class=\"num\">3.5</td><td class=\"num\">－0.5", text)
    assert re.search(r"合计</th><td class=\"num\">10</td><td class=\"num\">10</td><td class=\"num\">不变", text)


@pytest.mark.parametrize("pair", ["2/1", "1/1", "1/9"])
def test_only_an_earlier_and_a_later_version_are_compared(as_: As, reader: Account, amended: Plan, pair: str) -> None:
    assert as_(reader).get(f"/plans/{amended.pk}/versions/{pair}/").status_code == 404


def test_a_stranger_finds_no_version(as_: As, stranger: Account, amended: Plan) -> None:
    client = as_(stranger)
    for address in ("", "1/plan.json", "1/2/"):
        assert client.get(f"/plans/{amended.pk}/versions/{address}").status_code == 404


def test_a_plan_without_a_version_says_so(as_: As, clerk: Account, agency: Organisation, plan: Plan) -> None:
    fresh = Plan.objects.create(organisation=agency, title="新方案", begun_at=sample.NOW)
    assert "还没有批复定稿" in page(as_(clerk), f"/plans/{fresh.pk}/versions/")


@pytest.mark.parametrize("address", ["versions/", "versions/1/2/", "publication/", "dynamic/", "amendments/new/"])
def test_a_page_asks_the_database_no_more_for_a_long_plan(
    as_: As,
    clerk: Account,
    chief: Account,
    agency: Organisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    plan = approved.approved_plan(clerk, agency, sample.long_text(55), "55")
    approve(chief, amendment(clerk, plan, Set("r2", "deadline_raw", "12月底前", "11月底前")))
    client = as_(clerk)
    with django_assert_max_num_queries(12):
        page(client, f"/plans/{plan.pk}/{address}")
