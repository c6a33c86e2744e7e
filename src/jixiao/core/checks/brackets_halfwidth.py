"""Half-width round brackets around Chinese words, or a pair of two widths: (6分), （6分).

Chinese text uses full-width punctuation (GB/T 15834-2011). Brackets around Latin letters and figures alone are left
in peace, and those of document numbers belong to the rule document-no-brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.core.checks._pointing import all_texts
from jixiao.core.citations import document_numbers
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import CJK

CODE = "brackets-halfwidth"
SEVERITY = Severity.INFO
TITLE = "中文中使用半角括号"
TITLE_EN = "Half-width brackets in Chinese text"

_PAIR = re.compile(r"\((?P<a>[^()（）]*)[)）]|（(?P<b>[^()（）]*)\)")
_CHINESE = re.compile(f"[{CJK}]")


def check(plan: PlanRecord) -> Iterator[Finding]:
    """At most one finding for each printed text."""
    for text in all_texts(plan):
        numbers = (
            [(n.start, n.end) for n in document_numbers(text.text)] if "(" in text.text or ")" in text.text else []
        )
        for found in _PAIR.finditer(text.text):
            if found["a"] is not None and not _CHINESE.search(found["a"]):
                continue
            if any(start <= found.start() < end for start, end in numbers):
                continue
            suggestion = f"（{found['a'] or found['b']}）"
            yield Finding(
                CODE,
                SEVERITY,
                f"{text.name}中“{found[0]}”用了半角括号，宜改为“{suggestion}”。",
                "Half-width brackets in Chinese text; full-width ones are usual.",
                suggestion=suggestion,
                **text.at(found.start(), found.end()),
            )
            break
