"""Doors of this room's pages: see `people.doors`.

The policy alone says who may pass; a page's query never narrows it, so that a peer or the upper office can pass too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404

from jixiao.people.doors import View, door
from jixiao.people.policy import Right
from jixiao.plans.models import ImportedDocument, Plan

_LONG = ("imported__record", "imported__text", "imported__corrections")


def plan_door(right: Right) -> Callable[[View], View]:
    """Let in whoever holds the right on the plan `plan_id` of the address: page(request, plan, …)."""
    return door(right, _plan)


def document_door(right: Right) -> Callable[[View], View]:
    """Let in whoever holds the right on the import `document_id` of the address: page(request, document, …)."""
    return door(right, _document)


def _plan(plan_id: int, **remaining: Any) -> tuple[Plan, dict[str, Any]]:
    plans = Plan.objects.select_related("organisation__parent__parent", "imported").defer(*_LONG)
    return get_object_or_404(plans, pk=plan_id), remaining


def _document(document_id: int, **remaining: Any) -> tuple[ImportedDocument, dict[str, Any]]:
    documents = ImportedDocument.objects.select_related("organisation__parent__parent", "uploaded_by")
    return get_object_or_404(documents, pk=document_id), remaining
