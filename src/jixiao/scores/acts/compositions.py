"""Journal entries of this piece as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS: dict[str, str] = {"composition": "得分计算"}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    which = f"{facts.get('year', '')}年度第 {facts.get('number', '')} 次得分计算"
    if action == "composition.compute":
        waiting = facts.get("open")
        more = f"，{waiting} 家数据不全，没有总分" if waiting else ""
        return f"完成{which}：{facts.get('organisations', 0)} 家单位{more}"
    if action == "composition.freeze":
        return f"冻结{which}，输入摘要 {str(facts.get('digest', ''))[:12]}"
    return ""
