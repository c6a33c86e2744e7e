"""Directives (督办单): how far one is, when it goes up to the supervising leader, what it says when it is begun.

Escalation after so many working days past the due date is design of this project; the days are the ledger's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jixiao.core.ledger.lagging import Lag, situation, title_of
from jixiao.core.ledger.states import Light
from jixiao.core.ledger.strike_off import Stage, days_late, is_late
from jixiao.core.workdays import add_workdays

TERM = 5  # working days from issue to the due date, unless the issuer chooses another
TITLE_LIMIT, TEXT_LIMIT = 200, 2000


class Course(StrEnum):
    """How far a directive or one of its addressees is, the gravest first."""

    LATE = "late"
    UNREAD = "unread"
    WORKING = "working"
    CLAIMED = "claimed"
    CLOSED = "closed"


COURSES = {
    Course.LATE: Light("■", "逾", "逾期", "late"),
    Course.UNREAD: Light("○", "签", "待签收", "soon"),
    Course.WORKING: Light("●", "办", "办理中", "good"),
    Course.CLAIMED: Light("▲", "核", "待核实", "soon"),
    Course.CLOSED: Light("✓", "结", "已办结", "done"),
}
ORDER = tuple(Course)


@dataclass(frozen=True, slots=True)
class Part:
    """What one addressee did."""

    stage: Stage
    is_read: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """A directive as the rules see it."""

    number: int  # of its row
    due: date
    parts: tuple[Part, ...]
    is_escalated: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new directive says before anybody wrote into it."""

    title: str
    text: str


def course_of(part: Part, due: date, today: date) -> Course:
    """How far the addressee is. A reply that waits for confirmation stops the clock."""
    if part.stage is Stage.STRUCK_OFF:
        return Course.CLOSED
    if part.stage is Stage.CLAIMED:
        return Course.CLAIMED
    if is_late(part.stage, due, today):
        return Course.LATE
    return Course.WORKING if part.is_read else Course.UNREAD


def course(issued: Issued, today: date) -> Course:
    """How far the directive is: as its gravest addressee. It is closed when all are struck off."""
    courses = [course_of(part, issued.due, today) for part in issued.parts]
    return min(courses, key=ORDER.index, default=Course.WORKING)


def escalations(issued: Iterable[Issued], limit: int, today: date) -> list[int]:
    """The directives, by row, that go up to the supervising leader today: late, by `limit` working days or more.

    Each goes up once.
    """
    return [
        each.number
        for each in issued
        if not each.is_escalated and course(each, today) is Course.LATE and days_late(each.due, today) >= limit
    ]


def due_by_rule(today: date) -> date:
    """The due date of a directive that is issued today."""
    return add_workdays(today, TERM).date


def draft_of(lag: Lag) -> Draft:
    """The directive that asks for what the indicator lacks."""
    asked = "请补报" if not lag.is_reported else "请查明原因，采取措施赶上进度"
    text = f"{situation(lag)}\n{asked}，并于办结期限前答复办理情况，附佐证材料。"
    return Draft(f"关于指标 {title_of(lag)}的督办"[:TITLE_LIMIT], text[:TEXT_LIMIT])


def obstacle(title: str, text: str, due: date | None, offices: Sequence[int], today: date) -> str:
    """What keeps the directive from being issued; '' lets it pass."""
    if not title.strip():
        return "请填写督办事项。"
    if not text.strip():
        return "请写明督办要求。"
    if len(title) > TITLE_LIMIT or len(text) > TEXT_LIMIT:
        return f"督办事项不能超过 {TITLE_LIMIT} 个字，督办要求不能超过 {TEXT_LIMIT} 个字。"
    if not offices:
        return "请选择牵头单位或承办单位。"
    if due is None:
        return "请填写办结期限。"
    return "办结期限不能早于今天。" if due < today else ""
