"""Numbers, quantities and points as Chinese official documents write them. Decimals only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_DIGITS = 15

# One character for one character, so that offsets in a text stay true. Not NFKC: that would turn ① into 1.
_WIDTH = str.maketrans("０１２３４５６７８９．％，－＋−﹪〇○", "0123456789.%,-+-%零零")

_ARABIC = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
CHINESE_DIGITS = "零〇○一二两三四五六七八九十百千"

# Measure words after a number.
_PLAIN_UNITS = (
    "百分点 元 美元 项 个 场 家 条 台 套 支 辆 次 份 方面 人次 人 名 位 户 件 期 篇 本 册 所 座 处 间 栋 幢 棵 株 "
    "头 只 艘 架 列 趟 班 平方公里 平方千米 平方米 平米 立方米 公里 千米 厘米 毫米 米 公顷 亩 公斤 千克 毫克 "
    "微克 克 吨 升 千瓦时 千瓦 兆瓦 度 千伏 批 批次 组 对 类 种 款 类别 幅 张 部 首 届 轮 起 例 宗 笔 单 门 "
    "节 课时 学时 小时 分钟 秒 天 日 个工作日 工作日 个月 周 年 标箱 标准箱 床 张床位 床位 户次 车次 航次 "
    "架次 班次 条次 家次 场次 件次 台次 台套 人天 片 块 段 村 镇 街道 社区 县 企业 字 枚 面 盏 口 眼 根 道 票 "
    "桩 岁 倍 成 分 名次 位次 层 回 遍 颗 粒 排 副 双 队 团 羽 尾 匹 页 步 环节 顿 餐 扇 把 顶 路 ㎡ km"
)
_SCALES = {"万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8}
_SCALES |= {"千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4}
_RATIO_UNITS = {"%": Decimal(1), "‰": Decimal("0.1")}
_CHINESE_RATIO = {"百分之": "%", "千分之": "‰"}
_CANONICAL = {"个百分点": "百分点", "平米": "平方米", "㎡": "平方米", "km": "公里"}

# A set, since an alternation of 1500 words would take longer to compile than a whole plan takes to read.
UNITS = frozenset(scale + unit for scale in ("", *_SCALES) for unit in _PLAIN_UNITS.split()) | {"个百分点", "%", "‰"}
_LONGEST_UNIT = max(map(len, UNITS))


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as written and in its base unit: 45 亿元 is also 4500000000 元; 3‰ is also 0.3 %."""

    value: Decimal
    unit: str
    base_value: Decimal
    base_unit: str


def narrow(text: str) -> str:
    """Full-width digits and signs as ASCII, one character for one, so offsets do not move."""
    return text.translate(_WIDTH)


def chinese_to_int(text: str) -> int | None:
    """Value of a Chinese numeral below 10**15: 二十, 一百零五, 两, 一千二百万, 二〇二四. None when it is not one.

    Two bare digits (三四, "three or four") are no number; three or more, or some with 〇, are read digit by digit.
    """
    text = text.strip().translate(_WIDTH)
    if not text or len(text) > 30 or any(c not in _DIGITS and c not in _TENS and c not in _MYRIADS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return _digit_by_digit(text)
    return _by_places(text)


def _digit_by_digit(text: str) -> int | None:
    if len(text) > MAX_DIGITS or (len(text) == 2 and "零" not in text):
        return None
    return int("".join(str(_DIGITS[c]) for c in text))


def _by_places(text: str) -> int | None:
    """Read a numeral that has 十百千万亿 in it, from left to right."""
    total = section = 0
    digit: int | None = None
    last_place = 1  # the place just read, for the colloquial 一百五 = 150
    for c in text:
        if c in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[c]
            last_place = 1 if c == "零" else last_place
        elif c in _TENS:
            section += (1 if digit is None or (digit == 0 and c == "十") else digit) * _TENS[c]
            digit, last_place = None, _TENS[c]
        else:
            whole = total + section + (digit or 0) if c == "亿" else section + (digit or 0)
            if not whole:
                return None
            total = whole * _MYRIADS[c] if c == "亿" else total + whole * _MYRIADS[c]
            section, digit, last_place = 0, None, _MYRIADS[c]
    if digit:
        section += digit * (last_place // 10 if last_place > 10 else 1)
    result = total + section
    return result if result < 10**MAX_DIGITS else None


def parse_number(text: str) -> Decimal | None:
    """A number in digits (half or full width, thousands commas) or Chinese numerals, with 万 or 亿 behind it or not.

    None for anything else: exponents, nan, more than 15 digits, 百分之五 (that is a quantity).
    """
    text = narrow(text.strip())
    scale = 1
    if text and text[0] in "+-0123456789":
        for name, factor in _SCALES.items():
            if text.endswith(name):
                text, scale = text[: -len(name)].rstrip(), factor
                break
    if _ARABIC.fullmatch(text):
        digits = sum(c.isdigit() for c in text)
        return Decimal(text.replace(",", "")) * scale if digits <= MAX_DIGITS else None
    if scale != 1:
        return None
    return _chinese_number(text)


def _chinese_number(text: str) -> Decimal | None:
    whole, point, fraction = text.partition("点")
    value = chinese_to_int(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    if not fraction or len(fraction) > MAX_DIGITS or any(c not in _DIGITS for c in fraction):
        return None
    return Decimal(f"{value}." + "".join(str(_DIGITS[c]) for c in fraction))


def split_unit(unit: str) -> tuple[str, Decimal, str]:
    """(canonical unit, factor, base unit): 亿元 -> (亿元, 10**8, 元), ‰ -> (‰, 0.1, %), 项 -> (项, 1, 项)."""
    unit = _CANONICAL.get(unit, unit)
    if "/" in unit:  # 微克/立方米 is scaled by what stands before the stroke
        name, factor, base = split_unit(unit.partition("/")[0])
        over = unit[unit.index("/") :]
        return name + over, factor, base + over
    if unit in _RATIO_UNITS:
        return unit, _RATIO_UNITS[unit], "%"
    for scale, times in _SCALES.items():
        if unit.startswith(scale) and len(unit) > len(scale):
            return unit, Decimal(times), unit[len(scale) :]
    return unit, Decimal(1), unit


def quantity(value: Decimal, unit: str) -> Quantity:
    """Put a value and its unit, as written, together with the base unit."""
    unit, factor, base_unit = split_unit(unit)
    return Quantity(value, unit, value * factor, base_unit)


def parse_quantity(text: str) -> Quantity | None:
    """A number with its unit and nothing else: 45亿元, ２项, 百分之五, 千分之三, 2个百分点, 1.5万人. None otherwise."""
    text = narrow(text.strip())
    for words, unit in _CHINESE_RATIO.items():
        if text.startswith(words):
            value = parse_number(text[len(words) :])
            return None if value is None else quantity(value, unit)
    # 三千万元 is 3000 万元, so 万 and 亿 go to the unit where they can; 一亿二千万元 needs the second pattern.
    for pattern in (_LEADING, _LEADING_MYRIADS):
        found = pattern.match(text)
        if found and (unit := text[found.end() :].lstrip()) in UNITS:
            value = parse_number(found[0])
            return None if value is None else quantity(value, unit)
    return None


_LEADING = re.compile(rf"[+-]?[0-9,.]+|[{CHINESE_DIGITS}点]+")
_LEADING_MYRIADS = re.compile(rf"[{CHINESE_DIGITS}万亿点]+")


def unit_at(text: str, position: int) -> str:
    """The longest unit that stands at `position`, as written; empty when there is none."""
    for end in range(min(len(text), position + _LONGEST_UNIT), position, -1):
        if text[position:end] in UNITS:
            return text[position:end]
    return ""


def format_points(points: Decimal) -> str:
    """Points without trailing zeros and without an exponent: 2.50 -> 2.5, 1E+2 -> 100, -0.0 -> 0."""
    text = format(points, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def parse_points(text: str) -> Decimal | None:
    """The points of a table cell: 2, ２, 2分, 2.5, 5%, ３‰, －2, 十分. The sign of the scale is dropped.

    None for anything else.
    """
    text = narrow(text.strip())
    number = text[:-1].rstrip() if text.endswith(("分", "%", "‰")) else text
    return None if number.endswith(("万", "亿")) else parse_number(number)
