"""A document cited without a number while the plan cites most others with one.

Laws and regulations (法, 条例) are known by their names and need none. A remark: some documents, such as 工作要点, are
issued without a public number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.core.checks._pointing import Text, printed_basis
from jixiao.core.citations import Entry, basis_entries
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import head

CODE = "document-no-missing"
SEVERITY = Severity.INFO
TITLE = "文件依据没有文号"
TITLE_EN = "A basis without a document number"

_NEEDS_NONE = re.compile(r"(?:法|条例|宪法|党章|章程)$")


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such document, where it is first printed."""
    entries = [(text, entry) for text in printed_basis(plan) for entry in basis_entries(text.text)]
    numbered = {entry.key for _, entry in entries if entry.number}
    bare: dict[str, tuple[Text, Entry]] = {}
    for text, entry in entries:
        if entry.number is None and entry.key not in numbered and not _NEEDS_NONE.search(entry.key):
            bare.setdefault(entry.key, (text, entry))
    if len(bare) >= len(numbered):
        return
    for text, entry in bare.values():
        yield Finding(
            CODE,
            SEVERITY,
            f"{text.name}中“{head(entry.name, 24)}”没有文号，其他文件多有；如原件有文号，请补上。",
            "This document is cited without its number while most others have one.",
            **text.at(entry.start, entry.end),
        )
