"""What is done about a publication: prepared, changed, reviewed, put out, posted, taken down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.stages import Paper, Stage
from jixiao.people.models import Account
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import publication as actions
from jixiao.plans.actions import stages
from jixiao.plans.actions.publication import Withholding
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Plan
from jixiao.plans.versions.forms import PostForm, PrepareForm, PublishForm, ReasonForm, ReviewForm, WithholdForm
from jixiao.plans.views.publication import publication_page

BOTH = ["GET", "POST"]
Act = Callable[[Account, dict[str, Any]], object]


def _done(request: HttpRequest, plan: Plan, form: forms.Form, act: Act, said: str) -> HttpResponse:
    """Do it and show the page anew, or show what stood in the way with all that was typed."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("publication", plan.pk)
    if not form.is_valid():
        return publication_page(request, plan, status=422, form=form)
    try:
        act(account_of(request), form.cleaned_data)
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        plan.refresh_from_db()  # somebody else may have been quicker
        return publication_page(request, plan, status=409, form=form, refusal=str(refused))
    messages.success(request, said)
    return redirect("publication", plan.pk)


@plan_door(Right.PUBLICATION_PREPARE)
@require_http_methods(BOTH)
def prepare(request: HttpRequest, plan: Plan) -> HttpResponse:
    def act(account: Account, given: dict[str, Any]) -> None:
        actions.prepare(account, plan.pk, timezone.now(), names_shown=given["names_shown"])

    return _done(request, plan, PrepareForm(request.POST), act, "公开内容已准备，请核对预览后送审查。")


@plan_door(Right.PUBLICATION_PREPARE)
@require_http_methods(BOTH)
def withhold(request: HttpRequest, plan: Plan) -> HttpResponse:
    def act(account: Account, given: dict[str, Any]) -> None:
        what = Withholding(given["row"], given["field"], given["ground"], given["note"])
        actions.withhold(account, _current(plan), what, timezone.now())

    return _done(request, plan, WithholdForm(request.POST), act, "已列为不公开。")


@plan_door(Right.PUBLICATION_PREPARE)
@require_http_methods(BOTH)
def release(request: HttpRequest, plan: Plan) -> HttpResponse:
    def act(account: Account, given: dict[str, Any]) -> None:
        actions.release(account, _current(plan), given["number"], timezone.now())

    return _done(request, plan, NumberForm(request.POST), act, "已改为公开。")


@plan_door(Right.PUBLICATION_REVIEW)
@require_http_methods(BOTH)
def review(request: HttpRequest, plan: Plan) -> HttpResponse:
    def act(account: Account, given: dict[str, Any]) -> None:
        passed = given["passed"] == "yes"
        actions.review(account, _current(plan), given["seen"], given["note"], timezone.now(), passed=passed)

    return _done(request, plan, ReviewForm(request.POST), act, "审查意见已记入。")


@plan_door(Right.PUBLICATION_PREPARE)
@require_http_methods(BOTH)
def publish(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The first publication is an act of the procedure; later ones are of the publication alone."""

    def act(account: Account, given: dict[str, Any]) -> None:
        on, now = given["on"], timezone.now()
        if on is None:
            raise Refused("请填写公开日期。")
        if Stage(plan.stage) is Stage.APPROVED:
            stages.act(account, plan.pk, "publish", Paper(on), None, now)
        else:
            actions.publish_again(account, plan.pk, on, now)

    return _done(request, plan, PublishForm(request.POST), act, "已公开。请登记张贴和发布的渠道。")


@plan_door(Right.PUBLICATION_PREPARE)
@require_http_methods(BOTH)
def post(request: HttpRequest, plan: Plan) -> HttpResponse:
    def act(account: Account, given: dict[str, Any]) -> None:
        if given["on"] is None:
            raise Refused("请填写日期。")
        actions.post(account, _published(plan), given["place"], given["on"], timezone.now())

    return _done(request, plan, PostForm(request.POST), act, "公开渠道已登记。")


@plan_door(Right.PUBLICATION_PREPARE)
@require_http_methods(BOTH)
def take_down(request: HttpRequest, plan: Plan) -> HttpResponse:
    def act(account: Account, given: dict[str, Any]) -> None:
        number = NumberForm(request.POST)
        wanted = number.cleaned_data["number"] if number.is_valid() else 0
        if not plan.publications.filter(pk=wanted).exists():
            raise Refused("没有这次公开。")
        actions.take_down(account, wanted, given["reason"], timezone.now())

    return _done(request, plan, ReasonForm(request.POST), act, "已撤下，公开页不再显示。")


class NumberForm(forms.Form):
    """Which one is meant."""

    number = forms.IntegerField(min_value=1)


def _current(plan: Plan) -> int:
    """The publication that is being prepared. Raises Refused."""
    current = plan.publications.filter(state__in=actions.OPEN).last()
    if current is None:
        raise Refused("还没有准备公开内容。")
    return int(current.pk)


def _published(plan: Plan) -> int:
    last = plan.publications.filter(state=actions.State.PUBLISHED).last()
    if last is None:
        raise Refused("公开以后才能登记公开渠道。")
    return int(last.pk)
