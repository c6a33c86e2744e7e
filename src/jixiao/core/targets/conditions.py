"""Conditions: an amount that each counted member must meet (10亿元以上项目1个) is no target of its own."""

from __future__ import annotations

from jixiao.core.targets import words
from jixiao.core.targets.model import Qualifier
from jixiao.core.targets.nouns import noun_start
from jixiao.core.targets.reading import PHYSICAL, Amount, counted
from jixiao.core.targets.sentence import Sentence

_PEOPLE = frozenset("人名户张床位") | {"床位", "张床位", "万人", "万户"}
_MARKS = frozenset("，。；、！？")


def _is_condition(sentence: Sentence, amount: Amount) -> bool:
    """An amount that measures each member (10亿元以上项目), not the whole."""
    unit = amount.quantity.unit
    bounded = amount.explicit or sentence.clean.startswith("的", amount.finish)
    return amount.round_sum or (bounded and bool(PHYSICAL.match(unit) or unit in _PEOPLE))


def without_conditions(sentence: Sentence, found: list[Amount]) -> list[Amount | None]:
    """Hand conditions to the count that they qualify, and drop thresholds that qualify nothing counted."""
    result: list[Amount | None] = list(found)
    for i, amount in enumerate(found):
        if not _is_condition(sentence, amount):
            continue
        after = found[i + 1] if i + 1 < len(found) else None
        before = found[i - 1] if i else None
        if after and counted(after) and _qualifies(sentence, amount, after):
            after.qualifier = _qualifier(sentence, amount)
            after.lead = _lead(sentence, amount)
            result[i] = None
        elif before and result[i - 1] and counted(before) and _follows(sentence, before, amount):
            before.qualifier = _qualifier(sentence, amount)
            noun = words.STRICT_THRESHOLD.match(sentence.clean, amount.finish)
            before.tail = noun.end() if noun else amount.finish
            result[i] = None
        elif amount.round_sum or _is_threshold(sentence, amount):
            result[i] = None
    return result


def _qualifies(sentence: Sentence, condition: Amount, count: Amount) -> bool:
    """10亿元以上项目1个: between the two stands only the noun that is counted."""
    between = sentence.clean[condition.finish : count.begin]
    return 0 < len(between) <= 12 and not set(between) & _MARKS and bool(words.THRESHOLD.match(between))


def _follows(sentence: Sentence, count: Amount, condition: Amount) -> bool:
    """1个投资超10亿元的产业项目: the noun that is counted comes behind its condition."""
    between = sentence.clean[count.finish : condition.begin]
    return len(between) <= 8 and not set(between) & _MARKS and _is_threshold(sentence, condition)


def _is_threshold(sentence: Sentence, amount: Amount) -> bool:
    """以上的…, 以上项目, 超10亿元的产业项目: what follows is measured, not reached."""
    bounded = amount.finish > amount.end  # 以上 stands behind the number
    about = sentence.clean.startswith(("对", "针对"), sentence.clause_start(amount.start))
    if bounded and sentence.clean.startswith("的", amount.finish):
        return True
    if about and bounded and sentence.clause_end(amount.finish) > amount.finish:
        return True
    return words.STRICT_THRESHOLD.match(sentence.clean, amount.finish) is not None


def _qualifier(sentence: Sentence, amount: Amount) -> Qualifier:
    start = sentence.clause_start(amount.start)
    before = sentence.clean[max(start, amount.begin - 12) : amount.begin]
    return Qualifier(before[noun_start(before) :], amount.comparator, amount.quantity.value, amount.quantity.unit)


def _lead(sentence: Sentence, amount: Amount) -> int:
    start = max(sentence.clause_start(amount.start), amount.begin - 20)
    return start + len("其中") if sentence.clean.startswith("其中", start) else start
