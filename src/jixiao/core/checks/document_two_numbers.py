"""One document cited under two numbers.

Names are compared without quotation marks, brackets and words that writers add or drop (专项, 关于, 印发, 责任分解).
A yearly document has a new year and a new running number each year, so two numbers that differ in both are two
documents. The number of the majority is proposed; with a tie, the last is pointed at and nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._cited import Cited, by_majority, cited
from jixiao.core.citations import DocumentNo
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import head

CODE = "document-two-numbers"
SEVERITY = Severity.WARNING
TITLE = "同一文件文号前后不一"
TITLE_EN = "One document under two numbers"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each citation with a number of the minority."""
    by_name: dict[str, list[Cited]] = {}
    for one in cited(plan):
        if one.number.code and len(one.entry.key) >= 4:
            by_name.setdefault(one.entry.key, []).append(one)
    for same in by_name.values():
        usual, clear = by_majority(one.number.key for one in same)
        right = next(one for one in same if one.number.key == usual)
        for one in same:
            if one.number.key != usual and _is_one_document(one.number, right.number):
                yield _finding(one, right, clear)


def _is_one_document(a: DocumentNo, b: DocumentNo) -> bool:
    return a.year == b.year or a.number == b.number


def _finding(one: Cited, right: Cited, clear: bool) -> Finding:
    name, here, there = head(one.entry.name, 24), one.number.mended, right.number.mended
    return Finding(
        CODE,
        SEVERITY,
        f"{one.text.name}中“{name}”的文号为“{here}”，{right.text.name}中为“{there}”；同一文件文号应一致，请对照原件改正。",
        f"One document is cited under two numbers, {here} here and {there} elsewhere.",
        suggestion=there if clear else None,
        **one.text.at(one.number.start, one.number.end),
    )
