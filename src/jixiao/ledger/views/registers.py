"""Registers of one's own: begun with chosen columns, read, filled by paste, exported."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.registers import COLUMN_LIMIT, COUNTED, WORDS, Column, Kind, columns_of
from jixiao.core.pasting import Unpastable, parse_block
from jixiao.ledger.actions import registers as actions
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger, Register, RegisterRow
from jixiao.ledger.reading.feeds import fed_by
from jixiao.ledger.reading.people import offices_in
from jixiao.ledger.reading.registers import PastedRows, RowLine, as_csv, content_of, lay_rows, row_lines, sums_of
from jixiao.ledger.tabs import ledger_context
from jixiao.ledger.task_policy import may_edit
from jixiao.ledger.views.lists_paste import TOO_BIG
from jixiao.ledger.views.tasks import chosen_measure, item_of, measure_choices
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.models import Item

_PARTS = ("name", "kind", "unit", "choices")


@ledger_door(Right.TASK_EDIT)
@require_http_methods(["GET", "POST"])
def register_new(request: HttpRequest, ledger: Ledger, item_id: int) -> HttpResponse:
    item = item_of(ledger, item_id)
    if not may_edit(account_of(request), Register(item=item)):
        raise Http404
    refusal, name = "", request.POST.get("name", "")
    typed = [{part: request.POST.get(f"{part}-{at}", "") for part in _PARTS} for at in range(1, COLUMN_LIMIT + 1)]
    if request.method == "POST":
        try:
            made = actions.begin_register(account_of(request), item.pk, name, _columns(typed), timezone.now())
            messages.success(request, f"已建立台账“{made.name}”。请粘贴内容。")
            return redirect("register", made.pk)
        except Refused as refused:
            refusal = str(refused)
    context = {
        **ledger_context(account_of(request), ledger, "tasks"),
        "item": item,
        "typed": typed,
        "name": name,
        "kinds": [(kind.value, word) for kind, word in WORDS.items()],
        "refusal": refusal,
    }
    return render(request, "ledger/register_new.html", context, status=422 if refusal else 200)


def _columns(typed: list[dict[str, str]]) -> list[Column]:
    """The columns of the form; a line without a name is none. Raises Refused."""
    found: list[Column] = []
    for at, line in enumerate(typed, start=1):
        name = " ".join(line["name"].split())
        if not name:
            if line["unit"].strip() or line["choices"].strip():
                raise Refused(f"第 {at} 行没有填写栏目名称。")
            continue
        kind = Kind(line["kind"]) if line["kind"] in set(Kind) else Kind.TEXT
        unit = line["unit"].strip()[:16] if kind in COUNTED else ""
        choices = line["choices"].replace("，", "、").replace(",", "、").split("、") if kind is Kind.CHOICE else []
        known = tuple(dict.fromkeys(each.strip() for each in choices if each.strip()))
        found.append(Column(f"c{len(found) + 1}", name, kind, unit, known))
    return found


@ledger_door(Right.LEDGER_READ, "register")
@require_safe
def register(request: HttpRequest, shown: Register) -> HttpResponse:
    return _page(request, shown)


def _page(request: HttpRequest, shown: Register, refusal: str = "") -> HttpResponse:
    account = account_of(request)
    edits = may_edit(account, shown)
    rows = list(shown.rows.filter(removed=False))
    lines = row_lines(shown)
    context: dict[str, Any] = {
        **_head(request, shown),
        "lines": lines,
        "table": _table(shown, lines, rows),
        "struck": sum(row.stage == "struck_off" for row in rows),
        "fed": f"{shown_amount(fed_by(shown, rows), shown.feeds.unit)}{shown.feeds.unit}" if shown.feeds else "",
        "feeds": measure_choices(shown.item) if edits else [],
        "counted": [column for column in columns_of(shown.columns) if column.kind in COUNTED],
        "chosen": str(shown.feeds_id or ""),
        "may_edit": edits,
        "refusal": refusal,
    }
    return render(request, "ledger/register.html", context, status=422 if refusal else 200)


def _table(shown: Register, lines: list[RowLine], rows: list[RegisterRow]) -> str:
    columns = columns_of(shown.columns)
    context = {
        "columns": columns,
        "lines": lines,
        "sums": sums_of(shown, rows),
        "has_sums": any(column.kind in COUNTED for column in columns),
        "base": reverse("register-row", args=[0]).removesuffix("0/"),
    }
    # The engine escapes every value; what it returns is the finished fragment.
    return mark_safe(render_to_string("ledger/register_table.jinja", context, using="jinja2"))


def _head(request: HttpRequest, shown: Register) -> dict[str, Any]:
    item: Item = shown.item
    ledger = item.plan.ledger
    return {**ledger_context(account_of(request), ledger, "tasks"), "item": item, "register": shown}


@ledger_door(Right.TASK_EDIT, "register")
@require_POST
def register_feed(request: HttpRequest, shown: Register) -> HttpResponse:
    try:
        actions.set_feed(
            account_of(request),
            shown.pk,
            chosen_measure(request),
            request.POST.get("column", "")[:16],
            bool(request.POST.get("struck")),
            timezone.now(),
        )
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return _page(request, shown, str(refused))
    messages.success(request, "已保存。")
    return redirect("register", shown.pk)


@ledger_door(Right.TASK_EDIT, "register")
@require_http_methods(["GET", "POST"])
def register_paste(request: HttpRequest, shown: Register) -> HttpResponse:
    if shown.item.withdrawn or not may_edit(account_of(request), shown):
        raise Http404
    try:
        plain = request.POST.get("plain", "")
    except (RequestDataTooBig, TooManyFieldsSent):
        return _paste_page(request, shown, "", refusal=TOO_BIG)
    if request.method == "GET":
        return _paste_page(request, shown, "")
    try:
        pasted = _laid(shown, plain)
        if "confirm" in request.POST and pasted.rows and not pasted.stops:
            made = actions.add_rows(account_of(request), shown.pk, pasted.rows, timezone.now())
            messages.success(request, f"已写入 {len(made)} 行。")
            return redirect("register", shown.pk)
    except (Refused, Unpastable) as refused:
        return _paste_page(request, shown, plain, refusal=str(refused))
    return _paste_page(request, shown, plain, pasted)


def _laid(shown: Register, plain: str) -> PastedRows:
    columns = columns_of(shown.columns)
    there = {content_of(columns, row) for row in shown.rows.filter(removed=False).values_list("cells", flat=True)}
    needs_offices = any(column.kind is Kind.OFFICE for column in columns)
    return lay_rows(parse_block(plain), columns, there, offices_in(shown.organisation) if needs_offices else {})


def _paste_page(
    request: HttpRequest, shown: Register, plain: str, pasted: PastedRows | None = None, *, refusal: str = ""
) -> HttpResponse:
    context = {
        **_head(request, shown),
        "columns": columns_of(shown.columns),
        "plain": plain,
        "pasted": pasted,
        "refusal": refusal,
    }
    stopped = pasted is not None and (pasted.stops or not pasted.rows) and "confirm" in request.POST
    return render(request, "ledger/register_paste.html", context, status=422 if refusal or stopped else 200)


@ledger_door(Right.LEDGER_READ, "register")
@require_safe
def register_csv(request: HttpRequest, shown: Register) -> HttpResponse:
    response = HttpResponse(as_csv(shown), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(shown.name, safe='')}.csv"
    return response
