"""From the rooms to the sheets: who is scored, by which plan, and what the ledger and the rounds say of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import composed
import opened
import pytest
from composed import MADE
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jixiao.core.journal_chain import digest
from jixiao.core.scoring.bundle import pack
from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Claim, Decision, Entry, Fault, Join, Sheet
from jixiao.core.scoring.rules import History, Panel, Veto
from jixiao.core.scoring.scheme import Assigned, BonusClass, Component, Scheme, Source
from jixiao.evaluations.reading import extras, outcomes
from jixiao.ledger.models import Cell, Measure, Report
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, PeerGroup
from jixiao.plans.models import Item, Plan
from jixiao.scores.gathering import sheets_of
from jixiao.scores.models import Composition, GivenScore, GradeEvent, SchemeRules
from jixiao.scores.reading import bundles

DAY = MADE.date()


@pytest.fixture
def office(db: None) -> Organisation:
    return composed.upper_office()


@pytest.fixture
def rules(office: Organisation) -> SchemeRules:
    return composed.rules(office)


def sheets(rules: SchemeRules) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in sheets_of(rules, DAY).sheets}


def entry(rules: SchemeRules, no: str, name: str = "青澜市第1局") -> Entry:
    return next(each for each in sheets(rules)[name].entries if each.no == no)


# Who is scored


def test_the_agencies_of_the_citys_groups_are_scored_by_their_frozen_plans(
    rules: SchemeRules, office: Organisation
) -> None:
    plans = composed.city(office, 22)
    gathered = sheets_of(rules, DAY)
    assert [sheet.group for sheet in gathered.sheets] == ["第1组"] * 20 + ["第2组"] * 2
    assert gathered.plans == {plan.organisation_id: plan for plan in plans}
    assert gathered.versions[0] == {
        "organisation": str(plans[0].organisation_id),
        "number": 1,
        "digest": f"{plans[0].pk:064x}",
    }
    assert gathered.problems == []


def test_groups_of_another_year_and_agencies_of_another_city_are_none_of_it(
    rules: SchemeRules, office: Organisation
) -> None:
    composed.city(office)
    elsewhere = find_or_create_organisation("栖川市", Organisation.Kind.CITY)
    other = find_or_create_organisation("栖川市档案局", Organisation.Kind.AGENCY, elsewhere)
    new = find_or_create_organisation("青澜市新局", Organisation.Kind.AGENCY, office.top)
    PeerGroup.objects.get().members.add(other)
    PeerGroup.objects.create(year=2025, name="旧组").members.add(new)
    assert set(sheets(rules)) == {"青澜市第1局", "青澜市第2局", "青澜市第3局"}


def test_an_agency_without_an_approved_plan_has_an_empty_sheet_and_is_named(
    rules: SchemeRules, office: Organisation
) -> None:
    plans = composed.city(office)
    Plan.objects.filter(pk=plans[0].pk).update(stage="submitted")
    gathered = sheets_of(rules, DAY)
    assert gathered.sheets[0].entries == ()
    assert gathered.problems == ["青澜市第1局没有已批准的2026年度方案。"]
    assert plans[0].organisation_id not in gathered.plans


def test_an_agency_in_two_groups_and_one_that_was_dissolved_are_named(rules: SchemeRules, office: Organisation) -> None:
    first, second, _ = (plan.organisation for plan in composed.city(office))
    PeerGroup.objects.create(year=2026, name="第9组").members.add(first)
    second.retired = date(2026, 9, 1)
    second.save()
    gathered = sheets_of(rules, DAY)
    assert [(sheet.name, sheet.group) for sheet in gathered.sheets] == [
        ("青澜市第1局", "第1组"),
        ("青澜市第3局", "第1组"),
    ]
    assert gathered.problems == ["青澜市第1局编在几个组里，按“第1组”计算。", "青澜市第2局已经撤销，未列入计算。"]


def test_inside_an_agency_the_offices_and_enterprises_of_its_own_plan_are_scored(office: Organisation) -> None:
    own = composed.city(office, 1)[0]
    places = [
        find_or_create_organisation(name, kind, own.organisation)
        for name, kind in (("绿化科", "office"), ("园林集团", "enterprise"), ("办公室", "office"))
    ]
    plans = [composed._plan(place, own) for place in places]
    Plan.objects.filter(pk=plans[2].pk).update(stage="drafting")
    inside = composed.rules(own.organisation, scope="inside")
    gathered = sheets_of(inside, DAY)
    assert [(sheet.name, sheet.group) for sheet in gathered.sheets] == [("绿化科", "科室"), ("园林集团", "企业")]
    assert gathered.problems == ["办公室的方案还没有批准，未列入计算。"]


def test_an_agency_without_a_plan_of_its_own_has_nobody_to_score(office: Organisation) -> None:
    gathered = sheets_of(composed.rules(office, scope="inside"), DAY)
    assert (gathered.sheets, gathered.plans) == ([], {})
    assert "市绩效办没有已批准的2026年度方案" in gathered.problems[0]


# Indicators


def test_an_indicator_has_its_place_points_values_and_target(rules: SchemeRules, office: Organisation) -> None:
    composed.city(office)
    found = entry(rules, "1-1", "青澜市第2局")
    assert found == Entry(
        key=found.key, points=D(1), rule="proportional", values=(D("2.9"), D("5.9"), D("8.9"), D("11.9")),
        join=Join.LAST, target=D(12), no="1-1", title="完成第1类工作。", unit="个", path=("重点工作", "改善民生"),
    )  # fmt: skip
    assert entry(rules, "1-2").rule == "done"


def test_the_same_indicator_has_the_same_key_everywhere_and_twice_on_a_sheet_another(
    rules: SchemeRules, office: Organisation
) -> None:
    composed.city(office)
    Item.objects.filter(plan__organisation__name="青澜市第2局", level="indicator").update(title="完成第1类工作")
    keys = {name: [each.key for each in sheet.entries] for name, sheet in sheets(rules).items()}
    key = keys["青澜市第1局"][0]
    assert len(key) == 8
    assert keys["青澜市第3局"] == keys["青澜市第1局"]
    assert keys["青澜市第2局"] == [key, f"{key}#2"]


def test_only_accepted_reports_count(rules: SchemeRules, office: Organisation) -> None:
    composed.city(office)
    Report.objects.filter(cell__number=4).update(counts=None)
    assert entry(rules, "1-1").values == (D(3), D(6), D(9), None)


def test_cells_no_longer_used_and_measures_that_were_retired_do_not_count(
    rules: SchemeRules, office: Organisation
) -> None:
    composed.city(office)
    Cell.objects.filter(number=4).update(dropped=True)
    assert entry(rules, "1-1").values == (D(3), D(6), D(9))
    Measure.objects.update(retired=True)
    assert entry(rules, "1-1").target is None


def test_withdrawn_indicators_are_left_out_and_shared_points_count_once(
    rules: SchemeRules, office: Organisation
) -> None:
    composed.city(office, 1, 4)
    Item.objects.filter(no="1-4").update(withdrawn=True)
    Item.objects.filter(no="1-2").update(shares_points=True)
    points = {each.no: each.points for each in sheets(rules)["青澜市第1局"].entries}
    assert points == {"1-1": D("0.5"), "1-2": D("0.5"), "1-3": D(1)}


def test_bonus_items_and_vetoes_without_a_rule_are_left_out_and_named(rules: SchemeRules, office: Organisation) -> None:
    composed.city(office, 1, 3)
    Item.objects.filter(no="1-1").update(kind="bonus")
    Item.objects.filter(no="1-2").update(kind="veto")
    gathered = sheets_of(rules, DAY)
    assert [each.no for each in gathered.sheets[0].entries] == ["1-3"]
    assert gathered.problems == [
        "青澜市第1局：“1-1　完成第1类工作。”是加分项，不计入目标考核：加分见正向激励，扣分见察访核验。",
        "青澜市第1局：“1-2　完成第2类工作。”是一票否决，规则没有给它指定否决规则，未列入。",
    ]


def test_a_veto_with_a_rule_counts_the_cases_that_reports_tell_of(office: Organisation) -> None:
    composed.city(office, 1)
    scheme = replace(
        composed.SCHEME, rules=composed.SCHEME.rules | {"veto": Veto()}, assigned=Assigned(by_no={"1-2": "veto"})
    )
    rules = composed.rules(office, scheme)
    Item.objects.filter(no="1-2").update(kind="veto", points=None)
    assert (entry(rules, "1-2").rule, entry(rules, "1-2").points, entry(rules, "1-2").values) == ("veto", 0, (D(0),))
    Cell.objects.filter(item__no="1-2", number=2).update(standing="short")
    assert entry(rules, "1-2").values == (D(1),)


def test_the_rule_of_a_category_is_found_by_its_title(office: Organisation) -> None:
    composed.city(office, 1)
    scheme = replace(composed.SCHEME, assigned=Assigned(by_category={"重点工作": "within"}))
    assert entry(composed.rules(office, scheme), "1-1").rule == "within"


def test_evidence_is_named_once_and_what_was_taken_back_is_not(
    rules: SchemeRules, office: Organisation, account: Callable[..., Account]
) -> None:
    plan = composed.city(office, 1)[0]
    clerk = account("clerk", "operator", plan.organisation)
    for number in (1, 2, 2):
        cell = Cell.objects.get(item__no="1-2", number=number)
        made = opened.evidence(clerk, plan.organisation, cell=cell)
        if number == 1:
            made.title = "验收报告"
            made.save()
    cell.evidence_uses.filter(evidence=made).update(taken_back=MADE)
    assert entry(rules, "1-2").evidence == ("材料2.pdf", "验收报告")


# What the rounds and others say


def test_claims_decisions_and_marks_of_the_rounds_stand_in_the_entry(
    office: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed.city(office, 1, 3)
    item = Item.objects.get(no="1-1").pk
    Item.objects.filter(no="1-3").update(shares_points=True)
    shared = Item.objects.get(no="1-3").pk
    monkeypatch.setattr(outcomes, "claimed", lambda plans: {item: D("0.9000"), shared: D(1)})
    decided = Decision("同类复核", D("0.8000"), "核减", "何知远", "2027-01-10", D("0.9000"))
    monkeypatch.setattr(outcomes, "decisions", lambda plans: {item: [decided], shared: [decided]})
    monkeypatch.setattr(outcomes, "panel_marks", lambda plans: {item: [D("80.0000"), D("90.0000")]})
    scheme = replace(composed.SCHEME, rules=composed.SCHEME.rules | {"panel": Panel()})
    rules = composed.rules(office, scheme)
    found = entry(rules, "1-1")
    assert (found.claimed, found.marks) == (D("0.9"), (D(80), D(90)))
    assert found.decisions == (replace(decided, points=D("0.8"), old=D("0.9")),)
    half = entry(rules, "1-3")  # of points that two rows share, each decision counts half
    assert (half.claimed, half.decisions[0].points, half.decisions[0].old) == (D("0.5"), D("0.4"), D("0.45"))


def test_ratings_become_the_component_that_is_rated(office: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = composed.city(office, 1)[0]
    marks = [D(at) for at in (10, 80, 81, 81, 82, 100)]
    monkeypatch.setattr(outcomes, "ratings", lambda plans: {plan.pk: marks})
    scheme = Scheme("互评", components=(Component("peers", "同组互评", D(1), Source.RATED),))
    given = sheets(composed.rules(office, scheme))["青澜市第1局"].given
    assert (given["peers"].score, given["peers"].source) == (D(81), "同组互评，6家评分")


def test_scores_and_events_of_others_count_once_they_are_checked_and_not_withdrawn(
    rules: SchemeRules, office: Organisation, account: Callable[..., Account]
) -> None:
    upper = account("upper", "upper", office)
    one, two, three = (plan.organisation for plan in composed.city(office))
    common = {"organiser": office, "year": 2026, "entered_by": upper, "entered_at": MADE, "source": "统计局"}
    GivenScore.objects.create(organisation=one, component="public", score=D("91.5"), checked_at=MADE, **common)
    GivenScore.objects.create(organisation=two, component="public", score=90, **common)
    GivenScore.objects.create(organisation=three, component="other", score=90, checked_at=MADE, **common)
    facts = {"organiser": office, "year": 2026, "title": "安全事故", "source": "通报", "at": MADE}
    GradeEvent.objects.create(organisation=one, effect="cap", grade="良好", subject="unit", **facts)
    GradeEvent.objects.create(organisation=one, effect="lower", withdrawn_at=MADE, **facts)
    GradeEvent.objects.create(organisation=two, effect="apart", **facts)
    gathered = sheets_of(rules, DAY)
    first, second, third = gathered.sheets
    assert (first.given["public"].score, first.given["public"].by) == (D("91.5"), "upper")
    assert [(event.effect, event.grade, event.subject) for event in first.events] == [("cap", "良好", "unit")]
    assert (second.given, second.apart, second.events, third.given) == ({}, True, (), {})
    assert gathered.problems == [
        "青澜市第2局：“公众评议”的得分还没有复核，未计入。",
        "青澜市第3局：录入了“other”的得分，规则里没有这个部分。",
    ]


def test_a_bonus_of_an_indicator_names_its_entry(office: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = composed.city(office, 1)[0]
    item = Item.objects.get(no="1-2").pk
    claims = [Claim("c1", "prize", "f1", D("2.00"), item=str(item)), Claim("c2", "prize", "f2", item="0")]
    faults = [Fault("f1", "late", D("0.50"))]
    monkeypatch.setattr(extras, "claims_of", lambda organisations, year: {plan.organisation_id: claims})
    monkeypatch.setattr(extras, "faults_of", lambda organisations, year, today: {plan.organisation_id: faults})
    scheme = replace(composed.SCHEME, bonus=replace(composed.SCHEME.bonus, classes={"prize": BonusClass("表彰", D(2))}))
    sheet = sheets(composed.rules(office, scheme))["青澜市第1局"]
    assert [claim.item for claim in sheet.claims] == [sheet.entries[1].key, ""]
    assert [str(claim.points) for claim in sheet.claims] == ["2", "None"]
    assert [str(fault.points) for fault in sheet.faults] == ["0.5"]


# Last year


@pytest.fixture
def comparing(office: Organisation) -> SchemeRules:
    composed.city(office, 2)
    history = {**composed.SCHEME.rules, "proportional": History()}
    return composed.rules(office, replace(composed.SCHEME, rules=history))


def last_year(office: Organisation, value: D) -> Composition:
    """A frozen result of the year before, in which every indicator had this value."""
    now = sheets_of(SchemeRules.objects.get(), DAY).sheets
    then = [replace(each, entries=tuple(replace(one, values=(value,)) for one in each.entries)) for each in now]
    text = pack("上年", 2025, "2026-01-15", [], composed.SCHEME, then, score_all(composed.SCHEME, then))
    rules = composed.rules(office, year=2025)
    return Composition.objects.create(
        rules=rules, organisation=office, year=2025, number=1, state="frozen", bundle=text, digest="0" * 64,
        bundle_digest=digest(text), made_at=MADE,
    )  # fmt: skip


def test_an_indicator_that_is_compared_with_its_own_history_has_last_years_value(
    comparing: SchemeRules, office: Organisation
) -> None:
    last_year(office, D(8))
    assert (entry(comparing, "1-1").previous, entry(comparing, "1-2").previous) == (D(8), None)
    assert sheets_of(comparing, DAY).problems == []


def test_without_frozen_results_of_last_year_it_is_told(comparing: SchemeRules, office: Organisation) -> None:
    last_year(office, D(8))
    Composition.objects.update(state="trial")
    assert sheets_of(comparing, DAY).problems == ["没有2025年度冻结的结果，与上年比较的指标没有上年数。"]
    Composition.objects.update(state="frozen", bundle="{}")
    bundles._opened.cache_clear()
    assert sheets_of(comparing, DAY).problems[0].startswith("2025年度的结果无法读取")


# How many statements


def test_a_city_takes_as_many_statements_as_three_agencies(rules: SchemeRules, office: Organisation) -> None:
    counts = []
    for place, agencies, indicators in ((office, 3, 2), (composed.upper_office("澄江市"), 30, 8)):
        PeerGroup.objects.all().delete()  # their names are there once a year
        composed.city(place, agencies, indicators)
        own = rules if place == office else composed.rules(place)
        with CaptureQueriesContext(connection) as captured:
            gathered = sheets_of(own, DAY)
        assert sum(len(sheet.entries) for sheet in gathered.sheets) == agencies * indicators
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15
