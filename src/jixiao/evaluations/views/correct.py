"""Same-category review: one indicator across all organisations, and corrections of its points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.evaluations.words import Unreadable, read_points
from jixiao.evaluations.actions import corrections as actions
from jixiao.evaluations.actions.round_locks import calendar_of
from jixiao.evaluations.actions.sheet_steps import Stale
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.models import Round, RoundKind
from jixiao.evaluations.reading.side_by_side import review_of
from jixiao.evaluations.sheet_forms import number_in, text_in
from jixiao.evaluations.tabs import evaluation_context
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of

_LARGEST = Decimal(10) ** 7  # what an indicator can be worth is checked with the indicator


@evaluation_door(Right.CORRECT_WRITE, "round")
@require_http_methods(["GET", "POST"])
def round_review(request: HttpRequest, held: Round) -> HttpResponse:
    if held.kind != RoundKind.CATEGORY_REVIEW:
        raise Http404
    if request.method == "GET":
        return _shown(request, held)
    item = number_in(request.POST, "item")
    typed = {"item": item, "points": request.POST.get("points", ""), "reason": text_in(request.POST, "reason")}
    try:
        points = read_points(str(typed["points"]), _LARGEST)
        if points is None:
            raise Refused("请填写更正后的分值。")
        old = read_points(request.POST.get("old", ""), _LARGEST)
        sheet = number_in(request.POST, "sheet")
        if not held.assignments.filter(pk=sheet).exists():
            raise Http404
        mark = actions.correct(account_of(request), sheet, item, points, str(typed["reason"]), old, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Stale as stale:
        return _shown(request, held, 409, refusal=str(stale), typed=typed)
    except (Refused, Unreadable) as refused:
        return _shown(request, held, 422, refusal=str(refused), typed=typed)
    messages.success(request, f"已更正{mark.assignment.plan.organisation.name}的分值。")
    return redirect(f"{reverse('round-review', args=[held.pk])}?{_query(request)}#i{item}")


def _query(request: HttpRequest) -> str:
    """The indicator and the filter of the page."""
    asked = request.GET.copy()
    return asked.urlencode()


def _shown(request: HttpRequest, held: Round, status: int = 200, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    common = request.GET.get("all") != "1"
    calendar = calendar_of(held)
    context = evaluation_context(account_of(request), "evaluations-home") | {
        "round": held,
        "review": review_of(held, request.GET.get("key", ""), today, common=common),
        "common": common,
        "query": _query(request),
        "is_open": not calendar.is_closed and held.opens <= today,
        "has_begun": held.opens <= today,
        **more,
    }
    return render(request, "evaluations/correct.html", context, status=status)
