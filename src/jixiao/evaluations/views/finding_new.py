"""Recording a finding on a phone. The script beside the form keeps a draft while there is no network."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jixiao.evaluations.actions import findings as actions
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.inspection_forms import FindingForm
from jixiao.evaluations.kinds import kinds_of_keeper
from jixiao.evaluations.models import Finding, Inspection
from jixiao.evaluations.tabs import evaluation_context
from jixiao.evaluations.views.inspections import may_find, object_in
from jixiao.intake.attachments import MEGABYTES
from jixiao.ledger.evidence_forms import MAX_FILES, keep_from_form
from jixiao.people.models import Organisation
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.models import Item
from jixiao.plans.papers import Unfit


@evaluation_door(Right.FINDING_WRITE, "inspection")
@never_cache
@require_http_methods(["GET", "POST"])
def finding_new(request: HttpRequest, shown: Inspection, object_id: int) -> HttpResponse:
    """The form; asked for JSON (by its script) it answers where the finding stands, or what is wrong."""
    inspected = object_in(shown, object_id)
    form = _form(request, shown, inspected)
    if request.method == "GET":
        return _page(request, shown, inspected, form, 200)
    wants_json = request.headers.get("Accept") == "application/json"
    try:
        if form.is_valid():
            made, is_new = _find(request, shown, form, inspected.pk)
            said = (
                f"第 {made.number} 号问题已记录。" if is_new else f"这份草稿已经提交过，记为第 {made.number} 号问题。"
            )
            messages.success(request, said)
            there = reverse("finding-organised", args=[made.pk])
            return JsonResponse({"to": there}) if wants_json else redirect(there)
    except (Forbidden, Refused, Unfit) as refused:
        form.add_error(None, str(refused))
        if isinstance(refused, actions.SentBefore):
            form.data = _renumbered(request)
    if wants_json:
        wrong = [error for errors in form.errors.values() for error in errors]
        return JsonResponse({"wrong": wrong, "client_id": form.data.get("client_id", "")}, status=422)
    return _page(request, shown, inspected, form, 422)


def _renumbered(request: HttpRequest) -> QueryDict:
    """What was typed, under a new number."""
    typed = request.POST.copy()
    typed["client_id"] = str(uuid4())
    return typed


def _form(request: HttpRequest, shown: Inspection, inspected: Organisation) -> FindingForm:
    items = Item.objects.indicators().filter(plan__organisation=inspected, plan__year=shown.year, plan__person=None)
    choices = [(each.pk, f"{each.no} {each.title[:40]}".strip()) for each in items.order_by("plan_id", "position")]
    kinds = kinds_of_keeper(shown.organiser, shown.year).deductions
    if request.method == "POST":
        return FindingForm(choices, kinds, request.POST)
    asked = request.GET.get("item", "")
    initial = {"found_at": timezone.localtime(), "item": asked if asked.isdecimal() else ""}
    return FindingForm(choices, kinds, initial=initial)


@transaction.atomic
def _find(request: HttpRequest, shown: Inspection, form: FindingForm, inspected: int) -> tuple[Finding, bool]:
    """Keep the photos and record the finding, both or neither. Raises Refused, Unfit."""
    account, now = account_of(request), timezone.now()
    photos = (
        keep_from_form(request, account, shown.organiser, now, Right.FINDING_WRITE)
        if request.FILES or request.META.get("jixiao.upload_too_large")
        else []
    )
    return actions.find(account, shown.pk, form.seen(inspected), photos, now)


def _page(
    request: HttpRequest, shown: Inspection, inspected: Organisation, form: FindingForm, status: int
) -> HttpResponse:
    account = account_of(request)
    context = evaluation_context(account, "inspections") | {
        "inspection": shown,
        "object": inspected,
        "form": form,
        "may_find": may_find(request, shown),
        "draft_key": f"{account.pk}/{shown.pk}/{inspected.pk}",
        "most": MAX_FILES,
        "megabytes": MEGABYTES,
    }
    return render(request, "evaluations/finding_new.html", context, status=status)
