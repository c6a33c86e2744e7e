"""One document number under two names.

Names are compared without quotation marks, brackets and words that writers add or drop (专项, 关于, 印发, 责任分解), so
only a lost, added or garbled part remains. The more frequent name is proposed when the two are alike, with a tie the
longer one that holds all of the shorter; when they have little in common, one of the numbers is wrong and nothing is
proposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from jixiao.core.checks._cited import Cited, by_majority, cited
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import head, stray_brackets

CODE = "document-two-names"
SEVERITY = Severity.WARNING
TITLE = "同一文号名称前后不一"
TITLE_EN = "One document number under two names"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each citation with a name of the minority."""
    all_cited = list(cited(plan))
    # A citation without its code still speaks for the name.
    wordings: dict[str, Counter[str]] = {}
    for one in all_cited:
        wordings.setdefault(one.entry.key, Counter())[one.entry.name] += 1
    by_number: dict[tuple[str, str, str], list[Cited]] = {}
    for one in all_cited:
        if one.number.code and one.entry.key:
            by_number.setdefault(one.number.key, []).append(one)
    for same in by_number.values():
        yield from _minority(same, wordings)


def _minority(same: list[Cited], wordings: dict[str, Counter[str]]) -> Iterator[Finding]:
    names = {one.entry.key for one in same}
    if len(names) < 2:
        return
    usual, clear = by_majority(one.entry.key for one in same for _ in range(wordings[one.entry.key].total()))
    if not clear:
        usual = max(names, key=lambda name: (len(name), name == usual))
    right = next(one for one in same if one.entry.key == usual)
    for one in same:
        key = one.entry.key
        if key != usual:
            sure = _alike(key, usual) if clear else _within(key, usual)
            yield _finding(one, right, _best(wordings[usual]) if sure else None)


def _best(wordings: Counter[str]) -> str | None:
    """The most frequent wording of a name whose marks are in order."""
    return next((name for name, _ in wordings.most_common() if not any(stray_brackets(name))), None)


def _alike(a: str, b: str) -> bool:
    return SequenceMatcher(None, a[:200], b[:200], autojunk=False).ratio() >= 0.5


def _within(short: str, long: str) -> bool:
    """Does the longer name hold all characters of the shorter, in order?"""
    rest = iter(long)
    return all(character in rest for character in short)


def _finding(one: Cited, right: Cited, suggestion: str | None) -> Finding:
    here, there = head(one.entry.name, 40), head(right.entry.name, 40)
    return Finding(
        CODE,
        SEVERITY,
        f"文号“{one.number.mended}”在{one.text.name}中名为“{here}”，在{right.text.name}中名为“{there}”；请对照原件统一。",
        f"The document number {one.number.mended} stands under two names.",
        suggestion=suggestion,
        **one.text.at(one.entry.start, one.entry.start + _name_length(one)),
    )


def _name_length(one: Cited) -> int:
    found = one.text.text.find(one.entry.name, one.entry.start)
    return found + len(one.entry.name) - one.entry.start if found >= 0 else one.entry.end - one.entry.start
