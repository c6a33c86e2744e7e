"""The page of a result: what is printed sums to the total, and each bar leads to its rule, evidence and decision."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from uuid import UUID

import composed
import pytest
from composed import MADE, SCHEME, YEAR
from django.test import Client

from jixiao.core.evaluations.same import key_of
from jixiao.core.scoring.entries import Decision
from jixiao.core.scoring.scheme import Bonus, BonusClass, Component, Deductions, FaultClass, Grade, Grading, Scheme
from jixiao.core.scoring.scheme import Source as From
from jixiao.evaluations.models import BonusClaim, ClaimState, Finding, FindingState, Inspection
from jixiao.evaluations.reading import outcomes
from jixiao.ledger.models import Cell, Evidence, EvidenceUse
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Item, Plan
from jixiao.scores.actions.compositions import compose, freeze
from jixiao.scores.models import Composition, GivenScore, Result

D = Decimal
As = Callable[[Account], Client]
Make = Callable[..., Account]
WHOLE = Scheme(
    "年度考评",
    components=(Component("table", "目标考核", D(80), From.TABLE), Component("lead", "领导评价", D(20))),
    bonus=Bonus(classes={"province": BonusClass("省级表彰", D(1))}),
    deductions=Deductions(classes={"window": FaultClass("窗口服务不规范", D("0.3"))}),
    grading=Grading((Grade("优秀", share=D("0.3")), Grade("良好"))),
)


class City:
    """Agencies of a city, composed by WHOLE; the second has a decision, evidence, a bonus and a finding."""

    def __init__(self, account: Make, agencies: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.office = composed.upper_office()
        self.plans = composed.city(self.office, agencies, indicators=8)
        self.upper = composed.officer(account, self.office)
        self.clerk = account("assessed", "operator", self.agency)
        self.item = Item.objects.get(plan=self.plan, no="1-3")
        self._decide(monkeypatch)
        self.evidence = self._evidence()
        self._outside()
        self.rules = composed.rules(self.office, WHOLE)
        self.composition = compose(self.upper, self.rules.pk, MADE)

    @property
    def plan(self) -> Plan:
        return self.plans[1]

    @property
    def agency(self) -> Organisation:
        return self.plan.organisation

    @property
    def result(self) -> Result:
        return Result.objects.get(composition=self.composition, organisation=self.agency)

    def frozen(self) -> Result:
        self.composition = freeze(self.upper, self.composition.pk, self.composition.digest, MADE)
        return self.result

    def _decide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        said = [Decision("同类复核", D("0.7"), "在建的不计", "林见川", "2027-01-12", D("0.9"))]
        monkeypatch.setattr(outcomes, "decisions", lambda plans: {self.item.pk: said})

    def _evidence(self) -> Evidence:
        made = Evidence.objects.create(
            organisation=self.agency, sha256="e" * 64, name="验收单.pdf", kind="pdf", size=9, uploaded_by=self.clerk,
            uploaded_at=MADE,
        )  # fmt: skip
        cell = Cell.objects.filter(item=self.item)[0]
        EvidenceUse.objects.create(evidence=made, cell=cell, by=self.clerk, at=MADE)
        return made

    def _outside(self) -> None:
        for at, plan in enumerate(self.plans):
            GivenScore.objects.create(
                organiser=self.office, year=YEAR, organisation=plan.organisation, component="lead", score=D(90 - at),
                source="市效能办评议结果", entered_by=self.upper, entered_at=MADE, checked_by=None, checked_at=MADE,
            )  # fmt: skip
        self.claim = BonusClaim.objects.create(
            organisation=self.agency, year=YEAR, kind="province", title="先进集体", issuing_body="省厅",
            document_no="省发〔2026〕8号", dated=date(YEAR, 9, 1), fact="f", state=ClaimState.ACCEPTED, granted=D(1),
            made_by=self.clerk, made_at=MADE, checked_by=self.upper, checked_at=MADE,
        )  # fmt: skip
        inspection = Inspection.objects.create(
            organiser=self.office, year=YEAR, title="窗口暗访", method="open", scope="窗口", starts=date(YEAR, 9, 1),
            ends=date(YEAR, 9, 2), made_by=self.upper, made_at=MADE,
        )  # fmt: skip
        self.finding = Finding.objects.create(
            inspection=inspection, object=self.agency, client_id=UUID(int=7), number=1, found_at=MADE, place="大厅",
            facts="无人值守。", made_at=MADE, answer_due=date(YEAR, 9, 9), state=FindingState.UPHELD, kind="window",
            kind_name="窗口服务不规范", points=D("0.3"), decided_by=self.upper, decided_at=MADE,
        )  # fmt: skip


@pytest.fixture
def city(db: None, account: Make, monkeypatch: pytest.MonkeyPatch) -> City:
    return City(account, 6, monkeypatch)


@pytest.fixture
def page(city: City, as_: As) -> Callable[[str], str]:
    """The page of the own, frozen result."""
    result, client = city.frozen(), as_(city.clerk)

    def get(query: str = "") -> str:
        answer = client.get(f"/scores/results/{result.pk}/{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def figures(text: str, picture: int) -> list[Decimal]:
    """What is printed at the bars of one of the two drawings."""
    svg = re.findall(r'<svg class="picture waterfall".*?</svg>', text, re.S)[picture]
    return [D(each.replace("−", "-")) for each in re.findall(r'class="figure"[^>]*>([^<]+)<', svg)]


def bars(text: str) -> list[str]:
    svg = re.findall(r'<svg class="picture waterfall".*?</svg>', text, re.S)[0]
    return [unescape(each) for each in re.findall(r'<a href="([^"]+)"', svg)]


@pytest.mark.parametrize("picture", [0, 1], ids=["wide", "narrow"])
def test_the_figures_printed_on_the_bars_sum_to_the_printed_total(
    page: Callable[[str], str], city: City, picture: int
) -> None:
    base, *changes, end = figures(page(""), picture)
    assert base + sum(changes) == end == city.result.total
    assert len(changes) >= 4


def test_total_rank_grade_rules_and_plan_stand_at_the_head(page: Callable[[str], str], city: City) -> None:
    head = page("").split('class="explained"')[0]
    for words in (
        f"{city.result.total:.2f}",
        "／6家",
        "良好",
        "年度考评（第 1 版）",
        "方案第 1 版",
        "2027年1月15日冻结",
    ):
        assert words in head
    assert city.composition.digest[:16] in head


def test_every_bar_opens_a_page_with_its_rule(page: Callable[[str], str]) -> None:
    for address in bars(page("")):
        if address.startswith("?step="):
            opened = page(address.split("#")[0]).split('id="step"')[1]
            assert "<h3>规则</h3><p>" in opened, address


def test_an_indicator_shows_its_inputs_its_evidence_and_who_decided_what(
    page: Callable[[str], str], city: City
) -> None:
    key = key_of(city.item.title)
    address = next(each for each in bars(page("")) if key in each)
    opened = page(address.split("#")[0]).split('id="step"')[1].split("</section>")[0]
    for words in ("按比例计分", "目标值", "4期数据", "同类复核", "0.90", "0.70", "林见川", "在建的不计"):
        assert words in opened
    assert f'href="/ledger/evidence/{city.evidence.pk}/">验收单.pdf' in opened
    assert f'href="/ledger/plans/{city.plan.pk}/items/{city.item.pk}/"' in opened


def test_a_bonus_and_a_finding_lead_to_where_they_were_decided(page: Callable[[str], str], city: City) -> None:
    bonus = page(f"?step=bonus/claim-{city.claim.pk}")
    assert "省级表彰" in bonus
    assert f'href="/evaluations/bonus/{city.claim.pk}/"' in bonus
    fault = page(f"?step=deduction/finding-{city.finding.pk}")
    assert "每件扣0.3分" in fault
    assert f'href="/evaluations/findings/{city.finding.pk}/"' in fault


def test_a_given_score_says_from_where_it_came(page: Callable[[str], str]) -> None:
    opened = page("?step=lead")
    assert "市效能办评议结果" in opened
    assert "89.00分（满分100）" in opened


def test_the_table_holds_every_step_and_can_leave_out_what_lost_nothing(page: Callable[[str], str], city: City) -> None:
    whole, lost = (page(query).split('id="table"')[1] for query in ("", "?only=lost"))
    assert all(f"完成第{at}类工作。" in whole for at in range(1, 9))
    assert "完成第3类工作。" in lost
    assert "完成第2类工作。" not in lost


def test_an_unknown_step_opens_the_one_that_lost_most(page: Callable[[str], str]) -> None:
    assert "失分最多的一项" in page("?step=<nothing>")


def test_the_place_in_the_group_names_nobody(page: Callable[[str], str], city: City) -> None:
    text = page("")
    assert "在组内的位置" in text
    assert "group-range" in text
    for plan in city.plans:
        assert plan.organisation == city.agency or plan.organisation.name not in text


def test_below_five_organisations_no_range_is_shown(
    db: None, account: Make, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(account, 4, monkeypatch)
    text = as_(city.clerk).get(f"/scores/results/{city.frozen().pk}/").content.decode()
    assert "group-range" not in text
    assert "不足5家的组不显示组内高低" in text


def test_a_trial_is_shown_to_its_organiser_alone(city: City, as_: As, account: Make) -> None:
    address = f"/scores/results/{city.result.pk}/"
    inspector = account("inspector", "inspector", city.office)
    assert as_(city.upper).get(address).status_code == 200
    assert [as_(each).get(address).status_code for each in (city.clerk, inspector)] == [404, 404]
    assert [as_(each).get(f"{address}what-if/").status_code for each in (city.clerk, inspector)] == [404, 404]
    city.frozen()
    assert [as_(each).get(address).status_code for each in (city.clerk, inspector)] == [200, 200]


def test_a_peer_does_not_see_anothers_result(city: City, as_: As, account: Make) -> None:
    peer = account("peer", "operator", city.plans[0].organisation)
    assert as_(peer).get(f"/scores/results/{city.frozen().pk}/").status_code == 404


def test_a_result_without_all_data_says_so_and_has_no_waterfall(
    db: None, account: Make, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(account, 2, monkeypatch)
    GivenScore.objects.all().delete()
    city.composition = compose(city.upper, city.rules.pk, MADE)
    text = as_(city.upper).get(f"/scores/results/{city.result.pk}/").content.decode()
    assert "还缺1项数据" in text
    assert "picture waterfall" not in text


def test_a_bundle_that_was_changed_is_not_explained(city: City, as_: As) -> None:
    result = city.frozen()
    Composition.objects.update(bundle="{}", bundle_digest="1" * 64)
    text = as_(city.clerk).get(f"/scores/results/{result.pk}/").content.decode()
    assert "与登记的摘要不符" in text


def test_the_page_needs_few_statements(
    page: Callable[[str], str], city: City, as_: As, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client, address = as_(city.clerk), f"/scores/results/{city.result.pk}/"
    client.get(address)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(f"{address}?step=table")


# --- the page of the years


def test_the_assessed_sees_its_frozen_results_and_the_forecast(city: City, as_: As) -> None:
    client = as_(city.clerk)
    before = client.get("/scores/").content.decode()
    assert "还没有本单位的得分" in before
    assert "已启用" in before
    city.frozen()
    after = client.get("/scores/").content.decode()
    assert f"/scores/results/{city.result.pk}/" in after
    assert "/scores/forecast/" in after


def test_the_organiser_sees_its_computations_and_no_score_of_its_own(city: City, as_: As) -> None:
    text = as_(city.upper).get("/scores/").content.decode()
    assert f"/scores/compositions/{city.composition.pk}/" in text
    assert "按目前进度预计" not in text


def test_an_inspector_sees_frozen_results_only(city: City, as_: As, account: Make) -> None:
    client = as_(account("inspector", "inspector", city.office))
    assert city.agency.name not in client.get("/scores/").content.decode()
    city.frozen()
    assert city.agency.name in client.get("/scores/").content.decode()


def test_the_page_of_the_years_needs_few_statements(
    city: City, as_: As, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    city.frozen()
    for who in (city.clerk, city.upper):
        client = as_(who)
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            client.get("/scores/")


def test_the_usual_scheme_of_the_tests_can_be_shown_too(
    db: None, account: Make, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = composed.upper_office()
    composed.city(office, agencies=1)
    upper = composed.officer(account, office)
    made = compose(upper, composed.rules(office, SCHEME).pk, MADE)
    text = as_(upper).get(f"/scores/results/{Result.objects.get(composition=made).pk}/").content.decode()
    assert "按规则不计入" in text
