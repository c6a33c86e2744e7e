"""Inspections through their actions: rights, once only, the second person, stale forms, what the score gets."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import inspected
import opened
import pytest
from inspected import DAY, LATER, NOW, City

from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.extras import deductions_of
from jixiao.evaluations import actions as folder
from jixiao.evaluations.actions import findings, inspections
from jixiao.evaluations.actions.findings import Decided, SentBefore
from jixiao.evaluations.actions.stale import Stale
from jixiao.evaluations.acts import act_text
from jixiao.evaluations.models import Finding, Inspection
from jixiao.evaluations.reading.extras import faults_of
from jixiao.journal.models import Entry
from jixiao.people.actions.accounts import NewAccount, create_account
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Console, Forbidden, Refused

AFTER = datetime(2026, 7, 23, 2, 0, tzinfo=UTC)  # the answer was due on 2026-07-22
UPHOLD = Decided(True, "情况属实。", words="窗口无人值守", points=Decimal("0.5"), rectify_by=date(2026, 8, 14))


@pytest.fixture
def city(db: None) -> City:
    return inspected.build_city()


@pytest.fixture
def finding(city: City) -> Finding:
    return inspected.found(city, inspected.planned(city))


def answered(city: City, finding: Finding) -> Finding:
    return findings.answer(city.clerk, finding.pk, "当时换班。", [], finding.version, LATER)


def upheld(city: City, finding: Finding, given: Decided = UPHOLD) -> Finding:
    there = answered(city, finding)
    return findings.decide(city.upper, there.pk, given, there.version, LATER)


def test_an_inspection_is_planned_by_the_office_that_holds_it(city: City) -> None:
    made = inspected.planned(city)
    assert made.organiser == city.office and list(made.objects_of.all()) == [city.agency]
    with pytest.raises(Forbidden):
        inspections.plan(city.clerk, city.office, inspections.Plan(2026, *("x",) * 3, DAY, DAY, 5, (1,), (1,)), NOW)


def test_the_same_plan_sent_twice_is_one(city: City) -> None:
    assert inspected.planned(city) == inspected.planned(city)
    assert Inspection.objects.count() == 1


def test_only_agencies_of_the_city_and_its_own_people_can_be_chosen(city: City) -> None:
    elsewhere = find_or_create_organisation("栖川市", Organisation.Kind.CITY)
    stranger = find_or_create_organisation("栖川市档案局", Organisation.Kind.AGENCY, elsewhere)
    with pytest.raises(Refused, match="核验对象"):
        inspected.planned(city, objects=(stranger.pk,))
    with pytest.raises(Refused, match="核验问题的人员"):
        inspected.planned(city, inspectors=(city.clerk.pk,))


def test_only_the_inspectors_of_the_plan_record_findings(city: City) -> None:
    inspection = inspected.planned(city)
    with pytest.raises(Forbidden):
        findings.find(city.upper, inspection.pk, inspected.seen(city), [], NOW)
    with pytest.raises(Forbidden):
        findings.find(city.clerk, inspection.pk, inspected.seen(city), [], NOW)


def test_before_the_plan_begins_or_about_another_organisation_nothing_is_found(city: City) -> None:
    coming = inspected.planned(city, starts=DAY + timedelta(days=2))
    with pytest.raises(Refused, match="开始"):
        inspected.found(city, coming)
    other = find_or_create_organisation("青澜市水务局", Organisation.Kind.AGENCY, city.city)
    with pytest.raises(Refused, match="不是本次核验的对象"):
        inspected.found(city, inspected.planned(city), object=other.pk)


def test_the_answer_is_due_in_the_working_days_of_the_plan(finding: Finding) -> None:
    assert finding.answer_due == date(2026, 7, 22) and finding.number == 1


def test_a_draft_sent_again_is_the_same_finding(city: City, finding: Finding) -> None:
    again, is_new = findings.find(city.inspector, finding.inspection_id, inspected.seen(city), [], LATER)
    assert (again.pk, is_new) == (finding.pk, False)
    assert Finding.objects.count() == Entry.objects.filter(action="finding.find").count() == 1


def test_a_number_that_was_used_for_something_else_takes_nothing(city: City, finding: Finding) -> None:
    other = inspected.seen(city, facts="档案柜没有上锁。")
    with pytest.raises(SentBefore, match="第 1 号问题"):
        findings.find(city.inspector, finding.inspection_id, other, [], NOW)
    assert Finding.objects.get().facts == "1号窗口无人值守。"


def test_an_indicator_of_another_plan_is_refused(city: City) -> None:
    ledger = opened.opened_ledger(city.clerk, city.agency)
    item = opened.cell(ledger, "1-1").item_id
    assert inspected.found(city, inspected.planned(city), item=item).item_id == item
    with pytest.raises(Refused, match="不在被核验单位本年度的方案里"):
        inspected.found(city, inspected.planned(city), 2, item=item + 100)


def test_a_closed_inspection_takes_no_findings(city: City) -> None:
    inspection = inspections.close(city.upper, inspected.planned(city).pk, NOW)
    with pytest.raises(Refused, match="结束"):
        inspected.found(city, inspection)
    assert inspections.close(city.upper, inspection.pk, LATER).closed_at == NOW


def test_the_inspected_answers_and_mends_its_answer_until_the_decision(city: City, finding: Finding) -> None:
    first = answered(city, finding)
    second = findings.answer(city.second, first.pk, "补充说明。", [], first.version, LATER)
    assert (second.answer, second.answered_by, second.state) == ("补充说明。", city.second, "answered")
    with pytest.raises(Forbidden):
        findings.answer(city.inspector, second.pk, "代答", [], second.version, LATER)


def test_an_office_does_not_answer_for_another(city: City, finding: Finding) -> None:
    offices = [
        find_or_create_organisation(name, Organisation.Kind.OFFICE, city.agency) for name in ("绿化科", "养护科")
    ]
    accounts = [
        create_account(Console(), NewAccount(f"head{at}", Account.Role.OFFICE_HEAD, office, "correct horse b"), NOW)
        for at, office in enumerate(offices)
    ]
    Finding.objects.filter(pk=finding.pk).update(object=offices[0])
    with pytest.raises(Forbidden):
        findings.answer(accounts[1], finding.pk, "代答", [], finding.version, NOW)
    assert findings.answer(accounts[0], finding.pk, "自答", [], finding.version, NOW).answer == "自答"


def test_a_stale_answer_is_refused_and_says_how_it_stands(city: City, finding: Finding) -> None:
    answered(city, finding)
    with pytest.raises(Stale, match=r"待认定.*clerk.*没有丢失"):
        findings.answer(city.second, finding.pk, "补充", [], finding.version, LATER)
    with pytest.raises(Stale):
        findings.decide(city.upper, finding.pk, UPHOLD, finding.version, LATER)
    assert Finding.objects.get().answer == "当时换班。"


def test_who_found_it_does_not_decide_and_nobody_before_the_answer_is_due(city: City) -> None:
    inspection = inspected.planned(city, inspectors=(city.upper.pk,))
    mine, _ = findings.find(city.upper, inspection.pk, inspected.seen(city), [], NOW)
    with pytest.raises(Refused, match="第二个人"):
        findings.decide(city.upper, mine.pk, UPHOLD, mine.version, AFTER)
    theirs = inspected.found(city, inspected.planned(city, title="另一次"), 2)
    with pytest.raises(Refused, match="还没有答复"):
        findings.decide(city.upper, theirs.pk, UPHOLD, theirs.version, LATER)
    assert findings.decide(city.upper, theirs.pk, UPHOLD, theirs.version, AFTER).state == "upheld"


def test_the_inspected_cannot_decide(city: City, finding: Finding) -> None:
    there = answered(city, finding)
    for one in (city.clerk, city.chief, city.inspector):
        with pytest.raises(Forbidden):
            findings.decide(one, there.pk, UPHOLD, there.version, AFTER)


def test_with_a_scheme_the_class_gives_name_and_points(city: City, finding: Finding) -> None:
    inspected.adopted(city.office)
    with pytest.raises(Refused, match="选择一项"):
        upheld(city, finding)
    there = Finding.objects.get()
    with pytest.raises(Refused, match="最多扣"):
        given = Decided(True, "", kind="absent", points=Decimal(1))
        findings.decide(city.upper, there.pk, given, there.version, LATER)
    done = findings.decide(city.upper, there.pk, Decided(True, "", kind="absent"), there.version, LATER)
    assert (done.kind, done.kind_name, done.points) == ("absent", "窗口无人值守", Decimal("0.5"))


def test_the_inspector_proposes_a_class_of_the_scheme(city: City) -> None:
    inspected.adopted(city.office)
    inspection = inspected.planned(city)
    assert inspected.found(city, inspection, kind="absent").kind_name == "窗口无人值守"
    assert inspected.found(city, inspection, 2, kind="made-up").kind == ""


def test_a_dropped_finding_takes_no_points_and_needs_a_reason(city: City, finding: Finding) -> None:
    there = answered(city, finding)
    with pytest.raises(Refused, match="理由"):
        findings.decide(city.upper, there.pk, Decided(False, " "), there.version, LATER)
    done = findings.decide(city.upper, there.pk, Decided(False, "证据不足。"), there.version, LATER)
    assert (done.state, done.points) == ("dropped", None)
    assert faults_of([city.agency.pk], 2026) == {}


def test_a_rectification_is_reported_and_confirmed_by_the_organiser(city: City, finding: Finding) -> None:
    there = upheld(city, finding)
    with pytest.raises(Refused, match="还没有报告"):
        findings.judge_mended(city.upper, there.pk, "", there.version, LATER, mended=True)
    there = findings.report_mended(city.clerk, there.pk, "增设 AB 岗。", [], there.version, LATER)
    with pytest.raises(Forbidden):
        findings.judge_mended(city.clerk, there.pk, "", there.version, LATER, mended=True)
    there = findings.judge_mended(city.upper, there.pk, "没有值班表。", there.version, LATER, mended=False)
    assert there.rectified == ""
    there = findings.report_mended(city.clerk, there.pk, "附值班表。", [], there.version, LATER)
    done = findings.judge_mended(city.upper, there.pk, "", there.version, LATER, mended=True)
    assert done.rectified_at == LATER
    assert "增设 AB 岗" in Entry.objects.get(action="finding.mend-again").facts


def test_an_upheld_finding_becomes_a_fault_that_doubles_once_its_day_has_passed(city: City, finding: Finding) -> None:
    inspected.adopted(city.office)
    photo = inspected.evidence(city.office)
    findings.prove(city.inspector, finding, [photo], NOW)
    upheld(city, finding, Decided(True, "", kind="absent", rectify_by=date(2026, 8, 14)))
    in_time, late = (faults_of([city.agency.pk], 2026, day)[city.agency.pk] for day in (DAY, date(2026, 8, 15)))
    assert (in_time[0].rectified, late[0].rectified) == (True, False)
    fault = in_time[0]
    assert (fault.kind, fault.points, fault.by, fault.on) == ("absent", Decimal("0.5"), "upper", "2026-07-16")
    assert fault.evidence == ("通报1.pdf",) and fault.source == "窗口服务核验第 1 号问题"
    sheets = [Sheet("a", faults=tuple(each)) for each in (in_time, late)]
    assert [deductions_of(inspected.SCHEME, sheet).points for sheet in sheets] == [Decimal("0.5"), Decimal(1)]


def test_faults_are_read_in_two_statements(city: City, finding: Finding, django_assert_num_queries: object) -> None:
    upheld(city, finding)
    with django_assert_num_queries(2):  # type: ignore[operator]
        faults_of([city.agency.pk], 2026, DAY)


def test_every_act_of_inspections_has_a_sentence() -> None:
    folder_path = Path(str(folder.__file__)).parent
    texts = [(folder_path / name).read_text(encoding="utf-8") for name in ("inspections.py", "findings.py", "bonus.py")]
    acts = {act for text in texts for act in re.findall(r'"((?:inspection|finding|bonus)\.[a-z-]+)"', text)}
    assert len(acts) == 15
    assert [act for act in sorted(acts) if not act_text(act, {})] == []


def test_the_journal_tells_the_whole_course(city: City, finding: Finding) -> None:
    upheld(city, finding)
    told = [act_text(entry.action, json.loads(entry.facts)) for entry in Entry.objects.about("finding", finding.pk)]
    assert any("认定青澜市园林局第 1 号问题，窗口无人值守，扣 0.5 分，2026-08-14 前整改" in text for text in told)
