"""Journal entries about bonus claims and innovation results as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS: dict[str, str] = {"bonus": "正向激励"}
_PURPOSES = {"bonus": "正向激励", "innovation": "改革创新成果"}
_VERBS = {
    "bonus.begin": "拟",
    "bonus.change": "修改",
    "bonus.submit": "提交",
    "bonus.accept": "认定",
    "bonus.return": "退回",
    "bonus.refuse": "不予认定",
}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    if action not in _VERBS:
        return ""
    source = f"{facts.get('body', '')}{facts.get('number', '')}"
    what = f"{facts.get('organisation', '')}{_PURPOSES.get(facts.get('purpose', ''), '')}“{facts.get('title', '')}”"
    said = f"{_VERBS[action]}{what}（{source}，{facts.get('dated', '')}）"
    if action == "bonus.accept" and facts.get("granted"):
        said += f"，认定 {facts['granted']} 分"
    reason = f"：{facts['reason']}" if facts.get("reason") else ""
    names = facts.get("evidence", [])
    return said + reason + (f"；材料：{'、'.join(names)}" if names else "")
