"""What is done about a meeting: described, its points put in order, agreed on and decided, its minutes kept, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.ledger.actions import meetings as actions
from jixiao.ledger.dispatch_forms import HeadingForm, PointForm
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.forms import seen_in
from jixiao.ledger.models import Meeting
from jixiao.ledger.reading.meetings import points_of
from jixiao.ledger.views.meetings import decision_form, meeting_page, point_page
from jixiao.people.models import Account
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of

BOTH = ["GET", "POST"]
Act = Callable[[Account], str]


def _done(request: HttpRequest, shown: Meeting, act: Act, anchor: str = "", **typed: Any) -> HttpResponse:
    """Do it and show the meeting anew, or show what stood in the way with all that was typed."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("meeting", shown.pk)
    try:
        said = act(account_of(request))
    except Forbidden:
        raise Http404 from None
    except actions.Conflict as conflict:
        shown.refresh_from_db()
        return meeting_page(request, shown, 409, refusal=str(conflict), theirs=conflict.theirs, **typed)
    except Refused as refused:
        shown.refresh_from_db()
        return meeting_page(request, shown, 422, refusal=str(refused), **typed)
    if said:
        messages.success(request, said)
    answer = redirect("meeting", shown.pk)
    answer["Location"] += anchor
    return answer


@ledger_door(Right.DISPATCH_KEEP, "meeting")
@require_http_methods(BOTH)
def meeting_describe(request: HttpRequest, shown: Meeting) -> HttpResponse:
    form = HeadingForm(request.POST)
    if request.method == "POST" and not form.is_valid():
        return meeting_page(request, shown, 422, heading_form=form)

    def describe(account: Account) -> str:
        actions.describe(account, shown.pk, form.heading, seen_in(request.POST), timezone.now())
        return "会议信息已保存。"

    return _done(request, shown, describe, heading_form=form)


@ledger_door(Right.DISPATCH_KEEP, "meeting")
@require_http_methods(BOTH)
def meeting_add(request: HttpRequest, shown: Meeting) -> HttpResponse:
    form = PointForm(request.POST)
    if request.method == "POST" and not form.is_valid():
        return meeting_page(request, shown, 422, point_form=form)

    def add(account: Account) -> str:
        said = form.cleaned_data
        actions.add_point(account, shown.pk, said["text"], said["facts"], timezone.now())
        return "议题已加入议程。"

    return _done(request, shown, add, point_form=form)


@ledger_door(Right.DISPATCH_KEEP, "meeting")
@require_http_methods(BOTH)
def meeting_order(request: HttpRequest, shown: Meeting, point_id: int) -> HttpResponse:
    """Move a point up or down, or take it off the agenda."""
    wanted = request.POST.get("do", "")

    def order(account: Account) -> str:
        if wanted == "remove":
            actions.remove_point(account, shown.pk, point_id, timezone.now())
            return "议题已移除。"
        actions.move_point(account, shown.pk, point_id, timezone.now(), up=wanted == "up")
        return ""

    return _done(request, shown, order, "" if wanted == "remove" else f"#point-{point_id}")


@ledger_door(Right.DISPATCH_KEEP, "meeting")
@require_http_methods(BOTH)
def meeting_minutes(request: HttpRequest, shown: Meeting) -> HttpResponse:
    """Keep the minutes, or keep them and close the meeting."""
    text, seen = request.POST.get("minutes", ""), seen_in(request.POST)

    def keep(account: Account) -> str:
        kept = actions.save_minutes(account, shown.pk, text, seen, timezone.now())
        if request.POST.get("do") != "hold":
            return "纪要已保存。"
        actions.hold(account, shown.pk, kept.version, timezone.now())
        return "会议已办结，议程、议定事项和纪要不再改动。"

    return _done(request, shown, keep, "#minutes", minutes=text)


@ledger_door(Right.DISPATCH_KEEP, "meeting")
@require_http_methods(BOTH)
def meeting_discard(request: HttpRequest, shown: Meeting) -> HttpResponse:
    if request.method == "POST":
        try:
            actions.discard(account_of(request), shown.pk, timezone.now())
        except Forbidden:
            raise Http404 from None
        except Refused as refused:
            return meeting_page(request, shown, 422, refusal=str(refused))
        messages.success(request, f"已放弃“{shown.title}”。")
    return redirect("meetings", shown.ledger.plan_id)


@ledger_door(Right.DISPATCH_KEEP, "meeting")
@require_http_methods(BOTH)
def point_outcome(request: HttpRequest, shown: Meeting, point_id: int) -> HttpResponse:
    """Keep what was agreed, and go where the button leads."""
    if request.method == "GET":
        return redirect("meeting-point", shown.pk, point_id)
    text, before = request.POST.get("outcome", ""), request.POST.get("before", "").replace("\r\n", "\n")
    try:
        actions.save_outcome(account_of(request), shown.pk, point_id, text, before, timezone.now())
    except Forbidden:
        raise Http404 from None
    except actions.Conflict as conflict:
        more = {"theirs": conflict.theirs, "before": conflict.theirs, "outcome": text, "refusal": str(conflict)}
        return point_page(request, shown, point_id, 409, **more)
    except Refused as refused:
        return point_page(request, shown, point_id, 422, refusal=str(refused), outcome=text, before=before)
    there = request.POST.get("then", "")
    if there.isdecimal() and shown.points.filter(pk=int(there[:18])).exists():
        return redirect("meeting-point", shown.pk, int(there[:18]))
    messages.success(request, "议定意见已保存。")
    return redirect("meeting-point", shown.pk, point_id)


@ledger_door(Right.DISPATCH_KEEP, "meeting")
@require_http_methods(BOTH)
def point_decide(request: HttpRequest, shown: Meeting, point_id: int) -> HttpResponse:
    """Make a decision of the point a task, or take one back."""
    if request.method == "GET":
        return redirect("meeting-point", shown.pk, point_id)
    account, drop = account_of(request), request.POST.get("drop", "")
    form = None
    try:
        if drop.isdecimal():
            actions.drop_decision(account, shown.pk, int(drop[:18]), timezone.now())
            messages.success(request, "议定事项已撤回。")
            return redirect("meeting-point", shown.pk, point_id)
        point = next((each for each in points_of(shown, timezone.localdate()) if each.pk == point_id), None)
        if point is None:
            raise Http404
        form = decision_form(shown, point, request.POST)
        if form.is_valid():
            actions.decide(account, shown.pk, point_id, form.decided, timezone.now())
            messages.success(request, "议定事项已列入任务，会议办结后计入落实情况。")
            return redirect("meeting-point", shown.pk, point_id)
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return point_page(request, shown, point_id, 422, refusal=str(refused), **({"form": form} if form else {}))
    return point_page(request, shown, point_id, 422, form=form)
