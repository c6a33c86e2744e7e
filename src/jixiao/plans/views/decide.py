"""Confirming a draft, or giving it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.people.models import Account
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import imports as actions
from jixiao.plans.doors import document_door
from jixiao.plans.importing.forms import DecisionForm
from jixiao.plans.models import ImportedDocument
from jixiao.plans.views.review import review_context

Decision = Callable[[Account, dict[str, Any]], HttpResponse]


@document_door(Right.PLAN_CONFIRM)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, document: ImportedDocument) -> HttpResponse:
    def decide(account: Account, given: dict[str, Any]) -> HttpResponse:
        plan = actions.confirm_import(
            account, document.pk, given["version"], timezone.now(), errors_accepted=given["errors_accepted"]
        )
        messages.success(request, f"方案已确认，共 {plan.indicators} 项指标。")
        return redirect("plan", plan.pk)

    return _decided(request, document, decide)


@document_door(Right.PLAN_IMPORT)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, document: ImportedDocument) -> HttpResponse:
    def decide(account: Account, given: dict[str, Any]) -> HttpResponse:
        actions.discard_import(account, document.pk, given["version"], timezone.now())
        messages.success(request, f"已放弃导入《{document.name}》。")
        return redirect("import-list")

    return _decided(request, document, decide)


def _decided(request: HttpRequest, document: ImportedDocument, decide: Decision) -> HttpResponse:
    """Carry the decision out, or show the review with what stood in the way."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("review", document.pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _again(request, document, "提交的内容不完整，请重试。")
    try:
        return decide(account_of(request), form.cleaned_data)
    except Refused as refused:
        document.refresh_from_db()  # somebody else was quicker: show what stands there now
        return _again(request, document, str(refused))


def _again(request: HttpRequest, document: ImportedDocument, sentence: str) -> HttpResponse:
    """The review with what stood in the way."""
    context = {**review_context(request, document), "refusal": sentence}
    return render(request, "plans/review.html", context, status=409)
