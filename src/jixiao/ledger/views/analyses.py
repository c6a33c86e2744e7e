"""Quarterly analyses: the year's four, one to read or edit, the draft beside the edited text, the paper."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core.ledger.analysis import QUARTERS, counts, on_track
from jixiao.core.ledger.periods import quarter_of
from jixiao.core.ledger.states import LIGHTS, State
from jixiao.core.numbers import format_points
from jixiao.core.textdiff import pieces_of
from jixiao.journal.models import Entry
from jixiao.ledger.acts import act_text
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Analysis, Ledger
from jixiao.ledger.reading.analysis import begins
from jixiao.ledger.tabs import ledger_context
from jixiao.people.policy import Right
from jixiao.people.queries import account_of

_HEADED = tuple(f"{number}、" for number in "一二三四五六七八九十")


@ledger_door(Right.DISPATCH_READ)
@require_safe
def analyses(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """The four quarters: what was drafted, edited, issued; which can be drafted now."""
    today = timezone.localdate()
    made = {each.quarter: each for each in ledger.analyses.select_related("written_by__person")}
    context = ledger_context(account_of(request), ledger, "analyses")
    context |= {
        "quarters": [_quarter(ledger, number, made.get(number)) for number in QUARTERS],
        "may_keep": Right.DISPATCH_KEEP in context["rights"],
        "current": quarter_of(today).number if today.year == ledger.plan.year else 0,
    }
    return render(request, "ledger/analyses.html", context)


def _quarter(ledger: Ledger, number: int, made: Analysis | None) -> dict[str, Any]:
    found: dict[str, Any] = {"number": number, "label": QUARTERS[number], "analysis": made}
    found["has_begun"] = begins(ledger, number) <= timezone.localdate()
    if made is not None:
        states = counts(made.snapshot)
        share = on_track(made.snapshot)
        found["states"] = [(LIGHTS[state], count) for state, count in states.items() if count]
        found["share"] = "" if share is None else f"{format_points(share)}%"
        found["late"] = states[State.LATE]
    return found


@ledger_door(Right.DISPATCH_READ)
@require_safe
def analysis(request: HttpRequest, ledger: Ledger, number: int) -> HttpResponse:
    return analysis_page(request, ledger, number)


def analysis_page(request: HttpRequest, ledger: Ledger, number: int, status: int = 200, **more: Any) -> HttpResponse:
    """One quarter's analysis, with the form of what was sent in vain when there is one."""
    if number not in QUARTERS:
        raise Http404
    made = found(ledger, number)
    context = ledger_context(account_of(request), ledger, "analyses")
    is_open = made is not None and made.stage == Analysis.Stage.DRAFT
    context |= {
        "quarter": _quarter(ledger, number, made),
        "analysis": made,
        "may_keep": Right.DISPATCH_KEEP in context["rights"],
        "may_write": is_open and Right.DISPATCH_KEEP in context["rights"],
        "is_edited": made is not None and made.text != made.drafted,
        "text": made.text if made else "",
        "entries": _entries(made) if made else [],
        **more,
    }
    return render(request, "ledger/analysis.html", context, status=status)


def found(ledger: Ledger, number: int) -> Analysis | None:
    """The quarter's analysis. One statement."""
    return ledger.analyses.select_related("written_by__person").filter(quarter=number).first()


def _entries(made: Analysis) -> list[tuple[Entry, str]]:
    entries = Entry.objects.about("analysis", made.pk)
    return [(entry, act_text(entry.action, json.loads(entry.facts))) for entry in entries]


@ledger_door(Right.DISPATCH_READ)
@require_safe
def analysis_compare(request: HttpRequest, ledger: Ledger, number: int) -> HttpResponse:
    """The draft of the rules against the text of the person."""
    made = found(ledger, number)
    context = ledger_context(account_of(request), ledger, "analyses")
    context |= {
        "label": QUARTERS.get(number, ""),
        "number": number,
        "analysis": made,
        "pieces": pieces_of(made.drafted, made.text) if made else (),
        "same": made is not None and made.drafted == made.text,
        "may_accept": made is not None and made.stage == "draft" and Right.DISPATCH_KEEP in context["rights"],
    }
    return render(request, "ledger/analysis_compare.html", context)


@ledger_door(Right.DISPATCH_READ)
@require_safe
def analysis_print(request: HttpRequest, ledger: Ledger, number: int) -> HttpResponse:
    """The text as a document."""
    made = found(ledger, number)
    lines = made.text.splitlines() if made else []
    context = ledger_context(account_of(request), ledger, "analyses")
    context |= {
        "label": QUARTERS.get(number, ""),
        "number": number,
        "analysis": made,
        "title": lines[0] if lines else "",
        "lines": [(line, line.startswith(_HEADED)) for line in lines[1:]],
    }
    return render(request, "ledger/analysis_print.html", context)
