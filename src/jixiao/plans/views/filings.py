"""Filing plans and contracts with an upper office, and the receipts (报备、备案)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.people.doors import door, own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE, Refused, Right, allows
from jixiao.people.queries import account_of
from jixiao.plans.actions import filings as actions
from jixiao.plans.cascading import filings as queries
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Filing, Plan
from jixiao.plans.papers import ACCEPT, PaperFile, received_with
from jixiao.plans.tabs import plan_context
from jixiao.plans.views.contracts import DayField


class FilingForm(forms.Form):
    to = forms.ModelChoiceField(Organisation.objects.none(), label="报备机关", required=False, empty_label="其他机关")
    to_name = forms.CharField(
        label="其他机关名称", max_length=200, required=False, help_text="报备机关没有使用本系统时填写。"
    )
    sent_on = DayField("报送日期")
    document_no = forms.CharField(label="文号", max_length=100, required=False)


class ReceiptForm(forms.Form):
    receipt_no = forms.CharField(label="备案号", max_length=100, error_messages={"required": "请填写备案号。"})
    received_on = DayField("备案日期")


@own_door(Right.PLAN_READ)
@require_safe
def filings(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    account = account_of(request)
    found = list(queries.visible_to(account).select_related("plan__organisation__parent__parent", "plan__person", "to"))
    context = {
        "waiting": [(filing, _address(account, filing)) for filing in found if not filing.received_on],
        "received": [filing for filing in found if filing.received_on],
        "is_upper": account.role in ABOVE,
        "section": "filings",
    }
    return render(request, "plans/filings.html", context)


def _address(account: Account, filing: Filing) -> str:
    """Where the account gives or records the receipt; '' when it cannot."""
    if filing.to is not None:
        may = allows(account, Right.FILING_RECEIVE, filing) and actions.is_sent_to(filing, account)
        return "filing-receive" if may else ""
    return "filing-receipt" if allows(account, Right.CASCADE_EDIT, filing) else ""


@plan_door(Right.CASCADE_EDIT)
@require_http_methods(["GET", "POST"])
def filing_new(request: HttpRequest, plan: Plan) -> HttpResponse:
    offices = queries.offices_above(plan.organisation)
    if request.method == "GET":
        initial = {"to": offices.first(), "sent_on": timezone.localdate().isoformat()}
        return _form(request, plan, _filing_form(offices, initial=initial))
    form = _filing_form(offices, request.POST)
    file = received_with(request, form)
    if form.is_valid():
        try:
            filing = actions.send(
                account_of(request), plan.pk, actions.Facts(**form.cleaned_data), file, timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已登记报送{filing.to_name}，等待备案。")
            return redirect("filings")
    return _form(request, plan, form, file, 422)


def _filing_form(offices: QuerySet[Organisation], data: Any = None, initial: Any = None) -> FilingForm:
    form = FilingForm(data, initial=initial)
    field = form.fields["to"]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = offices
    return form


def _form(
    request: HttpRequest, plan: Plan, form: FilingForm, file: PaperFile | None = None, status: int = 200
) -> HttpResponse:
    context = {
        **plan_context(account_of(request), plan, "cascade"),
        "form": form,
        "file": file,
        "accept": ACCEPT,
    }
    return render(request, "plans/filing_new.html", context, status=status)


def _filing(filing_id: int, **remaining: Any) -> tuple[Filing, dict[str, Any]]:
    filings = Filing.objects.select_related("plan__organisation__parent__parent", "plan__person", "to")
    return get_object_or_404(filings, pk=filing_id), remaining


@door(Right.FILING_RECEIVE, _filing)
@require_http_methods(["GET", "POST"])
def filing_receive(request: HttpRequest, filing: Filing) -> HttpResponse:
    """The upper office gives the receipt."""
    if not actions.is_sent_to(filing, account_of(request)):
        raise Http404
    return _receipt(request, filing)


@door(Right.CASCADE_EDIT, _filing)
@require_http_methods(["GET", "POST"])
def filing_receipt(request: HttpRequest, filing: Filing) -> HttpResponse:
    """The operator records the receipt of an office outside the system."""
    if filing.to is not None:
        raise Http404
    return _receipt(request, filing)


def _receipt(request: HttpRequest, filing: Filing) -> HttpResponse:
    form = ReceiptForm(initial={"received_on": timezone.localdate().isoformat()})
    status = 200
    if request.method == "POST":
        form, status = ReceiptForm(request.POST), 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                actions.receive(
                    account_of(request), filing.pk, given["receipt_no"], given["received_on"], timezone.now()
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"已备案，备案号 {given['receipt_no']}。")
                return redirect("filings")
    context = {
        "filing": filing,
        "form": form,
        "is_changed": filing.digest != filing.plan.digest,
        "section": "filings",
    }
    return render(request, "plans/filing_receipt.html", context, status=status)
