"""One row of a register: its cells, its evidence and strike-off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.core.ledger.registers import columns_of
from jixiao.core.ledger.strike_off import Stage
from jixiao.ledger.actions import registers as actions
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.forms import seen_in
from jixiao.ledger.models import RegisterRow
from jixiao.ledger.reading.registers import Value, values_of
from jixiao.ledger.reading.tasks import history, stand
from jixiao.ledger.tabs import ledger_context
from jixiao.ledger.task_policy import may_edit
from jixiao.ledger.views.tasks_strike import decided, strike_context
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of


@ledger_door(Right.LEDGER_READ, "row")
@require_http_methods(["GET", "POST"])
def register_row(request: HttpRequest, shown: RegisterRow) -> HttpResponse:
    refusal = decided(request, shown) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return redirect("register-row", shown.pk)
    if refusal:
        shown.refresh_from_db(fields=["stage", "reason", "done_text", "claimed_by", "decided_by"])
    return _page(request, shown, refusal=refusal, status=422 if refusal else 200)


def _page(
    request: HttpRequest,
    shown: RegisterRow,
    *,
    refusal: str = "",
    wrong: str = "",
    typed: dict[str, str] | None = None,
    theirs: tuple[Value, ...] = (),
    status: int = 200,
) -> HttpResponse:
    columns = columns_of(shown.register.columns)
    cells = shown.cells if typed is None else typed
    editable = may_edit(account_of(request), shown) and not shown.removed
    context: dict[str, Any] = {
        **ledger_context(account_of(request), shown.register.item.plan.ledger, "tasks"),
        **strike_context(request, shown, refusal),
        "row": shown,
        "register": shown.register,
        "item": shown.register.item,
        "values": values_of(columns, shown.cells),
        "fields": [(column, cells.get(column.key, "")) for column in columns],
        "stand": stand(Stage(shown.stage), None, timezone.localdate()),
        "history": history("register", shown.register_id, shown.pk),
        "may_edit": editable and shown.stage in (Stage.OPEN, Stage.RETURNED),
        "may_remove": editable and shown.stage not in (Stage.STRUCK_OFF, Stage.CLAIMED),
        "wrong": wrong,
        "theirs": theirs,
    }
    return render(request, "ledger/register_row.html", context, status=status)


@ledger_door(Right.TASK_EDIT, "row")
@require_POST
def register_row_edit(request: HttpRequest, shown: RegisterRow) -> HttpResponse:
    columns = columns_of(shown.register.columns)
    typed = {column.key: request.POST.get(column.key, "") for column in columns}
    try:
        actions.change_row(account_of(request), shown.pk, typed, seen_in(request.POST), timezone.now())
    except Forbidden:
        raise Http404 from None
    except actions.Conflict as conflict:
        theirs = values_of(columns, conflict.theirs.cells)
        row = conflict.theirs
        return _page(request, row, wrong=str(conflict), typed=typed, theirs=theirs, status=409)
    except Refused as refused:
        return _page(request, shown, wrong=str(refused), typed=typed, status=422)
    messages.success(request, "已保存。")
    return redirect("register", shown.register_id)


@ledger_door(Right.TASK_EDIT, "row")
@require_POST
def register_row_remove(request: HttpRequest, shown: RegisterRow) -> HttpResponse:
    try:
        actions.remove_row(account_of(request), shown.pk, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("register-row", shown.pk)
    messages.success(request, f"已删除第 {shown.position} 行。")
    return redirect("register", shown.register_id)
