"""What waits for its strike-off to be confirmed, all of a ledger on one page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.ledger.registers import columns_of
from jixiao.core.ledger.strike_off import Stage
from jixiao.ledger.actions import strike_off
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger, RegisterRow, Task
from jixiao.ledger.tabs import ledger_context
from jixiao.people.models import Account
from jixiao.people.policy import Refused, Right, is_same_person
from jixiao.people.queries import account_of

AT_ONCE = 500  # a form takes a thousand fields
_CLAIMED = Q(stage=Stage.CLAIMED.value)
_EVIDENCE = Count("evidence_uses", Q(evidence_uses__taken_back=None))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something whose strike-off was asked for. `key` is task-12 or row-3."""

    key: str
    thing: Task | RegisterRow
    where: str
    text: str
    address: str
    evidence: int
    own: bool


def waiting(ledger: Ledger, account: Account) -> list[Waiting]:
    """The tasks and rows, those asked for first at the top. Two statements."""
    tasks = Task.objects.filter(_CLAIMED, ledger=ledger).select_related("list__item", "office", "claimed_by__person")
    rows = RegisterRow.objects.filter(
        _CLAIMED, removed=False, register__item__plan=ledger.plan_id, register__item__withdrawn=False
    ).select_related("register__item", "claimed_by__person")
    found = [_task(each, account) for each in tasks.annotate(evidence=_EVIDENCE)]
    found += [_row(each, account) for each in rows.annotate(evidence=_EVIDENCE)]
    return sorted(found, key=lambda each: (each.thing.claimed_at is None, each.thing.claimed_at))


def _task(task: Task, account: Account) -> Waiting:
    where = task.list.name if task.list else "调度会议定事项"
    address = reverse("task", args=[task.pk])
    own = is_same_person(account, task.claimed_by)
    return Waiting(f"task-{task.pk}", task, where, task.text, address, task.evidence, own)  # type: ignore[attr-defined]


def _row(row: RegisterRow, account: Account) -> Waiting:
    first = next(iter(columns_of(row.register.columns)), None)
    name = row.cells.get(first.key, "") if first else ""
    where, address = f"{row.register.name} 第 {row.position} 行", reverse("register-row", args=[row.pk])
    own = is_same_person(account, row.claimed_by)
    return Waiting(f"row-{row.pk}", row, where, name, address, row.evidence, own)  # type: ignore[attr-defined]


@ledger_door(Right.STRIKE_CONFIRM)
@require_http_methods(["GET", "POST"])
def tasks_waiting(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    account = account_of(request)
    every = waiting(ledger, account)
    lines = every[:AT_ONCE]
    if request.method == "POST":
        _confirm(request, [line for line in lines if line.key in request.POST.getlist("chosen")])
        return redirect("tasks-waiting", ledger.plan_id)
    context = {
        **ledger_context(account, ledger, "tasks"),
        "lines": lines,
        "later": len(every) - len(lines),
        "others": sum(not line.own for line in lines),
    }
    return render(request, "ledger/tasks_waiting.html", context)


def _confirm(request: HttpRequest, lines: list[Waiting]) -> None:
    done = 0
    for line in lines:
        try:
            strike_off.confirm(account_of(request), line.thing, timezone.now())
            done += 1
        except Refused as refused:
            messages.error(request, f"“{line.text[:30]}”：{refused}")
    if done:
        messages.success(request, f"已销号 {done} 项。")
    elif not lines:
        messages.warning(request, "没有选择要核实的事项，或者已由他人办理。")
