"""My due cells: the one page that a reminder links to, with every form on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from jixiao.ledger.reading.cards import card
from jixiao.ledger.reading.mine import Due, Mine, mine_of
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Right
from jixiao.people.queries import account_of


@own_door(Right.LEDGER_READ)
@require_safe
def mine(request: HttpRequest, own: Organisation) -> HttpResponse:
    account, today = account_of(request), timezone.localdate()
    found = mine_of(account, today)
    chosen = request.GET.get("cell", "")
    opened = _opened(found, chosen)
    shown = card(account, opened.cell, today) if opened else None
    context = {"mine": found, "card": shown, "from": "mine", "is_chosen": bool(chosen), "section": "mine"}
    template = "ledger/mine.html"
    if request.headers.get("HX-Request") and shown is not None and str(shown.cell.pk) == chosen:
        template, context["swapped"] = "ledger/report_card.html", True
    answer = render(request, template, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _opened(found: Mine, chosen: str) -> Due | None:
    """The cell whose form stands open: the one that the address names, else the most pressing."""
    if not found.may_write or not found.due:
        return None
    return next((each for each in found.due if str(each.cell.pk) == chosen), found.due[0])
