"""A person's or an office's name that differs by one character from a frequent one in the same place.

A name that the plan prints once, where the same office (for a person) or the same owner (for an office) has at least
three rows with a name of the same length and all but one character, is probably misread. A remark only: two persons
may have such names. Numbered offices (综合一科, 综合二科) are different offices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jixiao.core.checks._pairs import Pairs, counted, pairs_of
from jixiao.core.checks._pointing import at, name_of
from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row

CODE = "name-alike"
SEVERITY = Severity.INFO
TITLE = "名称疑有一字之误"
TITLE_EN = "A name that is probably misread"

_OFTEN = 3
_NUMERALS = frozenset("一二三四五六七八九十0123456789甲乙丙丁东南西北上下左右")


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such name."""
    pairs = pairs_of(plan)
    printed = _printed(plan)
    for field, by_partner in (("owners", pairs.owners), ("leaders", pairs.leaders), ("offices", _turned(pairs))):
        for names in by_partner.values():
            yield from _misread(names, printed[field], field)


def _printed(plan: PlanRecord) -> dict[str, Counter[str]]:
    """How often each name is printed, by field."""
    counts: dict[str, Counter[str]] = {"owners": Counter(), "leaders": Counter(), "offices": Counter()}
    for row in plan.rows:
        if row.responsibility_source not in (Source.DOWN, Source.UP):
            for field, count in counts.items():
                count.update(getattr(row, field))
    return counts


def _turned(pairs: Pairs) -> dict[str, dict[str, list[Row]]]:
    """Offices by owner instead of owners by office."""
    turned: dict[str, dict[str, list[Row]]] = {}
    for office, owners in pairs.owners.items():
        for owner, rows in owners.items():
            turned.setdefault(owner, {})[office] = rows
    return turned


def _misread(names: dict[str, list[Row]], printed: Counter[str], field: str) -> Iterator[Finding]:
    usual, count = counted(names).most_common(1)[0]
    if len(names) < 2 or count < _OFTEN:
        return
    for name, rows in names.items():
        if printed[name] == 1 and _one_apart(name, usual):
            yield Finding(
                CODE,
                SEVERITY,
                f"{name_of(rows[0])}的“{name}”只出现一次，同处多为“{usual}”，仅一字之差；请核对是否误写。",
                f"The name {name} occurs once; the usual name here is {usual}.",
                suggestion=usual,
                **at(rows[0], field),
            )


def _one_apart(a: str, b: str) -> bool:
    if len(a) != len(b) or len(a) < 2:
        return False
    different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(different) == 1 and not set(different[0]) & _NUMERALS
