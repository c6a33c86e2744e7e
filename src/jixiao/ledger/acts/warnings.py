"""Journal entries about warning lines and their readings as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.core.ledger.warning import ALARMS, LINES

KINDS: dict[str, str] = {"warning-line": "风险预警线"}
_ACTS = {
    "warning-line.set": "设置",
    "warning-line.change": "修改",
    "warning-line.retire": "停用",
    "reading.write": "填报",
    "reading.correct": "更正",
}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    if action not in _ACTS:
        return ""
    what = f"{_ACTS[action]}{facts.get('office', '')}“{facts.get('name', '')}”"
    if action.startswith("reading."):
        return f"{what}{facts.get('quarter', '')}：{_change(facts)}"
    lines, before = _lines(facts.get("lines"), facts), _lines(facts.get("before"), facts)
    return f"{what}预警线" + (f"：{lines}" if lines else "") + (f"（原为{before}）" if before else "")


def _change(facts: Mapping[str, Any]) -> str:
    before = f"（原为 {facts['before']}，{facts.get('note', '')}）" if facts.get("before") else ""
    return f"{facts.get('value', '')}{before}"


def _lines(lines: object, facts: Mapping[str, Any]) -> str:
    """黄65%、红75%."""
    if not isinstance(lines, dict):
        return ""
    unit = facts.get("unit", "")
    return "、".join(f"{ALARMS[alarm].letter}{lines[alarm]}{unit}" for alarm in LINES if alarm in lines)
