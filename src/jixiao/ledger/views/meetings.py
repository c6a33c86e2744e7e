"""Dispatch meetings: the list, one with its agenda and minutes, one point a screen, and the agenda on paper."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.ledger.agenda import agenda
from jixiao.core.ledger.periods import quarter_of
from jixiao.journal.models import Entry
from jixiao.ledger.actions import meetings as actions
from jixiao.ledger.acts import act_text
from jixiao.ledger.dispatch_forms import DecisionForm, HeadingForm, PointForm
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger, Meeting
from jixiao.ledger.reading.directives import workers_for
from jixiao.ledger.reading.exceptions import exceptions
from jixiao.ledger.reading.meetings import PointLine, drafted_minutes, lists_of, meetings_of, points_of
from jixiao.ledger.tabs import ledger_context
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of


@ledger_door(Right.DISPATCH_READ)
@require_safe
def meetings(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    context = ledger_context(account_of(request), ledger, "meetings")
    found = list(meetings_of(ledger))
    waiting = next((each for each in found if each.stage == Meeting.Stage.PREPARED), None)
    context |= {"meetings": found, "waiting": waiting, "may_keep": Right.DISPATCH_KEEP in context["rights"]}
    return render(request, "ledger/meetings.html", context)


@ledger_door(Right.DISPATCH_KEEP)
@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """Name the meeting; what will come before it is shown already."""
    today = timezone.localdate()
    if request.method == "POST":
        form, status = HeadingForm(request.POST), 422
        try:
            if form.is_valid():
                made = actions.prepare(account_of(request), ledger.plan_id, form.heading, timezone.now())
                return redirect("meeting", made.pk)
        except Forbidden:
            raise Http404 from None
        except Refused as refused:
            form.add_error(None, str(refused))
    else:
        title = f"{today.year}年{quarter_of(today).label}绩效调度会"
        form, status = HeadingForm(initial={"title": title, "on": today}), 200
    context = ledger_context(account_of(request), ledger, "meetings")
    context |= {"form": form, "points": agenda(exceptions(ledger, today), today)}
    return render(request, "ledger/meeting_new.html", context, status=status)


@ledger_door(Right.DISPATCH_READ, "meeting")
@require_safe
def meeting(request: HttpRequest, shown: Meeting) -> HttpResponse:
    return meeting_page(request, shown)


def meeting_page(request: HttpRequest, shown: Meeting, status: int = 200, **more: Any) -> HttpResponse:
    """The agenda with what was agreed, and the minutes; with a form that was sent in vain when there is one."""
    context = ledger_context(account_of(request), shown.ledger, "meetings")
    points = points_of(shown, timezone.localdate())
    drafted = drafted_minutes(shown, points)
    heading = {name: getattr(shown, name) for name in ("title", "on", "place", "chair", "attendance")}
    is_open = shown.stage == Meeting.Stage.PREPARED
    context |= {
        "meeting": shown,
        "points": points,
        "is_open": is_open,
        "may_write": is_open and Right.DISPATCH_KEEP in context["rights"],
        "minutes": drafted if request.GET.get("draft") else shown.minutes or drafted,
        "is_draft": bool(request.GET.get("draft")) or not shown.minutes,
        "heading_form": HeadingForm(initial=heading),
        "point_form": PointForm(),
        "entries": [
            (entry, act_text(entry.action, json.loads(entry.facts)))
            for entry in Entry.objects.about("meeting", shown.pk)
        ],
        **more,
    }
    return render(request, "ledger/meeting.html", context, status=status)


@ledger_door(Right.DISPATCH_READ, "meeting")
@require_safe
def meeting_point(request: HttpRequest, shown: Meeting, point_id: int) -> HttpResponse:
    return point_page(request, shown, point_id)


def point_page(request: HttpRequest, shown: Meeting, point_id: int, status: int = 200, **more: Any) -> HttpResponse:
    """One point a screen: facts, what is agreed, what becomes a task."""
    points = points_of(shown, timezone.localdate())
    at = next((index for index, point in enumerate(points) if point.pk == point_id), None)
    if at is None:
        raise Http404
    point = points[at]
    context = ledger_context(account_of(request), shown.ledger, "meetings")
    may_write = shown.stage == Meeting.Stage.PREPARED and Right.DISPATCH_KEEP in context["rights"]
    context |= {
        "meeting": shown,
        "point": point,
        "of": len(points),
        "previous": points[at - 1] if at else None,
        "next": points[at + 1] if at + 1 < len(points) else None,
        "may_write": may_write,
        "outcome": point.outcome,
        "before": point.outcome,
        **more,
    }
    if may_write and "form" not in context:
        context["form"] = decision_form(shown, point)
    return render(request, "ledger/meeting_point.html", context, status=status)


def decision_form(shown: Meeting, point: PointLine, data: Any = None) -> DecisionForm:
    """The form of a decision on the point."""
    return DecisionForm(workers_for(shown.ledger), lists_of(point), data)


@ledger_door(Right.DISPATCH_READ, "meeting")
@require_safe
def meeting_print(request: HttpRequest, shown: Meeting) -> HttpResponse:
    """The agenda before the meeting and the minutes after it, laid out as a document."""
    points = points_of(shown, timezone.localdate())
    is_minutes = shown.stage == Meeting.Stage.HELD and request.GET.get("what") != "agenda"
    context = ledger_context(account_of(request), shown.ledger, "meetings")
    context |= {"meeting": shown, "points": points, "is_minutes": is_minutes, "lines": shown.minutes.splitlines()}
    return render(request, "ledger/meeting_print.html", context)
