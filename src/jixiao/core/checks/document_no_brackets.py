"""A document number whose year does not stand in 〔〕.

GB/T 9704-2012, 7.2.5: the year is written in full and put in hexagonal brackets 〔〕. Round, square and mixed brackets
come from typing and from character recognition. The mended number is proposed unless its code is lost as well and
its brackets do not even match: then an outer bracket may have been read as the number's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pointing import basis_texts
from jixiao.core.citations import DocumentNo, document_numbers
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import head

CODE = "document-no-brackets"
SEVERITY = Severity.WARNING
TITLE = "文号年份未用六角括号〔〕"
TITLE_EN = "A document number without 〔〕 around the year"

_MATCHING = {"（）", "()", "（)", "(）", "[]", "［］", "【】", "﹝﹞"}


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such number, once where it is printed."""
    for text in basis_texts(plan):
        for number in document_numbers(text.text):
            if not number.brackets_right:
                suggestion = _mended(number)
                hint = f"，应为“{suggestion}”" if suggestion else "，请对照原件改正"
                yield Finding(
                    CODE,
                    SEVERITY,
                    f"{text.name}中文号“{number.raw}”的年份应放在六角括号〔〕内{hint}。",
                    f"The year of the document number {head(number.raw, 30)} should stand in 〔〕.",
                    suggestion=suggestion,
                    **text.at(number.start, number.end),
                )


def _mended(number: DocumentNo) -> str | None:
    if not number.number or not (number.code or number.opening + number.closing in _MATCHING):
        return None
    return number.mended
