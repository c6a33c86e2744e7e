"""Reviewing another agency's plan: the list of those that wait, the plan with a place to comment at each row."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.stages import TITLES, Stage
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans import queries
from jixiao.plans.actions import reviews as actions
from jixiao.plans.doors import reviewing_door
from jixiao.plans.models import Plan, ReviewAssignment, ReviewComment
from jixiao.plans.numbers import points_text
from jixiao.plans.policy import sees_every_comment
from jixiao.plans.procedure.forms import CommentForm, ReasonForm
from jixiao.plans.procedure.remarks import remarks
from jixiao.plans.procedure.reviews import asked_of, due_of
from jixiao.plans.procedure.wordings import wordings
from jixiao.plans.table import Columns, merge


@own_door(Right.REVIEW_ANSWER)  # the operator's: REVIEW_COMMENT itself is held on the plans of others only
@require_safe
def review_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    asked = asked_of(organisation.agency, timezone.localdate())
    return render(request, "plans/review_list.html", {"asked": asked, "section": "plans"})


@reviewing_door
@require_safe
def review_plan(request: HttpRequest, plan: Plan, assignment: ReviewAssignment) -> HttpResponse:
    """The official table, with the number of comments and a way to comment at each row."""
    said = Counter(_visible(plan, assignment).values_list("uid", flat=True))
    in_review = Stage(plan.stage) is Stage.PEER_REVIEW
    context = {
        "plan": plan,
        "assignment": assignment,
        "stage": TITLES[Stage(plan.stage)],
        "due": due_of(plan, timezone.localdate()),
        "table": _table(plan, said, may_comment=in_review and assignment.done_at is None),
        "said": said.total(),
        "others": sees_every_comment(plan),
        "in_review": in_review,
        "section": "plans",
    }
    return render(request, "plans/review_plan.html", context)


@reviewing_door
@require_safe
def review_remarks(request: HttpRequest, plan: Plan, assignment: ReviewAssignment) -> HttpResponse:
    """What was said with the answers: one's own comments, everybody's once the review is closed."""
    context = {
        "plan": plan,
        "assignment": assignment,
        "remarks": remarks(plan, _visible(plan, assignment)),
        "others": sees_every_comment(plan),
        "in_review": Stage(plan.stage) is Stage.PEER_REVIEW,
        "section": "plans",
    }
    return render(request, "plans/review_remarks.html", context)


@reviewing_door
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, plan: Plan, assignment: ReviewAssignment) -> HttpResponse:
    """Comment on the row `?row=`, or on the whole plan."""
    if request.method == "GET":
        form = CommentForm(initial={"row": request.GET.get("row", "")[:16]})
        return _comment_page(request, plan, assignment, form)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _comment_page(request, plan, assignment, form, status=422)
    given = form.cleaned_data
    try:
        made = actions.comment(account_of(request), plan.pk, given["row"], given["text"], timezone.now())
    except Refused as refused:
        return _comment_page(request, plan, assignment, form, status=409, refusal=str(refused))
    messages.success(request, "意见已提交。")
    return redirect(reverse("review-plan", args=[plan.pk]) + (f"#row-{made.uid}" if made.uid else ""))


@reviewing_door
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, plan: Plan, assignment: ReviewAssignment, comment_id: int) -> HttpResponse:
    """Say why the answer does not do."""
    found = get_object_or_404(ReviewComment, assignment=assignment, pk=comment_id)
    if request.method == "GET":
        return _reopen_page(request, plan, found, ReasonForm())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _reopen_page(request, plan, found, form, status=422)
    try:
        actions.reopen(account_of(request), plan.pk, found.pk, form.cleaned_data["text"], timezone.now())
    except Refused as refused:
        return _reopen_page(request, plan, found, form, status=409, refusal=str(refused))
    messages.success(request, "意见已重新提出，等待对方答复。")
    return redirect(reverse("review-remarks", args=[plan.pk]) + f"#comment-{found.pk}")


@reviewing_door
@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, plan: Plan, assignment: ReviewAssignment) -> HttpResponse:
    """Say that this is all, or take that back."""
    if request.method == "GET":
        return redirect("review-plan", plan.pk)
    is_done = request.POST.get("do") != "resume"
    try:
        actions.finish(account_of(request), plan.pk, timezone.now(), done=is_done)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("review-plan", plan.pk)
    messages.success(request, "已审毕，谢谢。" if is_done else "已撤回审毕，可以继续提意见。")
    return redirect("review-list" if is_done else "review-plan", *([] if is_done else [plan.pk]))


def _visible(plan: Plan, assignment: ReviewAssignment) -> QuerySet[ReviewComment]:
    """One's own comments; everybody's once the review is closed."""
    comments = ReviewComment.objects.filter(assignment__plan=plan)
    return comments if sees_every_comment(plan) else comments.filter(assignment=assignment)


def _table(plan: Plan, said: Counter[str], *, may_comment: bool) -> str:
    """The official table without links into the agency's own pages. `said` counts the comments on each row."""
    lines = queries.lines(plan, timezone.localdate())
    merge(lines)
    address = reverse("review-comment", args=[plan.pk])
    count, total = queries.totals(lines)
    context = {
        "lines": lines,
        "columns": Columns.of(lines),
        "count": count,
        "of": plan.indicators,
        "total": points_text(total),
        "unit": plan.points_unit,
        "outside": 0,
        "remarked": {line.item: (f"{address}?row={line.uid}" if may_comment else "", said[line.uid]) for line in lines},
    }
    # The engine escapes every value; what it returns is the finished fragment.
    return mark_safe(render_to_string("plans/table.jinja", context, using="jinja2"))


def _comment_page(
    request: HttpRequest,
    plan: Plan,
    assignment: ReviewAssignment,
    form: CommentForm,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    uid = str(form["row"].value() or "")
    row = wordings(plan, {uid}).get(uid)
    if uid and row is None and not refusal:
        raise Http404
    mine = remarks(plan, _visible(plan, assignment).filter(uid=uid))
    context = {"plan": plan, "form": form, "row": row, "uid": uid, "remarks": mine, "refusal": refusal}
    return render(request, "plans/comment.html", context | {"section": "plans"}, status=status)


def _reopen_page(
    request: HttpRequest, plan: Plan, found: ReviewComment, form: ReasonForm, status: int = 200, refusal: str = ""
) -> HttpResponse:
    shown = remarks(plan, ReviewComment.objects.filter(pk=found.pk))
    context = {"plan": plan, "form": form, "remark": shown[0], "refusal": refusal, "section": "plans"}
    return render(request, "plans/reopen.html", context, status=status)
