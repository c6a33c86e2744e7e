"""Doors of the working copy's pages: that of a plan and that of an amendment open the same views."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from jixiao.people.doors import View, door
from jixiao.people.policy import Right
from jixiao.plans.models import Draft

_OF_PLAN = "of_plan__organisation__parent__parent"
_OF_AMENDMENT = "amendment__plan__organisation__parent__parent"


def draft_door(view: View) -> View:
    """Let in whoever may draft the plan `plan_id` of the address: page(request, draft, …)."""
    return door(Right.PLAN_DRAFT, _of_plan)(view)


def amendment_draft_door(view: View) -> View:
    """Let in whoever may propose the amendment `amendment_id` of the address: page(request, draft, …)."""
    return door(Right.AMENDMENT_PROPOSE, _of_amendment)(view)


def _of_plan(plan_id: int, **remaining: Any) -> tuple[Draft, dict[str, Any]]:
    return get_object_or_404(Draft.objects.select_related(_OF_PLAN), of_plan__pk=plan_id), remaining


def _of_amendment(amendment_id: int, **remaining: Any) -> tuple[Draft, dict[str, Any]]:
    drafts = Draft.objects.select_related(_OF_AMENDMENT)
    return get_object_or_404(drafts, amendment__pk=amendment_id), remaining


def address(draft: Draft, name: str = "", *arguments: object) -> str:
    """The address of one of the working copy's pages: '' is the grid, 'row', 'changes', … the others."""
    prefix, owner = "draft", draft.of_plan_id
    if owner is None:
        prefix, owner = "amendment-draft", draft.amendment_id
    return reverse(f"{prefix}-{name}" if name else prefix, args=[owner, *arguments])
