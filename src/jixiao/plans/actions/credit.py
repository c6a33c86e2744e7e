"""Laying down how rows that several offices carry are credited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from jixiao.core.credit import Credit, even, read_weights
from jixiao.core.numbers import format_points
from jixiao.journal.actions import Subject, record
from jixiao.people.policy import By, Refused
from jixiao.plans.actions.cascade import locked_parent
from jixiao.plans.cascading import reading as cascade
from jixiao.plans.cascading.reading import carrying
from jixiao.plans.models import CreditShare, Item, Plan


@transaction.atomic
def set_credit(by: By, plan_id: int, credit: Credit, now: datetime) -> Plan:
    """Lay down how shared rows are credited. Plans that were handed down already are not changed. Raises Refused."""
    plan = locked_parent(by, plan_id)
    if plan.credit != credit:
        facts = {"from": plan.credit, "to": credit.value}
        plan.credit = credit.value
        plan.save(update_fields=["credit"])
        record(by.actor, "cascade.credit", Subject("plan", plan.pk), facts, now)
    return plan


@transaction.atomic
def set_weights(by: By, plan_id: int, uid: str, typed: Mapping[int, str], now: datetime) -> None:
    """Lay down the parts of a row's offices, typed as per cent. Raises Refused unless they make 100 %."""
    plan = locked_parent(by, plan_id)
    found = carrying(plan)
    first, offices = cascade.unit_of(found, uid)
    parts, sentence = read_weights({office: typed.get(office, "") for office in offices})
    if sentence:
        raise Refused(sentence)
    _keep_weights(found.items[first], parts)
    facts = {"uid": first, "parts": {found.offices[pk].name: format_points(part) for pk, part in parts.items()}}
    record(by.actor, "cascade.weights", Subject("plan", plan.pk), facts, now)


@transaction.atomic
def fill_weights(by: By, plan_id: int, now: datetime) -> int:
    """Lay down equal parts wherever parts are wanting, to be changed row by row; returns on how many rows."""
    plan = locked_parent(by, plan_id)
    found = carrying(plan)
    for uid in found.credited.open:
        _keep_weights(found.items[uid], even(cascade.unit_of(found, uid)[1]))
    if found.credited.open:
        record(by.actor, "cascade.even", Subject("plan", plan.pk), {"uids": list(found.credited.open)}, now)
    return len(found.credited.open)


def _keep_weights(item: Item, parts: Mapping[int, Decimal]) -> None:
    CreditShare.objects.filter(item=item).delete()
    CreditShare.objects.bulk_create(
        CreditShare(item=item, organisation_id=office, share=part) for office, part in parts.items()
    )
