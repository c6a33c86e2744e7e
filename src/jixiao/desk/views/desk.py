"""The first page after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.desk import queries
from jixiao.people.models import Account
from jixiao.people.queries import account_of
from jixiao.plans.status import DUE_SOON, OVERDUE


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    today = timezone.localdate()
    mine = queries.my_indicators(account, today)
    context = {
        "today": today,
        "documents": queries.waiting_documents(account),
        "cards": queries.plan_cards(account, today),
        "mine": mine[: queries.ROWS_SHOWN],
        "mine_count": len(mine),
        "late": sum(row.status == OVERDUE for row in mine),
        "soon": sum(row.status == DUE_SOON for row in mine),
        "has_own": account.role in (Account.Role.LEADER, Account.Role.OFFICE_HEAD),
    }
    return render(request, "desk/desk.html", context)
