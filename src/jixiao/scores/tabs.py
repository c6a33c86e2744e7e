"""What stands at the head of every page of this room: the pages that the account may open."""

from __future__ import annotations

from typing import Any

from jixiao.people.models import Account
from jixiao.people.policy import Right
from jixiao.people.tabs import tabs_for

_TABS = (
    ("scores-home", "得分", Right.SCORE_READ),
    ("compositions", "得分计算", Right.SCORE_COMPARE),
    ("schemes", "考评规则", Right.SCHEME_READ),
    ("given-scores", "外部得分", Right.GIVEN_CHECK),
    ("fairness", "互评一致性", Right.SCORE_COMPARE),
)


def score_context(account: Account, current: str) -> dict[str, Any]:
    """What `people/room_tabs.html` shows; `current` is the name of a tab's address."""
    return {"section": "scores", "tabs": tabs_for(account, _TABS, current)}
