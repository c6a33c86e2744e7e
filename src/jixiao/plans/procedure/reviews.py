"""Reviews that an agency was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from jixiao.core.stages import TITLES, Stage
from jixiao.people.models import Organisation
from jixiao.plans.models import CalendarStep, Plan, ReviewAssignment
from jixiao.plans.policy import REACHED
from jixiao.plans.procedure.course import mark
from jixiao.plans.status import Status

DONE = Status("●", "已审毕", "good")
WAITING = Status("○", "待审", "calm")
OVER = Status("●", "互审已结束", "calm")
BACK = Status("○", "对方正在修改", "calm")


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a review is to be done, and how that stands."""

    on: date | None
    text: str
    mark: Status | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One review that the agency was asked for. `is_readable`: the plan can be opened now."""

    assignment: ReviewAssignment
    plan: Plan
    stage: str
    status: Status
    due: Due
    said: int
    is_readable: bool
    is_waiting: bool


def _shown_to(agency: Organisation) -> QuerySet[ReviewAssignment]:
    return ReviewAssignment.objects.filter(organisation=agency).filter(REACHED | Q(comments__isnull=False))


def asked_of(agency: Organisation, today: date) -> list[Asked]:
    """The reviews that the agency was asked for, those that wait first. Two statements."""
    assignments = (
        _shown_to(agency)
        .select_related("plan__organisation")
        .annotate(said=Count("comments"))
        .order_by("-plan__year", "pk")
    )
    found = list(assignments)
    dues = _dues(assignment.plan_id for assignment in found)
    made = [_asked(assignment, dues.get(assignment.plan_id), today) for assignment in found]
    return sorted(made, key=lambda each: (not each.is_waiting, each.due.on or date.max))


def _asked(assignment: ReviewAssignment, step: CalendarStep | None, today: date) -> Asked:
    stage = Stage(assignment.plan.stage)
    is_waiting = stage is Stage.PEER_REVIEW and assignment.done_at is None
    return Asked(
        assignment=assignment,
        plan=assignment.plan,
        stage=TITLES[stage],
        status=_status(stage, assignment),
        due=_due(step, today, is_waiting=is_waiting),
        said=assignment.said,  # type: ignore[attr-defined]  # annotated above
        is_readable=stage is not Stage.DRAFTING,
        is_waiting=is_waiting,
    )


def _status(stage: Stage, assignment: ReviewAssignment) -> Status:
    if stage is Stage.DRAFTING:
        return BACK
    if assignment.done_at is not None:
        return DONE
    return WAITING if stage is Stage.PEER_REVIEW else OVER


def due_of(plan: Plan, today: date) -> Due:
    """Until when the plan's peer review is to be done."""
    return _due(_dues([plan.pk]).get(plan.pk), today, is_waiting=plan.stage == Stage.PEER_REVIEW)


def _dues(plans: Iterable[int]) -> dict[int, CalendarStep]:
    steps = CalendarStep.objects.filter(plan__in=list(plans), stage=Stage.PEER_REVIEW.value).order_by("due")
    return {step.plan_id: step for step in steps}


def _due(step: CalendarStep | None, today: date, *, is_waiting: bool) -> Due:
    if step is None:
        return Due(None, "", None)
    return Due(step.due, step.due_text, mark(step.due, today) if is_waiting else None)
