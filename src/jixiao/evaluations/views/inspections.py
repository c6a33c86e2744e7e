"""Inspections: the list, a new one, one with its objects and findings, what the ledger says of an object."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.evaluations.inspections import answer_due
from jixiao.evaluations.actions import inspections as actions
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.inspection_forms import PlanForm
from jixiao.evaluations.models import Inspection
from jixiao.evaluations.reading import inspections as reading
from jixiao.evaluations.reading.findings import lines
from jixiao.evaluations.tabs import evaluation_context
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused, Right, allows, holds
from jixiao.people.queries import account_of, organiser_of

BOTH = ["GET", "POST"]


@own_door(Right.INSPECTION_READ)
@require_safe
def inspections(request: HttpRequest, own: Organisation) -> HttpResponse:
    """All inspections of the office or agency; first those in which the account goes out today."""
    account, today = account_of(request), timezone.localdate()
    found = [each for each in reading.inspections_of(account) if reading.is_seen_by(account, each, today)]
    context = evaluation_context(account, "inspections") | {
        "inspections": [(each, _state(each)) for each in found],
        "today": [each for each in found if reading.is_mine_now(each, today)],
        "may_plan": holds(account, Right.INSPECTION_KEEP),
    }
    return render(request, "evaluations/inspections.html", context)


@own_door(Right.INSPECTION_KEEP)
@require_http_methods(BOTH)
def inspection_new(request: HttpRequest, own: Organisation) -> HttpResponse:
    account = account_of(request)
    organiser, today, status = organiser_of(account) or own, timezone.localdate(), 200
    objects = [(each.pk, each.name) for each in reading.objects_for(organiser)]
    inspectors = [(each.pk, _account_text(each)) for each in reading.inspectors_for(organiser)]
    if request.method == "POST":
        form, status = PlanForm(objects, inspectors, request.POST), 422
        try:
            if form.is_valid():
                made = actions.plan(account, organiser, form.plan, timezone.now())
                messages.success(request, "核验计划已制定。")
                return redirect("inspection", made.pk)
        except Forbidden:
            raise Http404 from None
        except Refused as refused:
            form.add_error(None, str(refused))
    else:
        form = PlanForm(objects, inspectors, initial={"year": today.year, "starts": today, "ends": today})
    context = evaluation_context(account, "inspections") | {"form": form}
    return render(request, "evaluations/inspection_new.html", context, status=status)


@evaluation_door(Right.INSPECTION_READ, "inspection")
@require_safe
def inspection(request: HttpRequest, shown: Inspection) -> HttpResponse:
    """The plan, its objects, what was found."""
    account, today = account_of(request), timezone.localdate()
    require_seen_by(account, shown)
    inspectors = list(shown.inspectors.select_related("person"))
    context = evaluation_context(account, "inspections") | {
        "inspection": shown,
        "state": _state(shown),
        "objects": reading.objects_with_counts(shown),
        "inspectors": inspectors,
        "lines": lines(reading.findings_in(shown), account, today),
        "may_find": account in inspectors and reading.is_running(shown, today),
        "is_over": today > shown.ends,
        "may_close": shown.closed_at is None and allows(account, Right.INSPECTION_KEEP, shown),
        "answer_due": answer_due(today, shown.answer_days),
    }
    return render(request, "evaluations/inspection.html", context)


@evaluation_door(Right.INSPECTION_KEEP, "inspection")
@require_http_methods(BOTH)
def inspection_close(request: HttpRequest, shown: Inspection) -> HttpResponse:
    """Close it; asked for without a button it only leads back."""
    if request.method == "POST":
        actions.close(account_of(request), shown.pk, timezone.now())
        messages.success(request, "核验已结束，不再记录新的问题。")
    return redirect("inspection", shown.pk)


@evaluation_door(Right.INSPECTION_READ, "inspection")
@require_safe
def inspection_object(request: HttpRequest, shown: Inspection, object_id: int) -> HttpResponse:
    """What the ledger says of an object, to be compared with what is there."""
    account, today = account_of(request), timezone.localdate()
    require_seen_by(account, shown)
    inspected = object_in(shown, object_id)
    may_read = allows(account, Right.LEDGER_READ, inspected)
    found = reading.findings_in(shown).filter(object=inspected)
    context = evaluation_context(account, "inspections") | {
        "inspection": shown,
        "object": inspected,
        "claimed": reading.claimed_by(inspected, shown.year, today) if may_read else [],
        "lines": lines(found, account, today),
        "may_find": may_find(request, shown),
    }
    return render(request, "evaluations/inspection_object.html", context)


def require_seen_by(account: Account, shown: Inspection) -> None:
    """Raises Http404 where the inspection is still a secret to the account."""
    if not reading.is_seen_by(account, shown, timezone.localdate()):
        raise Http404


def object_in(inspection: Inspection, object_id: int) -> Organisation:
    """The object of the inspection. Raises Http404."""
    found: Organisation = get_object_or_404(inspection.objects_of.select_related("parent__parent"), pk=object_id)
    return found


def may_find(request: HttpRequest, shown: Inspection) -> bool:
    """Whether the account can record something in it today."""
    account = account_of(request)
    is_named = shown.inspectors.filter(pk=account.pk).exists()
    return is_named and reading.is_running(shown, timezone.localdate())


def _account_text(account: Any) -> str:
    return f"{account.shown_name}（{account.organisation.name}，{account.get_role_display()}）"


def _state(inspection: Inspection) -> str:
    today = timezone.localdate()
    if inspection.closed_at is not None or today > inspection.ends:
        return "已结束"
    return "未开始" if today < inspection.starts else "进行中"
