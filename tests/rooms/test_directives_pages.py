"""Directives: issued once, signed for by the addressed office, answered, confirmed by somebody else, taken up once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import opened
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from opened import cell
from pytest_django import DjangoAssertNumQueries

from jixiao.journal.models import Entry
from jixiao.ledger.actions import directives as actions
from jixiao.ledger.actions.directives import Given
from jixiao.ledger.acts.dispatch import act_text
from jixiao.ledger.models import Addressee, Directive, Ledger
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused

As = Callable[[Account], Client]
NOW = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)  # the report of the first quarter was due on 2026-04-08
DUE = date(2026, 4, 27)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def ledger(clerk: Account, leader: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def office(head: Account) -> Organisation:
    assert head.organisation is not None
    return head.organisation


@pytest.fixture
def sent(ledger: Ledger, clerk: Account, office: Organisation) -> Addressee:
    """A directive about the late first quarter of 1-1, to its office."""
    given = Given("加快建设", "请查明原因。", (office.pk,), DUE, cell(ledger, "1-1").pk)
    return actions.issue(clerk, ledger.plan_id, given, NOW).addressees.get()


def test_directives_are_numbered_in_their_ledger_and_a_double_click_makes_one(
    ledger: Ledger, clerk: Account, office: Organisation
) -> None:
    given = Given("加快建设", "请查明原因。", (office.pk,), DUE)
    made = [actions.issue(clerk, ledger.plan_id, given, NOW).number for _ in range(2)]
    other = actions.issue(clerk, ledger.plan_id, Given("报送情况", "请报送。", (office.pk,), DUE), NOW)
    assert (made, other.number) == ([1, 1], 2)


def test_the_first_office_leads(ledger: Ledger, clerk: Account, office: Organisation, agency: Organisation) -> None:
    second = find_or_create_organisation("办公室", Organisation.Kind.OFFICE, agency)
    made = actions.issue(clerk, ledger.plan_id, Given("题", "请办。", (second.pk, office.pk, second.pk), DUE), NOW)
    assert [(each.office.name, each.is_lead) for each in made.addressees.all()] == [("办公室", True), ("绿化科", False)]


def test_only_whom_the_table_names_issues_and_only_to_places_of_the_agency(
    ledger: Ledger, head: Account, clerk: Account, stranger: Account, office: Organisation
) -> None:
    given = Given("题", "请办。", (office.pk,), DUE)
    for account in (head, stranger):
        with pytest.raises(Forbidden):
            actions.issue(account, ledger.plan_id, given, NOW)
    assert stranger.organisation is not None
    with pytest.raises(Refused, match="只能选择"):
        actions.issue(clerk, ledger.plan_id, Given("题", "请办。", (stranger.organisation.pk,), DUE), NOW)


def test_a_receipt_is_the_offices_own_and_stays_as_it_was(
    sent: Addressee, head: Account, account: Callable[..., Account], agency: Organisation
) -> None:
    other = find_or_create_organisation("办公室", Organisation.Kind.OFFICE, agency)
    with pytest.raises(Forbidden):
        actions.receive(account("other", "office_clerk", other), sent.pk, NOW)
    first = actions.receive(head, sent.pk, NOW)
    again = actions.receive(head, sent.pk, NOW + timedelta(days=1))
    assert (first.read_at, again.read_at, again.read_by) == (NOW, NOW, head)
    assert Entry.objects.filter(action="directive.receive").count() == 1


def test_an_answer_needs_evidence_and_is_confirmed_by_somebody_else(
    sent: Addressee, head: Account, clerk: Account, agency: Organisation
) -> None:
    with pytest.raises(Refused, match="佐证材料"):
        actions.reply(head, sent.pk, "已补报。", NOW)
    opened.evidence(head, agency, addressee=sent)
    with pytest.raises(Refused, match="完成情况"):
        actions.reply(head, sent.pk, " ", NOW)
    answered = actions.reply(head, sent.pk, "已补报。", NOW)
    assert (answered.stage, answered.read_by) == ("claimed", head)
    with pytest.raises(Forbidden):
        actions.confirm(head, sent.pk, NOW)
    returned = actions.send_back(clerk, sent.pk, "请附验收单。", NOW)
    assert (returned.stage, returned.reason) == ("returned", "请附验收单。")
    actions.reply(head, sent.pk, "已补报，附验收单。", NOW)
    assert actions.confirm(clerk, sent.pk, NOW).stage == "struck_off"


def test_nobody_confirms_an_answer_of_his_own(sent: Addressee, clerk: Account, agency: Organisation) -> None:
    opened.evidence(clerk, agency, addressee=sent)
    actions.reply(clerk, sent.pk, "已代为补报。", NOW)
    with pytest.raises(Refused, match="另一人"):
        actions.confirm(clerk, sent.pk, NOW)


def test_what_is_late_goes_up_to_the_indicators_leader_once(sent: Addressee, ledger: Ledger, leader: Account) -> None:
    early = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)  # the fourth working day after: May holidays between
    later = datetime(2026, 5, 7, 2, 0, tzinfo=UTC)
    assert actions.escalate_due(early) == 0
    assert [actions.escalate_due(later) for _ in range(3)] == [1, 0, 0]
    found = Directive.objects.get()
    assert (found.escalated_to, found.escalated_at) == (leader.person, later)
    entry = Entry.objects.get(action="directive.escalate")
    assert (entry.actor, entry.account_id) == ("定时任务", None)


def test_an_answered_directive_does_not_go_up(sent: Addressee, head: Account, agency: Organisation) -> None:
    opened.evidence(head, agency, addressee=sent)
    actions.reply(head, sent.pk, "已补报。", NOW)
    assert actions.escalate_due(NOW + timedelta(days=60)) == 0


def test_a_free_directive_goes_up_to_the_leading_group(ledger: Ledger, clerk: Account, office: Organisation) -> None:
    actions.issue(clerk, ledger.plan_id, Given("题", "请办。", (office.pk,), DUE), NOW)
    assert actions.escalate_due(NOW + timedelta(days=60)) == 1
    found = Directive.objects.get()
    assert found.escalated_to is None and found.escalated_at is not None


def test_several_at_once_are_all_issued_or_none(ledger: Ledger, clerk: Account) -> None:
    good = [cell(ledger, no).pk for no in ("1-1", "1-2")]
    bare = cell(ledger, "3-1").pk
    with pytest.raises(Refused, match="3-1没有责任科室"):
        actions.issue_for(clerk, ledger.plan_id, [*good, bare], DUE, NOW)
    assert not Directive.objects.exists()
    made = actions.issue_for(clerk, ledger.plan_id, good, DUE, NOW)
    assert [(each.number, each.cell.item.no if each.cell else "") for each in made] == [(1, "1-1"), (2, "1-2")]
    assert [each.office.name for each in made[1].addressees.all()] == ["绿化科", "办公室"]


def test_every_entry_has_its_sentence(sent: Addressee, head: Account, clerk: Account, agency: Organisation) -> None:
    import json

    opened.evidence(head, agency, addressee=sent)
    actions.reply(head, sent.pk, "已补报。", NOW)
    actions.confirm(clerk, sent.pk, NOW)
    entries = Entry.objects.about("directive", sent.directive_id)
    texts = [act_text(entry.action, json.loads(entry.facts)) for entry in entries]
    assert len(texts) == 4 and all(texts)
    assert "发出督办〔2026〕1号《加快建设》，承办单位：绿化科，办结期限 2026-04-27" in texts


def test_the_list_offers_late_indicators_without_an_open_directive(
    as_: As, sent: Addressee, clerk: Account, ledger: Ledger
) -> None:
    page = as_(clerk).get(f"/ledger/plans/{ledger.plan_id}/directives/").content.decode()
    assert "督办〔2026〕1号" in page and "待签收" in page
    offered = page.split("可以督办的指标")[1]
    assert "每季度巡查" in offered and "口袋公园" not in offered
    assert "过期 8 个工作日" in offered


def test_the_new_directive_is_filled_in_from_the_cell(as_: As, clerk: Account, ledger: Ledger) -> None:
    address = f"/ledger/cells/{cell(ledger, '1-2').pk}/directive/"
    page = as_(clerk).get(address).content.decode()
    assert "滞后 8 个工作日" in page and 'value="2026-04-27"' in page
    assert page.count("checked") == 1 and page.count("selected") == 1, "the second office ticked, the first chosen"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(as_: As, clerk: Account, ledger: Ledger) -> None:
    address = f"/ledger/plans/{ledger.plan_id}/directives/new/"
    answer = as_(clerk).post(address, {"title": "题", "text": "请尽快办理。", "due": "2026-04-01"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "请选择牵头单位。" in page and "请尽快办理。" in page


def test_the_office_signs_answers_and_is_struck_off_through_its_pages(
    as_: As, sent: Addressee, head: Account, clerk: Account
) -> None:
    address = f"/ledger/addressees/{sent.pk}/"
    office, issuer = as_(head), as_(clerk)
    assert "签收" in office.get(address).content.decode()
    office.post(f"{address}receive/")
    refused = office.post(f"{address}reply/", {"text": "已补报。"})
    assert refused.status_code == 422 and "已补报。" in refused.content.decode()
    file = SimpleUploadedFile("验收单.pdf", PDF)
    assert office.post(f"{address}reply/", {"text": "已补报。", "evidence": file}).status_code == 302
    assert "等待发出单位核实" in office.get(address).content.decode()
    assert office.post(f"{address}decide/", {"do": "confirm"}).status_code == 404
    empty = issuer.post(f"{address}decide/", {"do": "return", "reason": ""})
    assert empty.status_code == 422 and "理由" in empty.content.decode()
    issuer.post(f"{address}decide/", {"do": "confirm"})
    sent.refresh_from_db()
    assert (sent.stage, sent.decided_by) == ("struck_off", clerk)
    assert "准予销号" in issuer.get(f"/ledger/directives/{sent.directive_id}/").content.decode()


def test_an_enterprise_sees_and_answers_what_is_addressed_to_it(
    as_: As, ledger: Ledger, clerk: Account, account: Callable[..., Account], agency: Organisation
) -> None:
    firm = find_or_create_organisation("青澜绿化公司", Organisation.Kind.ENTERPRISE, agency)
    other = find_or_create_organisation("青澜苗木公司", Organisation.Kind.ENTERPRISE, agency)
    made = actions.issue(clerk, ledger.plan_id, Given("报送", "请报送。", (firm.pk,), DUE), NOW)
    address = f"/ledger/addressees/{made.addressees.get().pk}/"
    client = as_(account("firm", "enterprise", firm))
    assert "签收" in client.get(address).content.decode()
    assert client.post(f"{address}receive/").status_code == 302
    assert client.get(f"/ledger/directives/{made.pk}/").status_code == 404
    assert as_(account("other", "enterprise", other)).get(address).status_code == 404


def test_the_pages_ask_few_statements_whatever_they_show(
    as_: As, ledger: Ledger, clerk: Account, office: Organisation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        made = actions.issue(clerk, ledger.plan_id, Given(f"第{number}件", "请办。", (office.pk,), DUE), NOW)
    browser = as_(clerk)
    one = made.addressees.get()
    for address in (
        f"plans/{ledger.plan_id}/directives/",
        f"directives/{made.pk}/",
        f"addressees/{one.pk}/",
        f"cells/{cell(ledger, '1-1').pk}/directive/",
    ):
        with django_assert_max_num_queries(12):
            assert browser.get(f"/ledger/{address}").status_code == 200
