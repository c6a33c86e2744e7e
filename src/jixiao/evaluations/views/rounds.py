"""Rounds: what is mine to fill in, what I hold, and one round with all its sheets."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core.evaluations import rounds as rules
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.models import Round, RoundKind, SheetState
from jixiao.evaluations.reading.rounds import SheetLine, by_rater, held_by, lines_in, mine, waits_for_decision
from jixiao.evaluations.sheet_forms import whole_number
from jixiao.evaluations.tabs import evaluation_context
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right, allows, rights_of
from jixiao.people.queries import account_of, accounts_in, organiser_of

_FILTERS = (*SheetState.values, "late")


@own_door(Right.ROUND_READ)
@require_safe
def home(request: HttpRequest, own: Organisation) -> HttpResponse:
    """What is mine to fill in, and the rounds that my organisation holds."""
    account, today = account_of(request), timezone.localdate()
    organiser = organiser_of(account) or own
    rights = rights_of(account, organiser)
    fills = mine(account, today)
    context = evaluation_context(account, "evaluations-home") | {
        "fills": [each for each in fills if each.open and each.round.closed_at is None],
        "done": [each for each in fills if not each.open or each.round.closed_at is not None],
        "held": held_by(organiser) if Right.ROUND_READ in rights else [],
        "may_keep": Right.ROUND_KEEP in rights,
        "to_fill": sum(len(each.open) for each in fills if each.has_begun and each.round.closed_at is None),
        "today": today,
    }
    return render(request, "evaluations/rounds.html", context)


@evaluation_door(Right.ROUND_READ, "round")
@require_safe
def round_(request: HttpRequest, held: Round) -> HttpResponse:
    return round_page(request, held)


def round_page(request: HttpRequest, held: Round, status: int = 200, **more: Any) -> HttpResponse:
    """The round with its calendar, its progress and its sheets."""
    account, today = account_of(request), timezone.localdate()
    lines = lines_in(held, today)
    rights = rights_of(account, held)
    rater, state = whole_number(request.GET.get("rater", "")), request.GET.get("state", "")
    is_rating = held.kind == RoundKind.PEER_RATING
    shown = _shown(lines, rater, state)
    context = evaluation_context(account, "evaluations-home") | {
        "round": held,
        "progress": rules.progress_of(rules.State(line.sheet.state) for line in lines),
        "late": sum(line.is_late and not line.is_handed_in for line in lines),
        "undecided": sum(waits_for_decision(line) for line in lines),
        "raters": by_rater(lines) if is_rating and not rater else [],
        "lines": shown if rater or not is_rating else [],
        "rater": next((line.sheet.rater for line in lines if line.sheet.rater_id == rater), None),
        "state": state,
        "counts": _counts(lines),
        "has_begun": held.opens <= today,
        "is_over": held.due < today,
        "is_review": held.kind == RoundKind.CATEGORY_REVIEW,
        "may_keep": Right.ROUND_KEEP in rights,
        "may_correct": Right.CORRECT_WRITE in rights,
        "panel": panel_of(account, held) if Right.ROUND_KEEP in rights else [],
        **more,
    }
    return render(request, "evaluations/round.html", context, status=status)


def _shown(lines: list[SheetLine], rater: int, state: str) -> list[SheetLine]:
    """The lines that the address asks for."""
    own = [line for line in lines if not rater or line.sheet.rater_id == rater]
    if state == "late":
        return [line for line in own if line.is_late]
    return [line for line in own if line.sheet.state == state] if state in _FILTERS else own


def _counts(lines: list[SheetLine]) -> list[tuple[str, str, int]]:
    """State, its word, how many sheets; the late ones at the end."""
    counts = [(state.value, state.label, sum(line.sheet.state == state for line in lines)) for state in SheetState]
    return [*counts, ("late", "逾期", sum(line.is_late for line in lines))]


def panel_of(account: Account, held: Round) -> list[Account]:
    """Who can be asked onto the panel of an on-site assessment."""
    if held.kind != RoundKind.ON_SITE or held.closed_at is not None:
        return []
    people = accounts_in(held.organiser).filter(is_active=True).select_related("organisation__parent__parent", "person")
    return [each for each in people if allows(each, Right.ASSESS_WRITE, held)]
