"""The library of basis documents and what a plan answers of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sample
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.core.basis_items import Item as ItemLine
from jixiao.core.drafting import Set
from jixiao.journal.models import Entry
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.actions import bases as actions
from jixiao.plans.actions import drafting, imports
from jixiao.plans.models import Basis, Citation, Item, Plan, PlanVersion

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def parks(plan: Plan) -> Basis:
    return Basis.objects.get(title="公园条例")


def lines(*texts: str) -> list[ItemLine]:
    return [ItemLine(*text.split(" ", 1)) for text in texts]


def said(plan: Plan) -> list[tuple[str, str, str]]:
    """Every citation of the plan: its indicator, document and place."""
    found = Citation.objects.filter(item__plan=plan).order_by("item__position", "position")
    return [(each.item.no, each.basis.title, each.locator) for each in found.select_related("item", "basis")]


def cite_at(clerk: Account, plan: Plan, uid: str, text: str) -> None:
    old = Item.objects.get(plan=plan, uid=uid).citation
    drafting.edit(clerk, plan.draft.pk, [Set(uid, "l1_citation", old, text)], "依据", NOW)


def test_confirming_a_plan_puts_its_documents_into_the_library(plan: Plan) -> None:
    assert list(Basis.objects.values_list("title", "document_no")) == [
        ("公园条例", "青政〔2025〕8号"),
        ("安全规则", "青政〔2025〕7号"),
        ("机关规则", "青政〔2025〕9号"),
    ]
    assert said(plan)[:2] == [("1-1", "公园条例", ""), ("1-2", "公园条例", "")]


def test_typing_cites_what_the_library_has_and_adds_nothing(clerk: Account, plan: Plan) -> None:
    cite_at(clerk, plan, "r1", "属公园条例第三条；绿化规划第5项")
    assert said(plan)[0] == ("1-1", "公园条例", "第三条")
    assert Basis.objects.count() == 3


def test_freezing_adds_what_was_typed_meanwhile(clerk: Account, plan: Plan) -> None:
    cite_at(clerk, plan, "r1", "属公园条例第三条；绿化规划第5项")
    plan.refresh_from_db()
    drafting.freeze(plan, PlanVersion(), plan.draft, NOW)
    assert [basis for no, basis, _ in said(plan) if no == "1-1"] == ["公园条例", "绿化规划"]


def test_a_citation_leads_to_the_item_as_soon_as_the_library_has_it(clerk: Account, plan: Plan, parks: Basis) -> None:
    cite_at(clerk, plan, "r1", "属公园条例第三条")
    assert Citation.objects.get(item__uid="r1").basis_item is None
    actions.set_items(clerk, parks.pk, lines("第2条 甲", "第3条 乙"), NOW)
    citation = Citation.objects.get(item__uid="r1")
    assert citation.basis_item is not None
    assert citation.basis_item.locator == "第3条"


def test_items_keep_their_rows_when_the_list_is_changed(clerk: Account, parks: Basis) -> None:
    actions.set_items(clerk, parks.pk, lines("第1条 甲", "第2条 乙", "第3条 丙"), NOW)
    rows = dict(parks.items.values_list("locator", "pk"))
    actions.set_items(clerk, parks.pk, lines("第3条 丙", "第1条 改", "第4条 丁"), NOW)
    assert list(parks.items.values_list("locator", "text")) == [("第3条", "丙"), ("第1条", "改"), ("第4条", "丁")]
    assert {locator: pk for locator, pk in parks.items.values_list("locator", "pk") if locator != "第4条"} == {
        "第3条": rows["第3条"],
        "第1条": rows["第1条"],
    }


def test_what_changes_nothing_is_not_written_down(clerk: Account, parks: Basis) -> None:
    actions.set_items(clerk, parks.pk, lines("第1条 甲"), NOW)
    before = Entry.objects.count()
    actions.set_items(clerk, parks.pk, lines("第1条 甲"), NOW)
    assert Entry.objects.count() == before


def test_only_the_agencys_operator_keeps_the_library(reader: Account, stranger: Account, parks: Basis) -> None:
    for account in (reader, stranger):
        with pytest.raises(Forbidden):
            actions.set_items(account, parks.pk, lines("第1条 甲"), NOW)
        with pytest.raises(Forbidden):
            actions.change_basis(account, parks.pk, actions.Facts("乙", Basis.Kind.OTHER), None, NOW)


def test_one_document_is_kept_once(clerk: Account, agency: Organisation, parks: Basis) -> None:
    with pytest.raises(Refused, match="已有"):
        actions.add_basis(clerk, agency, actions.Facts("《公园条例》", Basis.Kind.OTHER, "青政〔2025〕8号"), None, NOW)


def test_a_document_number_out_of_form_is_kept_as_typed_and_remarked_on(
    as_: Callable[[Account], Client], clerk: Account, plan: Plan
) -> None:
    form = {"title": "绿化规划", "kind": "superior", "document_no": "青政(2026)3号", "issued": "2026年1月5日"}
    page = as_(clerk).post("/plans/bases/new/", form, follow=True).content.decode()
    assert Basis.objects.get(title="绿化规划").document_no == "青政(2026)3号"
    assert "一般写作“青政〔2026〕3号”" in page


@pytest.mark.parametrize(("field", "typed"), [("title", ""), ("issued", "前年")])
def test_a_wrong_form_is_shown_again_with_what_was_typed(
    as_: Callable[[Account], Client], clerk: Account, plan: Plan, field: str, typed: str
) -> None:
    form = {"title": "绿化规划", "kind": "superior", "document_no": "特别的文号", "issued": "", field: typed}
    answer = as_(clerk).post("/plans/bases/new/", form)
    assert answer.status_code == 422
    assert "特别的文号" in answer.content.decode()
    assert not Basis.objects.filter(document_no="特别的文号").exists()


def test_wrong_items_are_named_and_nothing_typed_is_lost(
    as_: Callable[[Account], Client], clerk: Account, parks: Basis
) -> None:
    answer = as_(clerk).post(f"/plans/bases/{parks.pk}/items/", {"items": "第1条 甲\n没有位置的一行"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第 2 行“没有位置的一行”没有写明位置" in page
    assert "第1条 甲\n没有位置的一行</textarea>" in page
    assert parks.items.count() == 0


def test_the_document_shows_its_items_with_the_goals_that_cite_them(
    as_: Callable[[Account], Client], clerk: Account, reader: Account, plan: Plan, parks: Basis
) -> None:
    cite_at(clerk, plan, "r1", "属公园条例第三条")
    actions.set_items(clerk, parks.pk, lines("第3条 建设公园", "第4条 管护公园"), NOW)
    page = as_(reader).get(f"/plans/bases/{parks.pk}/").content.decode()
    assert page.count("未对应</span>") == 1
    assert "建设口袋公园" in page
    assert "编辑条目" not in page


def test_the_list_is_searched_in_names_numbers_and_items(
    as_: Callable[[Account], Client], clerk: Account, parks: Basis
) -> None:
    actions.set_items(clerk, parks.pk, lines("第3条 口袋公园二十处"), NOW)
    client = as_(clerk)
    for query in ("公园条例", "〔2025〕8号", "二十处"):
        page = client.get("/plans/bases/", {"q": query}).content.decode()
        assert "公园条例" in page
        assert "机关规则" not in page
    assert "没有符合条件" in client.get("/plans/bases/", {"q": "没有这份"}).content.decode()
    assert "没有符合条件" in client.get("/plans/bases/", {"kind": "staffing"}).content.decode()


def test_coverage_names_items_without_a_goal_and_goals_without_a_document(
    as_: Callable[[Account], Client], clerk: Account, reader: Account, agency: Organisation
) -> None:
    text = sample.TEXT.replace("《安全规则》（青政〔2025〕7号）", "").replace("《机关规则》（青政〔2025〕9号）", "")
    more = "重点工作（4分）\t1-3\t\t新增绿道\t\t1\t12月底前\t苏望舒\t绿化科\t陆行舟"
    document = imports.upload_document(clerk, agency, f"{text}\n{more}".encode(), "甲.txt", NOW).document
    plan = imports.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    cite_at(clerk, plan, "r1", "属公园条例第三条")
    parks = Basis.objects.get(title="公园条例")
    actions.set_items(clerk, parks.pk, lines("第3条 建设公园", "第4条 管护公园"), NOW)
    page = as_(reader).get(f"/plans/{plan.pk}/coverage/").content.decode()
    gaps, wanting = page.split('id="wanting"')[0], page.split('id="wanting"')[1].split('id="documents"')[0]
    assert "<b>第4条</b> 管护公园" in gaps
    assert "<b>第3条</b>" not in gaps
    assert "新增绿道" in wanting
    assert "行政能力 1 项，平安建设 1 项" in wanting
    assert "推进依法行政" not in wanting


def test_a_document_of_the_year_that_no_goal_cites_is_shown_and_an_older_one_is_not(
    as_: Callable[[Account], Client], clerk: Account, agency: Organisation, plan: Plan
) -> None:
    for title, number in (("绿化规划", "青政〔2026〕3号"), ("旧的规划", "青政〔2024〕3号")):
        kept = actions.add_basis(clerk, agency, actions.Facts(title, Basis.Kind.OTHER, number), None, NOW)
        actions.set_items(clerk, kept.pk, lines("第1条 甲"), NOW)
    page = as_(clerk).get(f"/plans/{plan.pk}/coverage/").content.decode()
    assert "没有目标引用" in page
    assert "绿化规划" in page
    assert "旧的规划" not in page


def test_the_indicator_leads_to_its_documents(
    as_: Callable[[Account], Client], clerk: Account, reader: Account, plan: Plan, parks: Basis
) -> None:
    cite_at(clerk, plan, "r1", "属公园条例第三条")
    item = Item.objects.get(plan=plan, uid="r1")
    page = as_(reader).get(f"/plans/{plan.pk}/items/{item.pk}/").content.decode()
    assert f'href="/plans/bases/{parks.pk}/"' in page
    assert "第三条" in page


@pytest.mark.parametrize("address", ["", "items/", "edit/"])
def test_a_stranger_finds_no_document(
    as_: Callable[[Account], Client], stranger: Account, parks: Basis, address: str
) -> None:
    assert as_(stranger).get(f"/plans/bases/{parks.pk}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["/plans/{plan}/coverage/", "/plans/bases/", "/plans/bases/{basis}/"])
def test_the_pages_take_few_statements(
    clerk: Account,
    agency: Organisation,
    as_: Callable[[Account], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    document = imports.upload_document(clerk, agency, sample.long_text(55).encode(), "长.txt", NOW).document
    plan = imports.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    basis = Basis.objects.all()[0]
    actions.set_items(clerk, basis.pk, lines(*(f"第{at}条 甲" for at in range(1, 40))), NOW)
    client = as_(clerk)
    with django_assert_max_num_queries(12):
        assert client.get(address.format(plan=plan.pk, basis=basis.pk)).status_code == 200
