"""Pages of bonus claims: drawn up, handed in, checked; who sees which; few statements for a city."""

from __future__ import annotations

from datetime import timedelta

import inspected
import opened
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from inspected import DAY, LATER, NOW, PNG, City

from jixiao.evaluations.actions import bonus
from jixiao.evaluations.models import BonusClaim
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation

pytestmark = pytest.mark.usefixtures("july")


@pytest.fixture
def july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def city(db: None) -> City:
    made = inspected.build_city()
    inspected.adopted(made.office)
    return made


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def form(**changed: object) -> dict[str, object]:
    given: dict[str, object] = {
        "title": "绿化经验获省政府通报表扬",
        "issuing_body": "某省人民政府",
        "document_no": "某政[2026]3号",
        "dated": "2026-06-01",
        "year": 2026,
        "kind": "province",
        "points": "",
        "do": "submit",
    }
    return given | changed


def test_a_claim_is_handed_in_by_form_and_granted_by_the_upper_office(city: City) -> None:
    clerk = signed_in(city.clerk)
    done = clerk.post("/evaluations/bonus/new/", form(evidence=SimpleUploadedFile("通报.png", PNG)), follow=True)
    assert "已提交，等待审核" in done.text and "某政〔2026〕3号" in done.text
    claim = BonusClaim.objects.get()
    check = f"/evaluations/bonus/{claim.pk}/check/"
    assert clerk.post(check, {"do": "accept", "seen": claim.version}).status_code == 404
    granted = signed_in(city.upper).post(check, {"do": "accept", "granted": "1.5", "seen": claim.version}, follow=True)
    assert "认定 1.50 分" in granted.text


def test_without_a_file_nothing_is_handed_in_and_nothing_typed_is_lost(city: City) -> None:
    refused = signed_in(city.clerk).post("/evaluations/bonus/new/", form())
    assert refused.status_code == 422
    assert "请上传证明文件" in refused.text and "绿化经验获省政府通报表扬" in refused.text
    assert not BonusClaim.objects.exists()


def test_a_wrong_number_or_day_is_said_with_the_way_to_mend_it(city: City) -> None:
    clerk = signed_in(city.clerk)
    assert "国发〔2026〕3号" in clerk.post("/evaluations/bonus/new/", form(document_no="三号文")).text
    assert "2026 年度内" in clerk.post("/evaluations/bonus/new/", form(dated="2025-12-30")).text


def test_the_same_fact_is_refused_with_the_name_of_the_earlier_claim(city: City) -> None:
    inspected.claimed(city)
    again = form(document_no="某政（２０２６）03号", title="又一个名称", evidence=SimpleUploadedFile("通报.png", PNG))
    refused = signed_in(city.second).post("/evaluations/bonus/new/", again)
    assert refused.status_code == 422
    assert "已用于正向激励“绿化经验获省政府通报表扬”" in refused.text and "又一个名称" in refused.text


def test_an_innovation_result_is_bound_to_an_indicator(city: City) -> None:
    item = opened.cell(opened.opened_ledger(city.clerk, city.agency), "1-1").item_id
    clerk, papers = signed_in(city.clerk), SimpleUploadedFile("成果.png", PNG)
    assert "请选择指标" in clerk.post("/evaluations/bonus/innovation/", form()).text
    done = clerk.post("/evaluations/bonus/innovation/", form(item=item, evidence=papers), follow=True)
    assert "改革创新成果申报" in done.text and BonusClaim.objects.get().item_id == item


def test_a_returned_claim_is_edited_and_a_stale_edit_is_shown_again(city: City) -> None:
    claim = inspected.claimed(city)
    back = bonus.send_back(city.upper, claim.pk, "请补证书。", claim.version, LATER)
    clerk, edit = signed_in(city.clerk), f"/evaluations/bonus/{claim.pk}/edit/"
    assert "绿化经验获省政府通报表扬" in clerk.get(edit).text
    stale = clerk.post(edit, form(seen=back.version - 1, note="证书附后"))
    assert stale.status_code == 409 and "证书附后" in stale.text
    assert "已提交" in clerk.post(edit, form(seen=back.version, note="证书附后"), follow=True).text


def test_the_upper_office_sees_all_agencies_and_an_agency_its_own_without_drafts_of_others(city: City) -> None:
    inspected.claimed(city)
    bonus.begin(
        city.clerk,
        city.agency,
        bonus.Purpose.BONUS,
        inspected.said(number="", title="拟报事项"),
        [],
        NOW,
        hand_in=False,
    )
    upper = signed_in(city.upper).get("/evaluations/bonus/").text
    assert "绿化经验获省政府通报表扬" in upper and "拟报事项" not in upper
    assert "拟报事项" in signed_in(city.clerk).get("/evaluations/bonus/?state=draft").text


def test_a_city_of_eighty_agencies_is_listed_in_few_statements(
    city: City, django_assert_max_num_queries: object
) -> None:
    kind = Organisation.Kind.AGENCY
    agencies = [find_or_create_organisation(f"第{number}局", kind, city.city) for number in range(80)]
    BonusClaim.objects.bulk_create(
        BonusClaim(
            organisation=agency, year=2026, title=f"事项{number}", issuing_body="某省", fact=f"{number}",
            dated=DAY - timedelta(number), made_by=city.clerk, made_at=NOW, state="submitted",
        )
        for agency in agencies
        for number in range(5)
    )  # fmt: skip
    client = signed_in(city.upper)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        shown = client.get("/evaluations/bonus/")
    assert "共 400 项" in shown.text
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(f"/evaluations/bonus/{BonusClaim.objects.latest('pk').pk}/")
