"""One cell: its form or what was reported, and all that was reported before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core.ledger.states import Reporting
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Cell
from jixiao.ledger.reading.cards import card
from jixiao.ledger.reading.counts import tallies
from jixiao.ledger.reading.evidence import used_in
from jixiao.ledger.reading.history import history
from jixiao.ledger.reading.parts import parts_of
from jixiao.ledger.tabs import ledger_context
from jixiao.people.policy import Right, is_same_person
from jixiao.people.queries import account_of

JOINED = ("item__parent", "item__plan", "ledger__plan__organisation__parent__parent")


@ledger_door(Right.LEDGER_READ, "cell")
@require_safe
def cell(request: HttpRequest, cell: Cell) -> HttpResponse:
    account, today = account_of(request), timezone.localdate()
    return render(request, "ledger/cell.html", {**cell_context(request, cell), "card": card(account, cell, today)})


def body(request: HttpRequest, cell: Cell, status: int = 200, **more: Any) -> HttpResponse:
    """The page without its frame, for a form that the script sent."""
    shown = card(account_of(request), cell, timezone.localdate())
    context = {**cell_context(request, cell), "card": shown, "swapped": True, **more}
    return render(request, "ledger/cell_body.html", context, status=status)


def read_again(cell_id: int) -> Cell:
    """The cell as it stands now, after an action wrote it."""
    return Cell.objects.select_related(*JOINED).get(pk=cell_id)


def cell_context(request: HttpRequest, cell: Cell) -> dict[str, Any]:
    """What the page shows around the card."""
    account = account_of(request)
    context = ledger_context(account, cell.ledger, "ledger")
    versions = history(cell)
    lying = next((each.report for each in versions if each.report.stage == Reporting.SUBMITTED), None)
    accepting = Right.REPORT_ACCEPT in context["rights"] and lying is not None
    return {
        **context,
        "versions": versions,
        "lying": lying,
        "is_own": lying is not None and is_same_person(account, lying.submitted_by),
        "may_accept": accepting,
        "may_reopen": Right.LEDGER_KEEP in context["rights"] and cell.reporting == Reporting.ACCEPTED,
        "evidence": used_in(account, cell) if cell.reporting in (Reporting.SUBMITTED, Reporting.ACCEPTED) else (),
        "counts": tallies([cell.ledger], timezone.localdate())[cell.ledger_id].counts,
        "parts": parts_of(cell),
        "from": "cell",
    }
