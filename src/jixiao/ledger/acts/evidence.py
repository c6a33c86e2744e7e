"""Journal entries about evidence as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS = {"evidence": "佐证材料"}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for anything else."""
    name, place = facts.get("name", ""), facts.get("place", "")
    sentences = {
        "evidence.add": f"上传佐证材料“{name}”",
        "evidence.use": f"佐证材料“{name}”用于“{place}”",
        "evidence.take-back": f"从“{place}”撤回佐证材料“{name}”",
        "evidence.describe": f"修改佐证材料“{name}”的说明：{facts.get('title') or '空'}",
    }
    return sentences.get(action, "")
