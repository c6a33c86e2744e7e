"""Who is reminded of what on which day: at most one digest a person and day, and nothing is lost when a day is missed.

A matter has occasions, days on which it is worth a message. A digest is due when an occasion lies after the person's
last digest, up to today; it then says everything that stands open, so that whoever reads only the last one knows all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from jixiao.core.workdays import add_workdays, is_workday, workdays_between

BEFORE = (5, 1)  # working days before the due date
AGAIN = 5  # what stays late is said again after so many working days
SUBJECT = "绩效提醒"
_TEXT = 40


class Group(StrEnum):
    """The headings of a digest, in their order."""

    LATE = "已逾期"
    TODAY = "今天到期"
    NEAR = "近期到期"
    RETURNED = "退回"
    GIVEN = "新交办"
    ASKED = "提请您过问"
    MISSING = "缺报汇总"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that a person has to do or to know of. `grace` is the due date itself where nothing is excused.

    `returned` and `given` are the days on which it came back or came. `escalate` says after how many working days late
    it goes to the leader: set, the matter is told to a leader and to nobody else. `missing` marks what a performance
    office is told of: reports that others owe it, under the name of the office in `number`.
    """

    number: str
    text: str
    due: date
    grace: date
    link: str
    returned: date | None = None
    given: date | None = None
    escalate: int | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    group: Group
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest as it is kept: `text` has the headings, the lines, and below each line its link alone."""

    subject: str
    text: str
    lines: int


def workday_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_workday(day):
        day -= timedelta(1)
    return day


def ahead(due: date, count: int) -> date:
    """The working day from which `count` working days remain up to the due date."""
    day = workday_before(due)
    while workdays_between(day, due) < count:
        day = workday_before(day - timedelta(1))
    return day


def occasions(matter: Matter, today: date) -> Iterator[date]:
    """The days up to today on which the matter is worth a message."""
    if matter.escalate is not None:
        yield from _repeated(add_workdays(matter.grace, max(matter.escalate, 1)).date, today)
        return
    if not matter.missing:
        yield from (ahead(matter.due, count) for count in BEFORE)
        yield workday_before(matter.due)
        yield from (add_workdays(day, 1).date for day in (matter.returned, matter.given) if day is not None)
    yield from _repeated(add_workdays(matter.grace, 1).date, today)


def _repeated(first: date, today: date) -> Iterator[date]:
    day = first
    while day <= today:
        yield day
        day = add_workdays(day, AGAIN).date


def group_of(matter: Matter, since: date | None, today: date) -> Group | None:
    """Under which heading the matter stands today, after a digest on `since`; None while there is nothing to say."""
    if matter.escalate is not None:
        return Group.ASKED if workdays_between(matter.grace, today) >= max(matter.escalate, 1) else None
    if matter.missing:
        return Group.MISSING if today > matter.grace else None
    if matter.returned is not None:
        return Group.RETURNED
    if today > matter.grace:
        return Group.LATE
    if workday_before(matter.due) <= today <= matter.due:
        return Group.TODAY
    if today >= ahead(matter.due, max(BEFORE)):
        return Group.NEAR
    new = matter.given is not None and _is_after(add_workdays(matter.given, 1).date, since)
    return Group.GIVEN if new else None


def is_due(matters: Iterable[Matter], since: date | None, today: date) -> bool:
    """Whether the person gets a digest today: something has come up after `since`, the day of the last one."""
    if not is_workday(today):
        return False
    return any(_is_after(day, since) and day <= today for matter in matters for day in occasions(matter, today))


def _is_after(day: date, since: date | None) -> bool:
    return since is None or day > since


def digest(matters: Sequence[Matter], since: date | None, today: date) -> Composed | None:
    """The digest of one person; None when there is nothing new to say, and on days off."""
    if since == today or not is_due(matters, since, today):
        return None
    lines = [line for group in Group for line in _lines(group, matters, since, today)]
    return _composed(lines) if lines else None


def _lines(group: Group, matters: Sequence[Matter], since: date | None, today: date) -> list[Line]:
    """The lines under one heading, the earliest due first; what an office owes is one line."""
    under = sorted((each for each in matters if group_of(each, since, today) is group), key=lambda each: each.due)
    if group is not Group.MISSING:
        return [Line(group, _said(each, today), each.link) for each in under]
    owed: dict[tuple[str, str], list[str]] = {}
    for each in under:
        owed.setdefault((each.number, each.link), []).append(each.text)
    return [Line(group, f"{office}　{_listed(texts)}", link) for (office, link), texts in owed.items()]


def _listed(texts: list[str]) -> str:
    more = " 等" if len(texts) > 5 else ""
    return f"{len(texts)} 项未报：{'、'.join(texts[:5])}{more}"


def _said(matter: Matter, today: date) -> str:
    text = " ".join(matter.text.split())
    short = text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
    return f"{matter.number}　{short}　{_term(matter, today)}".strip()


def _term(matter: Matter, today: date) -> str:
    term = f"期限{_day(matter.due)}"
    if matter.due < today <= matter.grace:
        return f"{term}，宽限至{_day(matter.grace)}"
    if today > matter.grace:
        return f"{term}，已逾期{max(workdays_between(matter.grace, today), 1)}个工作日"
    return term


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _composed(lines: list[Line]) -> Composed:
    counts = {group: sum(line.group is group for line in lines) for group in Group}
    told = "，".join(f"{group}{count}项" for group, count in counts.items() if count)
    parts = []
    for group in Group:
        under = [f"{line.text}\n{line.link}" for line in lines if line.group is group]
        parts += [f"【{group}】", *under] if under else []
    return Composed(f"{SUBJECT}：{told}", "\n".join(parts), len(lines))


def addressed(text: str, base: str) -> str:
    """The text for a message outside: links with the site's address before them, or without links when it has none."""
    lines = text.split("\n")
    return "\n".join(f"{base}{line}" if line.startswith("/") else line for line in lines if base or line[:1] != "/")
