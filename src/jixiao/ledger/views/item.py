"""The ledger's page of one indicator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger
from jixiao.ledger.reading import item as reading
from jixiao.ledger.reading.trend import trend_of
from jixiao.ledger.tabs import ledger_context
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans.models import Item


@ledger_door(Right.LEDGER_READ)
@require_safe
def item(request: HttpRequest, ledger: Ledger, item_id: int) -> HttpResponse:
    items = Item.objects.indicators().filter(plan=ledger.plan_id).select_related("parent")
    shown = get_object_or_404(items, pk=item_id)
    today = timezone.localdate()
    lines = reading.cells_of(shown, today)
    named = shown.responsibilities.select_related("organisation", "person")
    lists = reading.lists_of(shown)
    context = {
        **ledger_context(account_of(request), ledger, "ledger"),
        "item": shown,
        "duties": [str(each.organisation or each.person) for each in named],
        "measures": reading.measures_of(shown, [line.cell for line in lines]),
        "lines": lines,
        "trends": trend_of(shown.pk, today),
        "missing": reading.missing(lines, lists, today),
        "lists": lists,
        "registers": reading.registers_of(shown),
        "directives": reading.directives_of(shown),
        "acts": reading.acts_of(lines),
    }
    return render(request, "ledger/item.html", context)
