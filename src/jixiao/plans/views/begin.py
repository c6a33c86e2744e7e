"""Beginning a plan: from a document, from last year's plan, or from nothing."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import drafting as actions
from jixiao.plans.models import Plan


class BlankForm(forms.Form):
    title = forms.CharField(max_length=200, error_messages={"required": "请填写方案标题。"})
    year = forms.IntegerField(
        min_value=1949,
        max_value=2200,
        error_messages={
            "required": "请填写年度，例如 2026。",
            "invalid": "请填写四位数的年份，例如 2026。",
            "min_value": "请填写四位数的年份，例如 2026。",
            "max_value": "请填写四位数的年份，例如 2026。",
        },
    )


class CopyForm(forms.Form):
    source = forms.IntegerField(error_messages={"required": "请选择要沿用的方案。", "invalid": "请选择要沿用的方案。"})


@own_door(Right.PLAN_DRAFT)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    plans = _plans(organisation.agency)
    year = timezone.localdate().year
    blank = BlankForm(initial={"title": f"{organisation.agency.name}{year}年度绩效工作方案", "year": year})
    copy, refusal = CopyForm(), ""
    if request.method == "POST":
        try:
            if request.POST.get("start") == "copy":
                copy = CopyForm(request.POST)
                done = _copy(request, plans, copy)
            else:
                blank = BlankForm(request.POST)
                done = _blank(request, organisation.agency, blank)
        except Refused as refused:
            done, refusal = None, str(refused)
        if done is not None:
            return redirect("draft", done.pk)
    context = {"plans": plans, "blank": blank, "copy": copy, "refusal": refusal, "section": "plans"}
    return render(request, "plans/begin.html", context, status=422 if request.method == "POST" else 200)


def _plans(agency: Organisation) -> list[Plan]:
    """The agency's own plans, the latest year first."""
    plans = Plan.objects.filter(organisation=agency, person=None).order_by("-year", "-begun_at")
    return list(plans.select_related("organisation__parent").annotate(version=Max("versions__number")))


def _blank(request: HttpRequest, agency: Organisation, form: BlankForm) -> Plan | None:
    if not form.is_valid():
        return None
    given = form.cleaned_data
    return actions.begin_blank(account_of(request), agency, given["title"], given["year"], timezone.now())


def _copy(request: HttpRequest, plans: list[Plan], form: CopyForm) -> Plan | None:
    if not form.is_valid():
        return None
    source = next((plan for plan in plans if plan.pk == form.cleaned_data["source"]), None)
    if source is None:
        form.add_error("source", "没有这份方案，请重新选择。")
        return None
    plan = actions.begin_copy(account_of(request), source, timezone.now())
    messages.success(
        request,
        f"已沿用《{source.title}》的 {plan.indicators} 项指标，年度改为 {plan.year} 年。文字没有改动，请逐项核对。",
    )
    return plan
