"""Item numbers of one citation that suddenly go down: 第21项、第26项、第22项.

Citations list their items upwards, each with its page (第26项、第22页); a lower number after a higher one is mostly a
page whose 页 was read as 项. When another row cites the same document with the same item and that page, it is
proposed. Pages may repeat or go back, and an annex (附件) counts anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._pointing import Text, citation_texts
from jixiao.core.citations import Citation, Locator, citations, plain_name
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import head

CODE = "locator-order"
SEVERITY = Severity.WARNING
TITLE = "出处的项号倒序"
TITLE_EN = "Item numbers of a citation go down"

_Pages = set[tuple[str, str, str]]  # (document, item, page) cited somewhere


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each citation of a document, at its first item that goes down."""
    texts = [(text, list(citations(text.text))) for text in citation_texts(plan)]
    pages: _Pages = {pair for _, cited in texts for one in cited for pair in _items_with_pages(one)}
    for text, cited in texts:
        for one in cited:
            step = next(_steps_down(one), None)
            if step:
                yield _finding(text, one, step, pages)


def _items_with_pages(one: Citation) -> Iterator[tuple[str, str, str]]:
    for a, b in zip(one.locators, one.locators[1:], strict=False):
        if a.kind == "项" and b.kind == "页":
            yield plain_name(one.document), a.value, b.value


def _steps_down(one: Citation) -> Iterator[tuple[Locator, Locator]]:
    last: Locator | None = None
    for locator in one.locators:
        if locator.kind in "条章":
            last = None
        if locator.kind != "项":
            continue
        if last and locator.group in ("", last.group) and _first(locator) < _last(last):
            yield last, locator
        last = locator


def _first(locator: Locator) -> int:
    return next(iter(locator.numbers()), 10**9)


def _last(locator: Locator) -> int:
    return next(reversed(locator.numbers()), 0)


def _finding(text: Text, one: Citation, step: tuple[Locator, Locator], pages: _Pages) -> Finding:
    before, now = step
    suggestion = None
    hint = "请核对是否有误"
    if (plain_name(one.document), before.value, now.value) in pages:
        suggestion = f"第{now.value}页"
        hint = f"别处引用同一文件为“第{before.value}项、第{now.value}页”，疑为“{suggestion}”"
    return Finding(
        CODE,
        SEVERITY,
        f"{text.name}中引用“{head(one.document, 20)}”的项号由{before.value}倒回{now.value}；{hint}。",
        f"In the citation, item {before.value} is followed by item {now.value}.",
        suggestion=suggestion,
        **text.at(now.start, now.end),
    )
