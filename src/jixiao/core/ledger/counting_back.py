"""Due dates counted back from an end (倒排工期): 提前30个工作日, 前20天, T-15, or any wording of a deadline."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from jixiao.core.dates import Deadline, parse_deadline
from jixiao.core.ledger.amounts import Unreadable
from jixiao.core.numbers import chinese_to_int, narrow
from jixiao.core.workdays import KNOWN_YEARS, add_workdays, is_workday, workdays_between

LONGEST = 730  # days; nobody counts back further
_N = r"(?P<count>[0-9]{1,3}|[零一二两三四五六七八九十百]{1,5})"
_UNIT = r"(?P<unit>个?工作日|天|日|个?星期|周|个月|月)"
_AHEAD = re.compile(
    rf"(?:(?:较)?(?:终点|截止日?|到期日?|节点|期限)?(?:之前|前|提前)|提前)(?:至少)?{_N}{_UNIT}(?:完成|办结|报送)?"
)
_MARKED = re.compile(rf"T\s*-\s*{_N}\s*{_UNIT}?", re.IGNORECASE)
_AT_END = re.compile(r"T|终点|当日|到期日|同指标", re.IGNORECASE)
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class CountedBack:
    """`due` by the wording; not `certain` when it crossed a year without a holiday notice. `note` says a doubt."""

    due: date
    certain: bool = True
    note: str = ""


def count_back(text: str, year: int, end: date | None) -> CountedBack:
    """The day that the wording means; `end` is the day counted back from. Raises Unreadable.

    A repeated deadline (每月10日前) is due the last time before the end.
    """
    said = "".join(narrow(text).split())
    ahead = _AHEAD.fullmatch(said) or _MARKED.fullmatch(said)
    if ahead is None and not _AT_END.fullmatch(said):
        return _plain(text, year, end)
    if end is None:
        raise Unreadable(f"“{text.strip()[:20]}”要从终点日期倒排，指标没有完成时限，请直接填写日期。")
    return _back(_count(ahead["count"]), ahead["unit"] or "天", end) if ahead else CountedBack(end)


def _count(text: str) -> int:
    value = int(text) if text.isascii() else chinese_to_int(text)
    if value is None:
        raise Unreadable(f"“{text}”不是天数，请填数字。")
    return value


def _back(count: int, unit: str, end: date) -> CountedBack:
    if "工作日" in unit:
        return workdays_before(end, count)
    if "月" in unit:
        return CountedBack(_months_before(end, count))
    days = count * 7 if unit.endswith(("周", "星期")) else count
    if days > LONGEST:
        raise Unreadable(f"倒排最多 {LONGEST} 天。")
    return CountedBack(end - timedelta(days))


def workdays_before(end: date, count: int) -> CountedBack:
    """The working day that lies `count` working days before `end`; 0 gives `end` itself. Raises Unreadable."""
    if count > LONGEST // 2:
        raise Unreadable(f"倒排最多 {LONGEST // 2} 个工作日。")
    day = end
    while count:
        day -= timedelta(1)
        count -= is_workday(day)
    return CountedBack(day, all(known in KNOWN_YEARS for known in range(day.year, end.year + 1)))


def _months_before(end: date, count: int) -> date:
    if count > LONGEST // 30:
        raise Unreadable(f"倒排最多 {LONGEST // 30} 个月。")
    months = end.year * 12 + end.month - 1 - count
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    is_last = end.day == monthrange(end.year, end.month)[1]  # a month before the last day is a last day
    return date(year, month + 1, last if is_last else min(end.day, last))


def _plain(text: str, year: int, end: date | None) -> CountedBack:
    found = parse_deadline(text, year)
    if found is None:
        said = text.strip()[:20]
        raise Unreadable(f"“{said}”不是时限，可写 9月底前、2026-09-30、提前30个工作日、T-15。")
    last = end or date(year, 12, 31)
    if found.recurrence in _MONTHS:
        due = _last_time(found, last)
        return CountedBack(due, note=f"“{text.strip()[:20]}”要办多次，按最后一次 {due.isoformat()} 计。")
    if found.due is None:
        return CountedBack(last, note=f"“{text.strip()[:20]}”没有写明日期，按 {last.isoformat()} 计。")
    if end is not None and found.due > end:
        return CountedBack(found.due, note=f"晚于指标完成时限 {end.isoformat()}。")
    return CountedBack(found.due)


def _last_time(found: Deadline, last: date) -> date:
    """The last due day of a repeated deadline that is not after `last`."""
    if found.due is not None:
        return min(found.due, last)
    step, day = _MONTHS[found.recurrence or "year"], found.day_of_period or -1
    times = []
    for month in range(step, 13, step):
        begins, ends = date(last.year, month - step + 1, 1), date(last.year, month, monthrange(last.year, month)[1])
        times.append(ends if day < 0 else min(begins + timedelta(day - 1), ends))
    return max((due for due in times if due <= last), default=last)


def spread(starts: date, ends: date, shares: Sequence[Decimal]) -> list[date]:
    """Due days of tasks done one after another from `starts` to `ends`, each taking its share of the working days.

    The last is `ends`. Raises ValueError for no shares, a share that is not positive, or an end before the start.
    """
    if not shares or min(shares) <= 0 or ends < starts:
        raise ValueError("shares are positive and the stretch has an end")
    whole, days, done = sum(shares, Decimal(0)), workdays_between(starts, ends), Decimal(0)
    found = []
    for share in shares[:-1]:
        done += share
        found.append(add_workdays(starts, ceil(days * done / whole)).date)
    return [*found, ends]
