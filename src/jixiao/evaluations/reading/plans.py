"""Which plans a round is about."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jixiao.core.stages import FROZEN
from jixiao.evaluations.models import RoundKind
from jixiao.people.models import Organisation, PeerGroup
from jixiao.plans.models import Plan

_STAGES = [stage.value for stage in FROZEN]


def groups_of(organiser: Organisation, year: int) -> list[list[int]]:
    """The peer groups of the organiser's city in the year, by the numbers of their members. Two statements."""
    top = organiser.top
    if top.kind != Organisation.Kind.CITY:
        return []
    groups = PeerGroup.objects.filter(Q(members__parent=top) | Q(members__parent__parent=top), year=year)
    return [[each.pk for each in group.members.all()] for group in groups.distinct().prefetch_related("members")]


def is_above(organiser: Organisation) -> bool:
    """Whether the organiser assesses a city's agencies; an agency assesses what lies below it."""
    return organiser.agency.kind != Organisation.Kind.AGENCY


def plans_over(organiser: Organisation, year: int, kind: RoundKind) -> list[Plan]:
    """One plan of each assessed organisation, the one with a ledger first, then the latest. Three statements.

    An upper office: the agencies of its city's peer groups. An agency: what it handed down; its own plan, too, is
    evaluated by itself where nobody stands above it to hold that round.
    """
    plans = Plan.objects.filter(year=year, person=None, stage__in=_STAGES)
    if is_above(organiser):
        members = [member for group in groups_of(organiser, year) for member in group]
        return _one_each(plans.filter(organisation__in=members))
    agency = organiser.agency
    below = Q(parent__organisation=agency, parent__person=None) & ~Q(organisation=agency)
    if kind == RoundKind.SELF and agency.top == agency:
        below |= Q(organisation=agency)
    return _one_each(plans.filter(below))


def _one_each(plans: QuerySet[Plan]) -> list[Plan]:
    """The plans in the order of their organisations' names, one of each."""
    rows = plans.select_related("organisation", "ledger").order_by("pk")
    found: dict[int, Plan] = {}
    for plan in rows:
        held = found.get(plan.organisation_id)
        if held is None or hasattr(plan, "ledger") or not hasattr(held, "ledger"):
            found[plan.organisation_id] = plan
    return sorted(found.values(), key=lambda plan: (plan.organisation.name, plan.pk))
