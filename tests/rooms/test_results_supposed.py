"""What if, and the forecast: the same engine on a copy, nothing kept, nobody else's figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import composed
import pytest
from composed import MADE, SCHEME, YEAR
from django.test import Client

from jixiao.core.evaluations.same import key_of
from jixiao.core.scoring.shape import Misfit
from jixiao.journal.models import Entry as Noted
from jixiao.ledger.models import Cell, ReportValue
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Item, Plan
from jixiao.scores.actions.compositions import compose, freeze
from jixiao.scores.models import Composition, Result, SchemeRules
from jixiao.scores.reading.forecasting import score_forecast

D = Decimal
As = Callable[[Account], Client]
Make = Callable[..., Account]
TODAY = date(YEAR, 11, 20)


# --- the page


class Town:
    def __init__(self, account: Make, agencies: int, indicators: int = 4) -> None:
        self.office = composed.upper_office()
        self.plans = composed.city(self.office, agencies, indicators)
        self.upper = composed.officer(account, self.office)
        self.rules = composed.rules(self.office, SCHEME)
        made = compose(self.upper, self.rules.pk, MADE)
        self.composition = freeze(self.upper, made.pk, made.digest, MADE)
        self.clerk = account("assessed", "operator", self.agency)
        self.item = Item.objects.get(plan=self.plan, no="1-1")

    @property
    def plan(self) -> Plan:
        return self.plans[2]

    @property
    def agency(self) -> Organisation:
        return self.plan.organisation

    @property
    def field(self) -> str:
        return f"v.{key_of(self.item.title)}"

    def ask(self, client: Client, query: Mapping[str, object], status: int = 200) -> str:
        number = Result.objects.get(composition=self.composition, organisation=self.agency).pk
        answer = client.get(f"/scores/results/{number}/what-if/", query)
        assert answer.status_code == status
        return answer.content.decode()


@pytest.fixture
def town(db: None, account: Make) -> Town:
    return Town(account, 6)


def test_a_field_that_is_added_holds_what_holds_at_present(town: Town, as_: As) -> None:
    text = town.ask(as_(town.clerk), {"add": town.field})
    assert f'name="{town.field}" value="11.8"' in text
    assert "现为11.8个" in text
    assert "试算结果" not in text


def test_a_better_value_shows_total_rank_and_the_steps_that_moved(town: Town, as_: As) -> None:
    text = town.ask(as_(town.clerk), {town.field: "12"})
    outcome = text.split("试算结果")[1]
    assert "变化的项目" in outcome
    assert "完成第1类工作。" in outcome
    assert 'class="good">+' in outcome
    assert "／6家" in outcome


def test_what_is_supposed_is_not_kept(town: Town, as_: As) -> None:
    before = list(Composition.objects.values_list("bundle_digest", flat=True)), Noted.objects.count()
    town.ask(as_(town.clerk), {town.field: "1"})
    assert (list(Composition.objects.values_list("bundle_digest", flat=True)), Noted.objects.count()) == before


def test_nobody_else_is_named_and_nobody_elses_figures_are_shown(town: Town, as_: As) -> None:
    text = town.ask(as_(town.clerk), {town.field: "12"})
    others = Result.objects.filter(composition=town.composition).exclude(organisation=town.agency)
    for other in others.select_related("organisation"):
        assert other.organisation.name not in text


def test_in_a_small_group_the_rank_is_not_told_to_the_assessed(db: None, account: Make, as_: As) -> None:
    town = Town(account, 4)
    assert "组内不足5家，不显示" in town.ask(as_(town.clerk), {town.field: "12"})
    assert "／4家" in town.ask(as_(town.upper), {town.field: "12"})


@pytest.mark.parametrize("typed", ["很多", "12吨", "1e5"])
def test_what_is_no_amount_is_refused_with_a_sentence_and_kept_in_the_field(town: Town, as_: As, typed: str) -> None:
    text = town.ask(as_(town.clerk), {town.field: typed}, 422)
    assert "不是数量，请填数字" in text
    assert f'value="{typed}"' in text
    assert "试算结果" not in text


def test_a_score_beyond_its_full_marks_is_refused(town: Town, as_: As) -> None:
    assert "应在0和100分之间" in town.ask(as_(town.clerk), {"g.public": "101"}, 422)


def test_thirteen_fields_are_too_many(db: None, account: Make, as_: As) -> None:
    town = Town(account, 3, indicators=13)
    supposed = {f"v.{key_of(f'完成第{at}类工作。')}": "1" for at in range(1, 14)}
    assert "一次最多假设12项，现在有13项" in town.ask(as_(town.clerk), supposed, 422)


def test_the_organiser_alone_may_try_other_rules(town: Town, as_: As) -> None:
    other = replace(SCHEME, components=SCHEME.components[:1], title="只看目标考核")
    draft = composed.rules(town.office, other, number=2, state="draft")
    assert "只看目标考核" in town.ask(as_(town.upper), {"rules": draft.pk}).split("试算结果")[1]
    assert "只看目标考核" not in town.ask(as_(town.clerk), {"rules": draft.pk})


def test_rules_that_cannot_be_read_are_refused(town: Town, as_: As) -> None:
    draft = composed.rules(town.office, number=2, state="draft")
    SchemeRules.objects.filter(pk=draft.pk).update(text="base = ")
    assert "不能按这版规则试算" in town.ask(as_(town.upper), {"rules": draft.pk}, 422)


# --- the forecast


def half_a_year(plan: Plan) -> None:
    """Nothing of the second half is reported yet."""
    ReportValue.objects.filter(report__cell__ledger__plan=plan, report__cell__number__gt=2).delete()
    later = Cell.objects.filter(ledger__plan=plan, number__gt=2)
    later.update(reporting="none", standing="", grace=date(YEAR + 1, 1, 20))


def test_the_forecast_names_what_is_open_and_what_is_likely_lost(town: Town) -> None:
    half_a_year(town.plan)
    found = score_forecast(town.agency, TODAY)
    assert found is not None
    assert D(found.low) < D(found.high)
    assert "市绩效办启用的" in found.basis
    assert {risk.title for risk in found.open} == {"公众评议", "完成第2类工作。", "完成第4类工作。"}
    assert all(risk.is_foretold for risk in found.risks)


def test_with_everything_known_both_bounds_are_the_result_without_gaps(town: Town) -> None:
    found = score_forecast(town.agency, MADE.date())
    assert found is not None
    assert {risk.title for risk in found.open} == {"公众评议"}
    assert D(found.high) - D(found.low) == 20


def test_without_adopted_rules_the_plain_scheme_is_taken_and_said(town: Town) -> None:
    SchemeRules.objects.update(state="draft")
    found = score_forecast(town.agency, TODAY)
    assert found is not None
    assert "只供参考" in found.basis


def test_the_own_inside_scheme_goes_before_the_plain_one(town: Town) -> None:
    SchemeRules.objects.update(state="draft")
    composed.rules(town.agency, SCHEME, scope="inside")
    found = score_forecast(town.agency, TODAY)
    assert found is not None
    assert "本单位内部的" in found.basis


def test_without_a_plan_there_is_no_forecast(agency: Organisation, db: None) -> None:
    assert score_forecast(agency, TODAY) is None


def test_the_page_of_the_forecast(town: Town, as_: As, account: Make) -> None:
    half_a_year(town.plan)
    text = as_(town.clerk).get("/scores/forecast/").content.decode()
    assert "还没有定的分" in text
    for plan in town.plans:
        assert plan == town.plan or plan.organisation.name not in text
    assert "没有已批准的方案" in as_(town.upper).get("/scores/forecast/").content.decode()


def test_rules_that_cannot_be_read_are_said_on_the_page_of_the_forecast(town: Town, as_: As) -> None:
    SchemeRules.objects.update(text="base = ")
    with pytest.raises(Misfit):
        score_forecast(town.agency, TODAY)
    assert "语法错误" in as_(town.clerk).get("/scores/forecast/").content.decode()


def test_the_forecast_needs_as_many_statements_for_many_as_for_few(
    town: Town, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        score_forecast(town.agency, TODAY)


def test_an_empty_form_begins_with_what_lost_most(town: Town, as_: As) -> None:
    client = as_(town.clerk)
    result = Result.objects.get(composition=town.composition, organisation=town.agency)
    begin = client.get(f"/scores/results/{result.pk}/what-if/").context["begin"]
    lost = [Decimal(change.replace("−", "-") or 0) for _, _, change in begin]  # nothing: open, without data
    assert lost == sorted(lost)
    assert lost[0] < 0
    for address, label, _ in begin:
        page = client.get(f"/scores/results/{result.pk}/what-if/{address}")
        assert [field.label for field, _ in page.context["fields"]] == [label]
        assert page.context["begin"] == []
    assert begin
