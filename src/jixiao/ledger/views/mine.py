"""My due cells: the one page that a reminder links to, with every form on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from jixiao.ledger.reading.cards import Card, card, siblings_of
from jixiao.ledger.reading.mine import Due, Mine, mine_of
from jixiao.ledger.reading.warnings import lines_of
from jixiao.ledger.views.cell import JOINED
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right
from jixiao.people.queries import account_of


@own_door(Right.LEDGER_READ)
@require_safe
def mine(request: HttpRequest, own: Organisation) -> HttpResponse:
    account, today = account_of(request), timezone.localdate()
    found = mine_of(account, today)
    chosen = request.GET.get("cell", "")
    opened = _opened(found, chosen)
    shown = _card(account, opened, today) if opened else None
    context: dict[str, Any] = {"mine": found, "card": shown, "from": "mine", "is_chosen": bool(chosen)}
    context["section"] = "ledger"
    context["lines"] = lines_of(own) if own.kind == Organisation.Kind.ENTERPRISE else ()
    if request.headers.get("HX-Request") and shown is not None and str(shown.cell.pk) == chosen:
        answer = render(request, "ledger/report_card.html", {**context, "swapped": True})
    else:
        answer = render(request, "ledger/mine.html", {**context, "list": _lines(request, context)})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _card(account: Account, opened: Due, today: date) -> Card:
    siblings = siblings_of(opened.item, *JOINED)
    cell = next(each for each in siblings if each.pk == opened.pk)
    return card(account, cell, today, siblings=siblings, is_carried=opened.is_carried)


def _lines(request: HttpRequest, context: dict[str, Any]) -> dict[str, str]:
    """The two lists, each line once, with the open form in its place."""
    found, shown = context["mine"], context["card"]
    both = {"due": (found.due, found.may_write), "waiting": (found.waiting, False)}
    opened: dict[str, Any] = {"opened": 0}
    if shown is not None:
        form = render_to_string("ledger/report_card.html", {**context, "swapped": context["is_chosen"]}, request)
        opened = {"opened": shown.cell.pk, "form": form}
    # The engine escapes every value; what it returns is the finished fragment.
    return {
        name: mark_safe(
            render_to_string("ledger/mine_lines.jinja", {"lines": lines, "forms": forms, **opened}, using="jinja2")
        )
        for name, (lines, forms) in both.items()
    }


def _opened(found: Mine, chosen: str) -> Due | None:
    """The cell whose form stands open: the one that the address names, else the most pressing."""
    if not found.may_write or not found.due:
        return None
    return next((each for each in found.due if str(each.pk) == chosen), found.due[0])
