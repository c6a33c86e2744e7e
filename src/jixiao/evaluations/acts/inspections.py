"""Journal entries about inspections and findings as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS: dict[str, str] = {"inspection": "察访核验", "finding": "核验问题"}
_METHODS = {"open": "明察", "secret": "暗访", "data": "数据核验"}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    if action == "inspection.plan":
        return (
            f"制定核验计划“{facts.get('title', '')}”（{_METHODS.get(facts.get('method', ''), '')}），"
            f"{facts.get('starts', '')} 至 {facts.get('ends', '')}，对象：{'、'.join(facts.get('objects', []))}，"
            f"人员：{'、'.join(facts.get('inspectors', []))}"
        )
    if action == "inspection.close":
        return f"结束核验“{facts.get('title', '')}”"
    which = f"{facts.get('object', '')}第 {facts.get('number', '')} 号问题"
    return _of_finding(action, which, facts) + _files(facts) if action in _FINDING else ""


_FINDING = {
    "finding.find",
    "finding.answer",
    "finding.uphold",
    "finding.drop",
    "finding.mend",
    "finding.mended",
    "finding.mend-again",
}


def _of_finding(action: str, which: str, facts: Mapping[str, Any]) -> str:
    text, reason = facts.get("text", ""), facts.get("reason", "")
    if action == "finding.uphold":
        until = f"，{facts['rectify_by']} 前整改" if facts.get("rectify_by") else ""
        said = f"：{text}" if text else ""
        return f"认定{which}，{facts.get('kind', '')}，扣 {facts.get('points', '')} 分{until}{said}"
    sentences = {
        "finding.find": f"记录{which}（{facts.get('place', '')}）：{facts.get('facts', '')}",
        "finding.answer": f"答复{which}：{text}",
        "finding.drop": f"不予认定{which}：{text}",
        "finding.mend": f"报告{which}的整改情况：{text}",
        "finding.mended": f"核实{which}已整改",
        "finding.mend-again": f"退回{which}的整改报告（{facts.get('report', '')}）：{reason}",
    }
    return sentences[action]


def _files(facts: Mapping[str, Any]) -> str:
    names = facts.get("evidence", [])
    return f"；材料：{'、'.join(names)}" if names else ""
