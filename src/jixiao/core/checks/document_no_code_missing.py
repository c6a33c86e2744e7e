"""A document number without the issuing body's code: （2024）1号 instead of 泉政办〔2024〕1号.

A number is 机关代字 + 〔年份〕 + 发文顺序号 (GB/T 9704-2012, 7.2.5). A code is proposed only when the plan cites the
same document elsewhere with the same year and running number.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pointing import basis_texts
from jixiao.core.citations import DocumentNo, Entry, basis_entries
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord

CODE = "document-no-code-missing"
SEVERITY = Severity.WARNING
TITLE = "文号缺机关代字"
TITLE_EN = "A document number without the issuing body's code"

_Known = dict[tuple[str, str], set[tuple[str, str]]]  # (year, number) -> (code, plain name of the document)


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such number."""
    texts = [(text, list(basis_entries(text.text))) for text in basis_texts(plan)]
    known: _Known = {}
    for _, entries in texts:
        for entry in entries:
            if entry.number and entry.number.code:
                known.setdefault(_year_and_number(entry.number), set()).add((entry.number.code, entry.key))
    for text, entries in texts:
        for entry in entries:
            if entry.number and not entry.number.code:
                suggestion = _with_code(entry, entry.number, known)
                hint = f"，同一文件在别处为“{suggestion}”" if suggestion else ""
                yield Finding(
                    CODE,
                    SEVERITY,
                    f"{text.name}中文号“{entry.number.raw}”缺少机关代字{hint}；请对照原件补全。",
                    "The document number lacks the code of the issuing body.",
                    suggestion=suggestion,
                    **text.at(entry.number.start, entry.number.end),
                )


def _year_and_number(number: DocumentNo) -> tuple[str, str]:
    return number.year, number.number


def _with_code(entry: Entry, number: DocumentNo, known: _Known) -> str | None:
    codes = {code for code, name in known.get(_year_and_number(number), ()) if _alike(entry.key, name)}
    return f"{next(iter(codes))}{number.mended}" if len(codes) == 1 else None


def _alike(a: str, b: str) -> bool:
    return len(a) >= 4 and len(b) >= 4 and (a in b or b in a or a[1:] in b or b[1:] in a)
