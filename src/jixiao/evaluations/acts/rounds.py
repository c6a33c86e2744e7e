"""Journal entries of this piece as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS: dict[str, str] = {"round": "考评轮次", "sheet": "考评表"}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    if action not in _SENTENCES:
        return ""
    said = {**dict.fromkeys(_NAMES, ""), **facts, "change": _change(facts)}
    text = _SENTENCES[action].format(**said)
    if action == "round.members":
        return f"请{'、'.join(facts.get('members', []))}参加“{said['title']}”，分派 {said['sheets']} 张成员评分表"
    if action == "sheet.submit" and facts.get("late"):
        return f"{text}（逾期）"
    if action == "round.close" and facts.get("undecided"):
        return f"{text}，其中 {facts['undecided']} 张没有确认"
    return text


def _change(facts: Mapping[str, Any]) -> str:
    """由 1.5 改为 1, without zeros at the end."""
    old, new = (_points(facts.get(name)) for name in ("old", "new"))
    return f"由 {old} 改为 {new}" if old else f"定为 {new}"


def _points(value: object) -> str:
    text = "" if value is None else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


_NAMES = (
    "title", "kind", "opens", "due", "sheets", "plans", "all", "handed_in", "round", "of", "indicators", "on", "panel",
    "seed", "drawn", "judged", "reason", "no", "new",
)  # fmt: skip
_SENTENCES = {
    "round.hold": "建立{kind}轮次“{title}”，{opens}至{due}",
    "round.assign": "“{title}”分派 {sheets} 张表，涉及 {plans} 份方案",
    "round.members": "{title}",
    "round.close": "结束“{title}”，{all} 张表已提交 {handed_in} 张",
    "sheet.save": "填写“{round}”{of}的考评表，改动 {indicators} 项指标",
    "sheet.submit": "提交“{round}”{of}的考评表",
    "sheet.confirm": "确认“{round}”{of}的考评表",
    "sheet.return": "退回“{round}”{of}的考评表：{reason}",
    "sheet.rate": "填写“{round}”对{of}的评分",
    "sheet.visit": "记录“{round}”对{of}的实地考评，{on}，成员{panel}",
    "sheet.draw": "“{round}”为{of}抽取 {drawn} 份佐证材料，种子 {seed}",
    "sheet.judge": "“{round}”核对{of}的 {judged} 份抽查材料",
    "sheet.correct": "“{round}”把{of} {no} 的分值{change}：{reason}",
}
