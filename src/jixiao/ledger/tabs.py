"""What stands at the head of every page of a ledger: the pages that the account may open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jixiao.ledger.models import Ledger
from jixiao.people.models import Account
from jixiao.people.policy import Right, rights_of
from jixiao.people.tabs import Tab

_PICTURES = (("ledger-heat", "热力图"), ("ledger-timeline", "时间轴"), ("ledger-load", "工作负担"))  # one tab for all
_TABS = (
    ("ledger", "台账", Right.LEDGER_READ),
    ("ledger-heat", "图表", Right.LEDGER_READ),
    ("tasks", "清单销号", Right.LEDGER_READ),
    ("directives", "督办", Right.DISPATCH_READ),
    ("meetings", "调度会", Right.DISPATCH_READ),
    ("analyses", "季度分析", Right.DISPATCH_READ),
    ("warning-lines", "风险预警", Right.LEDGER_READ),
    ("ledger-sheet", "表格填报", Right.REPORT_WRITE),
    ("ledger-settings", "设置", Right.LEDGER_KEEP),
)
PAGES = (*(name for name, _, _ in _TABS), *(name for name, _ in _PICTURES[1:]))  # the names of their addresses


def ledger_context(account: Account, ledger: Ledger, current: str) -> dict[str, Any]:
    """What `ledger/ledger_head.html` shows; `current` is the name of the page's address, or ''."""
    rights, drawn = rights_of(account, ledger), [name for name, _ in _PICTURES]
    at = drawn[0] if current in drawn else current
    tabs = [_tab(ledger, name, label, at) for name, label, right in _TABS if right in rights]
    if Right.EVIDENCE_ADD in rights:
        tabs.insert(2, Tab("材料", reverse("evidence-list"), False))  # of the whole agency, whatever the plan
    return {
        "ledger": ledger,
        "plan": ledger.plan,
        "rights": rights,
        "tabs": tabs,
        "pictures": [_tab(ledger, name, label, current) for name, label in _PICTURES] if current in drawn else [],
        "section": "ledger",
    }


def _tab(ledger: Ledger, name: str, label: str, current: str) -> Tab:
    return Tab(label, reverse(name, args=[ledger.plan_id]), name == current)
