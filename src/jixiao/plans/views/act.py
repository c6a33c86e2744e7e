"""Doing one act of the procedure, or recording it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.stages import BY_NAME, TITLES, Act, Stage
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import stages as actions
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Plan
from jixiao.plans.papers import ACCEPT, MEGABYTES, PaperFile, Unfit, received
from jixiao.plans.procedure import course
from jixiao.plans.procedure.facts import standing
from jixiao.plans.procedure.forms import ActForm, wanted
from jixiao.plans.tabs import plan_context


@plan_door(Right.PLAN_READ)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, plan: Plan, act: str) -> HttpResponse:
    found = BY_NAME.get(act)
    if found is None:
        raise Http404
    if request.method == "GET":
        return _page(request, plan, found, ActForm(initial={"on": timezone.localdate()}))
    return _done(request, plan, found)


def _done(request: HttpRequest, plan: Plan, found: Act) -> HttpResponse:
    form = ActForm(request.POST)
    file: PaperFile | None = None
    try:
        file = received(request)
    except Unfit as unfit:
        return _page(request, plan, found, form, status=422, file_error=str(unfit))
    if not form.is_valid():
        return _page(request, plan, found, form, status=422, file=file)
    try:
        actions.act(account_of(request), plan.pk, found.name, form.paper(), file, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        plan.refresh_from_db()  # somebody else may have been quicker: show what stands there now
        sentences = refused.sentences if isinstance(refused, actions.Hindered) else (str(refused),)
        return _page(request, plan, found, form, status=409, file=file, sentences=sentences)
    messages.success(request, f"已办理“{found.title}”。")
    return redirect("stages", plan.pk)


def _page(request: HttpRequest, plan: Plan, found: Act, form: ActForm, status: int = 200, **more: Any) -> HttpResponse:
    context = plan_context(account_of(request), plan, "stages")
    choice = course.choice_of(found, plan, context["rights"], standing(plan))
    stage = Stage(plan.stage)
    context |= {
        "choice": choice,
        "form": form,
        "wanted": wanted(found, outside=choice.outside),
        "today": timezone.localdate(),
        "from": TITLES[stage],
        "to": TITLES[found.target or stage],
        "accept": ACCEPT,
        "megabytes": MEGABYTES,
        **more,
    }
    return render(request, "plans/act.html", context, status=status)
