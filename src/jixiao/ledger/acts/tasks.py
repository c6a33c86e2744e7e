"""Journal entries about lists, tasks, registers and strike-offs as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS = {"task": "任务", "register": "专项台账"}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for what is not of this piece."""
    name, count = facts.get("name", ""), facts.get("count", 0)
    place = f"第 {facts['position']} 行" if "position" in facts else ""
    sentences = {
        "list.begin": f"建立清单“{name}”",
        "list.change": f"修改清单“{name}”",
        "list.add": f"清单“{name}”写入 {count} 项任务",
        "task.change": "修改任务",
        "task.remove": f"删除任务“{facts.get('task', '')}”",
        "register.begin": f"建立台账“{name}”",
        "register.feed": f"设定台账“{name}”计入的目标",
        "register.add": f"台账“{name}”写入 {count} 行",
        "row.change": f"修改{place}",
        "row.remove": f"删除{place}",
    }
    return sentences.get(action, "") or _strike_off(action, facts, place)


def _strike_off(action: str, facts: Mapping[str, Any], place: str) -> str:
    noun, _, verb = action.partition(".")
    if noun not in ("task", "row", "addressee"):
        return ""
    where = place or (facts.get("office", "") if noun == "addressee" else "")
    reason = f"：{facts['reason']}" if facts.get("reason") else ""
    sentences = {
        "claim": f"{where}申请销号：{facts.get('text', '')}",
        "confirm": f"{where}核实无误，准予销号",
        "send-back": f"{where}退回补充{reason}",
        "reopen": f"{where}重新开启{reason}",
    }
    return sentences.get(verb, "")
