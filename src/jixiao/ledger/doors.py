"""Doors of this room's pages: see `people.doors`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.shortcuts import get_object_or_404

from jixiao.ledger import models
from jixiao.people.doors import Fetch, View, door
from jixiao.people.policy import Right

_PLAN = "plan__organisation__parent__parent"
_LEDGER = f"ledger__{_PLAN}"


def _by_number(table: type[Model], argument: str, *joined: str) -> Fetch:
    """Fetch the row whose number stands in the address as `argument`."""

    def fetch(**arguments: Any) -> tuple[Any, dict[str, Any]]:
        number = arguments.pop(argument)
        return get_object_or_404(table._default_manager.select_related(*joined), pk=number), arguments

    return fetch


def _ledger(plan_id: int, **remaining: Any) -> tuple[models.Ledger, dict[str, Any]]:
    return get_object_or_404(models.Ledger.objects.select_related(_PLAN), plan=plan_id), remaining


_FETCH: dict[str, Fetch] = {
    "ledger": _ledger,
    "cell": _by_number(models.Cell, "cell_id", "item__parent", "item__plan", _LEDGER),
    "report": _by_number(models.Report, "report_id", "cell__item__parent", "cell__item__plan", f"cell__{_LEDGER}"),
    "list": _by_number(models.TaskList, "list_id", "feeds", f"item__{_PLAN}"),
    "task": _by_number(models.Task, "task_id", "list__item__plan", "office", "owner", _LEDGER),
    "register": _by_number(models.Register, "register_id", "feeds", f"item__{_PLAN}"),
    "row": _by_number(models.RegisterRow, "row_id", f"register__item__{_PLAN}"),
    "directive": _by_number(models.Directive, "directive_id", "cell__item", "issued_by__person", _LEDGER),
    "addressee": _by_number(models.Addressee, "addressee_id", f"directive__{_LEDGER}", "office__parent__parent"),
    "meeting": _by_number(models.Meeting, "meeting_id", _LEDGER),
    "evidence": _by_number(models.Evidence, "evidence_id", "organisation__parent__parent", "uploaded_by__person"),
    "line": _by_number(models.WarningLine, "line_id", "organisation__parent__parent", "item"),
}


def ledger_door(right: Right, what: str = "ledger") -> Callable[[View], View]:
    """Let in whoever holds the right on `what` the address names: page(request, ledger | cell | task | …, …).

    A ledger is named by its plan (`plan_id`), everything else by its own number (`cell_id`, `task_id`).
    """
    return door(right, _FETCH[what])
