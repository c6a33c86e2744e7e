"""Dispatch meetings and analyses: each finished quarter is analysed, discussed, and followed up by tasks."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from jixiao.core.ledger.agenda import Discussed, Held, minutes_draft
from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.actions import analyses, meetings
from jixiao.ledger.actions.meetings import Decided, Heading
from jixiao.ledger.models import AgendaPoint, Ledger, Meeting, Task
from jixiao.ledger.reading.directives import offices_for, offices_of
from jixiao.site.simulation import striking
from jixiao.site.simulation.agenda import after, at
from jixiao.site.simulation.world import World

DISCUSSED, DECIDED = 8, 4  # points of a meeting at most on which something is said, and decided


def quarters(world: World, ledger: Ledger) -> None:
    """Put analyses and meetings on the calendar: when the grace of each quarter's reports is over."""
    days = ledger.report_days + ledger.grace_days
    for number in range(1, 5):
        ends = max(Period(ledger.plan.year or ledger.opened.year, Frequency.QUARTER, number).ends, ledger.opened)
        day = after(ends, days)
        world.agenda.put(at(day, 9), partial(draft, world, ledger, number))
        world.agenda.put(at(after(day, 1), 9), partial(meet, world, ledger, number, after(day, 1)))
        world.agenda.put(at(after(day, 2), 9), partial(issue, world, ledger, number))


def draft(world: World, ledger: Ledger, quarter: int, now: datetime) -> None:
    analyses.draft(world.cast["clerk"], ledger.plan_id, quarter, now)


def issue(world: World, ledger: Ledger, quarter: int, now: datetime) -> None:
    """A person adds the measures to be taken, and issues the analysis."""
    clerk = world.cast["clerk"]
    made = ledger.analyses.get(quarter=quarter)
    added = world.words.pick("analysis", world.draw("analysis", ledger, quarter))
    text = f"{made.text.rstrip()}\n{added}"
    saved = analyses.save(clerk, ledger.plan_id, quarter, text, made.version, now)
    analyses.issue(clerk, ledger.plan_id, quarter, saved.version, now)


def meet(world: World, ledger: Ledger, quarter: int, on: date, now: datetime) -> None:
    """Prepare the meeting in the morning, write down what is said and decided, and close its minutes."""
    clerk, draw = world.cast["clerk"], world.draw("meeting", ledger, quarter)
    title = f"{ledger.plan.year}年第{'一二三四'[quarter - 1]}季度绩效目标调度会"
    place = world.words.pick("place", draw)
    offices = "、".join(office.name for office in offices_for(ledger)[:12])
    heading = Heading(title, on, place, world.cast["chief"].shown_name, offices)
    meeting = meetings.prepare(clerk, ledger.plan_id, heading, now)
    points = list(meeting.points.select_related("cell__item", "cell__ledger__plan__organisation"))
    discussed = [_discuss(world, meeting, point, now) for point in points[:DISCUSSED]]
    held = Held(title, on, place, heading.chair, offices)
    opening = world.words.pick("minutes", draw)
    minutes = f"{opening}\n{minutes_draft(held, discussed)}"
    saved = meetings.save_minutes(clerk, meeting.pk, minutes, meeting.version, now)
    meetings.hold(clerk, meeting.pk, saved.version, now)
    for task in meeting.tasks.select_related("office"):
        _follow_up(world, ledger, task)


def _discuss(world: World, meeting: Meeting, point: AgendaPoint, now: datetime) -> Discussed:
    """What is said on a point; the first late indicators get a decision with an office and a day."""
    clerk = world.cast["clerk"]
    draw = world.draw("point", meeting.ledger, meeting.number, point.position)
    outcome = world.words.pick("decision", draw)
    meetings.save_outcome(clerk, meeting.pk, point.pk, outcome, "", now)
    office = next((office for office in _offices(point) if office in world.cast.heads), None)
    if office is None or meeting.tasks.count() >= DECIDED:
        return Discussed(point.text, outcome)
    due = after(beijing_day(now), draw.randint(10, 40))
    text = world.words.pick("decided-task", draw, what=point.text[:80])
    task = meetings.decide(clerk, meeting.pk, point.pk, Decided(text, office, due), now)
    return Discussed(point.text, outcome, ((task.text, task.office.name if task.office else "", task.due),))


def _offices(point: AgendaPoint) -> list[int]:
    return offices_of(point.cell) if point.cell else []


def _follow_up(world: World, ledger: Ledger, task: Task) -> None:
    by = world.cast.heads.get(task.office_id or 0)
    if by is not None and task.due is not None:
        draw = world.draw("decision", ledger, task.position, task.text)
        striking.await_claim(world, task, by, task.due, draw)
