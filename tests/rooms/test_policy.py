"""Rights by role and relation, written down a second time by hand: who is not named here is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, PeerGroup
from jixiao.people.policy import HOLDERS, Relation, Right, allows, holds, relation_of, rights_of
from jixiao.plans.models import Plan

STAFF = "operator group_head leader office_head office_clerk discipline reader"
ABOVE = "upper inspector"
WORKERS = "operator office_head office_clerk"
CHIEFS = "operator leader group_head"
ADMINISTRATORS = "system_admin security_admin auditor"

# right: own organisation | elsewhere in the agency | peer | upper office over an agency
MATRIX = {
    "desk.read": f"{STAFF} {ABOVE} enterprise {ADMINISTRATORS} | | |",
    "plan.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | | {ABOVE}",
    "plan.import": "operator | operator | |",
    "plan.confirm": "operator | operator | |",
    "plan.draft": "operator | operator | |",
    "plan.advance": "operator | operator | |",
    "plan.record": "operator | operator | |",
    "plan.sign-off": "group_head | group_head | |",
    "plan.approve": "| | | upper",
    "review.assign": "operator | operator | | upper",
    "review.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | operator | {ABOVE}",
    "review.comment": "| | operator |",
    "review.answer": "operator | operator | |",
    "amendment.propose": "operator | operator | |",
    "amendment.approve": "group_head | group_head | | upper",
    "overlap.confirm": "group_head leader | group_head leader | |",
    "publication.prepare": "operator | operator | |",
    "publication.review": "group_head leader | group_head leader | |",
    "basis.read": f"{STAFF} | {STAFF} | |",
    "basis.edit": "operator | operator | |",
    "library.read": f"{STAFF} | {STAFF} | |",
    "library.edit": "operator | operator | |",
    "cascade.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | | {ABOVE}",
    "cascade.edit": "operator | operator | |",
    "filing.receive": "| | | upper",
    "ledger.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | | {ABOVE}",
    "ledger.keep": "operator | operator | |",
    "report.write": f"{WORKERS} enterprise | {WORKERS} | |",
    "report.accept": f"{CHIEFS} | {CHIEFS} | |",
    "evidence.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | | {ABOVE}",
    "evidence.add": f"{WORKERS} enterprise | {WORKERS} | |",
    "task.edit": f"{WORKERS} enterprise | {WORKERS} | |",
    "strike-off.claim": f"{WORKERS} enterprise | {WORKERS} | |",
    "strike-off.confirm": f"{CHIEFS} | {CHIEFS} | |",
    "directive.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | | {ABOVE}",
    "directive.issue": f"{CHIEFS} | {CHIEFS} | |",
    "directive.answer": f"{WORKERS} enterprise | operator | |",
    "dispatch.read": f"{STAFF} | {STAFF} | |",
    "dispatch.keep": "operator | operator | |",
    "warning.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | | {ABOVE}",
    "warning.edit": "operator | operator | |",
    "reading.write": "operator enterprise | operator | |",
    "reminder.edit": "operator | operator | |",
    "round.read": f"{STAFF} {ABOVE} enterprise | {STAFF} {ABOVE} | |",
    "round.keep": "operator upper | operator upper | |",
    "self.write": f"{WORKERS} enterprise | {WORKERS} | |",
    "self.submit": "operator enterprise | operator | |",
    "rating.write": "operator | operator | |",
    "assess.write": f"operator group_head {ABOVE} | operator group_head {ABOVE} | |",
    "correct.write": "operator upper | operator upper | |",
    "inspection.read": f"{STAFF} {ABOVE} | {STAFF} {ABOVE} | |",
    "inspection.keep": "operator upper | operator upper | |",
    "finding.write": f"operator group_head {ABOVE} | operator group_head {ABOVE} | |",
    "finding.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | | {ABOVE}",
    "finding.answer": f"{WORKERS} enterprise | {WORKERS} | |",
    "finding.decide": "operator group_head upper | operator group_head upper | |",
    "bonus.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | | {ABOVE}",
    "bonus.claim": f"{WORKERS} enterprise | {WORKERS} | |",
    "bonus.check": "group_head | group_head | | upper",
    "scheme.read": f"{STAFF} {ABOVE} | {STAFF} {ABOVE} | |",
    "scheme.edit": "operator upper | operator upper | |",
    "scheme.adopt": "operator group_head upper | operator group_head upper | |",
    "given.enter": "operator upper | operator upper | |",
    "given.check": "operator group_head upper | operator group_head upper | |",
    "score.read": f"{STAFF} {ABOVE} enterprise | {STAFF} | | {ABOVE}",
    "score.compose": "operator upper | operator upper | |",
    "score.compare": "operator group_head upper | operator group_head upper | |",
    "people.read": f"{STAFF} system_admin security_admin | {STAFF} system_admin security_admin | |",
    "people.edit": "system_admin | system_admin | |",
    "peer-group.edit": "system_admin upper | system_admin upper | | upper",
    "account.read": f"{ADMINISTRATORS} | {ADMINISTRATORS} | |",
    "account.edit": "system_admin | system_admin | |",
    "role.grant": "security_admin | security_admin | |",
    "rights.read": "security_admin auditor | security_admin auditor | |",
    "journal.read": "auditor discipline | auditor discipline | |",
}
RELATIONS = [Relation.OWN, Relation.INSIDE, Relation.PEER, Relation.UPPER]
Kind = Organisation.Kind
Make = Callable[..., Account]


@pytest.mark.parametrize("right", list(Right))
def test_a_right_is_held_by_the_roles_and_relations_named_here_and_no_others(right: Right) -> None:
    named = dict(zip(RELATIONS, (cell.split() for cell in MATRIX[right].split("|")), strict=True))
    held = {relation: sorted(HOLDERS[right].get(relation, ())) for relation in Relation}
    assert held == {relation: sorted(named.get(relation, [])) for relation in Relation}


@pytest.fixture
def city(db: None) -> Organisation:
    return find_or_create_organisation("青澜市", Kind.CITY)


@pytest.fixture
def garden(city: Organisation) -> Organisation:
    return find_or_create_organisation("青澜市公园局", Kind.AGENCY, city)


@pytest.fixture
def water(city: Organisation) -> Organisation:
    return find_or_create_organisation("青澜市水务局", Kind.AGENCY, city)


def relation(account: Make, role: str, where: Organisation, to: Organisation) -> Relation:
    return relation_of(account(f"{role}-{where.pk}", role, where), to)


def test_an_office_is_inside_its_agency_and_the_agency_above_its_office(account: Make, garden: Organisation) -> None:
    office = find_or_create_organisation("绿化科", Kind.OFFICE, garden)
    assert relation(account, "reader", garden, office) is Relation.OWN
    assert relation(account, "reader", office, garden) is Relation.INSIDE


def test_peers_are_those_of_one_group(account: Make, garden: Organisation, water: Organisation) -> None:
    assert relation(account, "operator", garden, water) is Relation.STRANGER
    PeerGroup.objects.create(year=2026, name="一组").members.set([garden, water])
    assert relation(account, "leader", garden, water) is Relation.PEER
    office = find_or_create_organisation("河道科", Kind.OFFICE, water)
    assert relation(account, "reader", garden, office) is Relation.STRANGER


def test_peers_are_peers_in_the_year_of_their_group(account: Make, plan: Plan, agency: Organisation) -> None:
    other = find_or_create_organisation("栖川市气象局", Kind.AGENCY)
    peer = account("peer", "operator", other)
    group = PeerGroup.objects.create(year=2025, name="一组")
    group.members.set([agency, other])
    assert relation_of(peer, plan) is Relation.STRANGER
    group.year = 2026
    group.save()
    assert relation_of(peer, plan) is Relation.PEER
    plan.year = None
    assert relation_of(peer, plan) is Relation.STRANGER


def test_the_upper_office_stands_above_the_agencies_of_its_own_city(
    account: Make, city: Organisation, garden: Organisation
) -> None:
    office = find_or_create_organisation("市绩效办", Kind.OFFICE, city)
    assert relation(account, "upper", office, garden) is Relation.UPPER
    assert relation(account, "operator", office, garden) is Relation.STRANGER
    elsewhere = find_or_create_organisation("栖川市", Kind.CITY)
    assert relation(account, "upper", elsewhere, garden) is Relation.STRANGER


def test_an_unknown_right_is_refused(clerk: Account, agency: Organisation) -> None:
    assert allows(clerk, "plan.burn", agency) is False


def test_nobody_has_rights_in_another_agency(stranger: Account, agency: Organisation, plan: Plan) -> None:
    assert not any(allows(stranger, right, agency) for right in Right)
    assert not any(allows(stranger, right, plan) for right in Right)
    assert rights_of(stranger, plan) == frozenset()


@pytest.mark.parametrize("role", ["none", *ADMINISTRATORS.split()])
def test_an_administrator_sees_no_plan_and_no_role_sees_nothing(account: Make, plan: Plan, role: str) -> None:
    someone = account("someone", role)
    assert not allows(someone, Right.PLAN_READ, plan)
    assert holds(someone, Right.DESK_READ) is (role != "none")


def test_an_account_of_an_office_has_its_rights_in_the_agency(head: Account, plan: Plan) -> None:
    assert allows(head, Right.PLAN_READ, plan)


def test_no_account_no_rights(agency: Organisation, clerk: Account) -> None:
    assert not allows(AnonymousUser(), Right.PLAN_READ, agency)
    clerk.is_active = False
    assert not allows(clerk, Right.PLAN_READ, agency)
    clerk.is_active, clerk.organisation = True, None
    assert not allows(clerk, Right.PLAN_READ, agency)
