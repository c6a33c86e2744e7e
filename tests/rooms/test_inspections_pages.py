"""Pages of inspections and findings: by address only for those who may, nothing typed lost, few statements."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

import inspected
import opened
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from inspected import LATER, NOW, PNG, City

from jixiao.evaluations.actions import findings
from jixiao.evaluations.actions.findings import Decided
from jixiao.evaluations.models import Finding, Inspection
from jixiao.people.actions.accounts import NewAccount, create_account
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Console

pytestmark = pytest.mark.usefixtures("july")


@pytest.fixture
def july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def city(db: None) -> City:
    return inspected.build_city()


@pytest.fixture
def inspection(city: City) -> Inspection:
    return inspected.planned(city)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def form(**changed: object) -> dict[str, object]:
    given: dict[str, object] = {
        "client_id": str(UUID(int=5)),
        "facts": "三号窗口无人值守。",
        "place": "服务大厅",
        "found_at": "2026-07-15T09:30",
    }
    return given | changed


def address(city: City, inspection: Inspection) -> str:
    return f"/evaluations/inspections/{inspection.pk}/objects/{city.agency.pk}/"


def test_a_plan_is_made_by_form_and_shown_again_when_something_is_wrong(city: City) -> None:
    client = signed_in(city.upper)
    plan = {
        "title": "信访窗口核验",
        "year": 2026,
        "method": "open",
        "scope": "值守",
        "starts": "2026-07-14",
        "ends": "2026-07-16",
        "answer_days": 5,
        "objects": [city.agency.pk],
        "inspectors": [city.inspector.pk],
    }
    refused = client.post("/evaluations/inspections/new/", plan)
    assert refused.status_code == 422
    assert "已经过去" in refused.text and "信访窗口核验" in refused.text
    made = client.post("/evaluations/inspections/new/", plan | {"starts": "2026-07-15"}, follow=True)
    assert "核验计划已制定" in made.text and "青澜市园林局" in made.text


def test_an_inspector_sees_today_the_objects_and_what_the_ledger_says(city: City, inspection: Inspection) -> None:
    ledger = opened.opened_ledger(city.clerk, city.agency)
    opened.evidence(city.clerk, city.agency, cell=opened.cell(ledger, "1-1"))
    client = signed_in(city.inspector)
    assert "今天由我核验" in client.get("/evaluations/inspections/").text
    assert "记录问题" in client.get(f"/evaluations/inspections/{inspection.pk}/").text
    shown = client.get(address(city, inspection)).text
    assert "口袋公园12个以上" in shown and "材料1.pdf" in shown and "没有佐证材料" in shown


def test_a_finding_with_a_photo_is_recorded_and_its_photo_seen_by_the_inspected_alone(
    city: City, inspection: Inspection
) -> None:
    photo = SimpleUploadedFile("现场.png", PNG)
    client = signed_in(city.inspector)
    done = client.post(f"{address(city, inspection)}new/", form(evidence=photo), follow=True)
    assert "第 1 号问题已记录" in done.text
    finding = Finding.objects.get()
    proof = finding.proofs.get()
    assert (proof.evidence.organisation, proof.is_answer) == (city.office, False)
    picture = f"/evaluations/findings/{finding.pk}/proofs/1/"
    seen = signed_in(city.clerk).get(picture)
    assert seen.status_code == 200 and seen.content == PNG
    assert signed_in(city.clerk).get(f"/ledger/evidence/{proof.evidence_id}/").status_code == 404
    other = inspected_by_a_stranger(city)
    assert signed_in(other).get(picture).status_code == 404
    assert signed_in(city.clerk).get(f"/evaluations/findings/{finding.pk}/proofs/2/").status_code == 404


def inspected_by_a_stranger(city: City) -> Account:
    water = find_or_create_organisation("青澜市水务局", Organisation.Kind.AGENCY, city.city)
    return create_account(Console(), NewAccount("water", Account.Role.OPERATOR, water, "correct horse b"), NOW)


def test_the_inspected_never_sees_the_plan_nor_who_came(city: City, inspection: Inspection) -> None:
    finding = inspected.found(city, inspection)
    clerk = signed_in(city.clerk)
    assert clerk.get(f"/evaluations/inspections/{inspection.pk}/").status_code == 404
    assert clerk.get(f"/evaluations/findings/{finding.pk}/organiser/").status_code == 404
    assert "inspector" not in clerk.get(f"/evaluations/findings/{finding.pk}/").text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(city: City, inspection: Inspection) -> None:
    client = signed_in(city.inspector)
    refused = client.post(f"{address(city, inspection)}new/", form(place="", found_at="2026-07-14T09:30"))
    assert refused.status_code == 422
    assert "请填写地点" in refused.text and "三号窗口无人值守" in refused.text and str(UUID(int=5)) in refused.text
    early = client.post(f"{address(city, inspection)}new/", form(found_at="2026-07-14T09:30"))
    assert early.status_code == 422 and "开始以前的情况" in early.text


def test_a_false_photo_keeps_nothing(city: City, inspection: Inspection) -> None:
    client = signed_in(city.inspector)
    bad = SimpleUploadedFile("现场.png", b"<html><script>alert(1)</script></html>")
    refused = client.post(f"{address(city, inspection)}new/", form(evidence=bad))
    assert refused.status_code == 422 and "现场.png" in refused.text
    assert not Finding.objects.exists()


def test_asked_for_json_the_form_answers_where_the_finding_stands(city: City, inspection: Inspection) -> None:
    client = signed_in(city.inspector)
    there = f"{address(city, inspection)}new/"
    first = client.post(there, form(), headers={"accept": "application/json"}).json()
    assert first == client.post(there, form(), headers={"accept": "application/json"}).json()
    assert Finding.objects.count() == 1
    wrong = client.post(there, form(facts=""), headers={"accept": "application/json"})
    assert (wrong.status_code, wrong.json()["wrong"]) == (422, ["请填写事实。"])


def test_another_finding_under_a_used_number_gets_a_new_one_and_goes_through_the_second_time(
    city: City, inspection: Inspection
) -> None:
    client = signed_in(city.inspector)
    there = f"{address(city, inspection)}new/"
    client.post(there, form())
    refused = client.post(there, form(facts="档案柜没有上锁。"))
    assert refused.status_code == 422 and "档案柜没有上锁" in refused.text
    number = re.search(r'name="client_id" value="([^"]+)"', refused.text)
    assert number and number[1] != str(UUID(int=5))
    client.post(there, form(facts="档案柜没有上锁。", client_id=number[1]))
    assert Finding.objects.count() == 2


def test_the_answer_with_a_file_then_the_decision_then_the_rectification(city: City, inspection: Inspection) -> None:
    finding = inspected.found(city, inspection)
    here = f"/evaluations/findings/{finding.pk}/"
    clerk, upper = signed_in(city.clerk), signed_in(city.upper)
    paper = SimpleUploadedFile("值班表.png", PNG)
    said = clerk.post(f"{here}answer/", {"text": "换班时空岗。", "seen": 1, "evidence": paper}, follow=True)
    assert "答复已提交" in said.text and "值班表.png" in said.text
    decided = {"do": "uphold", "words": "窗口无人值守", "points": "0.5", "rectify_by": "2026-08-14", "seen": 2}
    assert "已认定，扣 0.5 分" in upper.post(f"{here}decide/", decided, follow=True).text
    assert "整改待核实" in clerk.post(f"{here}rectified/", {"text": "设 AB 岗。", "seen": 3}, follow=True).text
    done = upper.post(f"{here}judge/", {"do": "confirm", "seen": 4}, follow=True)
    assert "核实已整改" in done.text
    assert Finding.objects.get().points == Decimal("0.5")


def test_a_stale_form_is_shown_again_with_all_that_was_typed(city: City, inspection: Inspection) -> None:
    finding = inspected.found(city, inspection)
    findings.answer(city.second, finding.pk, "先答复的。", [], finding.version, NOW)
    stale = signed_in(city.clerk).post(
        f"/evaluations/findings/{finding.pk}/answer/", {"text": "后写的答复。", "seen": 1}
    )
    assert stale.status_code == 409
    assert "有了变化" in stale.text and "后写的答复" in stale.text
    assert Finding.objects.get().answer == "先答复的。"


def test_a_late_answer_is_said_to_be_late(city: City, inspection: Inspection, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = inspected.found(city, inspection)
    late = NOW.replace(day=24)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    here = f"/evaluations/findings/{finding.pk}/"
    assert "逾期未答复" in signed_in(city.clerk).get(here).text
    findings.answer(city.clerk, finding.pk, "迟到的答复。", [], finding.version, late)
    assert "迟了 2 个工作日" in signed_in(city.upper).get(f"{here}organiser/").text


def test_who_found_it_sees_why_he_cannot_decide(city: City) -> None:
    inspection = inspected.planned(city, inspectors=(city.upper.pk,))
    finding, _ = findings.find(city.upper, inspection.pk, inspected.seen(city), [], NOW)
    findings.answer(city.clerk, finding.pk, "属实。", [], finding.version, NOW)
    shown = signed_in(city.upper).get(f"/evaluations/findings/{finding.pk}/organiser/")
    assert "要由第二个人认定" in shown.text and "认定扣分" not in shown.text


def test_lists_and_pages_take_few_statements_at_any_size(
    city: City, inspection: Inspection, django_assert_max_num_queries: object
) -> None:
    ledger = opened.opened_ledger(city.clerk, city.agency)
    item = opened.cell(ledger, "1-1").item_id
    for number in range(1, 41):
        finding = inspected.found(city, inspection, number, item=item)
        if number % 2:
            findings.answer(city.clerk, finding.pk, "属实。", [], finding.version, NOW)
            given = Decided(True, "", words="无人值守", points=Decimal("0.1"))
            findings.decide(city.upper, finding.pk, given, finding.version + 1, LATER)
    pages = [
        (city.inspector, "/evaluations/inspections/"),
        (city.inspector, f"/evaluations/inspections/{inspection.pk}/"),
        (city.inspector, address(city, inspection)),
        (city.inspector, f"{address(city, inspection)}new/"),
        (city.clerk, "/evaluations/findings/"),
        (city.upper, "/evaluations/findings/?state=answer"),
        (city.clerk, f"/evaluations/findings/{finding.pk}/"),
        (city.upper, f"/evaluations/findings/{finding.pk}/organiser/"),
    ]
    for account, page in pages:
        client = signed_in(account)
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert client.get(page).status_code == 200, page


def test_inspections_stand_the_newest_first_with_three_plain_states(city: City, inspection: Inspection) -> None:
    base = {"organiser": city.office, "year": 2026, "scope": "", "answer_days": 5, "made_at": NOW}
    days = (("早先", "2026-03-02", "2026-03-06"), ("以后", "2026-11-02", "2026-11-06"))
    for title, starts, ends in days:
        Inspection.objects.create(title=title, method="open", starts=starts, ends=ends, **base)
    page = signed_in(city.upper).get("/evaluations/inspections/")
    told = [(each.title, state) for each, state in page.context["inspections"]]
    assert told == [("以后", "未开始"), (inspection.title, "进行中"), ("早先", "已结束")]
