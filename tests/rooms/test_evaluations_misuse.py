"""What nobody may bring about in evaluations by a stale tab, a second account, a form without a button, an odd date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import inspected
import pytest
import rounds_world
from django.test import Client
from django.urls import reverse
from unwritten import Room

from jixiao.evaluations.actions import bonus, corrections, findings, inspections, ratings, rounds, sheets, visits
from jixiao.evaluations.actions import sheet_decisions as decisions
from jixiao.evaluations.actions.findings import Decided
from jixiao.evaluations.models import Assignment, BonusClaim, Finding, Inspection, Purpose, Round, RoundKind
from jixiao.evaluations.reading.waiting import waiting
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Item, Plan

As = Callable[[Account], Client]
Make = Callable[..., Account]
NOW, JULY = rounds_world.NOW, inspected.NOW


@pytest.fixture
def city(db: None, account: Make) -> rounds_world.City:
    return rounds_world.build(account)


@pytest.fixture
def town(db: None) -> inspected.City:
    return inspected.build_city()


@pytest.fixture
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: JULY)


ROOM = Room(Round, Assignment, Inspection, Finding, BonusClaim)
nothing_written, refused = ROOM.nothing_written, ROOM.refused


# --- two tabs


def test_a_sheet_is_returned_only_as_it_was_seen(city: rounds_world.City) -> None:
    held = city.round()
    sheet = rounds_world.claim_all(city.clerk, city.sheet(held))
    seen = sheet.version
    decisions.send_back(city.upper, sheet.pk, "请核对", seen, NOW)
    sheet.refresh_from_db()
    same = {item.pk: rounds_world.typed("1", "再核") for item in sheets.scored_items(sheet)}
    was = {pk: mark.digest for pk, mark in sheets.marks_on(sheet).items()}
    again = {pk: sheets.Typed(each.marked, was[pk]) for pk, each in same.items()}
    sheets.submit(city.clerk, sheet.pk, again, sheet.version, NOW)
    refused(lambda: decisions.send_back(city.second, sheet.pk, "旧页面上的理由", seen, NOW), "有人改过")


def test_a_sheet_handed_in_does_not_swallow_what_another_tab_says(city: rounds_world.City) -> None:
    sheet = rounds_world.claim_all(city.clerk, city.sheet(city.round()))
    items = {item.pk: rounds_world.typed("0.5", reason="另一页上写的") for item in sheets.scored_items(sheet)}
    refused(lambda: sheets.submit(city.clerk, sheet.pk, items, sheet.version - 1, NOW), "已经提交")
    same = {item: rounds_world.typed("1", reason="按实际完成情况") for item in items}
    with nothing_written():
        sheets.submit(city.clerk, sheet.pk, same, sheet.version - 1, NOW)


def test_a_rating_handed_in_does_not_swallow_what_another_tab_says(city: rounds_world.City) -> None:
    sheet = city.sheet(city.round(RoundKind.PEER_RATING), city.agency, Plan.objects.get(organisation=city.peers[0]))
    rounds_world.rate(city.clerk, sheet, "80")
    refused(lambda: ratings.submit(city.clerk, sheet.pk, Decimal(95), "另一页", sheet.version, NOW), "已经提交")
    with nothing_written():
        ratings.submit(city.clerk, sheet.pk, Decimal(80), "情况属实", sheet.version, NOW)


def assessed(city: rounds_world.City, record: str = "看了现场", points: str = "1") -> visits.Form:
    visit = visits.Given(date(2026, 12, 9), "公园", "甲、乙", record)
    return visits.Form(visit, {}, {city.item().pk: rounds_world.typed(points, reason="核定")}, 1)


def test_an_assessment_handed_in_does_not_swallow_what_another_tab_says(city: rounds_world.City) -> None:
    sheet = city.sheet(city.round(RoundKind.ON_SITE))
    visits.submit_form(city.upper, sheet.pk, assessed(city), NOW)
    with nothing_written():
        visits.submit_form(city.upper, sheet.pk, assessed(city), NOW)
    for other in (assessed(city, points="0.5"), assessed(city, record="另一页上写的")):
        refused(lambda other=other: visits.submit_form(city.upper, sheet.pk, other, NOW), "已经提交")  # type: ignore[misc]


def test_an_inspection_of_others_is_another_one_whatever_else_is_the_same(town: inspected.City) -> None:
    other = find_or_create_organisation("青澜市水务局", Organisation.Kind.AGENCY, town.city)
    first = inspected.planned(town)
    assert inspected.planned(town).pk == first.pk
    second = inspected.planned(town, objects=(other.pk,))
    assert list(second.objects_of.all()) == [other]
    assert inspected.planned(town, inspectors=(town.inspector.pk, town.upper.pk)).inspectors.count() == 2


@pytest.mark.usefixtures("december")
@pytest.mark.parametrize("do", ["save", "submit"])
def test_what_is_typed_into_a_sheet_that_was_handed_in_is_not_dropped_as_if_it_were_kept(
    city: rounds_world.City, as_: As, do: str
) -> None:
    own, joint = city.sheet(city.round()), city.sheet(city.round(RoundKind.ON_SITE))
    rounds_world.claim_all(city.clerk, own)
    visits.submit_form(city.upper, joint.pk, assessed(city), NOW)
    item = city.item().pk
    typed = {f"was-{item}": "", f"points-{item}": "0.5", f"reason-{item}": "另一页上写的", "do": do, "seen": "1"}
    for client, name, sheet in ((as_(city.clerk), "self-sheet", own), (as_(city.upper), "assess-sheet", joint)):
        with nothing_written():
            answer = client.post(reverse(name, args=[sheet.pk]), typed)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "退回后才能修改" in page
        assert "您填的没有保存：0.5 分；另一页上写的" in page


@pytest.mark.usefixtures("december")
def test_what_is_typed_into_a_rating_that_was_handed_in_stands_beside_what_counts(
    city: rounds_world.City, as_: As
) -> None:
    held = city.round(RoundKind.PEER_RATING)
    sheet = Assignment.objects.filter(round=held, rater=city.agency).first()
    assert sheet is not None
    client, address = as_(city.clerk), reverse("rating-sheet", args=[sheet.pk])
    assert client.post(address, {"points": "88", "reason": "", "do": "submit", "seen": "1"}).status_code == 302
    with nothing_written():
        answer = client.post(address, {"points": "70", "reason": "另一页上写的", "do": "submit", "seen": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<b class="big">88</b>' in page
    assert "您填的没有保存：70 分；另一页上写的" in page


@pytest.mark.usefixtures("december")
def test_a_visit_written_too_late_stands_beside_the_record_that_counts(city: rounds_world.City, as_: As) -> None:
    sheet = city.sheet(city.round(RoundKind.ON_SITE))
    visits.submit_form(city.upper, sheet.pk, assessed(city), NOW)
    typed = {"visited_on": "2026-12-08", "place": "公园", "panel": "甲、乙", "record": "又写一遍", "was-visit": ""}
    with nothing_written():
        answer = as_(city.upper).post(reverse("assess-sheet", args=[sheet.pk]), typed | {"do": "save", "seen": "1"})
    page = answer.content.decode()
    assert "您填的没有保存：2026-12-08；公园；甲、乙；又写一遍" in page
    assert "<dd>看了现场</dd>" in page


# --- the second person


def test_whoever_wrote_a_claim_does_not_check_it_after_another_has_handed_it_in(
    town: inspected.City, account: Make
) -> None:
    person = find_or_create_person("苏望舒", town.agency)
    Account.objects.filter(pk__in=(town.clerk.pk, town.chief.pk)).update(person=person)
    for each in (town.clerk, town.chief):
        each.refresh_from_db()
    plan = Plan.objects.create(
        organisation=town.agency, year=2026, title="方案", stage="published", digest="0" * 64, begun_at=JULY
    )
    goal = Item.objects.create(plan=plan, level="goal", position=1, title="目标")
    item = Item.objects.create(plan=plan, level="indicator", position=2, title="指标", parent=goal, points=1)
    result, files = inspected.said(item=item.pk), [inspected.evidence(town.agency)]
    claim = bonus.begin(town.clerk, town.agency, Purpose.INNOVATION, result, files, JULY, hand_in=False)
    claim = bonus.change(town.second, claim.pk, result, [], claim.version, JULY, hand_in=True)
    refused(lambda: bonus.accept(town.chief, claim.pk, None, "", claim.version, JULY), "由另一个人")
    assert not [each for each in waiting(town.chief, JULY.date()) if "申报" in each.text]
    other = account("other", "group_head", town.agency)
    assert [each.text for each in waiting(other, JULY.date()) if "申报" in each.text] == ["1 项正向激励申报等您审核"]
    assert bonus.accept(other, claim.pk, None, "", claim.version, JULY).state == "accepted"


def test_the_same_person_under_another_account_decides_nothing_of_its_own(town: inspected.City, account: Make) -> None:
    person = find_or_create_person("苏望舒", town.office)
    Account.objects.filter(pk=town.inspector.pk).update(person=person)
    town.inspector.refresh_from_db()
    twin = account("twin", "upper", town.office, person)
    finding = inspected.found(town, inspected.planned(town))
    finding = findings.answer(town.clerk, finding.pk, "属实。", [], finding.version, JULY)
    given = Decided(True, "属实", words="窗口无人", points=Decimal("0.5"))
    refused(lambda: findings.decide(twin, finding.pk, given, finding.version, JULY), "第二个人")


def test_the_same_person_under_another_account_confirms_no_own_assessment(
    city: rounds_world.City, account: Make
) -> None:
    person = find_or_create_person("苏望舒", city.office)
    one, two = account("one", "upper", city.office, person), account("two", "upper", city.office, person)
    sheet = city.sheet(city.round(RoundKind.ON_SITE))
    sheet = visits.submit_form(one, sheet.pk, assessed(city), NOW)
    refused(lambda: decisions.confirm(two, sheet.pk, sheet.version, NOW), "另一人")


# --- states


def test_what_is_decided_on_a_claim_stays(town: inspected.City) -> None:
    inspected.adopted(town.office)
    claim = inspected.claimed(town)
    claim = bonus.accept(town.upper, claim.pk, None, "", claim.version, JULY)
    for act in (
        lambda: bonus.accept(town.upper, claim.pk, Decimal(1), "", claim.version, JULY),
        lambda: bonus.send_back(town.upper, claim.pk, "退", claim.version, JULY),
        lambda: bonus.refuse(town.upper, claim.pk, "不", claim.version, JULY),
        lambda: bonus.change(town.clerk, claim.pk, inspected.said(), [], claim.version, JULY, hand_in=True),
        lambda: bonus.begin(town.clerk, town.agency, Purpose.BONUS, inspected.said(), [], JULY, hand_in=False),
    ):
        refused(act)


@pytest.mark.parametrize("upheld", [True, False])
def test_what_is_decided_on_a_finding_stays(town: inspected.City, upheld: bool) -> None:
    finding = inspected.found(town, inspected.planned(town))
    finding = findings.answer(town.clerk, finding.pk, "属实。", [], finding.version, JULY)
    given = Decided(upheld, "按规定", words="窗口无人", points=Decimal("0.5"))
    finding = findings.decide(town.upper, finding.pk, given, finding.version, JULY)
    for act in (
        lambda: findings.answer(town.clerk, finding.pk, "再答", [], finding.version, JULY),
        lambda: findings.decide(town.upper, finding.pk, given, finding.version, JULY),
        lambda: findings.report_mended(town.clerk, finding.pk, "已改", [], finding.version, JULY),
        lambda: findings.judge_mended(town.upper, finding.pk, "", finding.version, JULY, mended=True),
    ):
        refused(act)


def test_nothing_is_done_in_a_closed_round(city: rounds_world.City) -> None:
    held, review = city.round(RoundKind.ON_SITE), city.round(RoundKind.CATEGORY_REVIEW)
    joint, other = visits.submit_form(city.upper, city.sheet(held).pk, assessed(city), NOW), city.sheet(review)
    for each in (held, review):
        rounds.close(city.upper, each.pk, NOW, anyway=True)
    for act in (
        lambda: rounds.assign(city.upper, held.pk, NOW),
        lambda: rounds.ask_members(city.upper, held.pk, [city.plan.pk], [city.upper.pk], NOW),
        lambda: decisions.confirm(city.second, joint.pk, joint.version, NOW),
        lambda: decisions.send_back(city.second, joint.pk, "退", joint.version, NOW),
        lambda: visits.draw(city.upper, joint.pk, 5, NOW),
        lambda: corrections.correct(city.upper, other.pk, city.item().pk, Decimal(1), "核实", None, NOW),
    ):
        refused(act)
    with nothing_written():
        rounds.close(city.second, held.pk, NOW)


def test_a_closed_inspection_finds_nothing_more(town: inspected.City) -> None:
    inspection = inspected.planned(town)
    inspections.close(town.upper, inspection.pk, JULY)
    refused(lambda: inspected.found(town, inspection), "已经结束")


# --- mixed numbers


def test_an_organisation_outside_the_circle_is_not_inspected(town: inspected.City) -> None:
    far = find_or_create_organisation("白沙市", Organisation.Kind.CITY)
    stranger = find_or_create_organisation("白沙市园林局", Organisation.Kind.AGENCY, far)
    for outside in (stranger, far, town.city, town.office):
        refused(lambda outside=outside: inspected.planned(town, objects=(town.agency.pk, outside.pk)), "重新选择")  # type: ignore[misc]
    refused(lambda: inspected.planned(town, inspectors=(town.clerk.pk,)), "重新选择")
    inspection = inspected.planned(town)
    refused(lambda: inspected.found(town, inspection, object=stranger.pk), "不是本次核验的对象")


def test_a_sheet_is_not_filled_with_indicators_of_another_plan(city: rounds_world.City) -> None:
    foreign = Plan.objects.get(organisation=city.peers[0]).items.filter(no="1-1").get()
    for kind, by in ((RoundKind.SELF, city.clerk), (RoundKind.ON_SITE, city.upper)):
        sheet = city.sheet(city.round(kind))
        refused(lambda: sheets.save(by, sheet.pk, {foreign.pk: rounds_world.typed("1")}, NOW), "没有其中的指标")  # noqa: B023
    refused(lambda: visits.judge(city.upper, sheet.pk, {999: ("genuine", "")}, NOW), "没有这份材料")
