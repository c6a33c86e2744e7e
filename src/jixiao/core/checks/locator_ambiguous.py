"""A place that can be read in two ways: 第三四项 is 第三、四项 or 第三十四项.

Two Chinese digits side by side are no number. Which reading is right stands in the cited document only, so nothing is
proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.core.checks._pointing import citation_texts
from jixiao.core.citations import citations
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord

CODE = "locator-ambiguous"
SEVERITY = Severity.WARNING
TITLE = "出处的项号有两种读法"
TITLE_EN = "A place of a citation can be read in two ways"

_TWO_DIGITS = re.compile(
    r"(?<![一二三四五六七八九十百])([一二三四五六七八九])([一二三四五六七八九])(?![一二三四五六七八九十百])"
)


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such place."""
    for text in citation_texts(plan):
        for one in citations(text.text):
            for locator in one.locators:
                if found := _TWO_DIGITS.search(locator.value):
                    a, b, kind = found[1], found[2], locator.kind
                    yield Finding(
                        CODE,
                        SEVERITY,
                        f"{text.name}中“第{locator.value}{kind}”有两种读法：第{a}、{b}{kind}，或第{a}十{b}{kind}；请对照原文件写明。",
                        f"第{locator.value}{kind} can be read in two ways.",
                        **text.at(locator.start, locator.end),
                    )
