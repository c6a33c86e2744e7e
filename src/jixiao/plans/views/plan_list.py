"""The plans that the account may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao.people.policy import Right, holds
from jixiao.people.queries import account_of
from jixiao.plans.models import Plan
from jixiao.plans.numbers import points_text


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    if not holds(account, Right.PLAN_READ):
        raise Http404
    plans = Plan.objects.visible_to(account).select_related("organisation", "confirmed_by__person")
    rows = [{"plan": plan, "total": points_text(plan.total)} for plan in plans]
    return render(request, "plans/plan_list.html", {"rows": rows, "section": "plans"})
