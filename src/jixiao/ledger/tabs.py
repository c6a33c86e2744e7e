"""What stands at the head of every page of a ledger: the pages that the account may open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jixiao.ledger.models import Ledger
from jixiao.people.models import Account
from jixiao.people.policy import Right, rights_of
from jixiao.plans.tabs import Tab

_TABS = (
    ("ledger", "台账", Right.LEDGER_READ),
    ("ledger-heat", "热力图", Right.LEDGER_READ),
    ("ledger-timeline", "时间轴", Right.LEDGER_READ),
    ("ledger-load", "负担", Right.LEDGER_READ),
    ("tasks", "清单销号", Right.LEDGER_READ),
    ("directives", "督办", Right.DISPATCH_READ),
    ("meetings", "调度会", Right.DISPATCH_READ),
    ("analyses", "季度分析", Right.DISPATCH_READ),
    ("warning-lines", "风险预警", Right.LEDGER_READ),
    ("ledger-sheet", "表格填报", Right.REPORT_WRITE),
    ("ledger-settings", "设置", Right.LEDGER_KEEP),
)
PAGES = tuple(name for name, _, _ in _TABS)  # the names of their addresses


def ledger_context(account: Account, ledger: Ledger, current: str) -> dict[str, Any]:
    """What `ledger/ledger_head.html` shows; `current` is the name of the page's address, or ''."""
    rights = rights_of(account, ledger)
    tabs = [
        Tab(label, reverse(name, args=[ledger.plan_id]), name == current)
        for name, label, right in _TABS
        if right in rights
    ]
    return {"ledger": ledger, "plan": ledger.plan, "rights": rights, "tabs": tabs, "section": "ledger"}
