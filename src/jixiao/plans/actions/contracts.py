"""Performance contracts: begun for several persons at once, then each kept on its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jixiao.core.fields import NAME_LIMIT
from jixiao.core.journal_chain import canonical, digest
from jixiao.journal.actions import Subject, record
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.policy import By, Refused
from jixiao.plans.actions.cascade import begin_personal, locked_parent
from jixiao.plans.models import Contract, Plan
from jixiao.plans.papers import PaperFile


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written down about a contract."""

    party_a: str
    party_b: str
    since: date
    until: date
    signed_a_on: date | None = None
    signed_b_on: date | None = None
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """The contracts that were begun, and the names of those who have one already."""

    plans: tuple[Plan, ...]
    had: tuple[str, ...]


@transaction.atomic
def begin_contracts(
    by: By, plan_id: int, names: Sequence[str], title: str, uids: Collection[str], now: datetime
) -> Begun:
    """Begin a contract for each person with the same rows, to be made different afterwards. Raises Refused."""
    parent = locked_parent(by, plan_id)
    wanted = list(dict.fromkeys("".join(name.split()) for name in names if name.strip()))
    if not wanted:
        raise Refused("请填写签订责任书的人员，一行一人。")
    if any(len(name) > NAME_LIMIT for name in wanted):
        raise Refused(f"姓名不能超过 {NAME_LIMIT} 个字，请一行写一人。")
    year = parent.year or timezone.localdate(now).year
    made: list[Plan] = []
    had: list[str] = []
    for name in wanted:
        person = find_or_create_person(name, parent.organisation.agency)
        if Plan.objects.filter(parent=parent, person=person).exists():
            had.append(person.name)
            continue
        plan = begin_personal(by, parent, person, f"{person.name}{title}", uids, now)
        Contract.objects.create(
            plan=plan,
            party_a=parent.organisation.name,
            party_b=person.name,
            since=date(year, 1, 1),
            until=date(year, 12, 31),
        )
        made.append(plan)
    return Begun(tuple(made), tuple(had))


@transaction.atomic
def save_contract(by: By, plan_id: int, facts: Facts, file: PaperFile | None, now: datetime) -> Contract:
    """Write a contract down, or change what is written; without a file the one that is there stays. Raises Refused."""
    plan = locked_parent(by, plan_id)
    if plan.parent_id is None:
        raise Refused("责任书须由上级方案分解而来。")
    contract = Contract.objects.select_for_update().filter(plan=plan).first() or Contract(plan=plan)
    _refuse(facts, plan, timezone.localdate(now))
    before = _digest(contract) if contract.pk else ""
    signed_before = (contract.signed_a_on, contract.signed_b_on)
    for name in ("party_a", "party_b", "since", "until", "signed_a_on", "signed_b_on", "document_no"):
        setattr(contract, name, getattr(facts, name))
    if file is not None:
        contract.file_name, contract.file_sha256 = file.name, file.sha256
    if not contract.is_signed:
        contract.digest = ""
    elif not contract.digest or signed_before != (contract.signed_a_on, contract.signed_b_on):
        contract.digest = plan.digest
    contract.save()
    facts_kept = {"party": facts.party_b, "signed": contract.is_signed, "content": contract.digest}
    record(by.actor, "contract.save", Subject("contract", contract.pk, before, _digest(contract)), facts_kept, now)
    return contract


def _refuse(facts: Facts, plan: Plan, today: date) -> None:
    if facts.until < facts.since:
        raise Refused("责任期的止期不能早于起期。")
    signed = [day for day in (facts.signed_a_on, facts.signed_b_on) if day]
    if any(day > today for day in signed):
        raise Refused("签订日期不能晚于今天。")
    if signed and not plan.indicators:
        raise Refused("责任书还没有指标，不能登记签订。")


def _digest(contract: Contract) -> str:
    days = [contract.since, contract.until, contract.signed_a_on, contract.signed_b_on]
    texts = [contract.party_a, contract.party_b, contract.document_no, contract.file_sha256, contract.digest]
    return digest(canonical([*texts, *(day.isoformat() if day else "" for day in days)]))
