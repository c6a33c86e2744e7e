"""What is due when: a column a month, stacked by state, and the coming days as lines with the day marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jixiao.core.ledger.states import GRAVITY, LIGHTS, State
from jixiao.core.rounding import round_half_up
from jixiao.press.svg import Svg, element, group, hint, link, picture, placed, text

STACKED = tuple(reversed(GRAVITY))  # from the ground up: what is grave lies on top, under the number
COLUMN, TALL, HEAD, FOOT, LEFT = 84, 180, 40, 28, 16
BAR = 46
NAMES, DAYS, ROW, AXIS = 420, 760, 24, 34


@dataclass(frozen=True, slots=True)
class Month:
    """What is due in a month, by state. `days` is how many it has."""

    year: int
    month: int
    days: int
    counts: Mapping[State, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day. It began at `since`, if that is known."""

    day: date
    state: State
    kind: str  # 指标, 填报, 任务, 督办
    tag: str  # the indicator's or the directive's number
    text: str
    who: str
    href: str
    since: date | None = None


def months_of(dues: Sequence[Due], year: int) -> list[Month]:
    """The months of the year, and those after it up to the last in which something is due, at most three."""
    counts: dict[tuple[int, int], Counter[State]] = {}
    for due in dues:
        counts.setdefault((due.day.year, due.day.month), Counter())[due.state] += 1
    last = max((key for key in counts if key[0] == year + 1 and key[1] <= 3), default=(year, 12))
    shown = [(year, month) for month in range(1, 13)]
    shown += [(year + 1, month) for month in range(1, last[1] + 1)] if last[0] > year else []
    return [Month(*key, _days(*key), counts.get(key, Counter())) for key in shown]


def _days(year: int, month: int) -> int:
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - timedelta(1)).day


def said(months: Sequence[Month]) -> str:
    """12月到期48项，占71%。 The month in which most is due."""
    total = sum(month.total for month in months)
    if not total:
        return "没有写明时限的事项。"
    most = max(months, key=lambda month: month.total)
    share = round_half_up(Decimal(most.total * 100) / total, 0)
    late = sum(month.counts.get(State.LATE, 0) for month in months)
    tail = f"已滞后{late}项。" if late else "目前没有滞后。"
    return f"共{total}项有时限。{_label(most, months[0].year)}到期最多：{most.total}项，占{share:f}%。{tail}"


def columns(months: Sequence[Month], title: str, today: date, prefix: str = "months") -> Svg:
    """A column a month; a line where today is."""
    highest = max([month.total for month in months] or [0]) or 1
    ground = HEAD + TALL
    drawn = [_column(month, at, highest, months[0].year) for at, month in enumerate(months)]
    floor = element("path", class_="floor", d=f"M{LEFT} {ground}H{LEFT + COLUMN * len(months)}")
    width = LEFT * 2 + COLUMN * len(months)
    return picture(
        prefix, width, ground + FOOT, title, said(months), *drawn, floor, *_today(months, today), css="months"
    )


def _column(month: Month, at: int, highest: int, year: int) -> Svg:
    x, ground = LEFT + at * COLUMN + (COLUMN - BAR) // 2, HEAD + TALL
    pieces, below = [], 0
    for state in STACKED:
        count = month.counts.get(state, 0)
        if count:
            base, below = placed(below, 0, highest, TALL), below + count
            pieces.append(_piece(state, count, x, ground - placed(below, 0, highest, TALL), ground - base))
    label = text(x + BAR // 2, ground + 19, _label(month, year), class_="axis middle")
    top = ground - placed(month.total, 0, highest, TALL)
    number = [text(x + BAR // 2, top - 6, str(month.total), class_="total middle")] if month.total else []
    return group(*pieces, *number, label)


def _piece(state: State, count: int, x: int, top: int, bottom: int) -> Svg:
    """A part of a column; where it is high enough, with its letter and number."""
    light = LIGHTS[state]
    words = [text(x + BAR // 2, (top + bottom) // 2 + 4, f"{light.letter}{count}")] if bottom - top >= 14 else []
    box = element("rect", x=x, y=top, width=BAR, height=max(bottom - top, 1))
    return group(hint(f"{light.word}{count}项"), box, *words, class_=f"light {light.tone}")


def _label(month: Month, year: int) -> str:
    return f"{month.month}月" if month.year == year else f"次年{month.month}月"


def _today(months: Sequence[Month], today: date) -> Iterator[Svg]:
    for at, month in enumerate(months):
        if (month.year, month.month) == (today.year, today.month):
            x = LEFT + at * COLUMN + placed(today.day, 1, month.days, COLUMN)
            yield element("path", class_="today", d=f"M{x} 18V{HEAD + TALL}")
            anchor = "end" if at * 2 > len(months) else "start"  # so that it stays within the picture
            yield text(x, 13, f"今天 {today.month}月{today.day}日", class_="today-word", text_anchor=anchor)


def lines(
    dues: Sequence[Due], first: date, last: date, today: date, title: str, summary: str, prefix: str = "days"
) -> Svg:
    """A line for each thing that is due between the days, from when it began to its day."""
    bottom = AXIS + ROW * len(dues)
    drawn = [_line(due, first, last, AXIS + ROW * at) for at, due in enumerate(dues)]
    ticks = [*_ticks(first, last, today, bottom), *_now(first, last, today, bottom)]
    return picture(prefix, NAMES + DAYS + 90, bottom + 6, title, summary, *ticks, *drawn, links=True, css="days")


def _x(day: date, first: date, last: date) -> int:
    return NAMES + placed((day - first).days, 0, (last - first).days, DAYS)


def _line(due: Due, first: date, last: date, y: int) -> Svg:
    light = LIGHTS[due.state]
    x = _x(due.day, first, last)
    start = _x(max(due.since, first), first, last) if due.since and due.since < due.day else x
    bar = element("rect", class_=f"span {light.tone}", x=start, y=y + 8, width=x - start, height=7)
    words = f"{due.tag} {due.text}".strip()
    whole = f"{words}（{due.kind}，{due.who or '未定科室'}）{due.day.month}月{due.day.day}日到期，{light.word}"
    name = text(4, y + 16, f"{due.kind} {words}", room=NAMES - 16, class_="name")
    mark = group(
        element("rect", x=-9, y=2, width=18, height=20),
        text(0, 16, light.letter),
        class_=f"light {light.tone}",
        transform=f"translate({x} {y})",
    )
    day = text(x + 14, y + 16, f"{due.day.month}月{due.day.day}日", class_="axis")
    return link(due.href, whole, bar, name, mark, day)


def _ticks(first: date, last: date, today: date, bottom: int) -> Iterator[Svg]:
    """A line at the beginning of each month, and each week of a short stretch."""
    day, weekly = first, (last - first).days <= 45
    while day <= last:
        if day == first or day.day == 1 or (weekly and day.weekday() == 0 and (day - first).days > 2):
            x = _x(day, first, last)
            yield element("path", class_="rule", d=f"M{x} {AXIS - 6}V{bottom}")
            if day != today:  # which has a word of its own there
                yield text(x, AXIS - 12, f"{day.month}月{day.day}日", class_="axis middle")
        day += timedelta(1)


def _now(first: date, last: date, today: date, bottom: int) -> Iterator[Svg]:
    if first <= today <= last:
        x = _x(today, first, last)
        yield element("path", class_="today", d=f"M{x} {AXIS - 6}V{bottom}")
        yield text(x, 10, "今天", class_="today-word middle")
