"""The timeline: what is due when, and where it piles up."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core.ledger.states import LIGHTS, State
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger
from jixiao.ledger.reading import dues
from jixiao.ledger.reading.grid import grid
from jixiao.ledger.tabs import ledger_context
from jixiao.ledger.views.pictures import Choice, asked
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.press import timeline as press

DRAWN = 60  # lines; more of them stand in the table alone
TITLES = {"": "指标、任务、督办的完成时限", "reports": "填报的报送期限"}


@ledger_door(Right.LEDGER_READ)
@require_safe
def timeline(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """Columns of the year's months, and below them the chosen stretch."""
    today = timezone.localdate()
    what = "reports" if request.GET.get("what") == "reports" else ""
    found = grid(ledger, today)
    every, undated = (dues.reports_of(found), 0) if what else dues.work_of(ledger, found)
    year = ledger.plan.year or today.year
    near = dues.stretch(request.GET.get("stretch", ""), year, today)
    coming = near.of(every)
    months = press.months_of(every, year)
    context = {
        **ledger_context(account_of(request), ledger, "ledger-timeline"),
        "title": f"{year}年{TITLES[what]}",
        "said": press.said(months),
        "undated": undated,
        "columns": press.columns(months, f"{year}年{TITLES[what]}", today) if every else "",
        "states": [LIGHTS[state].word for state in State],
        "months": [(month, [month.counts.get(state, 0) for state in State]) for month in months],
        "near": near,
        "said_near": _said_near(near, coming),
        "lines": _lines(near, coming, today) if coming else "",
        "drawn": DRAWN,
        "hidden": max(len(coming) - DRAWN, 0),
        "coming": [(due, LIGHTS[due.state]) for due in coming],
        "choices": _choices(what, near.key),
    }
    return render(request, "ledger/timeline.html", context)


def _lines(near: dues.Stretch, coming: list[press.Due], today: date) -> str:
    said = _said_near(near, coming)
    return press.lines(coming[:DRAWN], near.first, near.last, today, f"{near.label}到期的事项", said)


def _said_near(near: dues.Stretch, coming: list[press.Due]) -> str:
    late = sum(due.state in (State.LATE, State.AT_RISK) for due in coming)
    return f"{near.label}到期{len(coming)}项" + (f"，其中滞后或预警{late}项。" if late else "。")


def _choices(what: str, key: str) -> list[tuple[str, list[Choice]]]:
    of = {"": "完成时限", "reports": "报送期限"}
    whats = [Choice(label, asked(what=name or None, stretch=key), name == what) for name, label in of.items()]
    near = [
        Choice(label, asked(what=what or None, stretch=name), name == key) for name, label in dues.STRETCHES.items()
    ]
    return [("看什么", whats), ("细看", near)]
