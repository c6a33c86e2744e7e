"""Deadlines and dates from the wording of official documents, resolved against the plan's year."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from jixiao.core.numbers import chinese_to_int

MAX_CELL = 60  # a deadline's cell is short; anything longer is prose
_YEARS = range(1900, 3000)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due, by its wording.

    `due` is the last day; None where the text has none (长期, 每季度) or its year is unknown. `start` is the first
    day where the text names a stretch (第三季度, 10月至12月). recurrence: day, week, month, quarter, half-year, year,
    ongoing. day_of_period counts from 1 inside each period (每月10日前 -> 10); -1 is its last day (每季度末).
    """

    text: str
    due: date | None = None
    start: date | None = None
    recurrence: str | None = None
    day_of_period: int | None = None


@dataclass(frozen=True, slots=True)
class _Point:
    """One dated word: its place in the text, the stretch that it covers, and the year that it names."""

    start: int
    end: int
    first: date | None
    last: date | None
    year: int | None
    vague: bool  # too vague to be a date in prose: 全年, 2024年度
    stretch: bool  # names a period (第三季度) rather than an end (三季度末)


_WIDTH = str.maketrans("０１２３４５６７８９／．－–—―～〜〇○（）", "0123456789/.----~~零零()")
_N = r"(?:[0-9]{1,2}|[零一二三四五六七八九十]{1,3})"
_Y4 = r"(?:(?<![0-9])[0-9]{4}|[一二][零一二三四五六七八九]{3})"
_POINT = re.compile(
    rf"(?P<y>(?P<year>{_Y4})年度?的?|(?P<rel>[次明翌当本今])年度?的?)?"
    rf"(?:(?<![0-9])(?P<month>{_N})月份?(?:(?P<day>{_N})[日号]|(?P<part>[上中下]旬|[底末初中])?)"
    r"|(?P<half>[上下])半年(?P<half_end>[底末]?)"
    r"|第?(?P<quarter>[一二三四1-4])季度(?P<quarter_end>[底末]?)"
    r"|前(?P<first>[二两三23])季度"
    r"|(?<![0-9零一二三四五六七八九十两几近])年(?P<end>[底末内终]|中(?![国央心小]))|(?P<whole>全年度?)"
    r"|(?(y)(?P<year_end>年?[底末内]|)|(?!)))"  # the empty choice is a bare year: 2024年度
)
_JOIN = re.compile(r"[至到~-]+")
_DAY_ONLY = re.compile(rf"({_N})[日号]")
_MONTH_BEFORE = re.compile(rf"(?:(?P<year>{_Y4})年)?(?<![0-9])(?P<month>{_N})月?[至到~-]+\Z")
_TAIL = re.compile(r"(?:之前|以前|前|止|之内|内)?")
_TITLE = re.compile(r"《[^《》]{0,200}》")
_ISO = r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?"
_NUMERIC = re.compile(rf"{_ISO}(?:[至到~-]+{_ISO})?")
_SHORT = re.compile(r"([0-9]{1,2})[./]([0-9]{2})")
_FULL_DATE = re.compile(rf"({_Y4})年({_N})月({_N})[日号]")
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\Z")
_ONGOING = re.compile(
    r"(?:全年)?(?:长期|持续|常年|常态化?|经常性|日常|实时|随时)(?:坚持|推进|开展|进行|有效|性?工作|性)*"
)
_REPEATED = re.compile(
    rf"(?:每|按|逐)个?(?P<unit>日|天|周|星期|月|季度?|半年|年)度?(?:(?P<day>{_N})[日号]|(?P<end>[底末]))?(?:前|之前|以前)?"
    r"(?:至少)?(?:[0-9一两二三四]{1,2}次)?(?:完成|报送|上报|开展)?"
)
_EACH_YEAR = re.compile(r"每年的?")
_BEFORE = re.compile(r"(?:截至|截止到?|于|在|至|到|力争|争取|确保|贯穿)?")
_AFTER = re.compile(r"(?:完成|上报|报送|报|开展|印发|投用|完工)?[。;；]?")
_LIST = re.compile(r"[、,，和及]")
_RECURRENCE = {
    **dict.fromkeys(("日", "天"), "day"),
    **dict.fromkeys(("周", "星期"), "week"),
    "月": "month",
    **dict.fromkeys(("季", "季度"), "quarter"),
    "半年": "half-year",
    "年": "year",
}
_QUARTERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PARTS = {"初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31)} | dict.fromkeys(
    "底末", (1, 31)
)


def _int(text: str) -> int:
    """Value of one or two digits or of a Chinese numeral; -1 when it is none, which no calendar accepts."""
    if text.isascii():
        return int(text)
    value = chinese_to_int(text)
    return -1 if value is None else value


def _day(year: int | None, month: int, day: int) -> date | None:
    """The date, or None when the calendar has none such (2月30日)."""
    if year is None or year not in _YEARS or not 1 <= month <= 12 or day < 1:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day) if day <= last else None


def _months(year: int | None, first: int, last: int) -> tuple[date | None, date | None]:
    if year is None or year not in _YEARS or not 1 <= first <= last <= 12:
        return None, None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _year_of(found: re.Match[str], plan_year: int | None, carried: int | None) -> tuple[int | None, int | None]:
    """(year of the point, year that it states in digits)."""
    if found["year"]:
        year = _int(found["year"])
        return year, year
    if found["rel"]:
        return (None if plan_year is None else plan_year + (found["rel"] in "次明翌")), None
    return (carried if carried is not None else plan_year), None


def _point(found: re.Match[str], plan_year: int | None, carried: int | None) -> _Point | None:
    """What one match covers; None when it is no date (13月, 2月30日)."""
    year, stated = _year_of(found, plan_year, carried)
    vague = stretch = False
    if found["month"]:
        first, last, stretch = _month(found, year)
    elif found["half"]:
        first, last = _months(year, 1, 6) if found["half"] == "上" else _months(year, 7, 12)
        stretch = not found["half_end"]
    elif found["quarter"]:
        q = _QUARTERS[found["quarter"]]
        first, last = _months(year, 3 * q - 2, 3 * q)
        stretch = not found["quarter_end"]
    elif found["first"]:
        first, last = _months(year, 1, 3 * _QUARTERS[found["first"]])
        stretch = True
    else:
        first, last = _months(year, 1, 6 if found["end"] == "中" else 12)
        stretch = bool(found["whole"]) or not (found["end"] or found["year_end"])
        vague = stretch or found["end"] in ("终", "中")
    if last is None and (year is not None or not _possible(found)):
        return None
    return _Point(found.start(), found.end(), first, last, stated, vague, stretch)


def _possible(found: re.Match[str]) -> bool:
    """Could the match be a date in some year? A leap year tells, since it has every day that there is."""
    if not found["month"]:
        return True
    return _month(found, 2024)[1] is not None


def _month(found: re.Match[str], year: int | None) -> tuple[date | None, date | None, bool]:
    month = _int(found["month"])
    if found["day"]:
        day = _day(year, month, _int(found["day"]))
        return day, day, False
    first, last = _months(year, month, month)
    if first is None or last is None or not found["part"]:
        return first, last, True
    begin, end = _PARTS[found["part"]]
    return first.replace(day=begin), last.replace(day=min(end, last.day)), found["part"] not in "底末"


def _phrases(text: str, plan_year: int | None) -> Iterator[tuple[_Point, Deadline]]:
    """Dated phrases of a compact, narrowed text; two points joined by 至 are one phrase."""
    carried: int | None = None
    position = 0
    while found := _POINT.search(text, position):
        position = found.end()
        point = _point(found, plan_year, carried)
        if point is None:
            continue
        opened = _opened(text, point, plan_year, carried)
        closed = _closed(text, opened, plan_year, point.year or carried) or opened
        position = end = _end(_TAIL, text, closed.end)
        carried = closed.year or point.year or carried
        until = closed is opened and (not closed.stretch or end > closed.end)  # 三季度前 names an end, no stretch
        begin = None if until and opened.start == point.start else opened.first
        whole = replace(opened, end=end, last=closed.last, vague=point.vague and closed is opened)
        yield whole, Deadline(text[whole.start : end], closed.last, begin)


def _opened(text: str, point: _Point, plan_year: int | None, carried: int | None) -> _Point:
    """The point with the bare month before it, if any: 10至12月."""
    before = _MONTH_BEFORE.search(text, max(0, point.start - 14), point.start)
    if before is None or point.last is None:
        return point
    year = _int(before["year"]) if before["year"] else point.last.year
    first, _ = _months(year, _int(before["month"]), _int(before["month"]))
    if first is None or first > point.last:
        return point
    return replace(point, start=before.start(), first=first, stretch=True)


def _closed(text: str, point: _Point, plan_year: int | None, carried: int | None) -> _Point | None:
    """The point that ends a stretch begun by `point`, or None."""
    joined = _JOIN.match(text, point.end)
    if joined is None:
        return None
    found = _POINT.match(text, joined.end())
    closing = _point(found, plan_year, carried) if found and found.end() > joined.end() else None
    if closing is None and point.last is not None and (only := _DAY_ONLY.match(text, joined.end())):
        day = _day(point.last.year, point.last.month, _int(only[1]))
        closing = _Point(only.start(), only.end(), day, day, None, False, False) if day else None
    if closing and point.first and closing.last and closing.last < point.first:
        return None
    return closing


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


def parse_deadline(text: str, year: int | None) -> Deadline | None:
    """A cell that says when something is due (12月底前, 每季度, 2024-12-31); None when it says anything else.

    `year` is the plan's year; without it, wordings that name no year keep their `recurrence` but have no `due`.
    """
    if len(text) > MAX_CELL:
        return None
    compact = "".join(_TIME.sub("", text.strip()).split()).translate(_WIDTH)
    found = _repeated(compact) or _numeric(compact, year) or _worded(compact, year)
    return replace(found, text=text) if found else None


def _repeated(text: str) -> Deadline | None:
    if _ONGOING.fullmatch(text):
        return Deadline(text, recurrence="ongoing")
    found = _REPEATED.fullmatch(text)
    if not found:
        return None
    day = _int(found["day"]) if found["day"] else -1 if found["end"] else None
    if found["day"] and not (day and 1 <= day <= 31):
        return None
    return Deadline(text, recurrence=_RECURRENCE[found["unit"]], day_of_period=day)


def _numeric(text: str, year: int | None) -> Deadline | None:
    if short := _SHORT.fullmatch(text):
        month, day = int(short[1]), int(short[2])
        possible = _day(2024, month, day) is not None
        return Deadline(text, _day(year, month, day)) if possible and (year is None or _day(year, month, day)) else None
    found = _NUMERIC.fullmatch(_TAIL.sub("", text) if text.endswith("前") else text)
    if not found:
        return None
    first, last = _numeric_ends(found[1], found[2], found[3])
    if found[4] is None:
        return Deadline(text, last, None if found[3] else first) if last else None
    _, closing = _numeric_ends(found[4], found[5], found[6])
    return Deadline(text, closing, first) if first and closing and first <= closing else None


def _numeric_ends(year: str, month: str, day: str | None) -> tuple[date | None, date | None]:
    if day:
        exact = _day(int(year), int(month), int(day))
        return exact, exact
    return _months(int(year), int(month), int(month))


def _worded(text: str, year: int | None) -> Deadline | None:
    """Dated phrases alone, several joined by a comma: then the last one is the due day."""
    start = _end(_BEFORE, text, 0)
    each_year = _EACH_YEAR.match(text, start)
    position = each_year.end() if each_year else start
    result: Deadline | None = None
    for point, found in _phrases(text, year):
        if point.start != position and not (result and _LIST.fullmatch(text, position, point.start)):
            return None
        result, position = (found if result is None else replace(found, start=None)), point.end
    if result is None or not _AFTER.fullmatch(text, position):
        return None
    return replace(result, recurrence="year") if each_year else result


def parse_date(text: str) -> date | None:
    """A full date and nothing else: 2024年8月2日, 二〇二四年八月二日, 2024-08-02. None otherwise."""
    compact = "".join(_TIME.sub("", text.strip()).split()).translate(_WIDTH)
    found = _FULL_DATE.fullmatch(compact)
    if found:
        return _day(_int(found[1]), _int(found[2]), _int(found[3]))
    found = re.fullmatch(_ISO, compact)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found and found[3] else None


def find_dates(text: str, year: int | None) -> list[tuple[int, int, Deadline]]:
    """Dated phrases in prose, as (start, end, deadline) with offsets in `text`, in order.

    A stated year carries over to the phrases behind it. Titles in 《》 and bare years are no dates.
    """
    offsets = [i for i, c in enumerate(text) if not c.isspace()]
    compact = "".join(text[i] for i in offsets).translate(_WIDTH)
    titles = [m.span() for m in _TITLE.finditer(compact)]
    found: list[tuple[int, int, Deadline]] = []
    for point, deadline in _phrases(compact, year):
        if point.vague or any(a <= point.start < b for a, b in titles):
            continue
        start, end = offsets[point.start], offsets[point.end - 1] + 1
        found.append((start, end, replace(deadline, text=text[start:end])))
    return found
