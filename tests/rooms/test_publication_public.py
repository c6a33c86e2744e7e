"""The public pages show what was published and nothing else: no names, no drafts, nothing that is withheld."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import approved
import pytest
import sample
from approved import amendment
from django.test import Client
from published import pass_review, publish
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.core.drafting import Set
from jixiao.people.models import Account, Organisation
from jixiao.plans.actions import publication as actions
from jixiao.plans.actions.publication import Withholding
from jixiao.plans.models import Plan, Publication, Withheld

pytestmark = pytest.mark.usefixtures("today")
As = Callable[[Account], Client]
REWORD = Set("r2", "l2", "每季度巡查全部公园。", "每月巡查全部公园。")
NAMES = ("苏望舒", "陆行舟", "何知远")
PRIVACY = Withheld.Ground.PRIVACY.value


@pytest.fixture
def plan(clerk: Account, agency: Organisation) -> Plan:
    return approved.approved_plan(clerk, agency)


@pytest.mark.parametrize("address", ["", "duties/", "plan.json"])
@pytest.mark.parametrize("state", ["prepared", "reviewed", "withdrawn"])
def test_what_is_not_published_is_not_found(
    clerk: Account, plan: Plan, state: str, address: str, client: Client
) -> None:
    made = actions.prepare(clerk, plan.pk, NOW, names_shown=True)
    Publication.objects.update(state=state)
    assert client.get(f"/public/plans/{made.pk}/{address}").status_code == 404
    assert plan.title not in client.get("/public/plans/").content.decode()


def test_names_are_nowhere_unless_they_are_shown(clerk: Account, chief: Account, plan: Plan, client: Client) -> None:
    done = publish(clerk, chief, plan)
    for address in ("", "duties/"):
        text = client.get(f"/public/plans/{done.pk}/{address}").content.decode()
        assert [name for name in (*NAMES, "clerk", "chief") if name in text] == []
        assert "绿化科" in text
    assert client.get(f"/public/plans/{done.pk}/plan.json").status_code == 404
    assert "分管领导：个人隐私" in client.get(f"/public/plans/{done.pk}/").content.decode().replace("各项的", "")


def test_names_and_the_whole_text_are_shown_by_an_explicit_setting(
    clerk: Account, chief: Account, plan: Plan, client: Client
) -> None:
    done = publish(clerk, chief, plan, names=True)
    text = client.get(f"/public/plans/{done.pk}/").content.decode()
    assert all(name in text for name in NAMES)
    assert "陆行舟" in client.get(f"/public/plans/{done.pk}/duties/").content.decode()
    content = client.get(f"/public/plans/{done.pk}/plan.json").content
    assert hashlib.sha256(content).hexdigest() == done.version.digest
    assert done.version.digest in text


@pytest.mark.parametrize(
    ("what", "gone", "left"),
    [
        (Withholding("r1", "l2", "trade"), "12个以上", "每季度巡查"),
        (Withholding("r1", "", "security"), "12个以上", "每季度巡查"),
        (Withholding("r1", "policy_basis", "internal"), "《公园条例》", "《机关规则》"),
        (Withholding("", "policy_basis", "internal"), "《机关规则》", "推进依法行政"),
        (Withholding("r3", "deadline_raw", "process"), "6月底前", "12月底前"),
        (Withholding("", "offices", "internal"), "绿化科", "推进依法行政"),
        (Withholding("r3", "no", "internal"), "2-1", "1-1"),
    ],
)
def test_what_is_withheld_is_nowhere_and_its_ground_is_said(
    clerk: Account, chief: Account, plan: Plan, client: Client, what: Withholding, gone: str, left: str
) -> None:
    done = publish(clerk, chief, plan, Withholding(what.uid, what.field, what.ground, "内部说明不外传"))
    pages = [client.get(f"/public/plans/{done.pk}/{end}").content.decode() for end in ("", "duties/")]
    for text in pages:
        assert gone not in text
        assert "内部说明不外传" not in text
    assert left in pages[0]
    assert Withheld.Ground(what.ground).label in pages[0]


def test_points_that_are_withheld_cannot_be_reckoned_from_the_sums(
    clerk: Account, chief: Account, plan: Plan, client: Client
) -> None:
    done = publish(clerk, chief, plan, Withholding("r3", "weight", "internal"))
    text = client.get(f"/public/plans/{done.pk}/").content.decode()
    assert "合计" not in text
    assert "4分" in text  # of a category that has nothing to hide
    assert "3分" in text  # of 平安建设
    assert text.count("3分") == 1


def test_a_cell_that_is_printed_once_for_several_rows_is_withheld_for_all(
    clerk: Account, chief: Account, plan: Plan, client: Client
) -> None:
    done = publish(clerk, chief, plan, Withholding("r2", "l1", "trade"))
    assert "建设口袋公园" not in client.get(f"/public/plans/{done.pk}/").content.decode().replace("建成口袋公园", "")


def test_public_pages_need_no_log_in_touch_no_session_and_may_be_cached(
    clerk: Account, chief: Account, plan: Plan, client: Client
) -> None:
    done = publish(clerk, chief, plan, names=True)
    for address in ("", f"{done.pk}/", f"{done.pk}/duties/", f"{done.pk}/plan.json"):
        answer = client.get(f"/public/plans/{address}")
        assert answer.status_code == 200
        assert "public" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies


def test_public_pages_show_no_draft_and_no_open_amendment(
    clerk: Account, chief: Account, plan: Plan, client: Client
) -> None:
    done = publish(clerk, chief, plan)
    amendment(clerk, plan, Set("r2", "l2", REWORD.old, "拟改的文字"))
    for address in ("", f"{done.pk}/", f"{done.pk}/duties/"):
        assert "拟改的文字" not in client.get(f"/public/plans/{address}").content.decode()


def test_the_preview_is_what_the_public_sees(
    as_: As, clerk: Account, chief: Account, plan: Plan, client: Client
) -> None:
    made = actions.prepare(clerk, plan.pk, NOW)
    actions.withhold(clerk, made.pk, Withholding("r1", "l2", "trade"), NOW)
    preview = as_(clerk).get(f"/plans/{plan.pk}/publication/").content.decode()
    pass_review(chief, made)
    as_(clerk).post(f"/plans/{plan.pk}/publication/publish/", {"on": "2026-07-15"})
    public = client.get(f"/public/plans/{made.pk}/").content.decode()
    table = public[public.index("<table") : public.index("</table>")]
    assert table in preview


def test_the_notice_lists_each_offices_goals_with_its_part(
    clerk: Account, chief: Account, plan: Plan, client: Client
) -> None:
    text = client.get(f"/public/plans/{publish(clerk, chief, plan).pk}/duties/").content.decode()
    assert "绿化科（2 项）" in text
    assert "办公室（2 项）" in text
    assert "未列明责任科室（1 项）" in text
    assert "牵头" in text


@pytest.mark.parametrize("address", ["", "{pk}/", "{pk}/duties/"])
def test_a_public_page_asks_the_database_little(
    clerk: Account,
    chief: Account,
    agency: Organisation,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    plan = approved.approved_plan(clerk, agency, sample.long_text(55), "55")
    done = publish(clerk, chief, plan)
    with django_assert_max_num_queries(12):
        assert client.get(f"/public/plans/{address.format(pk=done.pk)}").status_code == 200
