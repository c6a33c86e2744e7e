"""The dated steps of the yearly procedure, and breaks in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jixiao.core.dates import find_dates
from jixiao.core.findings import Finding
from jixiao.core.places import Place
from jixiao.core.records import Step
from jixiao.intake.blocks import Paragraph
from jixiao.intake.limits import MAX_PARAGRAPH
from jixiao.intake.notes import note
from jixiao.intake.prose import sections

_STEPS = re.compile(r"步骤|程序|安排|进度|阶段")
_HEAD = re.compile(r"^(?:[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])\s*([^。；：]{2,24})[。：]")
_CLAUSE = re.compile(r"[^。；]+[。；]?")
_ENDED = tuple("。；：！？”）》…")
_ENUMERATED = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|附件|抄送|第[一二三四五六七八九十]+[条章])"
)
_FAMILIES = (re.compile(r"^[一二三四五六七八九十]{1,3}、"), re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]"))


def read_steps(paragraphs: Sequence[Paragraph], year: int | None) -> tuple[Step, ...]:
    """Each clause of the procedure's section is a step; the year of one date carries over to the next."""
    part = sections(paragraphs, _STEPS)[1:]
    if not any(find_dates(p.text[:MAX_PARAGRAPH], year) for p in part):
        part = [p for p in paragraphs if len(p.text) < 400 and re.search(r"月(?:\d+日)?底?前|月至", p.text)]
    steps: list[Step] = []
    for p in part:
        steps += _steps_of(p, year)
    return tuple(steps)


def _steps_of(p: Paragraph, year: int | None) -> Iterator[Step]:
    text = p.text[:MAX_PARAGRAPH]
    head = _HEAD.match(text)
    title, begin = (head.group(1), head.end()) if head else (text[:20].rstrip("。"), 0)
    dates = find_dates(text, year)
    clauses = list(_CLAUSE.finditer(text, begin)) if dates else []
    if not clauses and head:
        yield Step(title, text[begin:], None, None, None, _place(p, begin, len(text)))
    for clause in clauses:
        mine = [(s, e, d) for s, e, d in dates if clause.start() <= s < clause.end()]
        when = mine[0][2] if mine else None
        due_text = text[mine[0][0] : mine[0][1]] if mine else None
        start = when.start if when else None
        yield Step(
            title, clause.group().strip(), start, when.due if when else None, due_text, _place(p, *clause.span())
        )


def _place(p: Paragraph, start: int, end: int) -> Place:
    return Place(p.line, None, p.start + start, p.start + end)


def prose_findings(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    """Sentences broken by a page, titles printed twice, headings of one level marked differently."""
    for p, after in pairwise(paragraphs):
        gap = after.line - p.line
        if gap <= 4 and not after.level and not p.level and _breaks_off(p.text) and not _ENUMERATED.match(after.text):
            yield note("paragraph-broken", Place(p.line), Place(after.line), words={"line": after.line})
        if gap <= 4 and len(after.text) >= 8 and _bare(p.text) == _bare(after.text):
            yield note("title-repeated", Place(p.line), Place(after.line), words={"line": after.line})
    for family in _FAMILIES:
        heads = [p for p in paragraphs if family.match(p.text) and p.level]
        levels = [p.level for p in heads]
        usual = max(set(levels), key=levels.count, default=0)
        odd = [Place(p.line) for p in heads if p.level != usual]
        if odd:
            yield note("heading-levels", *odd)


def _breaks_off(text: str) -> bool:
    return len(text) >= 24 and not text.endswith(_ENDED) and ("，" in text or "。" in text)


def _bare(text: str) -> str:
    return re.sub(r"^附件\d*[：:]\s*|\s", "", text)
