"""One citation counts items in two kinds of figures: 第一项、第二项、第3项.

A remark: a document numbers its items in one way, so one of the figures was retyped. Items and pages may differ
(第四项，第8页).
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pointing import citation_texts
from jixiao.core.citations import Citation, Locator, citations
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import head

CODE = "locator-mixed-numerals"
SEVERITY = Severity.INFO
TITLE = "同一出处的项号混用两种数字"
TITLE_EN = "Two kinds of figures in one citation"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each citation of a document, at the first figure of the second kind."""
    for text in citation_texts(plan):
        for one in citations(text.text):
            odd = next(_odd_ones(one), None)
            if odd:
                yield Finding(
                    CODE,
                    SEVERITY,
                    f"{text.name}中引用“{head(one.document, 20)}”的{odd.kind}号混用汉字和阿拉伯数字"
                    f"（“第{odd.value}{odd.kind}”）；宜与原文件一致。",
                    f"The citation counts {odd.kind} in Chinese and in Arabic figures.",
                    **text.at(odd.start, odd.end),
                )


def _odd_ones(one: Citation) -> Iterator[Locator]:
    first: dict[tuple[str, str], bool] = {}
    for locator in one.locators:
        arabic = locator.value[:1].isdigit()
        if first.setdefault((locator.kind, locator.group), arabic) != arabic:
            yield locator
