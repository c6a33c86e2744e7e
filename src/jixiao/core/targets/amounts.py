"""Amounts: a number with its unit, its comparator, its period, and the noun that it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.core.numbers import Quantity, parse_number, quantity
from jixiao.core.targets import words
from jixiao.core.targets.model import Qualifier, Target
from jixiao.core.targets.sentence import Sentence

_MONEY = re.compile(r".*元\Z")
_TIMES = frozenset("个月 天 日 小时 分钟 秒 周 个工作日 工作日".split())
_EVENTS = frozenset("次 场 期 场次 回 遍 班 趟 份 篇 家次 批次".split())
_PHYSICAL = re.compile(
    r"(?:.*(?:元|米|里|亩|吨|克|升|公顷|千瓦|千瓦时|兆瓦|度|标箱|标准箱)|个月|天|日|小时|分钟|秒|周|个?工作日|课时|学时|年|分|岁|成|倍|[万亿])\Z"
)
_PEOPLE = frozenset("人 名 户 张 床 床位 张床位 万人 万户 位".split())
_NEVER = frozenset("岁 届 层 页 步 环节 字 年 度 点".split())
_SMALL = re.compile(r"[一二两三四五六七八九]\Z|一[^零一二三四五六七八九十百千]*\Z")
_MAX_NOUN = 16
_SUBJECT_EDGE = re.compile(r"^(?:的|其中|各?[^每]{0,6}每个?(?:季度|半年|学期|年|月|周))|[约近]\Z")
_RANK = re.compile(r"(?:进入|排名|位居|位列|保持|列|跻身|居)[^，。；0-9\0]{0,8}前(?:列)?\Z")


@dataclass(slots=True)
class _Amount:
    """One number with its unit in the compact text; `begin` and `finish` take in its comparator words."""

    start: int
    end: int
    raw: str
    amount: Quantity
    maximum: Decimal | None
    begin: int = 0
    finish: int = 0
    comparator: str = ""
    explicit: bool = False
    qualifier: Qualifier | None = None
    lead: int | None = None  # where the span of a nested target begins
    tail: int | None = None  # and where it ends, when the condition comes behind the count
    round_sum: bool = False  # 亿元以上 without a number, which can only be a condition


def amounts(sentence: Sentence) -> list[Target]:
    """Every amount that is a target, in order."""
    found = _compared(sentence)
    result: list[Target] = []
    previous_end = 0
    for i, amount in enumerate(_nested(sentence, found)):
        if amount is None:
            continue
        following = found[i + 1].begin if i + 1 < len(found) else len(sentence.compact)
        if target := _target(sentence, amount, previous_end, following):
            result.append(target)
        previous_end = amount.finish
    return result


def _compared(sentence: Sentence) -> list[_Amount]:
    found: list[_Amount] = []
    floor = 0
    for match in words.QUANTITY.finditer(sentence.clean):
        amount = _amount(match)
        if amount is None:
            continue
        _compare(sentence, amount, max(floor, sentence.clause_start(amount.start)), match["more"] is not None)
        floor = amount.finish
        if _counts(sentence, amount):
            found.append(amount)
    if "元以上" in sentence.clean or "亿元" in sentence.clean or "万元" in sentence.clean:
        found += _round_sums(sentence)
        found.sort(key=lambda a: a.start)
    return found


def _amount(match: re.Match[str]) -> _Amount | None:
    if match["ratio"]:
        of = Decimal(100) if match["of"] == "百" else parse_number(match["of"])
        unit = "%" if match["ratio"] == "百分之" else "‰"
        return None if of is None else _Amount(match.start(), match.end(), match["of"], quantity(of, unit), None)
    value, unit = parse_number(match["number"]), match["unit"]
    if value is None:
        return None
    to = parse_number(match["to"]) if match["to"] else None
    return _Amount(match.start(), match.end(), match["number"], quantity(value, unit), to)


def _round_sums(sentence: Sentence) -> list[_Amount]:
    """亿元以上, 千万元以上: one hundred million, ten million; only ever a condition of something counted."""
    result = []
    for match in words.ROUND_SUM.finditer(sentence.clean):
        amount = _Amount(match.start(), match.end(), "1", quantity(Decimal(1), match["unit"]), None, round_sum=True)
        _compare(sentence, amount, sentence.clause_start(amount.start), False)
        result.append(amount)
    return result


def _compare(sentence: Sentence, amount: _Amount, floor: int, more: bool) -> None:
    """Fill in the comparator from the words before and behind the number."""
    amount.begin, amount.finish = amount.start, amount.end
    comparator = ">" if more else ">=" if amount.maximum is not None else ""
    before = sentence.clean[floor : amount.start]
    if near := words.BEFORE.search(before):
        comparator, amount.begin = words.COMPARATORS[near[1]], floor + near.start()
    elif far := words.FAR_BEFORE.search(before):
        comparator, amount.begin = words.COMPARATORS[far[1]], floor + far.start()
    after = words.AFTER.match(sentence.clean, amount.end)
    if after and after["word"] and not (after["word"] == "内" and amount.amount.unit not in _TIMES | {"%"}):
        word = words.AFTER_WORDS.get(after["word"])
        if word and not (comparator in ("<", "<=", ">") and word == ">="):
            comparator = word
        amount.finish = after.end()
    elif late := words.LATE_AFTER.match(sentence.clean, amount.end):
        comparator, amount.finish = ">=", late.end()
    amount.explicit = bool(comparator)
    amount.comparator = comparator or "="


def _counts(sentence: Sentence, amount: _Amount) -> bool:
    """Could the number state a requirement at all? A bare 一个, a duration or an age cannot."""
    unit, base = amount.amount.unit, amount.amount.base_unit
    clean = sentence.clean
    if unit in _NEVER or base in _NEVER:
        return False
    if _RANK.search(clean, max(0, amount.start - 16), amount.start):
        amount.comparator, amount.explicit = "<=", True
        return True
    if clean[amount.start - 1 : amount.start] == "前":
        return False
    if unit in _TIMES or unit in ("分", "成"):
        return amount.explicit
    if unit in ("万", "亿") and not amount.explicit:
        return False
    if not amount.explicit and re.match(r"[0-9一]", clean[amount.end : amount.end + 1]):
        return False  # 1人1岗, 五个一
    return amount.explicit or _numeral_counts(sentence, amount)


def _numeral_counts(sentence: Sentence, amount: _Amount) -> bool:
    """Chinese numerals without a comparator: 二十场 is an amount, 三项制度 is a name."""
    if amount.raw.isascii() or amount.amount.unit in ("%", "‰") or amount.amount.base_unit == "元":
        return True
    if len(amount.raw) > 1:
        return True
    before = sentence.clean[max(0, amount.start - 6) : amount.start]
    recurring = sentence.period(amount.start)[1] is not None and amount.amount.unit in _EVENTS
    if amount.raw == "一":
        return amount.amount.unit in ("次", "场") and (recurring or words.COUNTING.search(before) is not None)
    return recurring or (
        amount.amount.unit not in ("项", "类", "个", "种", "方面", "批") and bool(words.COUNTING.search(before))
    )


def _is_condition(sentence: Sentence, amount: _Amount) -> bool:
    """An amount that measures each member (10亿元以上项目), not the whole."""
    unit = amount.amount.unit
    return amount.round_sum or (bool(_PHYSICAL.match(unit) or unit in _PEOPLE) and amount.explicit)


def _nested(sentence: Sentence, found: list[_Amount]) -> list[_Amount | None]:
    """Hand conditions to the count that they qualify, and drop thresholds that qualify nothing counted."""
    result: list[_Amount | None] = list(found)
    for i, amount in enumerate(found):
        if not _is_condition(sentence, amount):
            continue
        after = found[i + 1] if i + 1 < len(found) else None
        before = found[i - 1] if i else None
        if after and _counted(after) and _qualifies(sentence, amount, after):
            after.qualifier = _qualifier(sentence, amount)
            after.lead = _lead(sentence, amount)
            result[i] = None
        elif before and result[i - 1] and _counted(before) and _follows(sentence, before, amount):
            before.qualifier = _qualifier(sentence, amount)
            noun = words.STRICT_THRESHOLD.match(sentence.clean, amount.finish)
            before.tail = noun.end() if noun else amount.finish
            result[i] = None
        elif amount.round_sum or _is_threshold(sentence, amount):
            result[i] = None
    return result


def _counted(amount: _Amount) -> bool:
    return not _PHYSICAL.match(amount.amount.unit) and amount.amount.unit not in ("%", "‰", "百分点")


def _qualifies(sentence: Sentence, condition: _Amount, count: _Amount) -> bool:
    """10亿元以上项目1个: between the two stands only the noun that is counted."""
    between = sentence.clean[condition.finish : count.begin]
    return 0 < len(between) <= 12 and not set(between) & set("，。；、！？") and bool(words.THRESHOLD.match(between))


def _follows(sentence: Sentence, count: _Amount, condition: _Amount) -> bool:
    """1个投资超10亿元的产业项目: the noun that is counted comes behind its condition."""
    between = sentence.clean[count.finish : condition.begin]
    return len(between) <= 8 and not set(between) & set("，。；、！？") and _is_threshold(sentence, condition)


def _is_threshold(sentence: Sentence, amount: _Amount) -> bool:
    """以上的…, 以上项目, 超10亿元的产业项目: what follows is measured, not reached."""
    bounded = amount.finish > amount.end  # 以上 stands behind the number
    if bounded and sentence.clean.startswith("的", amount.finish):
        return True
    return words.STRICT_THRESHOLD.match(sentence.clean, amount.finish) is not None


def _qualifier(sentence: Sentence, amount: _Amount) -> Qualifier:
    start = sentence.clause_start(amount.start)
    name = _last_noun(sentence.clean[max(start, amount.begin - 12) : amount.begin])
    return Qualifier(name, amount.comparator, amount.amount.value, amount.amount.unit)


def _lead(sentence: Sentence, amount: _Amount) -> int:
    start = max(sentence.clause_start(amount.start), amount.begin - 20)
    return start + len("其中") if sentence.clean.startswith("其中", start) else start


def _last_noun(segment: str) -> str:
    """What stands behind the last verb, number or name of the segment."""
    return segment[_noun_start(segment) :]


def _noun_start(segment: str) -> int:
    cut = max(segment.rfind(mark) for mark in "\0)、") + 1
    cut += len("其中") if segment.startswith("其中", cut) else 0
    for verb in words.VERB.finditer(segment, cut):
        within = verb[0] in words.DEEDS and verb.start() > cut
        # 签约率, 保障性: such a verb is part of a noun too
        if not within and verb.end() < len(segment) and segment[verb.end()] not in "率度性额量数值面化":
            cut = verb.end()
    return cut


def _target(sentence: Sentence, amount: _Amount, floor: int, following: int) -> Target | None:
    period, period_at = sentence.period(amount.start)
    start = max(floor, sentence.clause_start(amount.begin))
    noun_end = _noun_end(sentence, amount, following) if _counted(amount) else amount.finish
    noun_end = max(noun_end, amount.tail or 0)
    segment = sentence.clean[start : amount.begin]
    if noun_end > amount.finish:
        subject, begin, end = sentence.compact[amount.finish : noun_end], amount.begin, noun_end
    else:
        subject, end = _last_noun(segment)[-20:], amount.finish
        begin = amount.begin - len(subject)
    per, per_at = _per(segment, start)
    if period_at is not None and period_at >= floor:
        begin = min(begin, period_at)
    begin = min(begin, *(p for p in (per_at, amount.lead) if p is not None), begin)
    recurring = period_at is not None and sentence.compact[period_at] in "每按逐"
    kind = "ratio" if per else _kind(amount, segment, recurring)
    comparator = ">=" if kind == "frequency" and not amount.explicit else amount.comparator
    q = amount.amount
    return replace(
        sentence.target(begin, end, comparator, q.value, q.unit),
        value_base=q.base_value,
        base_unit=q.base_unit,
        period=period or _default_period(amount, kind, comparator, noun_end > amount.finish),
        kind=kind,
        subject=_SUBJECT_EDGE.sub("", subject),
        per=per,
        value_max=amount.maximum,
        qualifier=amount.qualifier,
    )


def _noun_end(sentence: Sentence, amount: _Amount, following: int) -> int:
    limit = min(following, amount.finish + _MAX_NOUN, len(sentence.clean))
    stop = words.NOUN_END.search(sentence.clean, amount.finish, limit)
    return stop.start() if stop else limit


def _per(segment: str, offset: int) -> tuple[str | None, int | None]:
    """(unit that the amount is for each of, where 每 stands): 每支排涝队伍|配置1辆."""
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


def _kind(amount: _Amount, segment: str, recurring: bool) -> str:
    unit = amount.amount.unit
    if unit in ("%", "‰", "百分点", "成", "倍"):
        return "change" if unit in ("百分点", "倍") or words.CHANGE.search(segment) else "rate"
    if recurring and unit in _EVENTS:
        return "frequency"
    return "amount" if _PHYSICAL.match(unit) else "count"


def _default_period(amount: _Amount, kind: str, comparator: str, names: bool) -> str:
    """Named deliverables are due once; amounts, rates and thresholds within the year are the year's.

    `names`: the noun follows its number (超20支救援队伍), so a strict comparator tells the size of a deliverable.
    """
    if kind == "ratio" or amount.amount.unit in _TIMES:
        return "once"
    if kind in ("amount", "rate", "change"):
        return "year"
    return "once" if comparator == "=" or (comparator == ">" and names) else "year"
