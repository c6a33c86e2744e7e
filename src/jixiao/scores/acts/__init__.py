"""Journal entries of this room as sentences, a piece a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.scores.acts import compositions, given, schemes

_PIECES = (compositions, given, schemes)
KINDS: Mapping[str, str] = {kind: label for piece in _PIECES for kind, label in piece.KINDS.items()}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another room."""
    return next((text for piece in _PIECES if (text := piece.act_text(action, facts))), "")
