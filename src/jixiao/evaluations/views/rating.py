"""Same-group rating: one mark on a peer, beside its public face."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.evaluations import ratings as rules
from jixiao.core.evaluations.words import Unreadable, read_points
from jixiao.evaluations.actions import ratings as actions
from jixiao.evaluations.actions.sheet_steps import Stale
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.models import Assignment, RoundKind
from jixiao.evaluations.reading.peers import face_of, others_of
from jixiao.evaluations.reading.rounds import is_writable
from jixiao.evaluations.reading.sheets import text_of
from jixiao.evaluations.sheet_forms import number_in, text_in
from jixiao.evaluations.tabs import evaluation_context
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of


@evaluation_door(Right.RATING_WRITE, "sheet")
@require_http_methods(["GET", "POST"])
def rating_sheet(request: HttpRequest, sheet: Assignment) -> HttpResponse:
    if sheet.round.kind != RoundKind.PEER_RATING:
        raise Http404
    if request.method == "GET":
        return _shown(request, sheet)
    typed = {"points": request.POST.get("points", ""), "reason": text_in(request.POST, "reason")}
    try:
        submits = _write(request, sheet, read_points(typed["points"], rules.FULL), typed["reason"])
    except Forbidden:
        raise Http404 from None
    except Unreadable as unreadable:
        return _shown(request, sheet, 422, error=str(unreadable), typed=typed)
    except Stale as stale:
        sheet.refresh_from_db(fields=["version", "state"])
        return _shown(request, sheet, 409, refusal=str(stale), typed=typed)
    except Refused as refused:
        sheet.refresh_from_db(fields=["version", "state"])
        if is_writable(sheet, timezone.localdate()):  # too late: what was typed is not what stands
            unsaved = "；".join(filter(None, (f"{typed['points']} 分", typed["reason"])))
            return _shown(request, sheet, 422, refusal=str(refused), unsaved=unsaved)
        return _shown(request, sheet, 422, refusal=str(refused), typed=typed)
    messages.success(request, "评分已提交。" if submits else "已保存，提交后才算数。")
    return redirect("rating-sheet", sheet.pk)


def _write(request: HttpRequest, sheet: Assignment, points: Decimal | None, reason: str) -> bool:
    """Keep or hand in; returns whether it was handed in."""
    submits = request.POST.get("do") == "submit"
    act = actions.submit if submits else actions.save
    act(account_of(request), sheet.pk, points, reason, number_in(request.POST, "seen"), timezone.now())
    return submits


def _shown(request: HttpRequest, sheet: Assignment, status: int = 200, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    mark = sheet.marks.filter(item=None).first()
    obstacle = is_writable(sheet, today)
    context = evaluation_context(account_of(request), "evaluations-home") | {
        "sheet": sheet,
        "round": sheet.round,
        "face": face_of(sheet, today),
        "others": others_of(sheet),
        "obstacle": obstacle,
        "is_late": today > sheet.round.due and not obstacle,
        "typed": {"points": text_of(mark.points) if mark else "", "reason": mark.reason if mark else ""},
        "rules": {"low": rules.LOW, "high": rules.HIGH, "fewest": rules.FEWEST},
        "next": _next(sheet),
        **more,
    }
    return render(request, "evaluations/rating.html", context, status=status)


def _next(sheet: Assignment) -> Assignment | None:
    """The next peer that the rater has not rated yet."""
    open_ones = sheet.round.assignments.filter(rater=sheet.rater_id, state__in=("open", "returned"))
    return open_ones.exclude(pk=sheet.pk).select_related("plan__organisation").order_by("pk").first()
