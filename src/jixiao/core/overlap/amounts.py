"""Do two goals ask for the same amount of the same thing?"""

from __future__ import annotations

from jixiao.core.numbers import format_points
from jixiao.core.overlap.wording import grams
from jixiao.core.targets import Target, find_targets

_COUNTED = frozenset(("count", "frequency"))
_LOOSE = frozenset(("date", "coverage"))  # 12月底 and 全覆盖 stand in any goal


def same_targets(mine: str, theirs: str) -> list[str]:
    """Targets with the same subject and the same value in the base unit, in words: 60亿元, 0.3万个（3000个）."""
    others = find_targets(theirs, year=None)
    found: dict[str, None] = {}
    for target in find_targets(mine, year=None):
        twin = next((other for other in others if _same(target, other)), None)
        if twin:
            found[_words(target, twin)] = None
    return list(found)


def _same(a: Target, b: Target) -> bool:
    if a.value_base != b.value_base or a.kind in _LOOSE or b.kind in _LOOSE:
        return False
    # 12个 and 12座 are measured alike.
    same_unit = a.base_unit == b.base_unit or (a.kind in _COUNTED and b.kind in _COUNTED)
    return same_unit and _same_subject(a.subject, b.subject)


def _same_subject(a: str, b: str) -> bool:
    mine, theirs = grams(a), grams(b)
    if not mine or not theirs:
        return not mine and not theirs
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs))


def _words(a: Target, b: Target) -> str:
    mine, theirs = (f"{_number(t)}{t.unit}" for t in (a, b))
    return mine if mine == theirs else f"{mine}（{theirs}）"


def _number(target: Target) -> str:
    value = target.value
    return str(value) if not hasattr(value, "as_tuple") else format_points(value)
