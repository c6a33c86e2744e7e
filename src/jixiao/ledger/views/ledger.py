"""The ledger as a table: indicators by quarters."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from jixiao.core.ledger.states import LIGHTS, State
from jixiao.ledger import models
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.policy import mine
from jixiao.ledger.reading import labels
from jixiao.ledger.reading.filters import SHOW, Filter, is_missing, named, slots
from jixiao.ledger.reading.grid import Grid, Row, grid
from jixiao.ledger.tabs import ledger_context
from jixiao.people.models import Account
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans.models import Item

QUARTERS = {1: "第一季度", 2: "第二季度", 3: "第三季度", 4: "第四季度"}


@ledger_door(Right.LEDGER_READ)
@require_safe
def ledger(request: HttpRequest, ledger: models.Ledger) -> HttpResponse:
    account = account_of(request)
    found = grid(ledger, timezone.localdate())
    wanted = _filter(request.GET, account, ledger)
    rows = wanted.rows(found)
    table = _table(found, rows, wanted)
    if request.headers.get("HX-Target") == "table":
        answer = HttpResponse(table)
    else:
        context = {
            **ledger_context(account, ledger, "ledger"),
            "table": table,
            "filter": wanted,
            "offices": named(found.rows, "offices"),
            "leaders": named(found.rows, "leaders"),
            "quarters": QUARTERS.items(),
            "states": [(state.value, LIGHTS[state]) for state in State],
            "shows": SHOW.items(),
            "waiting": sum(cell.reporting == "submitted" for cell in found.cells),
        }
        answer = render(request, "ledger/ledger.html", context)
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    return answer


def _filter(get: Mapping[str, str], account: Account, ledger: models.Ledger) -> Filter:
    show = get.get("show", "")
    own: frozenset[int] = frozenset()
    if show == "mine":
        own = frozenset(Item.objects.filter(mine(account), plan=ledger.plan_id).values_list("pk", flat=True))
    state = get.get("state", "")
    return Filter(
        office=_number(get.get("office", "")),
        leader=_number(get.get("leader", "")),
        quarter=_number(get.get("quarter", "")) if get.get("quarter", "") in "1234" else 0,
        state=state if state in set(State) else "",
        show=show if show in SHOW else "",
        text=get.get("q", "").strip()[:100],
        mine=own,
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _table(found: Grid, rows: list[Row], wanted: Filter) -> str:
    shown = Grid(tuple(rows), found.today)
    context = {
        "rows": [(row, slots(row)) for row in rows],
        "of": len(found.rows),
        "counts": labels.counted(shown.counts(wanted.quarter or None)),
        "missing": sum(is_missing(cell, found.today) for cell in shown.cells),
        "is_filtered": wanted.is_on,
        "has_leaders": any(row.leaders for row in found.rows),
    }
    # The engine escapes every value; what it returns is the finished fragment.
    return mark_safe(render_to_string("ledger/ledger_table.jinja", context, using="jinja2"))
