"""Accepting and returning reports, and opening an accepted one for correction."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jixiao.ledger.actions import reports
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.forms import seen_in
from jixiao.ledger.models import Cell, Report
from jixiao.ledger.reading.cards import card
from jixiao.ledger.views.cell import body, cell_context, read_again
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of


@ledger_door(Right.REPORT_ACCEPT, "report")
@require_POST
def report_accept(request: HttpRequest, report: Report) -> HttpResponse:
    account, seen = account_of(request), seen_in(request.POST)
    return _done(request, report.cell, lambda: reports.accept(account, report.pk, seen, timezone.now()), "审核通过。")


@ledger_door(Right.REPORT_ACCEPT, "report")
@require_POST
def report_return(request: HttpRequest, report: Report) -> HttpResponse:
    account, seen, reason = account_of(request), seen_in(request.POST), request.POST.get("reason", "")
    return _done(
        request,
        report.cell,
        lambda: reports.send_back(account, report.pk, seen, reason, timezone.now()),
        "已退回，填报人会看到理由。",
    )


@ledger_door(Right.LEDGER_KEEP, "cell")
@require_POST
def cell_reopen(request: HttpRequest, cell: Cell) -> HttpResponse:
    account, reason = account_of(request), request.POST.get("reason", "")
    return _done(
        request,
        cell,
        lambda: reports.reopen(account, cell.pk, reason, timezone.now()),
        "已重新开启，更正审核通过前，原填报继续有效。",
    )


def _done(request: HttpRequest, cell: Cell, act: Callable[[], Report], said: str) -> HttpResponse:
    """Do it and show the cell; refused, the page comes again with the reason that was typed."""
    try:
        act()
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return _refused(request, cell, refused)
    if request.headers.get("HX-Request"):
        return body(request, read_again(cell.pk), said=said)
    messages.success(request, f"{cell.item.no} {cell.period.label}：{said}")
    back = "accepting" if request.POST.get("from") == "accepting" else "cell"
    return redirect(reverse(back, args=[cell.ledger.plan_id if back == "accepting" else cell.pk]))


def _refused(request: HttpRequest, cell: Cell, refused: Refused) -> HttpResponse:
    cell = read_again(cell.pk)
    more = {"refused": str(refused), "reason": request.POST.get("reason", "")}
    status = 409 if isinstance(refused, reports.Conflict) else 422
    if request.headers.get("HX-Request"):
        return body(request, cell, status, **more)
    shown = card(account_of(request), cell, timezone.localdate())
    return render(request, "ledger/cell.html", {**cell_context(request, cell), "card": shown, **more}, status=status)
