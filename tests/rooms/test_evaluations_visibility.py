"""Who must not see what of evaluations, and ids that do not belong together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import inspected
import pytest
import rounds_world
from django.test import Client
from django.urls import reverse
from inspected import NOW

from jixiao.evaluations.actions import bonus, corrections, findings, ratings, rounds
from jixiao.evaluations.actions.findings import Decided
from jixiao.evaluations.models import Assignment, Finding, Inspection, Purpose, RoundKind
from jixiao.people.actions.accounts import NewAccount, create_account
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, Person
from jixiao.people.policy import Console, Refused
from jixiao.plans.models import Plan

Kind = Organisation.Kind
SECRET = "窗口服务核验"


def made(name: str, role: str, of: Organisation, person: Person | None = None) -> Account:
    return create_account(Console(), NewAccount(name, Account.Role(role), of, "a start passw0rd", person), NOW)


def client_of(account: Account) -> Client:
    account.has_start_password = False
    account.save(update_fields=["has_start_password"])
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


# --- inspections inside an agency


@dataclass
class Agency:
    """An agency that inspects its own office, secretly; the office's head looks around."""

    agency: Organisation
    office: Organisation
    keeper: Account
    finder: Account
    head: Account

    def plan(self, method: str = "secret") -> Inspection:
        inspection = Inspection.objects.create(
            organiser=self.agency, year=2026, title=SECRET, method=method, scope="窗口值守", starts=inspected.DAY,
            ends=inspected.DAY + timedelta(days=9), made_by=self.keeper, made_at=NOW,
        )  # fmt: skip
        inspection.objects_of.add(self.office)
        inspection.inspectors.add(self.finder)
        return inspection

    def found(self, inspection: Inspection) -> Finding:
        given = inspected.Seen(
            client_id=inspected.UUID(int=9),
            object=self.office.pk,
            item=None,
            found_at=NOW,
            place="大厅",
            facts="无人。",
        )
        return findings.find(self.finder, inspection.pk, given, [], NOW)[0]


@pytest.fixture
def inside(db: None) -> Agency:
    agency = find_or_create_organisation("青澜市园林局", Kind.AGENCY)
    office = find_or_create_organisation("绿化科", Kind.OFFICE, agency)
    return Agency(
        agency, office, made("keeper", "operator", agency), made("finder", "group_head", agency),
        made("head", "office_head", office),
    )  # fmt: skip


@pytest.mark.usefixtures("july")
def test_an_office_does_not_learn_of_a_secret_inspection_of_itself(inside: Agency) -> None:
    inspection, client = inside.plan(), client_of(inside.head)
    assert SECRET not in client.get(reverse("inspections")).content.decode()
    assert client.get(reverse("inspection", args=[inspection.pk])).status_code == 404
    assert client.get(reverse("inspection-object", args=[inspection.pk, inside.office.pk])).status_code == 404
    finding = inside.found(inspection)
    assert client.get(reverse("finding-organised", args=[finding.pk])).status_code == 404


@pytest.mark.usefixtures("july")
def test_an_inspection_that_is_no_secret_or_is_over_is_read_by_the_agency(inside: Agency) -> None:
    client, page = client_of(inside.head), inside.plan("open")
    assert client.get(reverse("inspection", args=[page.pk])).status_code == 200
    over = inside.plan()
    over.closed_at = NOW
    over.save()
    assert client.get(reverse("inspection", args=[over.pk])).status_code == 200
    running = inside.plan()
    assert client_of(inside.finder).get(reverse("inspection", args=[running.pk])).status_code == 200
    assert SECRET in client_of(inside.keeper).get(reverse("inspections")).content.decode()


@pytest.mark.usefixtures("july")
def test_an_office_is_led_to_the_page_on_which_it_answers(inside: Agency) -> None:
    finding = inside.found(inside.plan())
    page = client_of(inside.head).get(reverse("findings")).content.decode()
    assert reverse("finding", args=[finding.pk]) + '"' in page
    page = client_of(inside.keeper).get(reverse("findings")).content.decode()
    assert reverse("finding-organised", args=[finding.pk]) in page


def test_who_reported_the_rectification_does_not_confirm_it(inside: Agency) -> None:
    finding = inside.found(inside.plan())
    findings.answer(inside.head, finding.pk, "属实。", [], finding.version, NOW)
    day = inspected.DAY + timedelta(days=5)
    upheld = Decided(True, "属实", "", "无人值守", Decimal("0.5"), day)
    finding = findings.decide(inside.keeper, finding.pk, upheld, 2, NOW)
    finding = findings.report_mended(inside.keeper, finding.pk, "已有人。", [], finding.version, NOW)
    with pytest.raises(Refused, match="另一人"):
        findings.judge_mended(inside.keeper, finding.pk, "", finding.version, NOW, mended=True)
    assert findings.judge_mended(inside.finder, finding.pk, "", finding.version, NOW, mended=True).rectified_at


# --- claims


@pytest.mark.usefixtures("july")
def test_a_claim_that_is_drawn_up_is_not_read_above_by_its_number(db: None) -> None:
    city = inspected.build_city()
    inspected.adopted(city.office)
    files = [inspected.evidence(city.agency)]
    draft = bonus.begin(city.clerk, city.agency, Purpose.BONUS, inspected.said(), files, NOW, hand_in=False)
    above, own = client_of(city.upper), client_of(city.clerk)
    assert above.get(reverse("bonus", args=[draft.pk])).status_code == 404
    assert above.post(reverse("bonus-check", args=[draft.pk]), {"do": "refuse", "reason": "否"}).status_code == 404
    assert own.get(reverse("bonus", args=[draft.pk])).status_code == 200
    bonus.change(city.clerk, draft.pk, inspected.said(), [], draft.version, NOW, hand_in=True)
    assert above.get(reverse("bonus", args=[draft.pk])).status_code == 200


@pytest.mark.usefixtures("july")
def test_another_agency_sees_neither_findings_nor_claims_nor_their_files(db: None) -> None:
    city = inspected.build_city()
    inspected.adopted(city.office)
    other = find_or_create_organisation("青澜市水务局", Kind.AGENCY, city.city)
    finding = inspected.found(city, inspected.planned(city))
    claim = inspected.claimed(city)
    pages = [
        reverse("inspection", args=[finding.inspection_id]),
        reverse("inspection-object", args=[finding.inspection_id, city.agency.pk]),
        reverse("finding", args=[finding.pk]),
        reverse("finding-organised", args=[finding.pk]),
        reverse("finding-proof", args=[finding.pk, 1]),
        reverse("bonus", args=[claim.pk]),
        reverse("bonus-edit", args=[claim.pk]),
        reverse("evidence", args=[claim.proofs.get().evidence_id]),
    ]
    for role in ("operator", "office_head", "reader", "enterprise", "group_head"):
        client = client_of(made(f"other-{role}", role, other))
        assert [client.get(page).status_code for page in pages] == [404] * len(pages), role
    client = client_of(city.clerk)  # the inspected: its findings, not what its inspectors plan
    assert [client.get(page).status_code for page in pages[:4]] == [404, 404, 200, 404]


def test_an_upper_office_of_another_city_is_a_stranger(db: None) -> None:
    city = inspected.build_city()
    inspected.adopted(city.office)
    elsewhere = find_or_create_organisation("栖川市", Kind.CITY)
    stranger = made("far", "upper", find_or_create_organisation("市绩效办", Kind.OFFICE, elsewhere))
    finding = inspected.found(city, inspected.planned(city))
    claim = inspected.claimed(city)
    with pytest.raises(Refused):
        findings.decide(stranger, finding.pk, Decided(False, "否"), finding.version, NOW)
    with pytest.raises(Refused):
        bonus.refuse(stranger, claim.pk, "否", claim.version, NOW)
    client = client_of(stranger)
    for name, pk in (("inspection", finding.inspection_id), ("finding", finding.pk), ("bonus", claim.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404


# --- sheets


@pytest.fixture
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: rounds_world.NOW)


@pytest.fixture
def city(db: None) -> rounds_world.City:
    return rounds_world.build(made, peers=4)


@pytest.mark.usefixtures("december")
def test_nobody_learns_by_number_who_rated_it(city: rounds_world.City) -> None:
    held = city.round(RoundKind.PEER_RATING)
    for peer in city.peers:
        rounds_world.rate(city.clerks[peer.pk], city.sheet(held, peer), "77.5", "此处写明理由")
    own = Assignment.objects.filter(round=held, rater=city.agency)
    about = Assignment.objects.filter(round=held, plan=city.plan)
    for role in ("operator", "office_head", "reader", "group_head", "auditor", "discipline"):
        client = client_of(made(f"see-{role}", role, city.agency))
        for sheet in about:
            for name in ("sheet-read", "rating-sheet", "assess-sheet", "self-sheet", "sheet-decide"):
                assert client.get(reverse(name, args=[sheet.pk])).status_code == 404
        assert client.get(reverse("round", args=[held.pk])).status_code == 404
        if role in ("auditor", "discipline"):
            page = client.get(reverse("journal")).content.decode()
            assert "77.5" not in page
            assert "第1局" not in page
    page = client_of(city.clerk).get(reverse("rating-sheet", args=[own[0].pk])).content.decode()
    assert "77.5" not in page


@pytest.mark.usefixtures("december")
def test_marks_of_others_are_hidden_until_ones_own_is_handed_in(city: rounds_world.City) -> None:
    held, rated = city.round(RoundKind.PEER_RATING), city.peers[0]
    plan = Plan.objects.get(organisation=rated)
    for peer in city.peers[1:]:
        rounds_world.rate(city.clerks[peer.pk], city.sheet(held, peer, plan), "77.5")
    own = city.sheet(held, city.agency, plan)
    client = client_of(city.clerk)
    address = reverse("rating-sheet", args=[own.pk])
    assert "77.5" not in client.get(address).content.decode()
    ratings.save(city.clerk, own.pk, Decimal(80), "", own.version, rounds_world.NOW)
    assert "77.5" not in client.get(address).content.decode()
    own.refresh_from_db()
    rounds_world.rate(city.clerk, own, "80")
    assert "77.5" in client.get(address).content.decode()


@pytest.mark.usefixtures("december")
def test_a_members_own_sheet_is_not_read_by_whom_it_is_about(inside: Agency) -> None:
    plan = Plan.objects.create(
        organisation=inside.agency, year=2026, title="方案", stage="published", digest="0" * 64, begun_at=NOW
    )
    below = Plan.objects.create(
        organisation=inside.office, year=2026, title="科室方案", stage="published", digest="0" * 64, begun_at=NOW,
        parent=plan,
    )  # fmt: skip
    given = rounds.Given(2026, RoundKind.ON_SITE, "实地", rounds_world.OPENS, rounds_world.DUE)
    held = rounds.hold(inside.keeper, inside.agency.pk, given, rounds_world.NOW)
    rounds.ask_members(inside.keeper, held.pk, [below.pk], [inside.finder.pk], rounds_world.NOW)
    sheet = Assignment.objects.get(round=held, member=inside.finder)
    address = reverse("sheet-read", args=[sheet.pk])
    assert client_of(inside.head).get(address).status_code == 404
    assert client_of(made("reads", "reader", inside.agency)).get(address).status_code == 404
    assert client_of(inside.keeper).get(address).status_code == 200
    joint = Assignment.objects.get(round=held, member=None)
    assert client_of(inside.head).get(reverse("sheet-read", args=[joint.pk])).status_code == 200


@pytest.mark.usefixtures("december")
def test_a_correction_is_not_sent_through_the_page_of_another_round(city: rounds_world.City) -> None:
    one = city.round(RoundKind.CATEGORY_REVIEW, title="甲")
    two = city.round(RoundKind.CATEGORY_REVIEW, title="乙")
    typed = {"sheet": city.sheet(two).pk, "item": city.item().pk, "points": "1", "old": "", "reason": "核实"}
    client = client_of(city.upper)
    assert client.post(reverse("round-review", args=[one.pk]), typed).status_code == 404
    assert not city.sheet(two).marks.exists()
    assert client.post(reverse("round-review", args=[two.pk]), typed).status_code == 302


def test_a_correction_keeps_to_the_plan_of_its_sheet(city: rounds_world.City) -> None:
    sheet = city.sheet(city.round(RoundKind.CATEGORY_REVIEW))
    foreign = Plan.objects.get(organisation=city.peers[0]).items.filter(no="1-1").get()
    with pytest.raises(Refused):
        corrections.correct(city.upper, sheet.pk, foreign.pk, Decimal(1), "核实", None, rounds_world.NOW)


def test_a_closed_round_and_a_sheet_handed_in_stay_as_they_are(city: rounds_world.City) -> None:
    held = city.round(RoundKind.PEER_RATING)
    sheet = city.sheet(held, city.peers[0])
    clerk = city.clerks[city.peers[0].pk]
    handed_in = rounds_world.rate(clerk, sheet, "80")
    with pytest.raises(Refused):
        ratings.save(clerk, sheet.pk, Decimal(90), "改", handed_in.version, rounds_world.NOW)
    with pytest.raises(Refused):
        ratings.save(city.clerk, sheet.pk, Decimal(10), "改", handed_in.version, rounds_world.NOW)
    rounds.close(city.upper, held.pk, rounds_world.NOW)
    other = city.sheet(held, city.peers[1])
    with pytest.raises(Refused):
        rounds_world.rate(city.clerks[city.peers[1].pk], other, "80")
