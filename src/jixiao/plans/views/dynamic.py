"""Dynamic goals: proposing one, saying why it covers nothing else, confirming that; where their points come from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core import freezing
from jixiao.core.dynamic import PointsFrom, Unplaceable, reserve
from jixiao.core.stages import AMENDABLE, Stage
from jixiao.people.models import Account
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import dynamic as actions
from jixiao.plans.actions.amendments import latest
from jixiao.plans.doors import amendment_door, plan_door
from jixiao.plans.models import Amendment, Plan
from jixiao.plans.numbers import points_text
from jixiao.plans.papers import ACCEPT, PaperFile, Unfit, received
from jixiao.plans.tabs import plan_context
from jixiao.plans.versions import dynamic_goals
from jixiao.plans.versions.dynamic_forms import DynamicForm
from jixiao.plans.versions.forms import ApproveForm, ReasonForm, RuleForm
from jixiao.plans.versions.overlap_pairs import pairs
from jixiao.plans.views.amendment_acts import done

BOTH = ["GET", "POST"]


@plan_door(Right.AMENDMENT_PROPOSE)
@require_http_methods(BOTH)
def dynamic_new(request: HttpRequest, plan: Plan) -> HttpResponse:
    if Stage(plan.stage) not in AMENDABLE:
        return redirect("versions", plan.pk)
    record = freezing.thaw(latest(plan).content)
    form = DynamicForm(record, PointsFrom(plan.dynamic_points), request.POST or None)
    if request.method == "GET":
        return _page(request, plan, form)
    return _proposed(request, plan, form)


def _proposed(request: HttpRequest, plan: Plan, form: DynamicForm) -> HttpResponse:
    file: PaperFile | None = None
    found: list[Any] = []
    try:
        file = received(request)
        if form.is_valid():
            made = actions.propose(account_of(request), plan.pk, form.goal(file), timezone.now())
            messages.success(request, "动态目标已拟入调整稿，请核对分值前后后报批。")
            return redirect("amendment", made.pk)
    except Unplaceable as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
    except actions.Overlapping as overlapping:
        form.add_error(None, str(overlapping))
        found = overlapping.found
    except (Unfit, Refused) as refused:
        form.add_error(None, str(refused))
    return _page(request, plan, form, status=422, file=file, pairs=pairs(found), overlapping=bool(found))


def _page(request: HttpRequest, plan: Plan, form: DynamicForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = plan_context(account_of(request), plan, "versions")
    context |= {
        "form": form,
        "source": form.source.value,
        "rule": Plan.DynamicPoints(plan.dynamic_points).label,
        "reserve": points_text(reserve(form.plan)),
        "issued": dynamic_goals.issued_on(plan),
        "overlapping": bool(form.data.get("overlap_reason")),
        "accept": ACCEPT,
        **more,
    }
    return render(request, "plans/dynamic.html", context, status=status)


@amendment_door(Right.AMENDMENT_PROPOSE)
@require_http_methods(BOTH)
def overlap_explain(request: HttpRequest, shown: Amendment) -> HttpResponse:
    def explain(account: Account) -> None:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            raise Refused("".join(map(str, form.errors["reason"])))
        actions.explain(account, shown.pk, form.cleaned_data["reason"], timezone.now())

    return done(request, shown, explain, typed_reason=request.POST.get("reason", ""))


@amendment_door(Right.OVERLAP_CONFIRM)
@require_http_methods(BOTH)
def overlap_confirm(request: HttpRequest, shown: Amendment) -> HttpResponse:
    def confirm(account: Account) -> None:
        form = ApproveForm(request.POST)
        if not form.is_valid():
            raise Refused("提交的内容不完整，请重试。")
        actions.confirm(account, shown.pk, form.cleaned_data["version"], timezone.now())
        messages.success(request, "已复核：与现有目标不重复。")

    return done(request, shown, confirm)


@plan_door(Right.AMENDMENT_PROPOSE)
@require_http_methods(BOTH)
def dynamic_points(request: HttpRequest, plan: Plan) -> HttpResponse:
    form = RuleForm(request.POST or None, initial={"rule": plan.dynamic_points})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            actions.set_points_rule(account_of(request), plan.pk, form.cleaned_data["rule"], timezone.now())
            messages.success(request, "动态目标的分值来源已更改。")
            return redirect("versions", plan.pk)
        status = 422
    context = plan_context(account_of(request), plan, "versions") | {"form": form}
    return render(request, "plans/dynamic_points.html", context, status=status)
