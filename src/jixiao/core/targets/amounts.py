"""Amounts: a number with its unit, its comparator, its period, and the noun that it counts."""

from __future__ import annotations

import re
from dataclasses import replace

from jixiao.core.targets import words
from jixiao.core.targets.conditions import without_conditions
from jixiao.core.targets.model import Target
from jixiao.core.targets.nouns import noun_start
from jixiao.core.targets.reading import EVENTS, PHYSICAL, TIMES, Amount, counted, read_amounts
from jixiao.core.targets.sentence import Sentence

_MAX_NOUN = 16
_NAME = re.compile(r"\0{1,6}(?=[\u4e00-\u9fff])")
_SUBJECT_EDGE = re.compile(r"^(?:的|其中|各?[^每]{0,6}每个?(?:季度|半年|学期|年|月|周))|[约近]\Z")


def amounts(sentence: Sentence) -> list[Target]:
    """Every amount that is a target, in order; their spans never overlap."""
    found = read_amounts(sentence)
    result: list[Target] = []
    floor = 0
    for i, amount in enumerate(without_conditions(sentence, found)):
        if amount is None:
            continue
        following = found[i + 1].begin if i + 1 < len(found) else len(sentence.compact)
        begin, end, subject = _reach(sentence, amount, floor, following)
        result.append(_target(sentence, amount, (begin, end), floor, subject))
        floor = end
    return result


def _reach(sentence: Sentence, amount: Amount, floor: int, following: int) -> tuple[int, int, str]:
    """(begin, end, subject): the number with its comparator and the noun behind it, or else the noun before it."""
    segment = _segment(sentence, amount, floor)
    names = counted(amount) or (amount.quantity.unit != "%" and words.COUNTING.search(segment))  # 完成|48公里管道改造
    end = max(_noun_end(sentence, amount, following) if names else amount.finish, amount.tail or 0)
    subject = sentence.compact[amount.finish : end]
    begin = amount.begin
    if end == amount.finish:
        subject = segment[noun_start(segment) :][-20:]
        begin -= len(subject)
    governing = (sentence.period(amount.start)[1], _per(segment, amount.begin - len(segment))[1], amount.lead)
    begin = min([begin, *(g for g in governing if g is not None and g >= floor)])
    return begin, end, _SUBJECT_EDGE.sub("", subject)


def _segment(sentence: Sentence, amount: Amount, floor: int) -> str:
    """What stands before the amount in its clause, behind the target before it."""
    return sentence.clean[max(floor, sentence.clause_start(amount.begin)) : amount.begin]


def _target(sentence: Sentence, amount: Amount, reach: tuple[int, int], floor: int, subject: str) -> Target:
    period, period_at = sentence.period(amount.start)
    segment = _segment(sentence, amount, floor)
    per, _ = _per(segment, 0)
    recurring = period_at is not None and sentence.compact[period_at] in "每按逐"
    kind = "ratio" if per else _kind(amount, segment + sentence.clean[amount.begin : amount.start], recurring)
    comparator = ">=" if kind == "frequency" and not amount.explicit else amount.comparator
    q = amount.quantity
    return replace(
        sentence.target(*reach, comparator, q.value, q.unit),
        value_base=q.base_value,
        base_unit=q.base_unit,
        period=period or _default_period(amount, kind, comparator, reach[1] > amount.finish),
        kind=kind,
        subject=subject,
        per=per,
        value_max=amount.maximum,
        qualifier=amount.qualifier,
    )


def _noun_end(sentence: Sentence, amount: Amount, following: int) -> int:
    limit = min(following, amount.finish + _MAX_NOUN, len(sentence.clean))
    named = _NAME.match(sentence.clean, amount.finish, limit)  # 2个|5A级|景区
    stop = words.NOUN_END.search(sentence.clean, named.end() if named else amount.finish, limit)
    return stop.start() if stop else limit


def _per(segment: str, offset: int) -> tuple[str | None, int | None]:
    """(unit that the amount is for each of, where 每 stands): 每支巡护小队|配备1辆."""
    at = segment.find("每")
    while at >= 0 and words.RECURRING.match(segment, at):
        at = segment.find("每", at + 1)
    if at < 0:
        return None, None
    each = segment[at + 1 :]
    if recurring := words.RECURRING.search(each):
        each = each[: recurring.start()]
    verb = words.VERB.search(each, 1)
    per = each[: verb.start()] if verb else each
    return (per[:10], offset + at) if per else (None, None)


def _kind(amount: Amount, segment: str, recurring: bool) -> str:
    unit = amount.quantity.unit
    if unit in ("%", "‰", "百分点", "成", "倍"):
        return "change" if unit in ("百分点", "倍") or words.CHANGE.search(segment) else "rate"
    if recurring and unit in EVENTS:
        return "frequency"
    return "amount" if PHYSICAL.match(unit) else "count"


def _default_period(amount: Amount, kind: str, comparator: str, names: bool) -> str:
    """Named deliverables are due once; amounts, rates and thresholds within the year are the year's.

    `names`: the noun follows its number (超30支志愿队伍), so a strict comparator tells the size of a deliverable.
    """
    if kind == "ratio" or amount.quantity.unit in TIMES:
        return "once"
    if kind in ("amount", "rate", "change"):
        return "year"
    return "once" if comparator == "=" or (comparator == ">" and names) else "year"
