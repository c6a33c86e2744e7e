"""Journal entries of this room as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.plans.words import FINDING_FIELDS


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence."""
    if action == "document.upload":
        return f"上传《{facts.get('name', '')}》，读出 {facts.get('rows', 0)} 行"
    if action == "document.correct":
        label = FINDING_FIELDS.get(facts.get("field", ""), "")
        return f"改正{label}：“{facts.get('old') or '空'}”改为“{facts.get('new') or '空'}”"
    if action == "document.discard":
        return "放弃这次导入"
    if action == "plan.confirm":
        return f"确认方案，{facts.get('indicators', 0)} 项指标，总分 {facts.get('total') or '未定'}"
    return action
