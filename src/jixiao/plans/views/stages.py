"""How far a plan is, what comes next, and what is still wanting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core.stages import TITLES, Stage
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Plan, ReviewAssignment
from jixiao.plans.procedure import course
from jixiao.plans.procedure.facts import standing
from jixiao.plans.procedure.forms import STAGES
from jixiao.plans.tabs import plan_context


@plan_door(Right.PLAN_READ)
@require_safe
def stages(request: HttpRequest, plan: Plan) -> HttpResponse:
    context = plan_context(account_of(request), plan, "stages")
    today = timezone.localdate()
    acts = list(plan.acts.select_related("by__person"))
    calendar = list(plan.calendar.all())
    steps = course.steps(plan, acts, calendar, today)
    choices = course.choices(plan, context["rights"], standing(plan))
    context |= {
        "steps": steps,
        "here": next((step for step in steps if step.state == "here"), None),
        "stage_title": TITLES[Stage(plan.stage)],
        "onward": [choice for choice in choices if not choice.leads_back],
        "back": [choice for choice in choices if choice.leads_back and choice.is_mine],
        "came_back": course.Done.of(acts[-1]) if acts and acts[-1].to_stage == Stage.DRAFTING else None,
        "waiting_for": _waiting_for(plan),
        "history": [course.Done.of(act) for act in reversed(acts)],
        "calendar": [{"step": step, "stage": STAGES.get(step.stage, "")} for step in calendar],
        "may_date": Right.PLAN_ADVANCE in context["rights"],
    }
    return render(request, "plans/stages.html", context)


def _waiting_for(plan: Plan) -> list[str]:
    """The agencies that still review."""
    if plan.stage != Stage.PEER_REVIEW:
        return []
    waiting = ReviewAssignment.objects.filter(plan=plan, done_at=None)
    return list(waiting.values_list("organisation__name", flat=True))
