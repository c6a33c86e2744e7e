"""Dispatch meetings as pages show them: points with their decisions, and the evidence that they are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from jixiao.core.ledger.agenda import Discussed, Held, minutes_draft
from jixiao.core.ledger.strike_off import TITLES, Stage, days_late, is_late
from jixiao.ledger.models import AgendaPoint, EvidenceUse, Ledger, Meeting, Task, TaskList

_SHOWN = 5  # pieces of evidence named at a point


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision, ready to show. `days` are working days past its due date."""

    pk: int
    text: str
    office: str
    due: date | None
    stage: str
    tone: str
    days: int


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point, ready to show. `number` is its place among the points; evidence is (number, title)."""

    pk: int
    number: int
    kind: str
    kind_title: str
    text: str
    facts: str
    outcome: str
    cell: int | None
    item: int | None
    directive: int | None
    task: int | None
    decisions: tuple[DecisionLine, ...]
    evidence: tuple[tuple[int, str], ...]


def meetings_of(ledger: Ledger) -> QuerySet[Meeting]:
    """The meetings, the latest first, with how many points and decisions they have, and how many are done."""
    done = Count("tasks", Q(tasks__stage=Stage.STRUCK_OFF), distinct=True)
    return ledger.meetings.annotate(
        point_count=Count("points", distinct=True), decided=Count("tasks", distinct=True), done=done
    ).order_by("-number")


def points_of(meeting: Meeting, today: date) -> list[PointLine]:
    """The points in order, with decisions and evidence. Three statements."""
    tasks = Task.objects.select_related("office").order_by("position", "pk")
    points = list(meeting.points.select_related("cell").prefetch_related(Prefetch("decisions", tasks)))
    evidence = _evidence(points)
    return [
        PointLine(
            pk=point.pk,
            number=number,
            kind=point.kind,
            kind_title=AgendaPoint.Kind(point.kind).label,
            text=point.text,
            facts=point.facts,
            outcome=point.outcome,
            cell=point.cell_id,
            item=point.cell.item_id if point.cell else None,
            directive=point.directive_id,
            task=point.task_id,
            decisions=tuple(decision_line(task, today) for task in point.decisions.all()),
            evidence=tuple(evidence.get(point.pk, [])[:_SHOWN]),
        )
        for number, point in enumerate(points, 1)
    ]


def decision_line(task: Task, today: date) -> DecisionLine:
    stage = Stage(task.stage)
    late = is_late(stage, task.due, today)
    tone = "good" if stage is Stage.STRUCK_OFF else "late" if late else "soon" if stage is Stage.CLAIMED else "calm"
    return DecisionLine(
        pk=task.pk,
        text=task.text,
        office=task.office.name if task.office else "",
        due=task.due,
        stage=TITLES[stage],
        tone=tone,
        days=days_late(task.due, today) if late and task.due else 0,
    )


def _evidence(points: Sequence[AgendaPoint]) -> dict[int, list[tuple[int, str]]]:
    """What is used in the cell, by the addressees or in the task of each point. One statement."""
    cells = {point.cell_id: point.pk for point in points if point.cell_id}
    directives = {point.directive_id: point.pk for point in points if point.directive_id}
    tasks = {point.task_id: point.pk for point in points if point.task_id}
    where = Q(cell__in=cells) | Q(addressee__directive__in=directives) | Q(task__in=tasks)
    uses = EvidenceUse.objects.filter(where, taken_back=None).select_related("evidence", "addressee").order_by("-at")
    found: dict[int, list[tuple[int, str]]] = {}
    for use in uses:
        directive = use.addressee.directive_id if use.addressee else None
        point = cells.get(use.cell_id or 0) or directives.get(directive or 0) or tasks.get(use.task_id or 0)
        found.setdefault(point or 0, []).append((use.evidence_id, str(use.evidence)))
    return found


def drafted_minutes(meeting: Meeting, points: Sequence[PointLine]) -> str:
    """The minutes as the outcomes and decisions give them."""
    held = Held(meeting.title, meeting.on, meeting.place, meeting.chair, meeting.attendance)
    said = [
        Discussed(point.text, point.outcome, tuple((each.text, each.office, each.due) for each in point.decisions))
        for point in points
    ]
    return minutes_draft(held, said)


def lists_of(point: PointLine) -> list[tuple[int, str]]:
    """The lists of the point's indicator, to which a decision can be tied. One statement."""
    if point.item is None:
        return []
    return list(TaskList.objects.filter(item=point.item).values_list("pk", "name"))
