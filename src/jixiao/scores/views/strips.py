"""The picture of a spread in both widths, for `scores/spread.html`."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from jixiao.press.group_strips import NARROW, WIDE, group_strips
from jixiao.scores.reading.spread import Spread


def strips_of(spread: Spread) -> dict[str, SafeString]:
    """Nothing where nobody has a total."""
    if spread.drawn is None:
        return {}
    return {
        kind: mark_safe(group_strips(f"spread-{kind}", spread.drawn, width))
        for kind, width in (("wide", WIDE), ("narrow", NARROW))
    }
