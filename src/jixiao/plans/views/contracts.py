"""Plans of enterprises and contracts of persons: begun from chosen rows, contracts kept with their signatures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.fields import FIELDS, Invalid
from jixiao.people.models import Organisation
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import cascade as actions
from jixiao.plans.actions import contracts
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Contract, Item, Plan
from jixiao.plans.numbers import points_text
from jixiao.plans.papers import ACCEPT, PaperFile, received_with
from jixiao.plans.tabs import plan_context


class DayField(forms.CharField):
    """A day as a person types it; None when it is left empty."""

    def __init__(self, label: str, *, required: bool = True) -> None:
        super().__init__(label=label, required=required, max_length=40, error_messages={"required": f"请填写{label}。"})
        self.help_text = "例如：2026-01-15"

    def clean(self, value: object) -> date | None:
        try:
            day: date | None = FIELDS["deadline"].read(super().clean(value))
        except Invalid as invalid:
            raise ValidationError(str(invalid)) from invalid
        return day


class ContractForm(forms.Form):
    party_a = forms.CharField(label="甲方", max_length=200, error_messages={"required": "请填写甲方。"})
    party_b = forms.CharField(label="乙方", max_length=200, error_messages={"required": "请填写乙方。"})
    since = DayField("责任期起")
    until = DayField("责任期止")
    signed_a_on = DayField("甲方签订日期", required=False)
    signed_b_on = DayField("乙方签订日期", required=False)
    document_no = forms.CharField(label="文号", max_length=100, required=False)


@plan_door(Right.CASCADE_EDIT)
@require_http_methods(["GET", "POST"])
def enterprise_new(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The plan of an enterprise from chosen rows."""
    name, rows = request.POST.get("name", "").strip(), request.POST.getlist("row")
    refusal = ""
    if request.method == "POST":
        try:
            made = actions.begin_enterprise(account_of(request), plan.pk, name, rows, timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"已建立“{made.title}”，请修改指标和分值。")
            return redirect("draft", made.pk)
    enterprises = Organisation.objects.filter(
        parent=plan.organisation.agency, kind=Organisation.Kind.ENTERPRISE, retired=None
    )
    typed = {"name": name, "rows": rows, "enterprises": enterprises}
    return _choose(request, plan, "plans/enterprise_new.html", typed, refusal)


@plan_door(Right.CASCADE_EDIT)
@require_http_methods(["GET", "POST"])
def contract_new(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Contracts for several persons at once, with the same rows."""
    title = request.POST.get("title", f"{plan.year or ''}年度绩效责任书" if plan.year else "绩效责任书").strip()[:100]
    names, rows = request.POST.get("names", ""), request.POST.getlist("row")
    refusal = ""
    if request.method == "POST":
        persons = names.replace("、", "\n").replace("，", "\n").split("\n")
        try:
            begun = contracts.begin_contracts(account_of(request), plan.pk, persons, title, rows, timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            _say(request, begun)
            return redirect("cascade", plan.pk)
    typed = {"names": names, "title": title, "rows": rows}
    return _choose(request, plan, "plans/contract_new.html", typed, refusal)


def _say(request: HttpRequest, begun: contracts.Begun) -> None:
    if begun.plans:
        messages.success(request, f"已建立 {len(begun.plans)} 份责任书，请逐份修改指标和分值。")
    if begun.had:
        messages.warning(request, f"{'、'.join(begun.had)}已有责任书，没有重复建立。")


def _choose(request: HttpRequest, plan: Plan, template: str, typed: Mapping[str, object], refusal: str) -> HttpResponse:
    """A form with the plan's rows to choose from."""
    items = Item.objects.indicators().filter(plan=plan).select_related("parent").order_by("position")
    context = {
        **plan_context(account_of(request), plan, "cascade"),
        "items": [(item, points_text(item.points)) for item in items],
        "typed": typed,
        "refusal": refusal,
    }
    return render(request, template, context, status=422 if refusal else 200)


@plan_door(Right.CASCADE_EDIT)
@require_http_methods(["GET", "POST"])
def contract(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The contract of a child plan: its parties, period, signatures and file."""
    kept = Contract.objects.filter(plan=plan).first()
    if request.method == "GET":
        return _form(request, plan, ContractForm(initial=_initial(plan, kept)), kept)
    form = ContractForm(request.POST)
    file = received_with(request, form)
    if form.is_valid():
        try:
            contracts.save_contract(
                account_of(request), plan.pk, contracts.Facts(**form.cleaned_data), file, timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "责任书已保存。")
            return redirect("cascade", plan.parent_id or plan.pk)
    return _form(request, plan, form, kept, file, 422)


def _initial(plan: Plan, kept: Contract | None) -> dict[str, str]:
    if kept is None:
        party = plan.person.name if plan.person else plan.organisation.name
        year = plan.year or timezone.localdate().year
        above = plan.parent.organisation.name if plan.parent else ""
        return {"party_a": above, "party_b": party, "since": f"{year}-01-01", "until": f"{year}-12-31"}
    days = ("since", "until", "signed_a_on", "signed_b_on")
    texts = {name: getattr(kept, name) for name in ("party_a", "party_b", "document_no")}
    return texts | {name: getattr(kept, name).isoformat() if getattr(kept, name) else "" for name in days}


def _form(
    request: HttpRequest,
    plan: Plan,
    form: ContractForm,
    kept: Contract | None,
    file: PaperFile | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **plan_context(account_of(request), plan, "cascade"),
        "form": form,
        "contract": kept,
        "is_changed": kept is not None and kept.digest not in ("", plan.digest),
        "file": file,
        "accept": ACCEPT,
    }
    return render(request, "plans/contract.html", context, status=status)
