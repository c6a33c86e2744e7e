"""What stands at the head of every page of a plan: its stage, and the pages that the account may open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jixiao.core.stages import EDITABLE, FROZEN, TITLES, Stage
from jixiao.people.models import Account
from jixiao.people.policy import Right, rights_of
from jixiao.people.tabs import Tab
from jixiao.plans.models import Plan

_TABS = (
    ("plan", "考评表", Right.PLAN_READ),
    ("draft", "编制", Right.PLAN_DRAFT),
    ("stages", "办理程序", Right.PLAN_READ),
    ("reviews", "互审", Right.REVIEW_READ),
    ("versions", "版本与调整", Right.PLAN_READ),
    ("publication", "公开", Right.PLAN_READ),
    ("coverage", "依据覆盖", Right.BASIS_READ),
    ("cascade", "分解", Right.CASCADE_READ),
    ("ledger", "台账", Right.LEDGER_READ),  # a page of the room above, of a plan that has one
)


PAGES = tuple(name for name, _, _ in _TABS if name != "ledger")  # the names of this room's addresses


def plan_context(account: Account, plan: Plan, current: str) -> dict[str, Any]:
    """What `plans/plan_head.html` shows; `current` is the name of the page's address, or ''."""
    rights = rights_of(account, plan)
    stage = Stage(plan.stage)
    tabs = [
        Tab(label, reverse(name, args=[plan.pk]), name == current)
        for name, label, right in _TABS
        if right in rights and _is_there(plan, stage, name)
    ]
    return {"plan": plan, "stage": TITLES[stage], "rights": rights, "tabs": tabs, "section": "plans"}


def _is_there(plan: Plan, stage: Stage, name: str) -> bool:
    """Whether the plan has the page at its stage."""
    if name == "draft":
        return stage in EDITABLE
    return name != "ledger" or (stage in FROZEN and hasattr(plan, "ledger"))
