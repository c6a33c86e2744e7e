"""Scores from outside: the table of all organisations, and the second person's check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Forbidden, Refused, Right, rights_of
from jixiao.people.queries import account_of
from jixiao.scores.actions import given as actions
from jixiao.scores.actions.given import Stale
from jixiao.scores.models import GradeEvent
from jixiao.scores.reading.given import Board, board, years_of
from jixiao.scores.tabs import score_context
from jixiao.scores.views.schemes import organiser

BOTH = ["GET", "POST"]


def year_of(request: HttpRequest, whose: Organisation) -> int:
    """The year that the address asks for; otherwise the latest with rules, or this one."""
    text = request.POST.get("year", "") or request.GET.get("year", "")
    if text.isascii() and text.isdigit() and len(text) == 4:
        return int(text)
    return years_of(whose, timezone.localdate().year)[0]


@own_door(Right.GIVEN_CHECK)
@require_safe
def given(request: HttpRequest, own: Organisation) -> HttpResponse:
    return given_page(request)


def given_page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    """The table with what waits to be checked, and the facts that change grades."""
    account, whose = account_of(request), organiser(request)
    year = year_of(request, whose)
    shown = board(whose, year, account)
    context = score_context(account, "given-scores") | {
        "whose": whose,
        "board": shown,
        "years": sorted({*years_of(whose, timezone.localdate().year), year}, reverse=True),
        "may_enter": Right.GIVEN_ENTER in rights_of(account, whose),
        "may_check": any(column.checkable for column in shown.columns),
        "effects": GradeEvent.Effect.choices,
        "subjects": GradeEvent.Subject.choices,
        **more,
    }
    return render(request, "scores/given.html", context, status=status)


@own_door(Right.GIVEN_CHECK)
@require_http_methods(BOTH)
def check(request: HttpRequest, own: Organisation) -> HttpResponse:
    """Confirm the ticked scores, or all of a component that somebody else entered, as the page showed them."""
    whose = organiser(request)
    year = year_of(request, whose)
    if request.method == "GET":
        return redirect(address_of(year))
    ticked = request.POST.getlist("score")
    if request.POST.get("column"):
        ticked = _of_column(request, board(whose, year, account_of(request)))
    try:
        count = actions.check(account_of(request), whose.pk, year, _seen(ticked), timezone.now())
    except Forbidden:
        raise Http404 from None
    except Stale as stale:
        return given_page(request, 409, refusal=str(stale))
    except Refused as refused:
        return given_page(request, 422, refusal=str(refused), ticked=set(ticked))
    messages.success(request, f"已复核 {count} 个得分。")
    return redirect(address_of(year))


def address_of(year: int) -> str:
    return f"{reverse('given-scores')}?year={year}"


def _of_column(request: HttpRequest, shown: Board) -> list[str]:
    """The checkable scores of a column, in the versions that the page showed: hidden beside each."""
    key = request.POST["column"]
    keys = {
        str(cell.row.pk)
        for line in shown.lines
        for cell in line.cells
        if cell.component == key and cell.row and cell.may_check
    }
    return [each for each in request.POST.getlist("shown") if each.partition("-")[0] in keys]


def _seen(ticked: list[str]) -> dict[int, int]:
    """`12-3`: the score 12 in its version 3. What is written otherwise is left out."""
    pairs = [each.partition("-") for each in ticked]
    return {
        int(key): int(version)
        for key, _, version in pairs
        if key.isascii() and key.isdigit() and version.isascii() and version.isdigit() and len(key) + len(version) < 18
    }
