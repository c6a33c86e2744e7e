"""What stands at the head of every page of this room: the pages that the account may open."""

from __future__ import annotations

from typing import Any

from jixiao.people.models import Account
from jixiao.people.policy import Right
from jixiao.people.tabs import tabs_for

_TABS = (
    ("evaluations-home", "考评轮次", Right.ROUND_READ),
    ("inspections", "察访核验", Right.INSPECTION_READ),
    ("findings", "核验问题", Right.FINDING_READ),
    ("bonus-list", "正向激励", Right.BONUS_READ),
)


def evaluation_context(account: Account, current: str) -> dict[str, Any]:
    """What `people/room_tabs.html` shows; `current` is the name of a tab's address."""
    return {"section": "evaluations", "tabs": tabs_for(account, _TABS, current)}
