"""The performance office's list of reports to accept: one by one, or many at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.ledger.actions import reports
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.forms import seen_in
from jixiao.ledger.models import Ledger
from jixiao.ledger.reading.accepting import lying
from jixiao.ledger.tabs import ledger_context
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of

AT_ONCE = 200  # each has three fields, and a form takes a thousand


@ledger_door(Right.REPORT_ACCEPT)
@require_http_methods(["GET", "POST"])
def accepting(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    if request.method == "POST":
        return _decide(request, ledger)
    return _page(request, ledger)


def _page(request: HttpRequest, ledger: Ledger, status: int = 200, **more: object) -> HttpResponse:
    account = account_of(request)
    found = lying(ledger, account, timezone.localdate())
    shown = found[:AT_ONCE]
    context = {**ledger_context(account, ledger, "ledger"), "lying": shown, "later": len(found) - len(shown), **more}
    context["may_any"] = any(not each.is_own for each in found)
    return render(request, "ledger/accepting.html", context, status=status)


def _decide(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """Return the one whose button was pressed, or accept those that are chosen: each is an act of its own."""
    returned = request.POST.get("return", "")
    if returned.isdecimal() and len(returned) < 19:
        return _send_back(request, ledger, int(returned))
    chosen = [int(each) for each in request.POST.getlist("report") if each.isdecimal() and len(each) < 19]
    if not chosen:
        return _page(request, ledger, 422, refused=["没有选中任何填报。请勾选后再按“审核通过”。"])
    return _accept(request, ledger, chosen)


def _accept(request: HttpRequest, ledger: Ledger, chosen: list[int]) -> HttpResponse:
    account, done = account_of(request), 0
    refused = []
    lies = {each.report.pk: each.report for each in lying(ledger, account, timezone.localdate(), chosen)}
    for number in chosen:
        report = lies.get(number)
        try:
            if report is not None:
                reports.accept(account, number, seen_in(request.POST, f"seen-{number}"), timezone.now())
                done += 1
        except Forbidden:
            raise Http404 from None
        except Refused as why:
            refused.append(f"{report.cell.item.no} {report.cell.period.label}：{why}" if report else str(why))
    if len(lies) < len(chosen):
        refused.append(f"有 {len(chosen) - len(lies)} 份已经由别人办理。")
    if refused:
        return _page(request, ledger, 409, refused=refused, done=done)
    messages.success(request, f"审核通过 {done} 份。")
    return redirect("accepting", ledger.plan_id)


def _send_back(request: HttpRequest, ledger: Ledger, number: int) -> HttpResponse:
    account = account_of(request)
    if not lying(ledger, account, timezone.localdate(), [number]):
        return _page(request, ledger, 409, refused=["这份填报已经由别人办理。"])
    reason = request.POST.get(f"reason-{number}", "")
    try:
        reports.send_back(account, number, seen_in(request.POST, f"seen-{number}"), reason, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as why:
        return _page(request, ledger, 422, refused=[str(why)], wrong=number, reason=reason)
    messages.success(request, "已退回，填报人会看到理由。")
    return redirect("accepting", ledger.plan_id)
