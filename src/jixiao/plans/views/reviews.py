"""The peer review of a plan as its own agency sees it: who was asked, what they say, what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.peer_review import Outcome
from jixiao.core.stages import EDITABLE, Stage
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import reviews as actions
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Plan, ReviewComment
from jixiao.plans.procedure.forms import AnswerForm
from jixiao.plans.procedure.remarks import counts, remarks
from jixiao.plans.tabs import plan_context


@plan_door(Right.PLAN_READ)  # not REVIEW_READ, which lets peers in: they have a page of their own
@require_safe
def reviews(request: HttpRequest, plan: Plan) -> HttpResponse:
    return _page(request, plan)


@plan_door(Right.REVIEW_ASSIGN)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Ask the agencies that were ticked."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("reviews", plan.pk)
    typed = request.POST.getlist("agency")
    agencies = [int(value) for value in typed if value.isascii() and value.isdigit() and len(value) < 20]
    try:
        made = actions.assign(account_of(request), plan.pk, agencies, timezone.now())
    except Refused as refused:
        return _page(request, plan, str(refused))
    messages.success(request, f"已分派 {len(made)} 家互审单位。")
    return redirect("reviews", plan.pk)


@plan_door(Right.REVIEW_ASSIGN)
@require_http_methods(["GET", "POST"])
def reviewer(request: HttpRequest, plan: Plan, assignment_id: int) -> HttpResponse:
    """Take a review back, or ask for one more look."""
    if request.method == "GET":
        return redirect("reviews", plan.pk)
    again = request.POST.get("do") == "again"
    change = actions.ask_again if again else actions.take_back
    try:
        change(account_of(request), plan.pk, assignment_id, timezone.now())
    except Refused as refused:
        return _page(request, plan, str(refused))
    messages.success(request, "已请这家单位再审。" if again else "已撤回分派。")
    return redirect("reviews", plan.pk)


@plan_door(Right.REVIEW_ANSWER)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, plan: Plan, comment_id: int) -> HttpResponse:
    """Answer one comment and, where that is chosen, settle it."""
    found = get_object_or_404(ReviewComment, assignment__plan=plan, pk=comment_id)
    if request.method == "GET":
        return _answer_page(request, plan, found, AnswerForm())
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _answer_page(request, plan, found, form, status=422)
    by, text, outcome = account_of(request), form.cleaned_data["text"], form.cleaned_data["outcome"]
    try:
        if outcome:
            actions.settle(by, plan.pk, found.pk, Outcome(outcome), text, timezone.now())
        else:
            actions.answer(by, plan.pk, found.pk, text, timezone.now())
    except Refused as refused:
        return _answer_page(request, plan, found, form, status=409, refusal=str(refused))
    messages.success(request, "意见已办结。" if outcome else "已答复，意见还没有办结。")
    return redirect("reviews", plan.pk)


def _answer_page(
    request: HttpRequest, plan: Plan, found: ReviewComment, form: AnswerForm, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = plan_context(account_of(request), plan, "reviews")
    shown = remarks(plan, ReviewComment.objects.filter(pk=found.pk))
    if not shown:
        raise Http404
    context |= {"remark": shown[0], "form": form, "outcomes": _outcomes(form), "refusal": refusal}
    return render(request, "plans/answer.html", context, status=status)


def _outcomes(form: AnswerForm) -> list[tuple[str, str, bool]]:
    """Value, label, and whether it was chosen before."""
    chosen = str(form["outcome"].value() or "")
    return [(str(value), str(label), str(value) == chosen) for value, label in form.fields["outcome"].choices]  # type: ignore[attr-defined]


def _page(request: HttpRequest, plan: Plan, refusal: str = "") -> HttpResponse:
    context = plan_context(account_of(request), plan, "reviews")
    comments = remarks(plan, ReviewComment.objects.filter(assignment__plan=plan))
    is_editable = Stage(plan.stage) in EDITABLE
    may_answer = is_editable and Right.REVIEW_ANSWER in context["rights"]
    only_open = request.GET.get("open") == "1"
    context |= {
        "waiting": [remark for remark in comments if not remark.is_settled],
        "settled": [] if only_open else [remark for remark in comments if remark.is_settled],
        "counts": counts(comments),
        "only_open": only_open,
        "may_answer": may_answer,
        "outcomes": _outcomes(AnswerForm()),
        "refusal": refusal,
        **_reviewers(plan, may_assign=is_editable and Right.REVIEW_ASSIGN in context["rights"]),
    }
    return render(request, "plans/reviews.html", context, status=409 if refusal else 200)


def _reviewers(plan: Plan, *, may_assign: bool) -> dict[str, Any]:
    """Who was asked with how much each said, and who may still be asked."""
    unsettled = ~Q(comments__state=ReviewComment.State.SETTLED) & Q(comments__isnull=False)
    asked = list(
        plan.reviewers.select_related("organisation").annotate(
            said=Count("comments"), unsettled=Count("comments", filter=unsettled)
        )
    )
    known = {assignment.organisation_id for assignment in asked}
    peers = actions.peers_of(plan) if may_assign else []
    return {
        "reviewers": asked,
        "candidates": [peer for peer in peers if peer.pk not in known],
        "has_group": bool(peers),
        "may_assign": may_assign,
        "in_review": plan.stage == Stage.PEER_REVIEW,
    }
