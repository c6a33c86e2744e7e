"""Ways in which a published, listed or drafted plan once told too much or broke, and no longer does."""

from __future__ import annotations

import json
from collections.abc import Callable

import approved
import pytest
import sample
from django.test import Client
from published import publish
from sample import NOW

from jixiao.core import draft_reading
from jixiao.core.drafting import HEADING, Draft, DraftRow, Insert, Set
from jixiao.people.actions import accounts
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused
from jixiao.plans.actions import amendments, drafting, filings
from jixiao.plans.actions.amendments import Given
from jixiao.plans.cascading.filings import visible_to
from jixiao.plans.models import Item, Plan, Withheld
from jixiao.plans.papers import PaperFile
from jixiao.plans.publication import content as publishing
from jixiao.plans.publication.content import Out
from jixiao.plans.publication.table import public_table

pytestmark = pytest.mark.usefixtures("today")
As = Callable[[Account], Client]
Make = Callable[..., Account]
TRADE = Withheld.Ground.TRADE.value


@pytest.fixture
def plan(clerk: Account, agency: Organisation) -> Plan:
    return approved.approved_plan(clerk, agency)


def shown(*rows: dict[str, str], out: Out) -> list[tuple[str, str]]:
    """The points of a published table: the goal's, and the row's own ('' where a cell of several rows goes on)."""
    draft = Draft({}, tuple(DraftRow(f"r{at}", cells) for at, cells in enumerate(rows, start=1)))
    plan = draft_reading.read(draft).plan
    table = public_table(publishing.redacted(plan, (out,)), (out,))
    return [(line.goal_points, line.weight.text if line.weight else "") for line in table.lines]


@pytest.mark.parametrize("field", ["weight", ""])
def test_a_goals_points_do_not_tell_those_of_a_row_below_it(field: str) -> None:
    goal = {"category": "重点工作", "l1": "建设口袋公园", "l1_points": "4"}
    rows = [{**goal, "l2": "建成十二个。", "weight": "3"}, {**goal, "l2": "每季巡查。", "weight": "1"}]
    assert shown(*rows, out=Out("r1", field, TRADE)) == [("", ""), ("", "1")]
    assert shown(*rows, out=Out("r2", field, TRADE)) == [("", "3"), ("", "")]


def test_points_that_several_rows_share_are_withheld_from_all_of_them() -> None:
    rows = [{"l1": "甲", "weight": "5"}, {"l1": "乙", "weight": "〃"}, {"l1": "丙", "weight": "2"}]
    rows[1]["weight"] = draft_reading.SHARED
    for uid in ("r1", "r2"):
        points = [own for _, own in shown(*rows, out=Out(uid, "weight", TRADE))]
        assert "5" not in points and points[-1] == "2"


def test_the_public_list_names_what_was_published_not_what_was_amended_since(
    clerk: Account, chief: Account, plan: Plan, client: Client
) -> None:
    publish(clerk, chief, plan)
    retitled = Set(HEADING, "title", sample.TITLE, "尚未公开的标题")
    approved.approve(chief, approved.amendment(clerk, plan, retitled))
    plan.refresh_from_db()
    assert plan.title == "尚未公开的标题"
    page = client.get("/public/plans/").content.decode()
    assert sample.TITLE in page
    assert "尚未公开的标题" not in page


@pytest.fixture
def city(db: None) -> Organisation:
    return find_or_create_organisation("青澜市", Organisation.Kind.CITY)


@pytest.fixture
def beneath(clerk: Account, plan: Plan, agency: Organisation, city: Organisation) -> Plan:
    """The plan of an agency of the city."""
    agency.parent = city
    agency.save()
    return Plan.objects.get(pk=plan.pk)


@pytest.mark.parametrize("role", ["operator", "reader", "leader"])
def test_a_citys_own_people_are_shown_no_plan_of_its_agencies(
    as_: As, account: Make, beneath: Plan, city: Organisation, role: str
) -> None:
    own = find_or_create_organisation("市档案科", Organisation.Kind.OFFICE, city)
    theirs = account("theirs", role, own)
    assert list(Plan.objects.visible_to(theirs)) == []
    browser = as_(theirs)
    for address in ("/", "/plans/"):
        page = browser.get(address).content.decode()
        assert beneath.title not in page and "口袋公园" not in page


def test_a_citys_own_people_are_shown_no_filing_of_its_agencies(
    clerk: Account, account: Make, beneath: Plan, city: Organisation
) -> None:
    clerk = Account.objects.get(pk=clerk.pk)
    filings.send(clerk, beneath.pk, filings.Facts(None, "某机关", NOW.date()), None, NOW)
    theirs = account("theirs", "reader", find_or_create_organisation("市档案科", Organisation.Kind.OFFICE, city))
    assert list(visible_to(theirs)) == []
    assert visible_to(clerk).count() == 1


def test_an_account_whose_password_somebody_else_has_seen_reads_no_paper(as_: As, clerk: Account, plan: Plan) -> None:
    file = PaperFile("批复.pdf", "a" * 64)
    filings.send(clerk, plan.pk, filings.Facts(None, "某机关", NOW.date()), file, NOW)
    clerk.has_start_password = True
    clerk.save()
    answer = as_(clerk).get(f"/plans/papers/{'a' * 64}/")
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/me/password/")


def post_json(client: Client, address: str, body: str, **headers: str) -> int:
    return client.post(
        address, body, content_type="application/json", headers={"Accept": "application/json", **headers}
    ).status_code


@pytest.fixture
def drafted(clerk: Account, agency: Organisation) -> Plan:
    return drafting.begin_blank(clerk, agency, "园林局方案", 2026, NOW)


BROKEN = {
    "half a character": json.dumps([{"op": "insert", "after": "", "cells": {"l1": "\ud800"}}]),
    "half a character in the heading": json.dumps(
        [{"op": "set", "uid": "", "field": "declared:\udfff", "old": "", "new": "1"}]
    ),
    "deeply nested": "[" * 100_000,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_what_no_database_stores_is_refused(as_: As, clerk: Account, drafted: Plan, body: str) -> None:
    assert post_json(as_(clerk), f"/plans/{drafted.pk}/draft/changes/", body) == 409


def test_a_form_with_half_a_character_is_refused(as_: As, clerk: Account, drafted: Plan) -> None:
    seen = json.dumps({"title": "\ud800"})
    answer = as_(clerk).post(f"/plans/{drafted.pk}/draft/heading/", {"seen": seen, "choice-title": "theirs"})
    assert answer.status_code == 409


def test_a_year_of_five_thousand_digits_is_an_unreadable_year(clerk: Account, drafted: Plan) -> None:
    done = drafting.edit(clerk, drafted.draft.pk, [Set(HEADING, "year", "2026", "9" * 5000)], "", NOW)
    assert [flag.field for flag in done.reading.flags] == ["year"]


def test_a_version_of_five_thousand_digits_is_no_version(as_: As, clerk: Account, drafted: Plan) -> None:
    body = json.dumps([{"op": "set", "uid": "", "field": "title", "old": "园林局方案", "new": "另一个"}])
    browser, page = as_(clerk), f"/plans/{drafted.pk}/draft/"
    assert post_json(browser, f"{page}changes/", body, **{"X-Draft-Version": "9" * 5000}) == 200
    given = {"plain": "一", "uid": "", "field": "l1", "version": "9" * 5000}
    assert browser.post(f"{page}paste/", given).status_code == 200


def test_an_agency_of_five_thousand_digits_is_no_agency(as_: As, clerk: Account, drafted: Plan) -> None:
    answer = as_(clerk).post(f"/plans/{drafted.pk}/reviews/assign/", {"agency": "9" * 5000})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "address",
    [
        "/plans/{n}/draft/",
        "/plans/amendments/{n}/draft/",
        "/plans/{n}/",
        "/plans/1/versions/1/{n}/",
        "/public/plans/{n}/",
    ],
)
def test_a_number_larger_than_any_is_not_found(as_: As, clerk: Account, address: str) -> None:
    assert as_(clerk).get(address.format(n=10**30)).status_code == 404


def test_an_enterprises_role_is_given_to_accounts_of_enterprises_only(account: Make, agency: Organisation) -> None:
    """An account that belongs to the agency stands above every enterprise of it."""
    security = account("security", "security_admin")
    company = find_or_create_organisation("青澜园林公司", Organisation.Kind.ENTERPRISE, agency)
    here, there = account("here", "none"), account("there", "none", company)
    with pytest.raises(Refused, match="企业"):
        accounts.grant_role(security, here.pk, Account.Role.ENTERPRISE, NOW)
    assert accounts.grant_role(security, there.pk, Account.Role.ENTERPRISE, NOW).role == "enterprise"


@pytest.mark.parametrize("uid", ["a b", "../../..", "r9/x", "甲", "r99"])
def test_a_row_that_never_was_is_a_conflict_and_no_error(as_: As, clerk: Account, drafted: Plan, uid: str) -> None:
    body = json.dumps([{"op": "set", "uid": uid, "field": "l1", "old": "", "new": "一"}])
    assert post_json(as_(clerk), f"/plans/{drafted.pk}/draft/changes/", body) in (200, 409)
    answer = as_(clerk).post(f"/plans/{drafted.pk}/draft/move/", {"uid": uid, "seen": "{}", "l1": "一"})
    assert answer.status_code in (302, 409)


def test_an_amendment_whose_paper_was_changed_meanwhile_is_not_approved_unseen(
    clerk: Account, chief: Account, plan: Plan
) -> None:
    begun = approved.amendment(clerk, plan, Set("r2", "l2", "每季度巡查全部公园。", "每月巡查全部公园。"))
    seen = begun.draft.version
    given = Given("另一个理由", approved.GIVEN.basis, "青园林〔2026〕99号", approved.GIVEN.issued)
    amendments.describe(clerk, begun.pk, given, NOW)
    with pytest.raises(Refused, match="重新核对"):
        amendments.approve(chief, begun.pk, seen, approved.LATER)
    begun.draft.refresh_from_db()
    assert amendments.approve(chief, begun.pk, begun.draft.version, approved.LATER).number == 2


def test_an_indicators_page_lists_the_edits_of_its_own_row_only(as_: As, clerk: Account, drafted: Plan) -> None:
    draft = drafted.draft.pk
    drafting.edit(clerk, draft, [Insert("", {"l1": "建设公园", "weight": "1"})], "", NOW)
    shown = Item.objects.indicators().get(plan=drafted)
    page = f"/plans/{drafted.pk}/items/{shown.pk}/"
    for at in range(3):
        drafting.edit(clerk, draft, [Insert("", {"l1": f"其他{at}", "weight": "1"})], "", NOW)
    assert as_(clerk).get(page).content.decode().count("编辑工作稿") == 1
    drafting.edit(clerk, draft, [Set("r1", "weight", "1", "2")], "", NOW)
    assert as_(clerk).get(page).content.decode().count("编辑工作稿") == 2
