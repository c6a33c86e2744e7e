"""Targets without a plain amount: how often, by when, never, everywhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from jixiao.core.targets import words
from jixiao.core.targets.mask import BLANK
from jixiao.core.targets.model import Target
from jixiao.core.targets.nouns import noun_start
from jixiao.core.targets.sentence import Sentence

_DUE = re.compile(r"前|[底末]\Z")
_OCCASION = re.compile(
    r"(?:会议|例会|调度会|分析会|座谈会|专题会|报告|快报|简报|报表|总结|监测(?!报告|简报|报表|结果|信息|数据报)|检查|培训班?|演练|巡查|抽查|督查|督导|调研|走访|评比|通报|公示"
    r"|党课|学习|研讨|宣传|巡检|体检|盘点|对账|考核|点评|约谈|审计|活动|统计表|信息|台账)"
)
_WRITTEN = re.compile(r"(?:报告|快报|简报|报表|总结|统计表|信息|材料|台账|清单)\Z")
_SENDING = re.compile(r"报送|上报|提交|编制|印发|编发|发布|撰写|刊发|通报|形成|填报|报[^告名表刊道]")
_PARTIES = re.compile(r"(?:各)?(?:企业|单位|部门|科室|学校|医院|县区|乡镇|街道|社区|村|支部|成员单位|责任单位)\Z")
_MAX_OCCASION = 18


def frequencies(sentence: Sentence, found: list[Target]) -> list[Target]:
    """每季度召开例会: at least once a quarter. Not where an amount already says how often."""
    taken = _toucher(t for t in found if t.kind != "date")
    result: list[Target] = []
    floor = 0
    for match in words.RECURRING.finditer(sentence.clean):
        end = sentence.clause_end(match.end())
        act = _act(sentence, match.end(), end) if match.start() >= floor else None
        if act is not None and not taken(sentence.span(match.start(), end)):
            result.append(_frequency(sentence, match, *act))
            floor = act[1]
    return result


def _toucher(targets: Iterable[Target]) -> Callable[[tuple[int, int]], bool]:
    """A test whether a span touches any of the targets, by bisection, since a hostile text may have thousands."""
    ordered = sorted(targets, key=lambda t: t.start)
    starts = [t.start for t in ordered]

    def touches(span: tuple[int, int]) -> bool:
        last = bisect_left(starts, span[1])
        return any(t.end > span[0] for t in ordered[max(0, last - 4) : last])

    return touches


def _act(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Where the repeated act begins and ends in the clause; None when no act follows."""
    day = re.match(r"(?:度)?(?:[0-9]{1,2}[日号]|[底末初])?(?:前|之前|以前)?", sentence.compact[start:end])
    begin = start + (day.end() if day else 0)
    clause = sentence.compact[begin:end]
    if not words.VERB.search(clause) and not _OCCASION.search(clause):
        return None
    if len(clause) < 2 or clause[0] in "的度个、和零" or "、" in clause[:2]:
        return None
    occasion = _OCCASION.search(clause)
    length = occasion.end() if occasion and occasion.end() <= _MAX_OCCASION else min(len(clause), _MAX_OCCASION)
    return begin, begin + length


def _frequency(sentence: Sentence, match: re.Match[str], begin: int, end: int) -> Target:
    act = sentence.compact[begin:end]
    unit = "份" if _WRITTEN.search(act) and _SENDING.search(act) else "次"
    party = _PARTIES.search(sentence.compact, max(0, match.start() - 6), match.start())
    start = party.start() if party else match.start()
    return replace(
        sentence.target(start, end, ">=", Decimal(1), unit),
        kind="frequency",
        period=words.PERIOD_WORDS[match["unit"]],
        subject=act,
        per=party[0] if party else None,
    )


def date_targets(sentence: Sentence) -> list[Target]:
    """2024年底前: on that day at the latest. A status (截至6月底) or a past date (2000年底前建成的小区) is none."""
    result: list[Target] = []
    for start, end, deadline in sentence.dates:
        if deadline.due is None or not _DUE.search(deadline.text) or _is_status(sentence, start, end, deadline.due):
            continue
        subject = sentence.compact[end : sentence.clause_end(end)].lstrip("，")[:20]
        target = replace(sentence.target(start, end, "<=", deadline.due, "date"), kind="date", subject=subject)
        result.append(target)
    return result


def _is_status(sentence: Sentence, start: int, end: int, due: date) -> bool:
    if sentence.year is not None and due.year < sentence.year:
        return True
    before = sentence.compact[max(0, start - 2) : start]
    return before.endswith(("每", "截至", "截止", "自", "从", "较", "比")) or sentence.compact.startswith(
        ("起", "后"), end
    )


def zeros(sentence: Sentence) -> list[Target]:
    """零事故, “零”投诉, 较大事故起数为零."""
    result: list[Target] = []
    for match in words.ZERO.finditer(sentence.compact):
        if match["nil"] and sentence.clean[match.start()] == BLANK:
            continue
        start = sentence.clause_start(match.start()) if match["nil"] or match["what"] == "发生" else match.start()
        start = max(start, match.start() - 16)
        unit = words.ZERO_UNITS.get(match["what"] or "", "起")
        result.append(
            replace(
                sentence.target(start, match.end(), "=", Decimal(0), unit),
                kind="zero",
                period="year",
                subject=sentence.compact[start : match.start()] or match["what"] or "",
            )
        )
    return result


def coverages(sentence: Sentence, found: list[Target]) -> list[Target]:
    """全覆盖 is 100 %, unless the same clause says 100 % in figures."""
    stated = _toucher(t for t in found if t.unit == "%" and t.value == 100)
    result: list[Target] = []
    for match in words.COVERAGE.finditer(sentence.compact):
        clause = sentence.span(sentence.clause_start(match.start()), match.end())
        if stated(clause):
            continue
        start = max(sentence.clause_start(match.start()), match.start() - 12)
        start += noun_start(sentence.clean[start : match.start()])
        result.append(
            replace(
                sentence.target(start, match.end(), "=", Decimal(100), "%"),
                kind="coverage",
                period="year",
                subject=sentence.compact[start : match.start()],
            )
        )
    return result
