"""A sheet as its organiser reads it, and the organiser's word on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.evaluations.actions import sheet_decisions as actions
from jixiao.evaluations.actions.sheet_steps import Stale
from jixiao.evaluations.doors import Organised, evaluation_door
from jixiao.evaluations.models import Assignment, RoundKind, SheetState
from jixiao.evaluations.reading.samples import samples_of
from jixiao.evaluations.reading.sheets import page_of
from jixiao.evaluations.sheet_forms import number_in, text_in
from jixiao.evaluations.tabs import evaluation_context
from jixiao.people.policy import Forbidden, Refused, Right, allows, is_same_person
from jixiao.people.queries import account_of


@evaluation_door(Right.ROUND_READ, "sheet, organised")
@require_safe
def sheet_read(request: HttpRequest, organised: Organised) -> HttpResponse:
    """Marks of peers and of single panel members are for those who hold the round or assess, not for the assessed."""
    sheet = _sheet(organised)
    is_ones_own = sheet.member_id is not None or sheet.round.kind == RoundKind.PEER_RATING
    if is_ones_own and not allows(account_of(request), Right.ASSESS_WRITE, organised):
        raise Http404
    return _shown(request, organised)


@evaluation_door(Right.ROUND_KEEP, "sheet, organised")
@require_http_methods(["GET", "POST"])
def sheet_decide(request: HttpRequest, organised: Organised) -> HttpResponse:
    """Confirm the sheet, or return it with the reason."""
    sheet, account, reason = _sheet(organised), account_of(request), text_in(request.POST, "reason")
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("sheet-read", sheet.pk)
    try:
        if request.POST.get("do") == "confirm":
            actions.confirm(account, sheet.pk, number_in(request.POST, "seen"), timezone.now())
            messages.success(request, f"已确认{sheet.plan.organisation.name}的考评表。")
        else:
            actions.send_back(account, sheet.pk, reason, number_in(request.POST, "seen"), timezone.now())
            messages.success(request, f"已退回{sheet.rater.name}。")
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        status = 409 if isinstance(refused, Stale) else 422
        sheet.refresh_from_db()
        return _shown(request, organised, status, refusal=str(refused), reason=reason)
    return redirect("round", sheet.round_id)


def _sheet(organised: Organised) -> Assignment:
    if not isinstance(organised.thing, Assignment):
        raise Http404
    return organised.thing


def _shown(request: HttpRequest, organised: Organised, status: int = 200, **more: Any) -> HttpResponse:
    sheet, account = _sheet(organised), account_of(request)
    page = page_of(sheet, account, timezone.localdate(), is_read=True)
    is_open = sheet.round.closed_at is None
    may_keep = allows(account, Right.ROUND_KEEP, organised)
    handed_in = sheet.state in (SheetState.SUBMITTED, SheetState.ACCEPTED)
    context = evaluation_context(account, "evaluations-home") | {
        "page": page,
        "sheet": sheet,
        "round": sheet.round,
        "plan": sheet.plan,
        "goals": page.goals,
        "is_self": sheet.round.kind == RoundKind.SELF,
        "is_rating": sheet.round.kind == RoundKind.PEER_RATING,
        "whole": page.whole,
        "visit": getattr(sheet, "visit", None),
        "samples": samples_of(sheet, {}) if sheet.round.kind == RoundKind.ON_SITE else [],
        "may_return": may_keep and is_open and handed_in,
        "may_confirm": may_keep and is_open and sheet.state == SheetState.SUBMITTED,
        "is_own": is_same_person(account, sheet.submitted_by),
        **more,
    }
    return render(request, "evaluations/round_sheet.html", context, status=status)
