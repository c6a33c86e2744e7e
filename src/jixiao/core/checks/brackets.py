"""A bracket or quotation mark that is not closed, not opened, or closed by another kind.

The reader of a document, or its writer, has lost a mark; often words went with it. Points of a list (1） a)) have no
opening bracket by custom. The brackets of document numbers belong to the rule document-no-brackets.
Source: GB/T 15834-2011, brackets, quotation marks and title marks come in pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.core.checks._pointing import Text, all_texts
from jixiao.core.citations import document_numbers
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import Stray, stray_brackets

CODE = "brackets"
SEVERITY = Severity.WARNING
TITLE = "括号、引号、书名号不配对"
TITLE_EN = "A bracket or quotation mark without its partner"

# （泉某办〔2024〕13号；  the bracket around a number is closed before the next document begins.
_OPEN_NUMBER = re.compile(r"[（(][^（）()；;]*〔\d{4}〕\d+号(?=\s*(?:[；;。]|$))")
_DOUBLED = re.compile(r"[（(](?P<words>[^（）()；;]{1,20}[（(][^（）()；;]*\d{4}[^（）()；;]*号[）)])")

_KIND_NAMES = dict.fromkeys("《》〈〉", "书名号") | dict.fromkeys("“”‘’「」『』", "引号")


def check(plan: PlanRecord) -> Iterator[Finding]:
    """At most one finding for each printed text: its first mark without a partner."""
    for text in all_texts(plan):
        stray = next(_strays(text.text), None)
        if stray is not None:
            yield _finding(text, stray)


def _strays(text: str) -> Iterator[Stray]:
    bare = _without_numbers(text)
    found = list(stray_brackets(bare))
    known = {stray.at for stray in found}
    found += [Stray(m.start(), m[0][0], True) for m in _OPEN_NUMBER.finditer(text) if m.start() not in known]
    yield from sorted(found, key=lambda stray: stray.at)


def _without_numbers(text: str) -> str:
    """The text with the brackets of its document numbers blanked, offsets kept."""
    parts, at = [], 0
    for number in document_numbers(text):
        end = number.end
        # （2023〕3号） : the closing bracket belongs to an opening one that was read as the number's own.
        if number.opening in ("（", "(") and number.closing not in ("）", ")") and text[end : end + 1] in ("）", ")"):
            end += 1
        parts += [text[at : number.bracket_start], " " * (end - number.bracket_start)]
        at = end
    return "".join([*parts, text[at:]])


def _finding(text: Text, stray: Stray) -> Finding:
    near = text.text[max(0, stray.at - 4) : stray.at + 10]
    lost = "没有闭合" if stray.opening else "没有开头的一半"
    kind = _KIND_NAMES.get(stray.mark, "括号")
    suggestion = _suggestion(text.text, stray)
    hint = f"，疑为“{suggestion}”" if suggestion else ""
    return Finding(
        CODE,
        SEVERITY,
        f"{text.name}中“{near}”处的{kind}“{stray.mark}”{lost}{hint}；请对照原件补上“{stray.partner}”或删去。",
        f"The mark {stray.mark} has no partner {stray.partner}.",
        suggestion=suggestion,
        **text.at(stray.at, stray.at + 1),
    )


def _suggestion(text: str, stray: Stray) -> str | None:
    """The mended stretch, where the document number beside the mark leaves one possibility."""
    if not stray.opening:
        return None
    if open_number := _OPEN_NUMBER.match(text, stray.at):
        return open_number[0] + stray.partner
    doubled = _DOUBLED.match(text, stray.at)
    return doubled["words"] if doubled else None
