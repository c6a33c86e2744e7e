"""Do two goals ask for the same amount of the same thing?"""

from __future__ import annotations

import re
from datetime import date

from jixiao.core.numbers import chinese_to_int, format_points
from jixiao.core.overlap.wording import read
from jixiao.core.targets import Target, find_targets

_LOOSE = frozenset(("date", "coverage", "zero", "frequency"))  # 12月底, 全覆盖 and 每季度 stand in any goal
_TENTHS = re.compile(r"([一二两三四五六七八九])成([一二三四五六七八九半]?)(?=[，。；、！）以左]|$)")
_MARKS = re.compile(r"[，。；：、！？,;:!?\n]")


def same_targets(mine: str, theirs: str) -> list[str]:
    """Amounts of the same thing that are the same in the base unit, in words: 60亿元, 0.3万个（3000个）."""
    mine, theirs = (_TENTHS.sub(_per_cent, text) for text in (mine, theirs))
    others = _targets(theirs)
    found = (
        _words(target, other)
        for target in _targets(mine)
        for other in others
        if _same_amount(target, other) and _same_thing(_clause(mine, target), _clause(theirs, other), target)
    )
    return list(dict.fromkeys(found))


def _per_cent(found: re.Match[str]) -> str:
    """九成二 as 92%, 两成 as 20%, 三成半 as 35%."""
    tail = 5 if found[2] == "半" else chinese_to_int(found[2]) or 0
    return f"{10 * (chinese_to_int(found[1]) or 0) + tail}%"


def _targets(text: str) -> list[Target]:
    return [target for target in find_targets(text, year=None) if target.kind not in _LOOSE]


def _same_amount(a: Target, b: Target) -> bool:
    # 12个 and 12座 are measured alike.
    return a.value_base == b.value_base and (a.base_unit == b.base_unit or a.kind == b.kind == "count")


def _clause(text: str, target: Target) -> str:
    """The stretch between marks that the target stands in."""
    before = max((m.end() for m in _MARKS.finditer(text, 0, target.start)), default=0)
    after = _MARKS.search(text, target.end)
    return text[before : after.start() if after else len(text)]


def _same_thing(mine: str, theirs: str, target: Target) -> bool:
    """Do the clauses share two fifths of the shorter? 投资 names nothing, so sums without a name are of one thing."""
    a, b = _pieces(mine), _pieces(theirs)
    if not a and not b:
        return target.base_unit == "元"
    return bool(a and b) and 5 * len(a & b) >= 2 * min(len(a), len(b))


def _pieces(clause: str) -> frozenset[int | str]:
    found = read(clause)
    return found.all | found.characters


def _words(a: Target, b: Target) -> str:
    mine, theirs = (f"{_number(t)}{t.unit}" for t in (a, b))
    return mine if mine == theirs else f"{mine}（即{theirs}）"


def _number(target: Target) -> str:
    return target.value.isoformat() if isinstance(target.value, date) else format_points(target.value)
