"""Doors of this room's pages: see `people.doors`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.shortcuts import get_object_or_404

from jixiao.people.doors import Fetch, View, door
from jixiao.people.policy import Right
from jixiao.scores import models

_UP = "organisation__parent__parent"


def _by_number(table: type[Model], argument: str, *joined: str, later: tuple[str, ...] = ()) -> Fetch:
    """`later`: long texts that are fetched only when they are asked for."""

    def fetch(**arguments: Any) -> tuple[Any, dict[str, Any]]:
        number = arguments.pop(argument)
        return get_object_or_404(table._default_manager.select_related(*joined).defer(*later), pk=number), arguments

    return fetch


_FETCH: dict[str, Fetch] = {
    "rules": _by_number(models.SchemeRules, "rules_id", _UP),
    "composition": _by_number(models.Composition, "composition_id", _UP, "rules", later=("bundle",)),
    "result": _by_number(
        models.Result,
        "result_id",
        _UP,
        "composition__rules",
        f"composition__{_UP}",
        "plan",
        later=("composition__bundle",),
    ),
}


def score_door(right: Right, what: str) -> Callable[[View], View]:
    """Let in whoever holds the right on `what` the address names: page(request, rules | composition | result, …)."""
    return door(right, _FETCH[what])
