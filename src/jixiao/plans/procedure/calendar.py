"""The dates of a plan's procedure, kept with the plan."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.core.procedure import Due
from jixiao.plans.models import CalendarStep, Plan


def keep_calendar(plan: Plan, dues: Iterable[Due]) -> None:
    """Put these dates in the place of those that the plan had."""
    CalendarStep.objects.filter(plan=plan).delete()
    CalendarStep.objects.bulk_create(
        CalendarStep(
            plan=plan, stage=due.stage, position=at, title=due.title[:200], due=due.due, due_text=due.due_text[:200]
        )
        for at, due in enumerate(dues)
    )
