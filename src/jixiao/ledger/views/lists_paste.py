"""A list's own pages: tasks pasted from a table, with a look before they are saved; its name and its target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.dates import parse_date
from jixiao.core.ledger.counting_back import spread
from jixiao.core.ledger.task_rows import Known, TaskBlock, TaskRow, read_tasks
from jixiao.core.pasting import Unpastable, parse_block
from jixiao.ledger.actions import tasks as actions
from jixiao.ledger.actions.tasks import TaskText
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import TaskList
from jixiao.ledger.reading.people import offices_in, people_in
from jixiao.ledger.tabs import ledger_context
from jixiao.ledger.task_policy import may_edit
from jixiao.ledger.views.tasks import chosen_measure, measure_choices
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of

TOO_BIG = "一次粘贴的内容超过 1 MB，没有保存。请分几次粘贴。"


@ledger_door(Right.TASK_EDIT, "list")
@require_http_methods(["GET", "POST"])
def list_paste(request: HttpRequest, there: TaskList) -> HttpResponse:
    _check(request, there)
    if request.method == "GET":
        due = there.item.due
        return _page(request, there, {"plain": "", "from": "", "end": due.isoformat() if due else ""})
    try:
        given = {name: request.POST.get(name, "") for name in ("plain", "from", "end")}
    except (RequestDataTooBig, TooManyFieldsSent):
        return _page(request, there, {"plain": "", "from": "", "end": ""}, refusal=TOO_BIG)
    try:
        block = _read(there, given)
        if "confirm" in request.POST and not block.stopped:
            return _saved(request, there, block)
    except (Refused, Unpastable) as refused:
        return _page(request, there, given, refusal=str(refused))
    return _page(request, there, given, block)


def _check(request: HttpRequest, there: TaskList) -> None:
    if there.item.withdrawn or not may_edit(account_of(request), there):
        raise Http404


def _read(there: TaskList, given: dict[str, str]) -> TaskBlock:
    """The block as tasks; those without a date get one of the stretch when its start is given. Raises Refused."""
    starts, end = _day(given["from"], "起算日期"), _day(given["end"], "终点日期")
    known = Known(
        year=there.item.plan.year or timezone.localdate().year,
        end=end,
        offices=offices_in(there.organisation),
        people=people_in(there.organisation),
        texts=list(there.tasks.values_list("text", flat=True)),
    )
    block = read_tasks(parse_block(given["plain"]), known)
    if starts:
        if end is None or end < starts:
            raise Refused("要按占比分配时限，终点日期请填写，且不早于起算日期。")
        block.rows = _spread(block.rows, starts, end)
    return block


def _day(text: str, what: str) -> date | None:
    day = parse_date(text) if text.strip() else None
    if text.strip() and day is None:
        raise Refused(f"{what}“{text.strip()[:20]}”不是日期，请写成 2026-03-01。")
    return day


def _spread(rows: list[TaskRow], starts: date, end: date) -> list[TaskRow]:
    if not rows:
        return rows
    shares = [row.share or Decimal(100) / len(rows) for row in rows]
    days = spread(starts, end, shares)
    return [
        row if row.due or row.due_text else replace(row, due=day, due_text="按占比倒排")
        for row, day in zip(rows, days, strict=True)
    ]


def _saved(request: HttpRequest, there: TaskList, block: TaskBlock) -> HttpResponse:
    offices, people = offices_in(there.organisation), people_in(there.organisation)
    rows = [
        TaskText(
            text=row.text,
            office=offices.get(row.office, 0),
            owner=people.get(row.owner, 0),
            due=row.due,
            due_text=row.due_text,
            standard=row.standard,
            share=row.share,
        )
        for row in block.rows
    ]
    made = actions.add_tasks(account_of(request), there.pk, rows, timezone.now())
    messages.success(request, f"已写入 {len(made)} 项任务。")
    if block.flags:
        messages.warning(request, f"有 {len(block.flags)} 处需要核对，未能识别的内容已保留在质量标准或时限原文里。")
    return redirect("item-lists", there.item.plan_id, there.item_id)


def _page(
    request: HttpRequest, there: TaskList, given: dict[str, str], block: TaskBlock | None = None, *, refusal: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        **ledger_context(account_of(request), there.item.plan.ledger, "tasks"),
        "list": there,
        "item": there.item,
        "given": given,
        "found": block,
        "refusal": refusal,
    }
    wrong = refusal or ("confirm" in request.POST if request.method == "POST" and not refusal else False)
    return render(request, "ledger/list_paste.html", context, status=422 if wrong else 200)


@ledger_door(Right.TASK_EDIT, "list")
@require_http_methods(["GET", "POST"])
def list_change(request: HttpRequest, there: TaskList) -> HttpResponse:
    _check(request, there)
    refusal, name, feeds = "", there.name, str(there.feeds_id or "")
    if request.method == "POST":
        name, feeds = request.POST.get("name", ""), request.POST.get("feeds", "")
        try:
            actions.change_list(account_of(request), there.pk, name, chosen_measure(request), timezone.now())
            messages.success(request, "已保存。")
            return redirect("item-lists", there.item.plan_id, there.item_id)
        except Refused as refused:
            refusal = str(refused)
    context = {
        **ledger_context(account_of(request), there.item.plan.ledger, "tasks"),
        "list": there,
        "item": there.item,
        "feeds": measure_choices(there.item),
        "typed": {"name": name, "feeds": feeds},
        "refusal": refusal,
    }
    return render(request, "ledger/list_change.html", context, status=422 if refusal else 200)
