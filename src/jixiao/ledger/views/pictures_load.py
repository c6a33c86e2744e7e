"""The load: how much each office and each person carries."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger
from jixiao.ledger.reading.grid import grid
from jixiao.ledger.reading.loads import LEADER_KINDS, OFFICE_KINDS, OWNER_KINDS, loads_of
from jixiao.ledger.tabs import ledger_context
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.press.load import Kind, Load, amount, drawn, said
from jixiao.press.svg import Svg


class Part(NamedTuple):
    """One of the page's pictures with its table."""

    title: str
    said: str
    picture: Svg
    who: str
    kinds: tuple[Kind, ...]
    rows: list[tuple[str, list[str], str]]


@ledger_door(Right.LEDGER_READ)
@require_safe
def load(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """Offices, those responsible in them, and the leaders in charge."""
    found = loads_of(ledger, grid(ledger, timezone.localdate()))
    parts = [
        _part("各科室的负担", "科室", found.offices, OFFICE_KINDS, "offices"),
        _part("各科室责任人的负担", "人", found.owners, OWNER_KINDS, "owners"),
        _part("各分管领导的负担", "人", found.leaders, LEADER_KINDS, "leaders"),
    ]
    context = {**ledger_context(account_of(request), ledger, "ledger-load"), "parts": parts}
    return render(request, "ledger/load.html", context)


def _part(title: str, who: str, loads: list[Load], kinds: tuple[Kind, ...], prefix: str) -> Part:
    rows = [(each.name, [amount(value) for value in each.amounts], each.remark) for each in loads]
    head = "姓名" if who == "人" else who
    return Part(title, said(loads, kinds, who), drawn(loads, kinds, title, who, prefix), head, kinds, rows)
