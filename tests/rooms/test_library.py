"""Common indicators: the agency's own beside those brought along, and taking them over into a draft."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.core.common_indicators import COMMON, EXTERNAL, by_name
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.actions import library as actions
from jixiao.plans.models import CommonIndicator, Draft, Item, Plan
from jixiao.plans.sources import library

pytestmark = pytest.mark.usefixtures("today")


def test_what_is_brought_along_is_complete_and_scored_by_others() -> None:
    assert len(COMMON) >= 16
    assert len({each.name for each in COMMON}) == len(COMMON)
    assert all(each.text and each.rule and each.data_source and each.scorer for each in COMMON)
    assert {each.rule_kind for each in COMMON} == {EXTERNAL}
    assert [each.name for each in by_name(["政务公开", "没有这项"])] == ["政务公开"]


def test_the_agencys_own_version_stands_in_the_place_of_the_one_brought_along(
    clerk: Account, agency: Organisation
) -> None:
    actions.save_common(clerk, agency, None, actions.Facts("政务公开", text="我局的说法"), NOW)
    texts = [entry.indicator.text for entry in library.entries(agency) if entry.key == "政务公开"]
    assert texts == ["我局的说法"]
    assert len(library.entries(agency)) == len(COMMON)


def test_another_agencys_version_is_not_shown(clerk: Account, agency: Organisation, stranger: Account) -> None:
    actions.save_common(clerk, agency, None, actions.Facts("政务公开", text="我局的说法"), NOW)
    assert stranger.organisation is not None
    assert all(entry.own is None for entry in library.entries(stranger.organisation))


def test_one_name_is_kept_once(clerk: Account, agency: Organisation) -> None:
    actions.save_common(clerk, agency, None, actions.Facts("绿色办公"), NOW)
    with pytest.raises(Refused, match="绿色办公"):
        actions.save_common(clerk, agency, None, actions.Facts("绿色办公"), NOW)


def test_only_the_operator_of_the_agency_keeps_it(
    reader: Account, clerk: Account, stranger: Account, agency: Organisation
) -> None:
    pk = actions.save_common(clerk, agency, None, actions.Facts("绿色办公"), NOW)
    for account in (reader, stranger):
        with pytest.raises(Forbidden):
            actions.save_common(account, agency, None, actions.Facts("另一项"), NOW)
    with pytest.raises(Refused):
        actions.remove_common(stranger, stranger.organisation, pk, NOW)  # type: ignore[arg-type]
    actions.remove_common(clerk, agency, pk, NOW)
    assert not CommonIndicator.objects.exists()


def test_chosen_ones_go_behind_the_row_in_their_order_as_one_edit(clerk: Account, plan: Plan) -> None:
    draft = Draft.objects.get(of_plan=plan)
    done = actions.insert_common(clerk, draft, {"12345热线办理", "政务公开"}, "r3", NOW)
    rows = done.draft.rows
    assert [row["uid"] for row in rows][:3] == ["r1", "r2", "r3"]
    assert [row["cells"]["category"] for row in rows[3:5]] == ["行政能力", "行政能力"]
    texts = [row["cells"]["l1"] for row in rows[3:5]]
    assert "公开应当公开的政府信息" in texts[0]
    assert "热线" in texts[1]
    assert "评分单位：市政府办公室" in rows[3]["cells"]["rule"]
    assert rows[5]["uid"] == "r4"
    assert draft.edits.count() == 1
    assert Item.objects.indicators().filter(plan=plan).count() == 6


def test_points_of_the_agencys_own_come_along(clerk: Account, agency: Organisation, plan: Plan) -> None:
    actions.save_common(clerk, agency, None, actions.Facts("绿色办公", points=Decimal("1.5")), NOW)
    done = actions.insert_common(clerk, Draft.objects.get(of_plan=plan), {"绿色办公"}, "", NOW)
    assert done.draft.rows[-1]["cells"]["weight"] == "1.5"


@pytest.mark.parametrize(("keys", "after"), [(set(), ""), ({"没有这项"}, ""), ({"政务公开"}, "r99")])
def test_nothing_chosen_or_a_row_that_is_gone_is_refused(
    clerk: Account, plan: Plan, keys: set[str], after: str
) -> None:
    with pytest.raises(Refused):
        actions.insert_common(clerk, Draft.objects.get(of_plan=plan), keys, after, NOW)


def test_the_page_of_choosing_inserts_and_keeps_the_choice_when_it_cannot(
    as_: Callable[[Account], Client], clerk: Account, plan: Plan
) -> None:
    client = as_(clerk)
    page = client.get(f"/plans/{plan.pk}/library/?after=r2").content.decode()
    assert '<option value="r2" selected>' in page
    answer = client.post(f"/plans/{plan.pk}/library/insert/", {"chosen": ["政务公开"], "after": "r99"})
    assert answer.status_code == 409
    assert 'value="政务公开" checked' in answer.content.decode()
    answer = client.post(f"/plans/{plan.pk}/library/insert/", {"chosen": ["政务公开"], "after": "r2"})
    assert answer.status_code == 302
    assert Draft.objects.get(of_plan=plan).rows[2]["uid"] == "r5"


def test_a_wrong_number_of_points_is_shown_again(as_: Callable[[Account], Client], clerk: Account) -> None:
    answer = as_(clerk).post("/plans/library/new/", {"name": "绿色办公", "points": "很多"})
    assert answer.status_code == 422
    assert 'value="很多"' in answer.content.decode()
    assert not CommonIndicator.objects.exists()


def test_a_version_of_ones_own_begins_with_what_is_brought_along(
    as_: Callable[[Account], Client], clerk: Account
) -> None:
    page = as_(clerk).get("/plans/library/new/", {"from": "政务公开"}).content.decode()
    assert 'value="政务公开"' in page
    assert "公开应当公开的政府信息" in page


def test_who_may_not_edit_finds_no_form(
    as_: Callable[[Account], Client], reader: Account, stranger: Account, plan: Plan
) -> None:
    assert as_(reader).get("/plans/library/").status_code == 200
    assert as_(reader).get("/plans/library/new/").status_code == 404
    for account in (reader, stranger):
        assert as_(account).get(f"/plans/{plan.pk}/library/").status_code == 404
        assert as_(account).post(f"/plans/{plan.pk}/library/insert/", {"chosen": "政务公开"}).status_code == 404


def test_the_pages_take_few_statements(
    as_: Callable[[Account], Client], clerk: Account, plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(clerk)
    for address in ("/plans/library/", f"/plans/{plan.pk}/library/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
