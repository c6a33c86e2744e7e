"""The plan as the official table."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sample
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.people.models import Account, Organisation, Person
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import Item, Plan

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def get(as_: Callable[[Account], Client], reader: Account, plan: Plan) -> Callable[..., str]:
    client = as_(reader)
    return lambda query="", **headers: client.get(f"/plans/{plan.pk}/{query}", headers=headers).content.decode()


def shown(page: str) -> list[str]:
    return re.findall(r'<td class="c-no">([^<]*)</td>', page)


def test_every_indicator_has_a_row_in_the_order_of_the_document(get: Callable[..., str]) -> None:
    assert shown(get()) == ["1-1", "1-2", "2-1", "3-1"]


def test_cells_are_merged_as_in_the_annex(get: Callable[..., str]) -> None:
    page = get()
    for column, text in (("c-cat", "重点工作"), ("c-goal", "建设口袋公园"), ("c-basis", "《公园条例》")):
        assert re.search(rf'<td class="{column}" rowspan="2">{text}', page), column
    assert page.count("建设口袋公园</") + page.count("建设口袋公园<span") == 1


def test_an_indicator_without_a_second_level_fills_both_columns(get: Callable[..., str]) -> None:
    assert re.search(r'<td class="c-text" colspan="2"><a [^>]+>推进依法行政', get())


def test_the_status_has_a_sign_and_a_word(get: Callable[..., str]) -> None:
    statuses = re.findall(r'<td class="c-status (\w+)"><span aria-hidden="true">(.)</span> (\S+?)</td>', get())
    assert statuses == [
        ("calm", "○", "未到期"),
        ("calm", "○", "未到期"),
        ("late", "■", "已到期"),
        ("calm", "○", "未到期"),
    ]


def test_targets_are_marked_in_the_text(get: Callable[..., str]) -> None:
    assert re.search(r"<mark>[^<]*12个以上</mark>", get())


def test_filters_find_by_category_office_leader_owner_and_text(get: Callable[..., str], plan: Plan) -> None:
    category = Item.objects.get(plan=plan, title="行政能力")
    office = Organisation.objects.get(name="绿化科")
    leader, owner = Person.objects.get(name="苏望舒"), Person.objects.get(name="何知远")
    assert shown(get(f"?category={category.pk}")) == ["2-1"]
    assert shown(get(f"?office={office.pk}")) == ["1-1", "1-2"]
    assert shown(get(f"?leader={leader.pk}")) == ["1-1", "1-2"]
    assert shown(get(f"?owner={owner.pk}")) == ["1-2", "2-1"]
    assert shown(get("?q=巡查")) == ["1-2"]
    assert shown(get(f"?owner={owner.pk}&q=依法")) == ["2-1"]
    assert "没有符合条件的指标" in get("?q=没有这回事")


def test_filters_say_how_many_they_find_and_what_they_add_up_to(get: Callable[..., str]) -> None:
    page = get("?q=公园")
    assert "绿化科（2）" in page
    assert "办公室（2）" in page
    assert "显示 <b>2</b> / 4 项，合计 <b>4</b> 分" in page


def test_a_merged_cell_shrinks_with_the_filter(get: Callable[..., str]) -> None:
    assert re.search(r'<td class="c-goal" rowspan="1">建设口袋公园', get("?q=巡查"))


def test_with_a_script_only_the_table_comes_back(get: Callable[..., str]) -> None:
    page = get("?q=巡查", **{"HX-Request": "true", "HX-Target": "table"})
    assert "<html" not in page
    assert shown(page) == ["1-2"]


@pytest.mark.parametrize("query", ["?category=abc", "?office=99999", "?leader=%00x", "?q=" + "很" * 500])
def test_a_senseless_filter_finds_nothing_and_breaks_nothing(get: Callable[..., str], query: str) -> None:
    assert "没有符合条件的指标" in get(query)


def test_what_the_document_says_is_escaped(
    clerk: Account, agency: Organisation, as_: Callable[[Account], Client]
) -> None:
    text = sample.TEXT.replace("推进依法行政", "推进<b>依法</b>&行政").replace("陆行舟", "陆<i>行舟")
    document = actions.upload_document(clerk, agency, text.encode(), "方案.txt", NOW).document
    made = actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    page = as_(clerk).get(f"/plans/{made.pk}/").content.decode()
    assert "<b>依法" not in page
    assert "<i>行舟" not in page


@pytest.mark.parametrize("count", [10, 300])
def test_the_page_takes_as_many_statements_for_a_long_plan_as_for_a_short_one(
    clerk: Account,
    reader: Account,
    agency: Organisation,
    as_: Callable[[Account], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    document = actions.upload_document(clerk, agency, sample.long_text(count).encode(), "长.txt", NOW).document
    made = actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    client = as_(reader)
    with django_assert_max_num_queries(9):
        page = client.get(f"/plans/{made.pk}/").content.decode()
    assert len(shown(page)) == count


def test_page_and_fragment_of_one_address_are_kept_apart(
    as_: Callable[[Account], Client], reader: Account, plan: Plan
) -> None:
    for headers in ({}, {"HX-Request": "true", "HX-Target": "table"}):
        vary = as_(reader).get(f"/plans/{plan.pk}/", headers=headers)["Vary"]
        assert "HX-Request" in vary
        assert "HX-Target" in vary


def test_bonus_and_penalty_are_marked_and_not_counted(
    clerk: Account, agency: Organisation, as_: Callable[[Account], Client]
) -> None:
    more = "加分项\t4-1\t\t受到市级表彰\t\t2\t\t\t\t\n扣分项\t5-1\t\t受到通报批评\t\t1\t\t\t\t"
    document = actions.upload_document(clerk, agency, f"{sample.TEXT}\n{more}".encode(), "方案.txt", NOW).document
    made = actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    page = as_(clerk).get(f"/plans/{made.pk}/").content.decode()
    assert "共 <b>6</b> 项，合计 <b>10</b> 分（加分、扣分 2 项不计入合计）" in page
    assert re.findall(r'<span class="kind">(.*?)</span>', page) == ["加分", "扣分"]


def test_a_plan_without_points_names_no_sum(
    clerk: Account, agency: Organisation, as_: Callable[[Account], Client]
) -> None:
    text = "\n".join("\t".join(line.split("\t")[:5] + line.split("\t")[6:]) for line in sample.TEXT.split("\n"))
    text = re.sub(r"（\d分）", "", text)
    document = actions.upload_document(clerk, agency, text.encode(), "方案.txt", NOW).document
    made = actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    page = as_(clerk).get(f"/plans/{made.pk}/").content.decode()
    assert "共 <b>4</b> 项</p>" in page or "共 <b>4</b> 项<span" in page
    assert "总分" not in page
