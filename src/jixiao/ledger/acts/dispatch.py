"""Journal entries about directives, dispatch meetings and quarterly analyses as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.core.ledger.analysis import QUARTERS

KINDS: dict[str, str] = {"directive": "督办单", "meeting": "调度会", "analysis": "季度分析"}
_TEXTS = {
    "directive.issue": "发出{label}《{title}》，承办单位：{offices}，办结期限 {due}",
    "directive.receive": "{office}签收{label}",
    "directive.escalate": "{label}逾期，提请{leader}",
    "addressee.claim": "{office}答复督办，申请销号：{text}",
    "addressee.confirm": "核实{office}的答复，准予销号",
    "addressee.send-back": "退回{office}的答复：{reason}",
    "addressee.reopen": "重新开启{office}的督办：{reason}",
    "meeting.prepare": "拟定“{title}”议程，{points} 个议题",
    "meeting.describe": "修改“{title}”的会议信息",
    "meeting.discard": "放弃“{title}”",
    "meeting.point-add": "“{title}”增加议题：{text}",
    "meeting.point-move": "“{title}”调整议题顺序：{text}",
    "meeting.point-remove": "“{title}”移除议题：{text}",
    "meeting.outcome": "“{title}”记录议定意见：{outcome}",
    "meeting.decide": "“{title}”议定：{text}（{office}，{due}前）",
    "meeting.decision-drop": "“{title}”撤回议定事项：{text}",
    "meeting.minutes": "保存“{title}”纪要，{characters} 个字",
    "meeting.hold": "办结“{title}”，议定事项 {decisions} 项",
    "analysis.draft": "起草{quarter}分析",
    "analysis.save": "修改{quarter}分析",
    "analysis.accept": "{quarter}分析改用系统起草的正文",
    "analysis.issue": "印发{quarter}分析",
}


class _Facts(dict[str, Any]):
    """A fact that an old entry does not have is left out of its sentence."""

    def __missing__(self, key: str) -> str:
        return ""


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    if action not in _TEXTS:
        return ""
    shown = _Facts(facts)
    shown["offices"] = "、".join(facts.get("offices", []))
    shown["quarter"] = QUARTERS.get(facts.get("quarter", 0), "")
    if "leader" in facts:
        shown["leader"] = f"分管领导{facts['leader']}" if facts["leader"] else "领导小组组长"
    return _TEXTS[action].format_map(shown)
