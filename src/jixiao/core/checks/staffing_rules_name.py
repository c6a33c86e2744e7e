"""The name of the staffing rules (三定) without its standard words.

The document is called 《…职能配置、内设机构和人员编制规定》 (before 2018: 主要职责、内设机构和人员编制规定).
A name that goes from the body straight to 和人员编制规定 has lost words. Source: the titles under which 三定 documents
are issued.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.core.checks._pointing import basis_texts
from jixiao.core.citations import basis_entries
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import head

CODE = "staffing-rules-name"
SEVERITY = Severity.WARNING
TITLE = "“三定”规定名称不全"
TITLE_EN = "The name of the staffing rules is incomplete"

_TAIL = re.compile(r"[和、]?人员编制(?:的)?规定")


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such name."""
    for text in basis_texts(plan):
        for entry in basis_entries(text.text) if "人员编制" in text.text else ():
            found = _TAIL.search(entry.name)
            if not found or "内设机构" in entry.name:
                continue
            start = text.text.index(entry.name, entry.start) + found.start()
            suggestion = "职能配置、内设机构和人员编制规定"
            yield Finding(
                CODE,
                SEVERITY,
                f"{text.name}中“{head(entry.name, 30)}”的名称不全，"
                f"“三定”规定的通行名称为“…{suggestion}”；请对照原件补全。",
                "The name of the staffing rules lacks its standard words.",
                suggestion=suggestion,
                **text.at(start, start + len(found[0])),
            )
