"""Journal entries of this piece as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS: dict[str, str] = {"given": "外部得分", "grade-event": "等次事项"}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    which = f"{facts.get('organisation', '')}{facts.get('year', '')}年度"
    score = f"{which}“{facts.get('component', '')}”的得分"
    event = f"{which}的等次事项“{facts.get('title', '')}”（{facts.get('effect', '')}{facts.get('grade', '')}）"
    before = f"，原为 {facts['before']}" if facts.get("before") else ""
    return {
        "given.enter": f"录入{score} {facts.get('after', '')}{before}，来源：{facts.get('source', '')}。",
        "given.remove": f"撤去{score}{before}。",
        "given.check": f"复核{score} {facts['after']}。" if facts.get("after") else f"复核撤去{score}。",
        "grade-event.add": f"登记{event}，依据：{facts.get('source', '')}。",
        "grade-event.withdraw": f"撤销{event}，理由：{facts.get('reason', '')}。",
    }.get(action, "")
