"""The plans that the account may read, of all years or of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao.core.stages import TITLES, Stage
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import ABOVE, Right, holds
from jixiao.people.queries import account_of
from jixiao.plans.models import Plan
from jixiao.plans.numbers import points_text


@own_door(Right.PLAN_READ)
@require_safe
def plan_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    account = account_of(request)
    plans = Plan.objects.listed_to(account).select_related("organisation", "begun_by__person")
    years = sorted({plan.year or 0 for plan in plans}, reverse=True)
    wanted = next((year for year in years if str(year) == request.GET.get("year")), None)
    rows = [
        {"plan": plan, "stage": TITLES[Stage(plan.stage)], "total": points_text(plan.total)}
        for plan in plans
        if wanted is None or (plan.year or 0) == wanted
    ]
    context = {
        "rows": rows,
        "years": years,
        "wanted": wanted,
        "shows_filings": not holds(account, Right.CASCADE_EDIT) and account.role not in ABOVE,
        "shows_reviews": holds(account, Right.REVIEW_ANSWER) and organisation.agency.parent_id is not None,
        "shows_bases": holds(account, Right.BASIS_READ),
        "section": "plans",
    }
    return render(request, "plans/plan_list.html", context)
