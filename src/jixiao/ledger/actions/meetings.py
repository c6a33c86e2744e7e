"""Preparing a dispatch meeting, its points and decisions, its minutes; a meeting that was held is frozen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from jixiao.core.journal_chain import canonical, digest
from jixiao.core.ledger.agenda import agenda
from jixiao.core.ledger.windows import beijing_day
from jixiao.journal.actions import Subject, record
from jixiao.ledger.actions.locking import locked_ledger
from jixiao.ledger.models import AgendaPoint, Ledger, Meeting, Task, TaskList
from jixiao.ledger.reading.directives import workers_for
from jixiao.ledger.reading.exceptions import exceptions
from jixiao.people.policy import By, Refused, Right, account_behind, require

TITLE_LIMIT, LINE_LIMIT, TEXT_LIMIT, MINUTES_LIMIT = 200, 100, 2000, 20000
_UP = "ledger__plan__organisation__parent__parent"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a meeting is called, when and where it is, who chairs and attends."""

    title: str
    on: date
    place: str = ""
    chair: str = ""
    attendance: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it came from a form; `task_list` ties it to a list of the point's indicator."""

    text: str
    office: int | None
    due: date | None
    task_list: int | None = None


class Conflict(Refused):
    """Somebody else wrote there since it was shown; `theirs` is what stands now."""

    def __init__(self, what: str, theirs: str) -> None:
        super().__init__(f"别人刚刚也保存了{what}，请对照后再保存。您填写的内容没有丢失。")
        self.theirs = theirs


@transaction.atomic
def prepare(by: By, plan_id: int, heading: Heading, now: datetime) -> Meeting:
    """Begin a meeting with an agenda made of the ledger's exceptions. The same one begun again is one.

    One meeting is prepared at a time: its agenda follows up the one before. Raises Refused.
    """
    ledger = locked_ledger(plan_id)
    require(by, Right.DISPATCH_KEEP, ledger)
    _check(heading)
    waiting = ledger.meetings.filter(stage=Meeting.Stage.PREPARED).first()
    if waiting is not None and (waiting.title, waiting.on) == (heading.title.strip(), heading.on):
        return waiting
    if waiting is not None:
        raise Refused(f"“{waiting.title}”还没有办结。请先办结或放弃它，再拟定下一次会议。")
    last = ledger.meetings.aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting(ledger=ledger, number=last + 1, prepared_by=account_behind(by), prepared_at=now)
    _fill(meeting, heading).save()
    points = agenda(exceptions(ledger, beijing_day(now)), beijing_day(now))
    AgendaPoint.objects.bulk_create(
        AgendaPoint(
            meeting=meeting,
            position=position,
            kind=point.kind,
            cell_id=point.cell,
            directive_id=point.directive,
            task_id=point.task,
            text=point.text,
            facts=point.facts,
        )
        for position, point in enumerate(points, 1)
    )
    _note(by, meeting, "meeting.prepare", {"points": len(points), "on": heading.on}, now)
    return meeting


@transaction.atomic
def describe(by: By, meeting_id: int, heading: Heading, seen: int, now: datetime) -> Meeting:
    """Change title, day, place and people. Raises Refused, Conflict."""
    meeting = _open(by, meeting_id)
    _check(heading)
    if meeting.version != seen:
        raise Conflict("会议信息或纪要", meeting.title)
    _fill(meeting, heading)
    meeting.version += 1
    meeting.save(update_fields=["title", "on", "place", "chair", "attendance", "version"])
    _note(by, meeting, "meeting.describe", asdict(heading), now)
    return meeting


@transaction.atomic
def discard(by: By, meeting_id: int, now: datetime) -> None:
    """Give up a meeting on which nothing was decided. Raises Refused."""
    meeting = _open(by, meeting_id)
    points = meeting.points.all()
    if meeting.tasks.exists() or points.exclude(outcome="").exists():
        raise Refused("会议已经有议定意见，不能放弃。")
    _note(by, meeting, "meeting.discard", {"points": points.count()}, now)
    points.delete()
    meeting.delete()


@transaction.atomic
def add_point(by: By, meeting_id: int, text: str, facts: str, now: datetime) -> AgendaPoint:
    """Add a topic of one's own at the end. The same one added twice in a row is one. Raises Refused."""
    meeting = _open(by, meeting_id)
    _limited(text, "议题", LINE_LIMIT * 2, required=True)
    _limited(facts, "情况", TEXT_LIMIT)
    last = meeting.points.last()
    if last is not None and (last.kind, last.text, last.facts) == ("other", text.strip(), facts.strip()):
        return last
    point = AgendaPoint.objects.create(
        meeting=meeting,
        position=(last.position if last else 0) + 1,
        kind=AgendaPoint.Kind.OTHER,
        text=text.strip(),
        facts=facts.strip(),
    )
    _note(by, meeting, "meeting.point-add", {"text": point.text}, now)
    return point


@transaction.atomic
def move_point(by: By, meeting_id: int, point_id: int, now: datetime, *, up: bool) -> None:
    """Change places with the point before or after; at the end of the list nothing happens. Raises Refused."""
    meeting = _open(by, meeting_id)
    point = _point(meeting, point_id)
    if up:
        other = meeting.points.filter(position__lt=point.position).last()
    else:
        other = meeting.points.filter(position__gt=point.position).first()
    if other is None:
        return
    mine, theirs = point.position, other.position
    for moved, position in ((point, 0), (other, mine), (point, theirs)):  # no two in one place, not even between
        moved.position = position
        moved.save(update_fields=["position"])
    _note(by, meeting, "meeting.point-move", {"text": point.text, "up": up}, now)


@transaction.atomic
def remove_point(by: By, meeting_id: int, point_id: int, now: datetime) -> None:
    """Take a point off the agenda on which nothing was decided. Raises Refused."""
    meeting = _open(by, meeting_id)
    point = _point(meeting, point_id)
    if point.outcome or point.decisions.exists():
        raise Refused("这个议题已经有议定意见，不能移除。")
    point.delete()
    _note(by, meeting, "meeting.point-remove", {"text": point.text, "facts": point.facts}, now)


@transaction.atomic
def save_outcome(by: By, meeting_id: int, point_id: int, outcome: str, before: str, now: datetime) -> AgendaPoint:
    """Write what was agreed on a point; `before` is what the form was filled from. Raises Refused, Conflict."""
    meeting = _open(by, meeting_id)
    point = _point(meeting, point_id)
    text = _limited(outcome, "议定意见", TEXT_LIMIT)
    if point.outcome == text:
        return point
    if point.outcome != before:
        raise Conflict("这个议题的议定意见", point.outcome)
    point.outcome = text
    point.save(update_fields=["outcome"])
    _note(by, meeting, "meeting.outcome", {"text": point.text, "outcome": text}, now)
    return point


@transaction.atomic
def decide(by: By, meeting_id: int, point_id: int, decided: Decided, now: datetime) -> Task:
    """Make a decision of a point a task. The same one made twice is one. Raises Refused."""
    meeting = _open(by, meeting_id)
    point = _point(meeting, point_id)
    text = _limited(decided.text, "议定事项", TEXT_LIMIT, required=True)
    _check_decided(meeting.ledger, decided, now)
    asked = {"text": text, "office_id": decided.office, "due": decided.due, "list_id": decided.task_list}
    again = point.decisions.filter(**asked).first()
    if again is not None:
        return again
    last = meeting.tasks.aggregate(last=Max("position"))["last"] or 0
    task = Task.objects.create(ledger=meeting.ledger, meeting=meeting, point=point, position=last + 1, **asked)
    facts = {"task": task.pk, "text": text, "office": task.office.name if task.office else "", "due": task.due}
    _note(by, meeting, "meeting.decide", facts, now)
    return task


@transaction.atomic
def drop_decision(by: By, meeting_id: int, task_id: int, now: datetime) -> None:
    """Take back a decision of a meeting that is not closed, while nothing was done about it. Raises Refused."""
    meeting = _open(by, meeting_id)
    task = meeting.tasks.filter(pk=task_id).first()
    if task is None:
        raise Refused("没有这项议定事项，请刷新页面。")
    if task.stage != "open" or task.evidence_uses.exists():
        raise Refused("这项议定事项已经开始办理，不能撤回。")
    task.delete()
    _note(by, meeting, "meeting.decision-drop", {"text": task.text}, now)


@transaction.atomic
def save_minutes(by: By, meeting_id: int, text: str, seen: int, now: datetime) -> Meeting:
    """Keep the minutes as edited. Raises Refused, Conflict."""
    meeting = _open(by, meeting_id)
    minutes = _limited(text, "纪要", MINUTES_LIMIT)
    if meeting.minutes == minutes:
        return meeting
    if meeting.version != seen:
        raise Conflict("会议信息或纪要", meeting.minutes)
    meeting.minutes, meeting.version = minutes, meeting.version + 1
    meeting.save(update_fields=["minutes", "version"])
    _note(by, meeting, "meeting.minutes", {"characters": len(minutes)}, now)
    return meeting


@transaction.atomic
def hold(by: By, meeting_id: int, seen: int, now: datetime) -> Meeting:
    """Close the meeting: agenda, decisions and minutes stay as they are. Raises Refused, Conflict."""
    meeting = _open(by, meeting_id)
    if meeting.version != seen:
        raise Conflict("会议信息或纪要", meeting.minutes)
    if not meeting.minutes.strip():
        raise Refused("请先保存纪要，再办结会议。")
    if meeting.on > beijing_day(now):
        raise Refused("会议日期还没有到，不能办结。日期有变的，请先修改会议信息。")
    meeting.stage, meeting.held_by, meeting.held_at = Meeting.Stage.HELD, account_behind(by), now
    meeting.save(update_fields=["stage", "held_by", "held_at"])
    points = list(meeting.points.values_list("text", "facts", "outcome"))
    content = digest(canonical({"minutes": meeting.minutes, "points": points}))
    facts = {**_about(meeting), "decisions": meeting.tasks.count()}
    record(by.actor, "meeting.hold", Subject("meeting", meeting.pk, "", content), facts, now)
    return meeting


def _open(by: By, meeting_id: int) -> Meeting:
    """The meeting, locked, while it can be changed. Raises Refused."""
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related(_UP)
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        raise Refused("没有这次会议。")
    require(by, Right.DISPATCH_KEEP, meeting)
    if meeting.stage == Meeting.Stage.HELD:
        raise Refused("会议已经办结，议程和纪要不能再改。")
    return meeting


def _point(meeting: Meeting, point_id: int) -> AgendaPoint:
    point = meeting.points.filter(pk=point_id).first()
    if point is None:
        raise Refused("议程上没有这个议题，可能已被移除。请刷新页面。")
    return point


def _check(heading: Heading) -> None:
    _limited(heading.title, "会议名称", TITLE_LIMIT, required=True)
    _limited(heading.place, "地点", LINE_LIMIT)
    _limited(heading.chair, "主持人", LINE_LIMIT)
    _limited(heading.attendance, "参加人员", TEXT_LIMIT)


def _check_decided(ledger: Ledger, decided: Decided, now: datetime) -> None:
    if decided.office is None or decided.office not in {office.pk for office in workers_for(ledger)}:
        raise Refused("请选择承办单位。要交给企业办的，请发督办。")
    if decided.due is None:
        raise Refused("请填写完成时限。")
    if decided.due < beijing_day(now):
        raise Refused("完成时限不能早于今天。")
    lists = TaskList.objects.filter(item__plan=ledger.plan_id)
    if decided.task_list is not None and not lists.filter(pk=decided.task_list).exists():
        raise Refused("方案里没有这份清单，请重新选择。")


def _limited(text: str, what: str, limit: int, *, required: bool = False) -> str:
    """The text without spaces around it. Raises Refused."""
    bare = text.strip().replace("\r\n", "\n")
    if required and not bare:
        raise Refused(f"请填写{what}。")
    if len(bare) > limit:
        raise Refused(f"{what}不能超过 {limit} 个字，现有 {len(bare)} 个字。")
    return bare


def _fill(meeting: Meeting, heading: Heading) -> Meeting:
    meeting.title, meeting.on, meeting.place = heading.title.strip(), heading.on, heading.place.strip()
    meeting.chair, meeting.attendance = heading.chair.strip(), heading.attendance.strip()
    return meeting


def _about(meeting: Meeting) -> dict[str, object]:
    return {"plan": meeting.ledger.plan_id, "number": meeting.number, "title": meeting.title}


def _note(by: By, meeting: Meeting, action: str, facts: dict[str, object], now: datetime) -> None:
    record(by.actor, action, Subject("meeting", meeting.pk), {**_about(meeting), **facts}, now)
