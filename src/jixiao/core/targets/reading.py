"""Read the numbers of a sentence with their units and comparators, and leave out those that require nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.numbers import Quantity, parse_number, quantity, unit_at
from jixiao.core.targets import words
from jixiao.core.targets.model import Qualifier
from jixiao.core.targets.sentence import Sentence

TIMES = frozenset(("个月", "天", "日", "小时", "分钟", "秒", "周", "个工作日", "工作日"))
EVENTS = frozenset(("次", "场", "期", "场次", "回", "遍", "班", "趟", "份", "篇", "家次", "批次"))
PHYSICAL = re.compile(
    r"(?:.*(?:元|米|里|亩|吨|克|升|公顷|千瓦|千瓦时|兆瓦|度|标箱|标准箱)|个月|天|日|小时|分钟|秒|周|个?工作日|课时|学时|年|分|岁|成|倍|[万亿])"
    r"(?:/.*)?\Z"
)
_NEVER = frozenset("岁届层页步字年度点") | {"环节"}
_KINDS_OF = frozenset("项类个种批") | {"方面"}
_RATES = ("%", "‰")
_STANDARD = re.compile(r"[^，。；、0-9\0]{0,3}(?:标准|股权|股份|比例)")
_CAPACITY = re.compile(r".*(?:吨|千瓦|兆瓦|标箱)\Z")
_PAST = re.compile(r"(20[0-9]{2})年(?!度|以来|底)")
_MORE = re.compile(r"([万亿]?)[余多]")
_BARE = re.compile(r"/10万|[万亿](?![\u4e00-\u9fff0-9])")
_PEOPLE_OVER = re.compile(r"[千万]人")
_RANK = re.compile(r"(?:进入|排名|位居|位列|保持|列|跻身|居)[^，。；0-9\0]{0,8}前(?:列)?\Z")


@dataclass(slots=True)
class Amount:
    """One number with its unit in the compact text; `begin` and `finish` take in its comparator words."""

    start: int
    end: int
    raw: str
    quantity: Quantity
    maximum: Decimal | None
    begin: int = 0
    finish: int = 0
    comparator: str = ""
    explicit: bool = False
    qualifier: Qualifier | None = None
    lead: int | None = None  # where the span of a nested target begins
    tail: int | None = None  # and where it ends, when the condition comes behind the count
    more: bool = False  # 十余家
    round_sum: bool = False  # 亿元以上 without a number, which can only be a condition


def read_amounts(sentence: Sentence) -> list[Amount]:
    """Amounts that could state a requirement, in order, with their comparators."""
    found: list[Amount] = []
    floor = 0
    for amount in _amounts(sentence.clean):
        _compare(sentence, amount, max(floor, sentence.clause_start(amount.start)))
        floor = amount.finish
        if _counts(sentence, amount):
            found.append(amount)
    if "万元" in sentence.clean or "亿元" in sentence.clean:
        found += _round_sums(sentence)
        found.sort(key=lambda a: a.start)
    return found


def _amounts(text: str) -> Iterator[Amount]:
    """Every number with a unit, 百分之五 too."""
    position = 0
    while match := words.NUMBER.search(text, position):
        amount = _ratio(text, match) if match["ratio"] else _amount(text, match)
        position = amount.end if amount else match.end()
        if amount:
            yield amount


def _ratio(text: str, match: re.Match[str]) -> Amount | None:
    value = Decimal(100) if match["of"] == "百" else parse_number(match["of"])
    if value is None:
        return None
    to = words.RANGE.match(text, match.end())
    unit = "%" if match["ratio"] == "百分之" else "‰"
    end = to.end() if to else match.end()
    return Amount(match.start(), end, match["of"], quantity(value, unit), parse_number(to["to"]) if to else None)


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    """A number with its unit, perhaps as a range: 3-5家, 5%至8%."""
    value, end, maximum = parse_number(match["number"]), match.end(), None
    unit = _unit(text, end)
    for start in (end, end + len(unit)):
        to = words.RANGE.match(text, start)
        closing = _unit(text, to.end()) if to else ""
        if to and closing and (start == end or closing == unit):
            unit, end, maximum = closing, to.end(), parse_number(to["to"])
            break
    more = None if unit else _MORE.match(text, end)
    if more:
        rest = _unit(text, more.end())
        unit, end = (more[1] + rest, more.end() - len(more[1])) if rest else ("", end)
    if value is None or not unit:
        return None
    return Amount(match.start(), end + len(unit), match["number"], quantity(value, unit), maximum, more=bool(more))


def _unit(text: str, position: int) -> str:
    """The unit at `position` as written, 微克/立方米 and the bare 亿 of 突破100亿 too; empty when none."""
    unit = unit_at(text, position)
    end = position + len(unit)
    if not unit:
        bare = _BARE.match(text, position)
        return bare[0] if bare else ""
    if text.startswith(words.NO_UNIT.get(unit[-1], ()), end):
        return ""
    if text.startswith("/", end) and (over := _PEOPLE_OVER.match(text, end + 1) or unit_at(text, end + 1)):
        return f"{unit}/{over if isinstance(over, str) else over[0]}"
    return unit


def _round_sums(sentence: Sentence) -> list[Amount]:
    """亿元以上, 千万元以上: one hundred million, ten million; only ever a condition of something counted."""
    result = []
    for match in words.ROUND_SUM.finditer(sentence.clean):
        amount = Amount(match.start(), match.end(), "1", quantity(Decimal(1), match["unit"]), None, round_sum=True)
        _compare(sentence, amount, sentence.clause_start(amount.start))
        result.append(amount)
    return result


def _compare(sentence: Sentence, amount: Amount, floor: int) -> None:
    """Fill in the comparator from the words before and behind the number."""
    amount.begin, amount.finish = amount.start, amount.end
    comparator = ">" if amount.more else ">=" if amount.maximum is not None else ""
    before = sentence.clean[floor : amount.start]
    if near := words.comparator_before(before):
        comparator, amount.begin = near[0], amount.start - near[1]
    elif (far := words.FAR_BEFORE.search(before)) and (far[1] != "达到" or amount.quantity.unit in _RATES):
        comparator, amount.begin = words.COMPARATORS[far[1]], floor + far.start()
    after = words.AFTER.match(sentence.clean, amount.end)
    if after and after["word"] and not (after["word"] == "内" and amount.quantity.unit not in TIMES | {"%"}):
        word = words.AFTER_WORDS.get(after["word"])
        if word and not (comparator in ("<", "<=", ">") and word == ">="):
            comparator = word
        amount.finish = after.end()
    elif late := words.LATE_AFTER.match(sentence.clean, amount.end):
        comparator, amount.finish = ">=", late.end()
    amount.explicit = bool(comparator)
    amount.comparator = comparator or "="


def _counts(sentence: Sentence, amount: Amount) -> bool:
    """Could the number state a requirement at all? A bare 一个, a duration or an age cannot."""
    unit = amount.quantity.unit
    clean = sentence.clean
    if unit in _NEVER:
        return False
    if _RANK.search(clean, max(0, amount.start - 16), amount.start):
        amount.comparator, amount.explicit = "<=", True
        return True
    if clean[amount.start - 1 : amount.start] == "前":
        return False
    if not amount.explicit and _describes(sentence, amount):
        return False
    if unit in TIMES or unit in ("分", "成", "路"):  # 37路 is a bus, 37路以上 are channels
        return amount.explicit
    if unit in ("万", "亿") and not amount.explicit:
        return False
    if not amount.explicit and re.match(r"[0-9一]", clean[amount.end : amount.end + 1]):
        return False  # 1人1岗, 五个一
    return amount.explicit or _numeral_counts(sentence, amount)


def _describes(sentence: Sentence, amount: Amount) -> bool:
    """A bare number about something else: a plant's capacity, a share of a rule, what a past year brought."""
    unit, clean = amount.quantity.unit, sentence.clean
    if unit in _RATES:
        return clean.startswith("个", amount.start - 1) or _STANDARD.match(clean, amount.end) is not None
    if _CAPACITY.match(unit) and re.match(r"[\u4e00-\u9fff]", clean[amount.end : amount.end + 1]):
        return True
    past = _PAST.match(sentence.compact, sentence.clause_start(amount.start))
    return past is not None and sentence.year is not None and int(past[1]) < sentence.year


def _numeral_counts(sentence: Sentence, amount: Amount) -> bool:
    """Chinese numerals without a comparator: 二十场 is an amount, 三项制度 is a name."""
    if amount.raw.isascii() or amount.quantity.unit in _RATES or amount.quantity.base_unit == "元":
        return True
    if len(amount.raw) > 1:
        return True
    before = sentence.clean[max(0, amount.start - 6) : amount.start]
    recurring = sentence.period(amount.start)[1] is not None and amount.quantity.unit in EVENTS
    if amount.raw == "一":
        return amount.quantity.unit in ("次", "场") and (recurring or words.COUNTING.search(before) is not None)
    behind_verb = amount.quantity.unit not in _KINDS_OF and words.COUNTING.search(before) is not None
    return recurring or behind_verb or _closes_a_clause(sentence, amount)


def _closes_a_clause(sentence: Sentence, amount: Amount) -> bool:
    """建成示范书房六座。: a verb, what is counted, and the numeral as the last word."""
    if amount.quantity.unit in ("类", "种", "方面", "批") or sentence.clause_end(amount.end) != amount.end:
        return False
    segment = sentence.clean[sentence.clause_start(amount.start) : amount.start]
    verb = words.VERB.match(segment)
    return verb is not None and len(segment) >= verb.end() + 2


def counted(amount: Amount) -> bool:
    """Does the amount count members (项, 家), rather than measure (元, 吨, %)?"""
    return not PHYSICAL.match(amount.quantity.unit) and amount.quantity.unit not in (*_RATES, "百分点")
