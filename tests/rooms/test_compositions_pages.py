"""The pages of the computations: the list, one with its table, freezing, the bundle as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from urllib.parse import quote

import composed
import pytest
from composed import MADE
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jixiao.core.scoring.bundle import recompute, unpack
from jixiao.core.scoring.scheme import Component, Source
from jixiao.journal.models import Entry
from jixiao.ledger.models import ReportValue
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Item
from jixiao.scores.actions.compositions import compose, freeze
from jixiao.scores.acts import compositions as acts
from jixiao.scores.models import Composition, GradeEvent, SchemeRules
from jixiao.scores.reading import bundles

AsIs = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MADE)


@pytest.fixture
def office(db: None) -> Organisation:
    return composed.upper_office()


@pytest.fixture
def upper(account: Callable[..., Account], office: Organisation) -> Account:
    return account("upper", "upper", office)


@pytest.fixture
def rules(office: Organisation) -> SchemeRules:
    composed.city(office)
    return composed.rules(office)


@pytest.fixture
def made(upper: Account, rules: SchemeRules) -> Composition:
    return compose(upper, rules.pk, MADE)


def page(client: Client, name: str, *arguments: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_list_offers_to_compute_by_adopted_rules_and_to_try_a_draft(
    as_: AsIs, upper: Account, rules: SchemeRules, office: Organisation
) -> None:
    composed.rules(office, state="draft", number=2)
    composed.rules(office, state="retired", number=3)
    text = page(as_(upper), "compositions")
    assert 'class="primary">计算<' in text
    assert "第 1 版，已启用" in text
    assert ">试算<" in text
    assert "第 3 版" not in text
    assert "还没有计算过" in text


def test_without_rules_the_list_says_what_comes_first(as_: AsIs, upper: Account) -> None:
    assert "请先拟订并启用规则" in page(as_(upper), "compositions")


def test_the_button_computes_and_shows_the_table_by_group(as_: AsIs, upper: Account, rules: SchemeRules) -> None:
    answer = as_(upper).post(reverse("composition-compute", args=[rules.pk]), follow=True)
    text = answer.content.decode()
    made = Composition.objects.get()
    assert answer.redirect_chain == [(reverse("composition", args=[made.pk]), 302)]
    assert "已完成2026年度第 1 次计算。" in text
    assert text.index("青澜市第1局") < text.index("青澜市第2局") < text.index("青澜市第3局")
    for shown in ("第1组", "目标考核", "公众评议", "99.59", "99.585", ">优秀<", made.digest, made.bundle_digest):
        assert shown in text
    result = made.results.get(rank=1)
    assert f'href="{reverse("result", args=[result.pk])}"' in text


def test_computed_twice_without_a_change_it_says_so(as_: AsIs, upper: Account, made: Composition) -> None:
    text = as_(upper).post(reverse("composition-compute", args=[made.rules_id]), follow=True).content.decode()
    assert "数据没有变化，仍是2026年度第 1 次计算。" in text


def test_what_was_left_out_is_told_and_many_are_counted(as_: AsIs, upper: Account, rules: SchemeRules) -> None:
    Item.objects.filter(level="indicator").update(kind="bonus")
    text = as_(upper).post(reverse("composition-compute", args=[rules.pk]), follow=True).content.decode()
    assert "计算时有6条提醒：青澜市第1局：“1-1" in text
    assert "另有1条。" in text


def test_a_refusal_is_shown_where_the_button_was(as_: AsIs, upper: Account, office: Organisation) -> None:
    answer = as_(upper).post(reverse("composition-compute", args=[composed.rules(office).pk]))
    assert answer.status_code == 422
    assert "没有可以计分的单位" in answer.content.decode()


def test_gaps_are_named_and_keep_the_form_away(as_: AsIs, upper: Account, office: Organisation) -> None:
    composed.city(office)
    components = (Component("table", "目标考核", Decimal(1), Source.TABLE), Component("public", "公众评议", Decimal(1)))
    rules = composed.rules(office, replace(composed.SCHEME, components=components))
    ReportValue.objects.all().delete()
    made = compose(upper, rules.pk, MADE)
    text = page(as_(upper), "composition", made.pk)
    assert '<td class="gaps late">1-1、目标考核、公众评议</td>' in text
    assert "还有 3 家没有总分" in text
    assert 'name="checked"' not in text


def test_rules_that_are_not_adopted_say_so_in_place_of_the_form(as_: AsIs, upper: Account, made: Composition) -> None:
    SchemeRules.objects.update(state="draft")
    text = page(as_(upper), "composition", made.pk)
    assert "这版规则没有启用，不能冻结" in text
    assert 'name="checked"' not in text


def test_a_unit_kept_apart_has_no_rank_and_a_leading_body_its_own_column(
    as_: AsIs, upper: Account, rules: SchemeRules, office: Organisation
) -> None:
    one, two = Organisation.objects.filter(name__in=("青澜市第1局", "青澜市第2局")).order_by("pk")
    facts = {"organiser": office, "year": 2026, "title": "并入", "source": "通知", "at": MADE}
    GradeEvent.objects.create(organisation=one, effect="apart", **facts)
    GradeEvent.objects.create(organisation=two, effect="lower", subject="body", **facts)
    text = page(as_(upper), "composition", compose(upper, rules.pk, MADE).pk)
    assert '<td class="num">单列</td><td>—</td>' in text
    assert '<th scope="col">领导班子</th>' in text
    assert "<td>优秀</td><td>良好</td>" in text


def test_frozen_from_the_page_it_is_marked_and_offers_no_form_any_more(
    as_: AsIs, upper: Account, made: Composition
) -> None:
    client = as_(upper)
    address = reverse("composition-freeze", args=[made.pk])
    unread = client.post(address, {"digest": made.digest})
    assert (unread.status_code, "请先核对结果" in unread.content.decode()) == (422, True)
    text = client.post(address, {"digest": made.digest, "checked": "1"}, follow=True).content.decode()
    assert "已冻结2026年度第 1 次计算。" in text
    assert 'name="checked"' not in text
    assert "upper 2027-01-15 10:00 冻结" in text


def test_data_that_changed_are_a_conflict_that_the_page_explains(as_: AsIs, upper: Account, made: Composition) -> None:
    ReportValue.objects.filter(value=12).update(value=1)
    answer = as_(upper).post(reverse("composition-freeze", args=[made.pk]), {"digest": made.digest, "checked": "1"})
    assert answer.status_code == 409
    assert "数据已经变化（青澜市第1局），不能冻结这次计算" in answer.content.decode()


def test_an_earlier_one_points_to_the_later(as_: AsIs, upper: Account, made: Composition) -> None:
    ReportValue.objects.filter(value=12).update(value=11)
    later = compose(upper, made.rules_id, MADE)
    assert "最近的是第 2 次" in page(as_(upper), "composition", made.pk)
    freeze(upper, later.pk, later.digest, MADE)
    assert "已有更新的冻结结果：以第 2 次为准" in page(as_(upper), "composition", made.pk)
    assert "message warning" not in page(as_(upper), "composition", later.pk)


def test_the_bundle_comes_as_a_file_that_recomputes_to_the_same(as_: AsIs, upper: Account, made: Composition) -> None:
    answer = as_(upper).get(reverse("composition-bundle", args=[made.pk]))
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    named = quote("得分包-2026-第1次.json")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{named}"
    again = recompute(unpack(answer.content.decode()))
    assert (again.differences, again.is_untouched) == ((), True)


def test_a_bundle_that_does_not_match_its_digest_is_told_above_the_table(
    as_: AsIs, upper: Account, made: Composition
) -> None:
    Composition.objects.update(bundle="{}")
    bundles._opened.cache_clear()
    text = page(as_(upper), "composition", made.pk)
    assert "得分包的内容与登记的摘要不符" in text
    assert "99.59" in text


def test_names_are_text_and_never_markup(as_: AsIs, upper: Account, made: Composition) -> None:
    Organisation.objects.filter(name="青澜市第1局").update(name="<b>局</b>")
    assert "&lt;b&gt;局&lt;/b&gt;" in page(as_(upper), "composition", made.pk)


def test_agencies_that_are_scored_see_neither_the_list_nor_the_table(
    as_: AsIs, made: Composition, account: Callable[..., Account]
) -> None:
    clerk = account("of-agency", "operator", Organisation.objects.get(name="青澜市第1局"))
    for name in ("composition", "composition-bundle"):
        page(as_(clerk), name, made.pk, status=404)
    assert "第 1 次" not in page(as_(clerk), "compositions")


@pytest.mark.parametrize("agencies", [3, 80])
def test_the_pages_take_few_statements_for_any_number_of_organisations(
    as_: AsIs,
    upper: Account,
    office: Organisation,
    agencies: int,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    composed.city(office, agencies)
    made = compose(upper, composed.rules(office).pk, MADE)
    client = as_(upper)
    bundles._opened.cache_clear()
    for name, arguments in (("composition", [made.pk]), ("compositions", [])):
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            page(client, name, *arguments)


def test_every_act_has_a_sentence(upper: Account, made: Composition) -> None:
    freeze(upper, made.pk, made.digest, MADE)
    told = [
        acts.act_text(entry.action, json.loads(entry.facts))
        for entry in Entry.objects.about("composition", made.pk).order_by("seq")
    ]
    assert told == [
        "完成2026年度第 1 次得分计算：3 家单位",
        f"冻结2026年度第 1 次得分计算，输入摘要 {made.digest[:12]}",
    ]
    assert acts.act_text("composition.compute", {"open": 2}).endswith("0 家单位，2 家数据不全，没有总分")
    assert acts.act_text("scheme.adopt", {}) == ""
