"""All lists of a ledger, and those of one indicator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.ledger.amounts import shown_amount
from jixiao.ledger.actions import tasks as actions
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger, Measure, Register, TaskList
from jixiao.ledger.reading.feeds import fed_values
from jixiao.ledger.reading.labels import target_text
from jixiao.ledger.reading.tasks import STATES, Asked, ListBlock, blocks_of, blocks_of_item, offices_of
from jixiao.ledger.tabs import ledger_context
from jixiao.ledger.task_policy import may_edit
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.models import Item

FEEDS_NOTHING = "不计入目标"


@ledger_door(Right.LEDGER_READ)
@require_safe
def tasks(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    asked = _asked(request)
    blocks = blocks_of(ledger, timezone.localdate(), asked)
    registers = Register.objects.filter(item__plan=ledger.plan_id, item__withdrawn=False).select_related("item")
    context = {
        **ledger_context(account_of(request), ledger, "tasks"),
        "tables": [(block, table(block)) for block in blocks],
        "registers": registers.annotate(**row_counts()).order_by("item__position", "pk"),
        "struck": sum(block.struck for block in blocks),
        "total": sum(block.total for block in blocks),
        "late": sum(block.late for block in blocks),
        "asked": asked,
        "states": [(key, word) for key, (word, _) in STATES.items()],
        "offices": offices_of(ledger),
    }
    return render(request, "ledger/tasks.html", context)


def _asked(request: HttpRequest) -> Asked:
    account, office = account_of(request), request.GET.get("office", "")
    state = request.GET.get("state", "")
    return Asked(
        office=int(office) if office.isascii() and office.isdigit() and len(office) < 10 else 0,
        state=state if state in STATES else "",
        persons=frozenset({account.person_id} if account.person_id else ()),
        offices=frozenset({account.organisation_id} if account.organisation_id else ()),
        mine=bool(request.GET.get("mine")),
    )


def row_counts() -> dict[str, Count]:
    """How many rows a register has, and how many of them are struck off."""
    there = Q(rows__removed=False)
    return {"total": Count("rows", there), "struck": Count("rows", there & Q(rows__stage="struck_off"))}


def table(block: ListBlock) -> str:
    """The tasks of a list as a table."""
    # The engine escapes every value; what it returns is the finished fragment.
    return mark_safe(render_to_string("ledger/tasks_table.jinja", {"block": block}, using="jinja2"))


def item_of(ledger: Ledger, item_id: int) -> Item:
    """The indicator of the ledger's plan. Raises Http404."""
    item = get_object_or_404(Item.objects.indicators().select_related("parent"), pk=item_id, plan=ledger.plan_id)
    item.plan = ledger.plan
    return item


def measure_choices(item: Item) -> list[tuple[str, str]]:
    """What a list can feed: '' for nothing, or a measure's number, with its name and target."""
    measures = Measure.objects.filter(item=item, retired=False)
    return [("", FEEDS_NOTHING), *((str(each.pk), f"{each.name}（{target_text(each)}）") for each in measures)]


def chosen_measure(request: HttpRequest) -> int | None:
    """The measure that the form chose. Raises Http404."""
    number = request.POST.get("feeds", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    return int(number) if number else None


@ledger_door(Right.LEDGER_READ)
@require_http_methods(["GET", "POST"])
def item_lists(request: HttpRequest, ledger: Ledger, item_id: int) -> HttpResponse:
    """The lists and registers of an indicator; begin a list."""
    item = item_of(ledger, item_id)
    if request.method == "GET":
        return _item_page(request, ledger, item)
    try:
        made = actions.begin_list(
            account_of(request), item.pk, request.POST.get("name", ""), chosen_measure(request), timezone.now()
        )
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return _item_page(request, ledger, item, str(refused))
    messages.success(request, f"已建立清单“{made.name}”。请粘贴任务。")
    return redirect("list-paste", made.pk)


def _item_page(request: HttpRequest, ledger: Ledger, item: Item, refusal: str = "") -> HttpResponse:
    account = account_of(request)
    context: dict[str, Any] = {
        **ledger_context(account, ledger, "tasks"),
        "item": item,
        "tables": [(block, table(block)) for block in blocks_of_item(item, timezone.localdate())],
        "registers": Register.objects.filter(item=item).annotate(**row_counts()),
        "fed": _fed(item),
        "feeds": measure_choices(item),
        "may_edit": may_edit(account, TaskList(item=item)),
        "refusal": refusal,
        "typed": {"name": request.POST.get("name", ""), "feeds": request.POST.get("feeds", "")},
    }
    return render(request, "ledger/lists.html", context, status=422 if refusal else 200)


def _fed(item: Item) -> list[tuple[str, str, str]]:
    """The measures that lists and registers feed: name, value now, target."""
    values = fed_values(item.pk)
    measures = Measure.objects.filter(pk__in=values, retired=False)
    return [
        (each.name, f"{shown_amount(values[each.pk], each.unit)}{each.unit}", target_text(each)) for each in measures
    ]
