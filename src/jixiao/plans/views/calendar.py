"""Correcting the dates of a plan's procedure, or reading them from its document again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core import plan_json
from jixiao.core.procedure import Due, calendar_of
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import stages as actions
from jixiao.plans.doors import plan_door
from jixiao.plans.models import CalendarStep, ImportedDocument, Plan
from jixiao.plans.procedure.forms import DatesFormSet
from jixiao.plans.tabs import plan_context


@plan_door(Right.PLAN_ADVANCE)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, plan: Plan) -> HttpResponse:
    steps = list(plan.calendar.all())
    if request.method == "GET":
        initial = [{"title": step.title, "stage": step.stage, "due": step.due} for step in steps]
        return _page(request, plan, steps, DatesFormSet(initial=initial))
    again = "again" in request.POST
    form = DatesFormSet(request.POST)
    if not again and not form.is_valid():
        return _page(request, plan, steps, form, status=422)
    dues = from_document(plan) if again else _typed(form, steps)
    try:
        actions.set_calendar(account_of(request), plan.pk, dues, request.POST.get("seen", ""), timezone.now())
    except Refused as refused:
        return _page(request, plan, steps, form, status=409, refusal=str(refused))
    messages.success(request, f"已按原文重新读取，共 {len(dues)} 项时限。" if again else "时限已保存。")
    return redirect("stages", plan.pk)


def from_document(plan: Plan) -> tuple[Due, ...]:
    """What the imported document says about the procedure; nothing for a plan that began otherwise."""
    record = ImportedDocument.objects.filter(plan=plan).values_list("record", flat=True).first()
    return calendar_of(plan_json.load(record)[0].steps, plan.year) if record else ()


def _typed(form: Any, steps: list[CalendarStep]) -> list[Due]:
    """The rows with a title. The document's wording stays with its row while the row's date stands."""
    dues = []
    for at, given in enumerate(each.cleaned_data for each in form.forms):
        if given.get("title"):
            same = at < len(steps) and steps[at].due == given["due"]
            wording = steps[at].due_text if same else ""
            dues.append(Due(given["stage"], given["title"], given["due"], wording, ""))
    return dues


def _page(
    request: HttpRequest, plan: Plan, steps: list[CalendarStep], form: Any, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = plan_context(account_of(request), plan, "stages") | {
        "form": form,
        "wordings": [step.due_text for step in steps],
        "seen": request.POST.get("seen") or actions.calendar_digest(plan),
        "may_read_again": plan.imported_id is not None,
        "refusal": refusal,
    }
    return render(request, "plans/calendar.html", context, status=status)
