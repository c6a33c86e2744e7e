"""The versions of a plan, the canonical text of one, and two of them compared."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jixiao.core import freezing
from jixiao.core.stages import AMENDABLE, Stage
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Amendment, Plan
from jixiao.plans.tabs import plan_context
from jixiao.plans.versions.changes import changes
from jixiao.plans.versions.history import history


@plan_door(Right.PLAN_READ)
@require_safe
def versions(request: HttpRequest, plan: Plan) -> HttpResponse:
    amendments = plan.amendments.select_related("proposed_by__person", "base").order_by("-pk")
    context = plan_context(account_of(request), plan, "versions")
    may_propose = Right.AMENDMENT_PROPOSE in context["rights"]
    context |= {
        "past": history(plan),
        "amendments": [each for each in amendments if each.state != Amendment.State.APPROVED],
        "may_propose": may_propose and Stage(plan.stage) in AMENDABLE,
        "rule": Plan.DynamicPoints(plan.dynamic_points).label,
    }
    return render(request, "plans/versions.html", context)


@plan_door(Right.PLAN_READ)
@require_safe
def version_json(request: HttpRequest, plan: Plan, number: int) -> HttpResponse:
    version = get_object_or_404(plan.versions, number=number)
    answer = HttpResponse(version.content.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="plan-{plan.pk}-v{version.number}.json"'
    return answer


@plan_door(Right.PLAN_READ)
@require_safe
def compare(request: HttpRequest, plan: Plan, old: int, new: int) -> HttpResponse:
    found = {version.number: version for version in plan.versions.filter(number__in=(old, new))}
    if old >= new or len(found) != 2:
        raise Http404
    context = plan_context(account_of(request), plan, "versions")
    records = [freezing.thaw(found[number].content) for number in (old, new)]
    context |= {"old": found[old], "new": found[new], "changes": changes(*records)}
    return render(request, "plans/compare.html", context)
