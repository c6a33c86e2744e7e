"""Performance contracts and filings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from sample import NOW
from test_cascade import approve

from jixiao.core.drafting import Set
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.actions import contracts, drafting, filings
from jixiao.plans.models import Contract, Filing, Plan

pytestmark = pytest.mark.usefixtures("today")
TODAY = date(2026, 7, 15)


@pytest.fixture
def parent(plan: Plan) -> Plan:
    return approve(plan)


@pytest.fixture
def signed(clerk: Account, parent: Plan) -> Plan:
    """A person's plan whose contract both parties have signed."""
    plan = contracts.begin_contracts(clerk, parent.pk, ["陆行舟"], "2026年度责任书", ["r1"], NOW).plans[0]
    contracts.save_contract(clerk, plan.pk, facts(signed_a_on=TODAY, signed_b_on=TODAY), None, NOW)
    return plan


def facts(**given: date | None) -> contracts.Facts:
    values = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), **given}
    return contracts.Facts(party_a="青澜市园林局", party_b="陆行舟", **values)  # type: ignore[arg-type]


def edit_weight(clerk: Account, plan: Plan) -> None:
    drafting.edit(clerk, plan.draft.pk, [Set("r1", "weight", "2", "3")], "改分值", NOW)
    plan.refresh_from_db()


def test_several_persons_get_a_contract_each_and_nobody_two(clerk: Account, parent: Plan) -> None:
    names = ["陆行舟", "何 知远", "", "陆行舟"]
    begun = contracts.begin_contracts(clerk, parent.pk, names, "2026年度责任书", ["r1", "r3"], NOW)
    assert [plan.title for plan in begun.plans] == ["陆行舟2026年度责任书", "何知远2026年度责任书"]
    assert {plan.indicators for plan in begun.plans} == {2}
    contract = Contract.objects.get(plan=begun.plans[0])
    assert (contract.party_a, contract.party_b) == ("青澜市园林局", "陆行舟")
    assert (contract.since, contract.until) == (date(2026, 1, 1), date(2026, 12, 31))
    again = contracts.begin_contracts(clerk, parent.pk, ["陆行舟", "苏望舒"], "2026年度责任书", ["r1"], NOW)
    assert ([plan.person.name for plan in again.plans if plan.person], again.had) == (["苏望舒"], ("陆行舟",))


@pytest.mark.parametrize(("names", "rows"), [([], ["r1"]), (["陆行舟"], []), (["长" * 101], ["r1"])])
def test_contracts_without_a_person_or_a_row_are_refused(
    clerk: Account, parent: Plan, names: list[str], rows: list[str]
) -> None:
    with pytest.raises(Refused):
        contracts.begin_contracts(clerk, parent.pk, names, "责任书", rows, NOW)
    assert Contract.objects.count() == 0


def test_what_was_signed_is_known_and_a_later_change_shows(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan, signed: Plan
) -> None:
    client = as_(clerk)
    assert "签后有改动" not in client.get(f"/plans/{parent.pk}/cascade/").content.decode()
    edit_weight(clerk, signed)
    assert "签后有改动" in client.get(f"/plans/{parent.pk}/cascade/").content.decode()
    contracts.save_contract(clerk, signed.pk, facts(signed_a_on=TODAY, signed_b_on=TODAY), None, NOW)
    assert Contract.objects.get(plan=signed).digest != signed.digest
    before = TODAY - timedelta(days=1)
    contracts.save_contract(clerk, signed.pk, facts(signed_a_on=TODAY, signed_b_on=before), None, NOW)
    assert Contract.objects.get(plan=signed).digest == signed.digest


def test_one_signature_is_not_enough(clerk: Account, signed: Plan) -> None:
    contract = contracts.save_contract(clerk, signed.pk, facts(signed_a_on=TODAY), None, NOW)
    assert (contract.is_signed, contract.digest) == (False, "")


@pytest.mark.parametrize(
    "given",
    [{"signed_a_on": TODAY + timedelta(days=1)}, {"until": date(2025, 12, 31)}],
)
def test_a_contract_that_cannot_be_is_refused(clerk: Account, signed: Plan, given: dict[str, date]) -> None:
    with pytest.raises(Refused):
        contracts.save_contract(clerk, signed.pk, facts(**given), None, NOW)


def test_the_plan_of_an_agency_has_no_contract(clerk: Account, parent: Plan) -> None:
    with pytest.raises(Refused):
        contracts.save_contract(clerk, parent.pk, facts(), None, NOW)


def test_the_page_counts_signed_and_filed(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan, signed: Plan
) -> None:
    contracts.begin_contracts(clerk, parent.pk, ["何知远"], "责任书", ["r1"], NOW)
    filing = filings.send(clerk, signed.pk, filings.Facts(None, "市国资委", TODAY), None, NOW)
    filings.receive(clerk, filing.pk, "青国资备〔2026〕3号", TODAY, NOW)
    page = as_(clerk).get(f"/plans/{parent.pk}/cascade/").content.decode()
    assert "已签 1/2、已备案 1/2" in page
    assert "青国资备〔2026〕3号" in page


def test_the_forms_of_a_contract_keep_what_was_typed(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan
) -> None:
    client = as_(clerk)
    address = f"/plans/{parent.pk}/cascade/contracts/"
    answer = client.post(address, {"names": "陆行舟\n何知远", "title": "责任书"})
    assert answer.status_code == 422
    assert "陆行舟\n何知远</textarea>" in answer.content.decode()
    answer = client.post(address, {"names": "陆行舟、何知远", "title": "责任书", "row": "r1"})
    assert answer.status_code == 302
    plan = Plan.objects.get(person__name="陆行舟")
    form = {"party_a": "甲", "party_b": "乙", "since": "2026-01-01", "until": "哪天", "document_no": "某号"}
    answer = client.post(f"/plans/{plan.pk}/contract/", form)
    assert answer.status_code == 422
    assert 'value="哪天"' in answer.content.decode()
    paper = SimpleUploadedFile("责任书.pdf", b"%PDF-1.4 contract")
    answer = client.post(f"/plans/{plan.pk}/contract/", {**form, "until": "2026-12-31", "file": paper})
    assert answer.status_code == 302
    contract = Contract.objects.get(plan=plan)
    assert (contract.party_b, contract.file_name) == ("乙", "责任书.pdf")


@pytest.fixture
def city(agency: Organisation) -> Organisation:
    """The city above the agency, with its performance office."""
    city = find_or_create_organisation("青澜市", Organisation.Kind.CITY)
    agency.parent = city
    agency.save()
    return city


@pytest.fixture
def bureau(city: Organisation) -> Organisation:
    return find_or_create_organisation("青澜市绩效办", Organisation.Kind.BODY, city)


@pytest.fixture
def upper(account: Callable[..., Account], bureau: Organisation) -> Account:
    return account("upper", "upper", bureau)


@pytest.fixture
def sent(clerk: Account, upper: Account, bureau: Organisation, parent: Plan) -> Filing:
    return filings.send(clerk, parent.pk, filings.Facts(bureau, "", TODAY, "青园〔2026〕9号"), None, NOW)


def test_the_upper_office_gives_the_receipt(as_: Callable[[Account], Client], upper: Account, sent: Filing) -> None:
    client = as_(upper)
    address = f"/plans/filings/{sent.pk}/receive/"
    assert address in client.get("/plans/filings/").content.decode()
    assert client.get(address).status_code == 200
    answer = client.post(address, {"receipt_no": "", "received_on": "2026-07-15"})
    assert answer.status_code == 422
    client.post(address, {"receipt_no": "青绩备〔2026〕1号", "received_on": "2026-07-15"})
    sent.refresh_from_db()
    assert (sent.receipt_no, sent.received_on, sent.received_by) == ("青绩备〔2026〕1号", TODAY, upper)
    assert address not in client.get("/plans/filings/").content.decode()
    with pytest.raises(Refused, match="已经备案"):
        filings.receive(upper, sent.pk, "又一号", TODAY, NOW)


def test_what_waits_for_a_receipt_stands_on_the_desk_of_the_office_it_went_to_only(
    as_: Callable[[Account], Client], clerk: Account, upper: Account, sent: Filing
) -> None:
    assert f"《{sent.plan.title}》等您备案" in as_(upper).get("/").content.decode()
    assert "等您备案" not in as_(clerk).get("/").content.decode()
    filings.receive(upper, sent.pk, "一号", TODAY, NOW)
    assert "等您备案" not in as_(upper).get("/").content.decode()


def test_nobody_else_gives_it(
    as_: Callable[[Account], Client],
    account: Callable[..., Account],
    clerk: Account,
    city: Organisation,
    sent: Filing,
) -> None:
    other = find_or_create_organisation("青澜市档案馆", Organisation.Kind.BODY, city)
    elsewhere = account("elsewhere", "upper", other)
    for who in (clerk, elsewhere):
        with pytest.raises(Forbidden):
            filings.receive(who, sent.pk, "一号", TODAY, NOW)
        assert as_(who).get(f"/plans/filings/{sent.pk}/receive/").status_code == 404
    assert as_(clerk).get(f"/plans/filings/{sent.pk}/receipt/").status_code == 404
    assert "园林局" not in as_(elsewhere).get("/plans/filings/").content.decode().split("等待备案</h2>")[1]


def test_the_operator_records_the_receipt_of_an_office_outside(
    as_: Callable[[Account], Client], clerk: Account, reader: Account, parent: Plan
) -> None:
    client = as_(clerk)
    answer = client.post(f"/plans/{parent.pk}/filing/", {"to": "", "to_name": "市国资委", "sent_on": "2026-07-14"})
    assert answer.status_code == 302
    filing = Filing.objects.get()
    address = f"/plans/filings/{filing.pk}/receipt/"
    assert as_(reader).get(address).status_code == 404
    client.post(address, {"receipt_no": "一号", "received_on": "2026-07-15"})
    filing.refresh_from_db()
    assert filing.receipt_no == "一号"


@pytest.mark.parametrize(("name", "day"), [("", TODAY), ("市国资委", TODAY + timedelta(days=1))])
def test_a_filing_without_an_office_or_of_tomorrow_is_refused(
    clerk: Account, parent: Plan, name: str, day: date
) -> None:
    with pytest.raises(Refused):
        filings.send(clerk, parent.pk, filings.Facts(None, name, day), None, NOW)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_receipt_before_the_filing_or_of_tomorrow_is_refused(upper: Account, sent: Filing, day: date) -> None:
    with pytest.raises(Refused):
        filings.receive(upper, sent.pk, "一号", day, NOW)


def test_the_same_content_does_not_wait_twice(clerk: Account, bureau: Organisation, sent: Filing) -> None:
    with pytest.raises(Refused, match="等待备案"):
        filings.send(clerk, sent.plan_id, filings.Facts(bureau, "", TODAY), None, NOW)


def test_what_was_filed_shows_a_later_change(as_: Callable[[Account], Client], clerk: Account, signed: Plan) -> None:
    filings.send(clerk, signed.pk, filings.Facts(None, "市国资委", TODAY), None, NOW)
    client = as_(clerk)
    assert "报送后有改动" not in client.get("/plans/filings/").content.decode()
    edit_weight(clerk, signed)
    assert "报送后有改动" in client.get("/plans/filings/").content.decode()


def test_an_enterprise_sees_its_own_filings_only(
    as_: Callable[[Account], Client], account: Callable[..., Account], agency: Organisation, sent: Filing
) -> None:
    company = find_or_create_organisation("青澜园林公司", Organisation.Kind.ENTERPRISE, agency)
    page = as_(account("company", "enterprise", company)).get("/plans/filings/").content.decode()
    assert sent.plan.title not in page


def test_the_pages_take_few_statements(
    as_: Callable[[Account], Client],
    clerk: Account,
    upper: Account,
    parent: Plan,
    signed: Plan,
    sent: Filing,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for who, address in (
        (clerk, "/plans/filings/"),
        (upper, "/plans/filings/"),
        (upper, f"/plans/filings/{sent.pk}/receive/"),
        (clerk, f"/plans/{parent.pk}/filing/"),
        (clerk, f"/plans/{signed.pk}/contract/"),
        (clerk, f"/plans/{signed.pk}/cascade/"),
        (clerk, f"/plans/{parent.pk}/cascade/contracts/"),
    ):
        client = as_(who)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
