"""Common indicators: the list, an agency's own, and choosing some for a plan that is drafted."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jixiao.core.fields import FIELDS, Invalid
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Refused, Right, allows
from jixiao.people.queries import account_of
from jixiao.plans.actions import library as actions
from jixiao.plans.actions.drafting import closed_because
from jixiao.plans.doors import plan_door
from jixiao.plans.models import CommonIndicator, Draft, Plan
from jixiao.plans.numbers import points_text
from jixiao.plans.sources import library as queries
from jixiao.plans.tabs import plan_context


class CommonForm(forms.Form):
    name = forms.CharField(label="名称", max_length=200, error_messages={"required": "请填写名称。"})
    group = forms.CharField(label="类别", max_length=100, required=False)
    text = forms.CharField(
        label="内容", max_length=2000, required=False, widget=forms.Textarea({"rows": 3}), help_text="写进方案的文字。"
    )
    rule = forms.CharField(label="评分标准", max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    data_source = forms.CharField(label="数据来源", max_length=200, required=False)
    scorer = forms.CharField(label="评分单位", max_length=200, required=False)
    points = forms.CharField(label="分值", max_length=20, required=False)

    def clean_points(self) -> object:
        try:
            return FIELDS["weight"].read(self.cleaned_data["points"])
        except Invalid as invalid:
            raise ValidationError(str(invalid)) from invalid


@own_door(Right.LIBRARY_READ)
@require_safe
def library(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    found = queries.entries(organisation.agency)
    context = {
        "groups": queries.by_group(found),
        "count": len(found),
        "own": sum(entry.own is not None for entry in found),
        "may_edit": allows(account_of(request), Right.LIBRARY_EDIT, organisation),
        "section": "plans",
    }
    return render(request, "plans/library.html", context)


@own_door(Right.LIBRARY_EDIT)
@require_http_methods(["GET", "POST"])
def library_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """A new one, or the agency's own version of one that the software brings along (?from=name)."""
    pattern = queries.chosen(organisation.agency, {request.GET.get("from", "")})
    indicator = pattern[0].indicator if pattern else None
    names = ("name", "group", "text", "rule", "data_source", "scorer")
    return _edit(request, organisation, None, {name: getattr(indicator, name) for name in names} if indicator else {})


@own_door(Right.LIBRARY_EDIT)
@require_http_methods(["GET", "POST"])
def library_edit(request: HttpRequest, organisation: Organisation, indicator_id: int) -> HttpResponse:
    row = get_object_or_404(CommonIndicator, pk=indicator_id, organisation=organisation.agency)
    initial = {name: getattr(row, name) for name in CommonForm.base_fields} | {"points": points_text(row.points)}
    return _edit(request, organisation, row, initial)


def _edit(
    request: HttpRequest, organisation: Organisation, row: CommonIndicator | None, initial: dict[str, str]
) -> HttpResponse:
    if request.method == "GET":
        return _form(request, CommonForm(initial=initial), row)
    form = CommonForm(request.POST)
    if form.is_valid():
        facts = actions.Facts(**form.cleaned_data)
        try:
            actions.save_common(account_of(request), organisation, row.pk if row else None, facts, timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已保存通用指标“{facts.name}”。")
            return redirect("library")
    return _form(request, form, row, 422)


def _form(request: HttpRequest, form: CommonForm, row: CommonIndicator | None, status: int = 200) -> HttpResponse:
    context = {"form": form, "row": row, "section": "plans"}
    return render(request, "plans/library_form.html", context, status=status)


@own_door(Right.LIBRARY_EDIT)
@require_POST
def library_remove(request: HttpRequest, organisation: Organisation, indicator_id: int) -> HttpResponse:
    try:
        actions.remove_common(account_of(request), organisation, indicator_id, timezone.now())
    except Refused as refused:
        raise Http404 from refused
    messages.success(request, "已从通用指标库删去。已经选用它的方案不受影响。")
    return redirect("library")


@plan_door(Right.PLAN_DRAFT)
@require_safe
def library_choose(request: HttpRequest, plan: Plan) -> HttpResponse:
    return _choose(request, plan, request.GET.get("after", ""))


@plan_door(Right.PLAN_DRAFT)
@require_http_methods(["GET", "POST"])
def library_insert(request: HttpRequest, plan: Plan) -> HttpResponse:
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("library-choose", plan.pk)
    keys, after = request.POST.getlist("chosen"), request.POST.get("after", "")
    draft = get_object_or_404(Draft.objects.select_related("of_plan__organisation__parent"), of_plan=plan)
    try:
        done = actions.insert_common(account_of(request), draft, keys, after, timezone.now())
    except Refused as refused:
        return _choose(request, plan, after, keys, str(refused))
    messages.success(request, f"已加入 {len(done.done)} 项通用指标，请补填分值、时限和责任科室。")
    return redirect("draft", plan.pk)


def _choose(
    request: HttpRequest, plan: Plan, after: str, keys: list[str] | None = None, refusal: str = ""
) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.select_related("of_plan"), of_plan=plan)
    closed = closed_because(draft)
    found = queries.entries(plan.organisation.agency)
    context = {
        **plan_context(account_of(request), plan, "draft"),
        "groups": queries.by_group(found),
        "rows": [(row["uid"], _label(row["cells"])) for row in draft.rows],
        "after": after,
        "keys": keys or [],
        "refusal": refusal or closed,
        "is_open": not closed,
    }
    return render(request, "plans/library_choose.html", context, status=409 if refusal else 200)


def _label(cells: dict[str, str]) -> str:
    text = cells.get("l2") or cells.get("l1") or "（空行）"
    return f"{cells.get('no') or cells.get('l1_no') or ''} {text[:40]}".strip()
