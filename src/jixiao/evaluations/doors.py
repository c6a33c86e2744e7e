"""Doors of this room's pages: see `people.doors`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.shortcuts import get_object_or_404

from jixiao.evaluations import models
from jixiao.people.doors import Fetch, View, door
from jixiao.people.policy import Owned, Right

_ROUND = ("round__organiser__parent__parent", "plan__organisation__parent__parent", "rater__parent__parent")
_SHEET = (*_ROUND, "submitted_by__person", "member__person", "visit")  # what its pages show at once
_INSPECTION = "inspection__organiser__parent__parent"


class Organised:
    """A sheet or a finding as its organiser sees it: rights are asked of the organiser, not of who fills it in."""

    def __init__(self, thing: models.Assignment | models.Finding) -> None:
        self.thing = thing
        holder = thing.round if isinstance(thing, models.Assignment) else thing.inspection
        self.organisation = holder.organiser


def _row(table: type[Model], number: int, *joined: str) -> Any:
    return get_object_or_404(table._default_manager.select_related(*joined), pk=number)


def _round(round_id: int, **remaining: Any) -> tuple[Owned, dict[str, Any]]:
    return _row(models.Round, round_id, "organiser__parent__parent"), remaining


def _sheet(sheet_id: int, **remaining: Any) -> tuple[Owned, dict[str, Any]]:
    return _row(models.Assignment, sheet_id, *_SHEET), remaining


def _sheet_organised(sheet_id: int, **remaining: Any) -> tuple[Owned, dict[str, Any]]:
    return Organised(_row(models.Assignment, sheet_id, *_SHEET)), remaining


def _inspection(inspection_id: int, **remaining: Any) -> tuple[Owned, dict[str, Any]]:
    return _row(models.Inspection, inspection_id, "organiser__parent__parent"), remaining


def _finding(finding_id: int, **remaining: Any) -> tuple[Owned, dict[str, Any]]:
    return _row(models.Finding, finding_id, _INSPECTION, "object__parent__parent", "item"), remaining


def _finding_organised(finding_id: int, **remaining: Any) -> tuple[Owned, dict[str, Any]]:
    return Organised(_row(models.Finding, finding_id, _INSPECTION, "object__parent__parent", "item")), remaining


def _claim(claim_id: int, **remaining: Any) -> tuple[Owned, dict[str, Any]]:
    return _row(models.BonusClaim, claim_id, "organisation__parent__parent", "item", "made_by__person"), remaining


_FETCH: dict[str, Fetch] = {
    "round": _round,
    "sheet": _sheet,
    "sheet, organised": _sheet_organised,
    "inspection": _inspection,
    "finding": _finding,
    "finding, organised": _finding_organised,
    "claim": _claim,
}


def evaluation_door(right: Right, what: str) -> Callable[[View], View]:
    """Let in whoever holds the right on `what` the address names: page(request, round | sheet | finding | …, …).

    A sheet belongs to its rater and a finding to the inspected organisation; "…, organised" asks the right of the
    organiser and hands an `Organised` to the page.
    """
    return door(right, _FETCH[what])
