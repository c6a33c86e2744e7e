"""A document number with 第, with leading zeros, without 号, or without a running number.

GB/T 9704-2012, 7.2.5: 顺序号不加“第”字，不编虚位（即1不编为01），在阿拉伯数字后加“号”字.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pointing import basis_texts
from jixiao.core.citations import DocumentNo, document_numbers
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord

CODE = "document-no-form"
SEVERITY = Severity.WARNING
TITLE = "文号顺序号不规范"
TITLE_EN = "A document number with a malformed running number"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such number, naming all that is wrong with it."""
    for text in basis_texts(plan):
        for number in document_numbers(text.text):
            wrong = "、".join(_wrong(number))
            if wrong:
                suggestion = number.mended if number.number and number.code else None
                hint = f"，应为“{suggestion}”" if suggestion else "，请对照原件改正"
                yield Finding(
                    CODE,
                    SEVERITY,
                    f"{text.name}中文号“{number.raw}”{wrong}{hint}。",
                    "The running number of the document number is malformed.",
                    suggestion=suggestion,
                    **text.at(number.start, number.end),
                )


def _wrong(number: DocumentNo) -> Iterator[str]:
    if not number.ordinal:
        yield "缺少顺序号"
    if number.ordinal.startswith("第"):
        yield "顺序号前不应加“第”"
    if number.ordinal.removeprefix("第").startswith("0"):
        yield "顺序号不应编虚位（1不编为01）"
    if not number.has_hao:
        yield "顺序号后缺“号”"
