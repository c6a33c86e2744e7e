"""What is done about an amendment: begun, described, approved, recorded, withdrawn, put onto the latest version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core import freezing, rebasing
from jixiao.core.draft_reading import heading_field
from jixiao.core.drafting import HEADING, Conflict
from jixiao.core.fields import FIELDS
from jixiao.core.stages import AMENDABLE, Stage
from jixiao.people.models import Account
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import amendments as actions
from jixiao.plans.doors import amendment_door, plan_door
from jixiao.plans.models import Amendment, Plan
from jixiao.plans.papers import ACCEPT, PaperFile, Unfit, received
from jixiao.plans.tabs import plan_context
from jixiao.plans.versions.forms import AmendmentForm, ApproveForm, RebaseForm
from jixiao.plans.views.amendment import amendment_page

BOTH = ["GET", "POST"]


@plan_door(Right.AMENDMENT_PROPOSE)
@require_http_methods(BOTH)
def amendment_new(request: HttpRequest, plan: Plan) -> HttpResponse:
    if Stage(plan.stage) not in AMENDABLE:
        return redirect("versions", plan.pk)
    if request.method == "GET":
        return _new_page(request, plan, AmendmentForm())
    form, file = AmendmentForm(request.POST), None
    try:
        file = received(request)
        if form.is_valid():
            made = actions.propose(account_of(request), plan.pk, form.given(file), timezone.now())
            messages.success(request, "调整已立项，请在调整稿中改动，改好后回到本页核对。")
            return redirect("amendment", made.pk)
    except (Unfit, Refused) as refused:
        form.add_error(None, str(refused))
    return _new_page(request, plan, form, file, status=422)


def _new_page(
    request: HttpRequest, plan: Plan, form: Form, file: PaperFile | None = None, *, status: int = 200
) -> HttpResponse:
    context = plan_context(account_of(request), plan, "versions") | {"form": form, "file": file, "accept": ACCEPT}
    return render(request, "plans/amendment_new.html", context, status=status)


@amendment_door(Right.AMENDMENT_PROPOSE)
@require_http_methods(BOTH)
def amendment_describe(request: HttpRequest, shown: Amendment) -> HttpResponse:
    if request.method == "GET":
        return redirect("amendment", shown.pk)
    form, file = AmendmentForm(request.POST), None
    try:
        file = received(request)
        if form.is_valid():
            actions.describe(account_of(request), shown.pk, form.given(file), timezone.now())
            return redirect("amendment", shown.pk)
    except (Unfit, Refused) as refused:
        form.add_error(None, str(refused))
    return amendment_page(request, shown, status=422, form=form, file=file)


@amendment_door(Right.AMENDMENT_APPROVE)
@require_http_methods(BOTH)
def amendment_approve(request: HttpRequest, shown: Amendment) -> HttpResponse:
    return _approved(request, shown)


@amendment_door(Right.PLAN_RECORD)
@require_http_methods(BOTH)
def amendment_record(request: HttpRequest, shown: Amendment) -> HttpResponse:
    return _approved(request, shown)


def _approved(request: HttpRequest, shown: Amendment) -> HttpResponse:
    def approve(account: Account) -> None:
        form = ApproveForm(request.POST)
        if not form.is_valid():
            raise Refused("提交的内容不完整，请重试。")
        given = form.cleaned_data
        version = actions.approve(account, shown.pk, given["version"], timezone.now(), who=given["who"])
        messages.success(request, f"调整已批准，方案现为第 {version.number} 版。")

    return done(request, shown, approve, who=request.POST.get("who", ""))


@amendment_door(Right.AMENDMENT_PROPOSE)
@require_http_methods(BOTH)
def amendment_withdraw(request: HttpRequest, shown: Amendment) -> HttpResponse:
    def withdraw(account: Account) -> None:
        actions.withdraw(account, shown.pk, timezone.now())
        messages.success(request, "调整已撤回，内容仍可查阅。")

    return done(request, shown, withdraw)


def done(request: HttpRequest, shown: Amendment, act: Callable[[Account], None], **more: Any) -> HttpResponse:
    """Do it and show the amendment, or the amendment with what stood in the way."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("amendment", shown.pk)
    try:
        act(account_of(request))
    except Refused as refused:
        shown = Amendment.objects.select_related(*SHOWN).get(pk=shown.pk)  # somebody else may have been quicker
        return amendment_page(request, shown, status=409, refusal=str(refused), **more)
    return redirect("amendment", shown.pk)


SHOWN = ("plan__organisation__parent__parent", "base", "draft", "proposed_by__person", "approved_by__person")


@amendment_door(Right.AMENDMENT_PROPOSE)
@require_http_methods(BOTH)
def amendment_rebase(request: HttpRequest, shown: Amendment) -> HttpResponse:
    if shown.state != Amendment.State.PROPOSED:
        return redirect("amendment", shown.pk)
    if request.method == "GET":
        return _rebase_page(request, shown)
    form = RebaseForm(request.POST)
    onto = form.cleaned_data["onto"] if form.is_valid() else 0
    keep = {key for key in request.POST.getlist("conflict") if request.POST.get(f"keep-{key}") == "mine"}
    try:
        actions.rebase(account_of(request), shown.pk, onto, keep, timezone.now())
    except Refused as refused:
        return _rebase_page(request, shown, status=409, refusal=str(refused), kept=keep)
    messages.success(request, f"调整稿已改到第 {onto} 版上，请重新核对。")
    return redirect("amendment", shown.pk)


def _rebase_page(request: HttpRequest, shown: Amendment, *, status: int = 200, **more: Any) -> HttpResponse:
    target = actions.latest(shown.plan)
    rebased = actions.rebased_on(shown, target)
    rows = {row.uid: row for version in (shown.base, target) for row in freezing.thaw(version.content).rows}
    context = plan_context(account_of(request), shown.plan, "versions")
    context |= {
        "amendment": shown,
        "target": target,
        "conflicts": [_side(conflict, rows) for conflict in rebased.conflicts],
        **more,
    }
    return render(request, "plans/amendment_rebase.html", context, status=status)


def _side(conflict: Conflict, rows: dict[str, Any]) -> dict[str, Any]:
    """A conflict with the names that a person knows."""
    uid = getattr(conflict.change, "uid", HEADING)
    row = rows.get(uid)
    field = heading_field(conflict.field) if uid == HEADING else FIELDS[conflict.field]
    return {
        "key": rebasing.key_of(conflict),
        "where": "表头" if row is None else f"{row.no or ''} {row.text[:40]}".strip(),
        "label": field.label,
        "base": conflict.base,
        "theirs": conflict.theirs,
        "mine": conflict.mine,
    }
