"""The first page after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.desk import ledger_queries, queries
from jixiao.evaluations.reading import waiting as evaluations_waiting
from jixiao.ledger.reading import waiting as ledger_waiting
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE, ADMINISTRATORS, Right
from jixiao.people.queries import account_of
from jixiao.plans.procedure.waiting import waiting
from jixiao.plans.status import DUE_SOON, OVERDUE
from jixiao.scores.reading import waiting as scores_waiting

WHOSE = {Account.Role.LEADER: "由我分管", Account.Role.OFFICE_HEAD: "由我负责"}
REPORTERS = frozenset({Account.Role.OFFICE_HEAD, Account.Role.OFFICE_CLERK, Account.Role.ENTERPRISE})
HEADINGS = {
    Account.Role.OPERATOR: "已到期和 30 天内到期的指标",
    Account.Role.LEADER: "我分管的指标",
    Account.Role.OFFICE_HEAD: "我负责的指标",
}


@own_door(Right.DESK_READ)
@require_safe
def desk(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    account = account_of(request)
    today, is_above = timezone.localdate(), account.role in ABOVE
    overview = ledger_queries.overview(account, today)
    mine = [] if overview else queries.my_indicators(account, today)
    context = {
        "today": today,
        "waiting": [
            *waiting(account, timezone.now()),
            *ledger_waiting.waiting(account, today),
            *evaluations_waiting.waiting(account, today),
            *scores_waiting.waiting(account),
        ],
        "overview": overview,
        "reports": account.role in REPORTERS,
        "due_limit": ledger_queries.DUE_SHOWN,
        "due_shown": f":{ledger_queries.DUE_SHOWN}",
        "troubles_limit": ledger_queries.TROUBLES_SHOWN,
        "troubles_shown": f":{ledger_queries.TROUBLES_SHOWN}",
        "documents": queries.waiting_documents(account),
        "cards": [] if is_above else queries.plan_cards(account, today),
        "plan_years": queries.plan_years(account) if is_above else [],
        "mine": mine[: queries.ROWS_SHOWN],
        "mine_count": len(mine),
        "late": sum(row.status == OVERDUE for row in mine),
        "soon": sum(row.status == DUE_SOON for row in mine),
        "has_own": Account.Role(account.role) in HEADINGS,
        "is_administrator": account.role in ADMINISTRATORS,
        "is_above": is_above,
        "whose": WHOSE.get(Account.Role(account.role), ""),
        "heading": HEADINGS.get(Account.Role(account.role), ""),
    }
    return render(request, "desk/desk.html", context)
