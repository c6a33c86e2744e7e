"""Where the ledger begins: the account's own one, several to choose from, or how one comes to be."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jixiao.core.stages import FROZEN
from jixiao.ledger.actions import opening as actions
from jixiao.ledger.models import Ledger
from jixiao.ledger.reading.counts import tallies
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE, Forbidden, Refused, Right, holds
from jixiao.people.queries import account_of
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Plan


@own_door(Right.LEDGER_READ)
@require_safe
def home(request: HttpRequest, own: Organisation) -> HttpResponse:
    account = account_of(request)
    found = list(_ledgers(account, own))
    mine = [each for each in found if each.plan.organisation_id in (own.pk, own.agency.pk)]
    if account.role not in ABOVE and mine and "all" not in request.GET:
        return redirect("ledger", mine[0].plan_id)
    tally = tallies(found, timezone.localdate())
    may_open = holds(account, Right.LEDGER_KEEP)
    context = {
        "books": [(each, tally[each.pk]) for each in found],
        "without": list(_without(own)) if may_open else [],
        "is_above": account.role in ABOVE,
        "shows_evidence": holds(account, Right.EVIDENCE_ADD),
        "section": "ledger",
    }
    return render(request, "ledger/home.html", context)


@plan_door(Right.LEDGER_KEEP)
@require_POST
def opening(request: HttpRequest, plan: Plan) -> HttpResponse:
    try:
        actions.open_ledger(account_of(request), plan.pk, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("ledger-home")
    messages.success(request, f"《{plan.title}》的台账已开启。")
    return redirect("ledger", plan.pk)


def _ledgers(account: Account, own: Organisation) -> QuerySet[Ledger]:
    """The ledgers that the account may read, this year's first."""
    agency = own.agency
    if account.role in ABOVE:
        city = own.top
        up = "plan__organisation__parent"
        where = Q(plan__organisation=city) | Q(**{up: city}) | Q(**{f"{up}__parent": city})
        where |= Q(**{f"{up}__parent__parent": city})
    elif own.kind == Organisation.Kind.ENTERPRISE:
        where = Q(plan__organisation=own)
    else:
        where = Q(plan__organisation=agency) | Q(
            plan__organisation__kind=Organisation.Kind.ENTERPRISE, plan__organisation__parent=agency
        )
    ledgers = Ledger.objects.filter(where).select_related("plan__organisation__parent__parent")
    return ledgers.order_by("-plan__year", "plan__parent_id", "plan__organisation_id", "plan_id")


def _without(own: Organisation) -> QuerySet[Plan]:
    """Approved plans of the agency that no ledger was opened for."""
    stages = [stage.value for stage in FROZEN]
    return Plan.objects.filter(organisation=own.agency, parent=None, stage__in=stages, ledger=None, year__isnull=False)
