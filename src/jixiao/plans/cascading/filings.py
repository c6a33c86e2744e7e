"""Reading what was filed: which filings an account sees, and which wait for it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE
from jixiao.plans.models import Filing

Kind = Organisation.Kind


def visible_to(account: Account) -> QuerySet[Filing]:
    """Of an upper office: what was sent to it; of an enterprise: its own; of an agency: all that it sent."""
    own, every = account.organisation, Filing.objects.order_by("-sent_on", "-pk")
    if own is None:
        return every.none()
    if account.role in ABOVE:
        return every.filter(Q(to=own) | Q(to__parent=own) | (Q(to=own.parent) if own.parent else Q(pk=None)))
    if account.role == Account.Role.ENTERPRISE:
        return every.filter(plan__organisation=own)
    below = Q(plan__organisation__parent=own.agency) & ~Q(plan__organisation__kind=Kind.AGENCY)
    return every.filter(Q(plan__organisation=own.agency) | below)


def waiting_for(account: Account) -> QuerySet[Filing]:
    """What waits for the receipt of the account's office."""
    if account.role != Account.Role.UPPER:
        return Filing.objects.none()
    return visible_to(account).filter(received_on=None).select_related("plan__organisation__parent")


def offices_above(organisation: Organisation) -> QuerySet[Organisation]:
    """Where something can be filed inside the system: the city's offices, then the city; none where there is none."""
    top = organisation.top
    if top.kind != Kind.CITY:
        return Organisation.objects.none()
    beside = Q(parent=top, retired=None) & ~Q(kind=Kind.AGENCY)
    return Organisation.objects.filter(beside | Q(pk=top.pk)).order_by("-parent_id", "pk")
