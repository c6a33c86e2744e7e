"""The pictures of a ledger: heat maps."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger
from jixiao.ledger.reading.city_heat import city_heat, city_of
from jixiao.ledger.reading.grid import grid
from jixiao.ledger.reading.heat import QUARTERS, heat_of
from jixiao.ledger.tabs import ledger_context
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import ABOVE, Right
from jixiao.people.queries import account_of
from jixiao.press.heat_map import HeatMap, drawn, legend


class Choice(NamedTuple):
    """A link of a row of choices."""

    label: str
    address: str
    current: bool


@ledger_door(Right.LEDGER_READ)
@require_safe
def heat(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """Offices × indicators."""
    quarter, co = _quarter(request), request.GET.get("co") == "1"
    found = heat_of(grid(ledger, timezone.localdate()), quarter, co)
    shared = [Choice("只看牵头", asked(quarter=quarter), not co), Choice("含协办", asked(quarter=quarter, co=1), co)]
    context = {
        **ledger_context(account_of(request), ledger, "ledger-heat"),
        **_shown(found, co),
        "choices": [("时间", _quarters(quarter, co=1 if co else None)), ("科室", shared)],
    }
    return render(request, "ledger/heat.html", context)


@own_door(Right.LEDGER_READ)
@require_safe
def city(request: HttpRequest, own: Organisation) -> HttpResponse:
    """Agencies × indicators, for those who stand above the agencies of a city."""
    if account_of(request).role not in ABOVE or own.top.kind != Organisation.Kind.CITY:
        raise Http404
    quarter, year = _quarter(request), request.GET.get("year", "")
    found = city_of(own.top, int(year) if year.isdecimal() and len(year) == 4 else None)
    years = [Choice(f"{each}年", asked(year=each, quarter=quarter), each == found.year) for each in found.years]
    choices = [("时间", _quarters(quarter, year=found.year or None))]
    context = {
        **_shown(city_heat(found, quarter, timezone.localdate()), co=False),
        "choices": [("年度", years), *choices] if len(years) > 1 else choices,
        "section": "ledger",
        "city": own.top,
    }
    return render(request, "ledger/heat_city.html", context)


def asked(**parameters: object) -> str:
    """The query of a link, without what is not chosen."""
    return "?" + "&".join(f"{name}={value}" for name, value in parameters.items() if value is not None)


def _shown(found: HeatMap, co: bool) -> dict[str, object]:
    return {"heat": found, "picture": drawn(found), "legend": legend(co), "twin": _twin(found)}


def _twin(found: HeatMap) -> SafeString:
    # The engine escapes every value; what it returns is the finished table.
    return mark_safe(render_to_string("ledger/heat_table.jinja", {"heat": found}, using="jinja2"))


def _quarter(request: HttpRequest) -> int | None:
    """The quarter that is asked for, from 1; None is how things stand now."""
    chosen = request.GET.get("quarter", "")
    return int(chosen) if chosen in ("1", "2", "3", "4") else None


def _quarters(quarter: int | None, **others: object) -> list[Choice]:
    each = enumerate(QUARTERS, 1)
    now = Choice("当前", asked(**others), quarter is None)
    return [now, *(Choice(label, asked(quarter=at, **others), at == quarter) for at, label in each)]
