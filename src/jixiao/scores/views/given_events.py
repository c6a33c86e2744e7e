"""Facts that change a grade: noted and withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.scores.actions import given as actions
from jixiao.scores.actions.given import Noted
from jixiao.scores.views.given import BOTH, address_of, given_page, year_of
from jixiao.scores.views.schemes import organiser

_NAMES = ("organisation", "effect", "grade", "steps", "subject", "title", "source")


@own_door(Right.GIVEN_ENTER)
@require_http_methods(BOTH)
def add(request: HttpRequest, own: Organisation) -> HttpResponse:
    whose = organiser(request)
    year = year_of(request, whose)
    if request.method == "GET":
        return redirect(address_of(year))
    typed = {name: request.POST.get(name, "") for name in _NAMES}
    try:
        noted = Noted(
            organisation=_number(typed["organisation"]),
            effect=typed["effect"],
            grade=typed["grade"],
            steps=_number(typed["steps"] or "1"),
            subject=typed["subject"],
            title=typed["title"],
            source=typed["source"],
        )
        event = actions.add_event(account_of(request), whose.pk, year, noted, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return given_page(request, 422, event_refusal=str(refused), typed=typed)
    messages.success(request, f"已登记：{event.organisation.name}，{event.title}。")
    return redirect(address_of(year))


@own_door(Right.GIVEN_ENTER)
@require_http_methods(BOTH)
def withdraw(request: HttpRequest, own: Organisation) -> HttpResponse:
    whose = organiser(request)
    year = year_of(request, whose)
    if request.method == "GET":
        return redirect(address_of(year))
    number, reason = _number(request.POST.get("event", "")), request.POST.get("reason", "")
    try:
        actions.withdraw_event(account_of(request), whose.pk, number, reason, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return given_page(request, 422, event_refusal=str(refused), withdrawing=number, reason=reason)
    messages.success(request, "已撤销。")
    return redirect(address_of(year))


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
