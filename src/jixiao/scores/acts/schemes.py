"""Journal entries of this piece as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TOLD = 3  # changes told in a sentence

KINDS: dict[str, str] = {"scheme": "考评规则"}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    which = f"{facts.get('year', '')}年度考评规则第 {facts.get('number', '')} 版"
    if action == "scheme.begin":
        origin = facts.get("origin", "")
        return f"起草{which}“{facts.get('title', '')}”" + (f"，以{origin}为底稿。" if origin else "。")
    if action == "scheme.edit":
        return f"修改{which}{_changed(facts.get('changes', []), facts.get('count', 0))}。"
    return {
        "scheme.retire": f"作废{which}。",
        "scheme.replace": f"停用{which}，由第 {facts.get('by', '')} 版替代。",
        "scheme.adopt": f"启用{which}，依据：{facts.get('basis', '')}。",
    }.get(action, "")


def _changed(changes: Sequence[str], count: int) -> str:
    if not changes:
        return "的文字"
    if count <= TOLD:
        return f"，{count} 处：{'；'.join(changes)}"
    return f"：{'；'.join(changes[:TOLD])}等 {count} 处"
