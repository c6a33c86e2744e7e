"""Rules of inspections (察访核验): planned first, found within the plan, answered, decided by a second person, mended.

An obstacle is a sentence that says why not and how to mend it; '' when there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from jixiao.core.evaluations.kinds import Kind, kind_of
from jixiao.core.ledger.states import Light
from jixiao.core.numbers import format_points
from jixiao.core.workdays import add_workdays

TITLE_LIMIT, PLACE_LIMIT, KIND_LIMIT, TEXT_LIMIT = 200, 200, 200, 4000
LONGEST_TERM = timedelta(366)
ANSWER_DAYS, MOST_ANSWER_DAYS = 10, 60  # working days
MOST_POINTS = Decimal("9999.99")


class State(StrEnum):
    """How far a finding is decided: the values of the table."""

    FOUND = "found"
    ANSWERED = "answered"
    UPHELD = "upheld"
    DROPPED = "dropped"


class Course(StrEnum):
    """What a finding waits for, the gravest first."""

    MEND_LATE = "mend_late"
    ANSWER_LATE = "answer_late"
    DECISION = "decision"
    ANSWER = "answer"
    CHECK = "check"
    MENDING = "mending"
    UPHELD = "upheld"
    MENDED = "mended"
    DROPPED = "dropped"


COURSES = {
    Course.MEND_LATE: Light("■", "整", "逾期未整改", "late"),
    Course.ANSWER_LATE: Light("■", "逾", "逾期未答复", "late"),
    Course.DECISION: Light("▲", "认", "待认定", "soon"),
    Course.ANSWER: Light("○", "答", "待答复", "soon"),
    Course.CHECK: Light("▲", "核", "整改待核实", "soon"),
    Course.MENDING: Light("●", "改", "整改中", "soon"),
    Course.UPHELD: Light("●", "定", "已认定", "calm"),
    Course.MENDED: Light("✓", "毕", "已整改", "good"),
    Course.DROPPED: Light("○", "否", "不予认定", "calm"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides how far a finding is."""

    state: State
    answer_due: date
    rectify_by: date | None = None
    reported: bool = False  # the inspected says that it is mended
    confirmed: bool = False  # the organiser says so


def course_of(finding: Standing, today: date) -> Course:
    """What the finding waits for on that day."""
    if finding.state is State.FOUND:
        return Course.ANSWER_LATE if today > finding.answer_due else Course.ANSWER
    if finding.state is State.ANSWERED:
        return Course.DECISION
    if finding.state is State.DROPPED:
        return Course.DROPPED
    return _mending(finding, today)


def _mending(finding: Standing, today: date) -> Course:
    if finding.confirmed:
        return Course.MENDED
    if finding.rectify_by is None:
        return Course.UPHELD
    if today > finding.rectify_by:
        return Course.MEND_LATE
    return Course.CHECK if finding.reported else Course.MENDING


def is_rectified(finding: Standing, today: date) -> bool:
    """Whether the score takes it as mended: False once the day has passed without the organiser's word."""
    return course_of(finding, today) is not Course.MEND_LATE


@dataclass(frozen=True, slots=True)
class Planned:
    """An inspection as it is planned; objects and inspectors by number."""

    title: str
    scope: str
    year: int
    starts: date | None
    ends: date | None
    answer_days: int
    objects: Collection[int]
    inspectors: Collection[int]


def plan_obstacle(planned: Planned, today: date) -> str:
    """What keeps the inspection from being planned today."""
    if not planned.title.strip() or not planned.scope.strip():
        return "请填写核验名称和核验内容。"
    if planned.starts is None or planned.ends is None or planned.ends < planned.starts:
        return "请填写开始日期和结束日期，结束日期不能早于开始日期。"
    if planned.starts < today:
        return f"开始日期 {planned.starts} 已经过去。核验要先有计划，请从今天或以后的日期开始。"
    if planned.starts.year != planned.year:
        return f"开始日期 {planned.starts} 不在 {planned.year} 年度内，请改年度或日期。"
    if not 1 <= planned.answer_days <= MOST_ANSWER_DAYS:
        return f"答复期限请填 1 到 {MOST_ANSWER_DAYS} 个工作日。"
    if not planned.objects or not planned.inspectors:
        return "请选择核验对象和核验人员，各至少一个。"
    return ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What an inspection allows to be found."""

    starts: date
    ends: date
    is_closed: bool
    objects: Collection[int]


def find_obstacle(frame: Frame, inspected: int, found_on: date, today: date) -> str:
    """What keeps a finding about the organisation, found on that day, from being recorded today."""
    if frame.is_closed:
        return "这次核验已经结束，不能再记录问题。"
    if today < frame.starts or found_on < frame.starts:
        return f"核验计划从 {frame.starts} 开始，开始以前的情况不能作为本次核验的问题。"
    if found_on > frame.ends:
        return f"核验计划到 {frame.ends} 为止，发现时间请填在计划期间内。"
    if found_on > today:
        return f"发现时间 {found_on} 还没有到，请核对。"
    if inspected not in frame.objects:
        return "这个单位不是本次核验的对象，不能记录它的问题。"
    return ""


def text_obstacle(text: str, what: str, limit: int = TEXT_LIMIT) -> str:
    """What is wrong with a text that must be there."""
    if not text.strip():
        return f"请填写{what}。"
    return f"{what}不能超过 {limit} 个字，现有 {len(text.strip())} 个字。" if len(text.strip()) > limit else ""


def answer_due(recorded: date, days: int) -> date:
    """The last day for the answer, counted in working days after the day on which the finding was recorded."""
    return add_workdays(recorded, days).date


def answer_obstacle(state: State) -> str:
    """An answer can be given, late too, and mended until it is decided upon."""
    return "" if state in (State.FOUND, State.ANSWERED) else "这条问题已经认定，不能再答复。"


def decide_obstacle(finding: Standing, today: date, *, found_it: bool, answered_it: bool, is_object: bool) -> str:
    """What keeps a person from deciding: it takes another than who found it, and nobody of the inspected side."""
    if finding.state in (State.UPHELD, State.DROPPED):
        return "这条问题已经认定过了，请刷新页面。"
    if is_object or answered_it:
        return "被核验单位和答复人不能认定自己的问题，请由核验组织单位的其他人员认定。"
    if found_it:
        return "这条问题是您记录的。扣分要由第二个人认定，请交组织单位的其他人员办理。"
    if finding.state is State.FOUND and today <= finding.answer_due:
        return f"答复期限是 {finding.answer_due}，被核验单位还没有答复。收到答复或期限过后才能认定。"
    return ""


@dataclass(frozen=True, slots=True)
class Deduction:
    """A deduction as it is decided."""

    kind: str
    name: str
    points: Decimal


def deduction(kinds: Sequence[Kind], key: str, words: str, points: Decimal | None) -> Deduction | str:
    """The deduction that the scheme allows, or an obstacle.

    Where the scheme has classes one of them must be chosen, and its points are the most; without points it takes them
    in full. Where it has none, the case is named in words and the points are given.
    """
    kind = kind_of(kinds, key)
    if kinds and kind is None:
        return "请从考评规则的扣分情形里选择一项。"
    if points is not None and not 0 < points <= MOST_POINTS:
        return "扣分请填大于 0 的数。"
    if kind is not None:
        if points is not None and points > kind.points:
            return f"“{kind.name}”每次最多扣 {format_points(kind.points)} 分，请核对。"
        return Deduction(kind.key, kind.name, kind.points if points is None else points)
    if not words.strip() or points is None:
        return "考评规则没有扣分情形，请写明扣分情形和扣分。"
    if len(words.strip()) > KIND_LIMIT:
        return f"扣分情形不能超过 {KIND_LIMIT} 个字。"
    return Deduction("", words.strip(), points)


def rectify_by_obstacle(rectify_by: date | None, today: date) -> str:
    """Why the day cannot be the term of a rectification: it is past, or so far off that the year is a slip."""
    if rectify_by is None or today < rectify_by <= today + LONGEST_TERM:
        return ""
    return "整改期限要晚于今天。" if rectify_by <= today else "整改期限超过一年，请核对年份。"


def report_obstacle(finding: Standing) -> str:
    """What keeps the inspected from reporting that it is mended."""
    if finding.state is not State.UPHELD or finding.rectify_by is None:
        return "这条问题没有要求整改，或者还没有认定。"
    return "整改已经核实，不用再报。" if finding.confirmed else ""


def confirm_obstacle(finding: Standing, *, reported_it: bool = False) -> str:
    """What keeps the organiser's person from judging the rectification; `reported_it`: it is that person's own."""
    if finding.confirmed:
        return "整改已经核实过了，请刷新页面。"
    if not finding.reported:
        return "被核验单位还没有报告整改情况。"
    return "整改情况是您本人报告的，须由另一人核实。" if reported_it else ""
