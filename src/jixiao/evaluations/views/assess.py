"""On-site assessment: the visit, the sample of evidence, and a mark for each indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.evaluations.visits import seed_of
from jixiao.evaluations.actions import sheets as sheet_actions
from jixiao.evaluations.actions import visits as actions
from jixiao.evaluations.actions.sheet_steps import Stale
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.models import Assignment, RoundKind, Sample, Visit
from jixiao.evaluations.reading.samples import samples_of
from jixiao.evaluations.reading.sheets import SheetPage, page_of
from jixiao.evaluations.sheet_forms import day_in, number_in, numbers_in, read_sheet, text_in
from jixiao.evaluations.tabs import evaluation_context
from jixiao.evaluations.views.self_sheet import UNREADABLE, show_others
from jixiao.people.models import Account
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of

USUAL = 10  # pieces of evidence in a sample, unless another number is typed


@evaluation_door(Right.ASSESS_WRITE, "sheet")
@require_http_methods(["GET", "POST"])
def assess_sheet(request: HttpRequest, sheet: Assignment) -> HttpResponse:
    page = _page(request, sheet)
    if request.method == "GET":
        return _shown(request, page)
    submits = request.POST.get("do") == "submit"
    typed = read_sheet(request.POST, page, everything=submits)
    if any(line.error for line in page.lines):
        return _shown(request, page, 422, refusal=UNREADABLE)

    def write(account: Account) -> str:
        if submits:
            actions.submit(account, sheet.pk, typed, number_in(request.POST, "seen"), timezone.now())
            return "考评表已提交，等待确认。"
        sheet_actions.save(account, sheet.pk, typed, timezone.now())
        return "已保存。"

    return _done(request, page, write)


@evaluation_door(Right.ASSESS_WRITE, "sheet")
@require_http_methods(["GET", "POST"])
def assess_visit(request: HttpRequest, sheet: Assignment) -> HttpResponse:
    """The record of the visit."""
    post = request.POST
    typed = {name: text_in(post, name) for name in ("visited_on", "place", "panel", "record")}
    given = actions.Given(day_in(post, "visited_on"), typed["place"], typed["panel"], typed["record"])

    def write(account: Account) -> str:
        actions.record_visit(account, sheet.pk, given, number_in(post, "seen"), timezone.now())
        return "考评记录已保存。"

    return _done(request, _page(request, sheet), write, visit=typed)


@evaluation_door(Right.ASSESS_WRITE, "sheet")
@require_http_methods(["GET", "POST"])
def assess_draw(request: HttpRequest, sheet: Assignment) -> HttpResponse:
    """Draw the sample."""

    def draw(account: Account) -> str:
        return (
            f"已抽取 {len(actions.draw(account, sheet.pk, number_in(request.POST, 'count'), timezone.now()))} 份材料。"
        )

    return _done(request, _page(request, sheet), draw, count=request.POST.get("count", ""))


@evaluation_door(Right.ASSESS_WRITE, "sheet")
@require_http_methods(["GET", "POST"])
def assess_judge(request: HttpRequest, sheet: Assignment) -> HttpResponse:
    """What was found about the pieces of the sample."""
    post = request.POST
    said = {pk: (post.get(f"verdict-{pk}", ""), text_in(post, f"note-{pk}")) for pk in numbers_in(post, "sample")}

    def judge(account: Account) -> str:
        actions.judge(account, sheet.pk, said, timezone.now())
        return "核对结果已保存。"

    return _done(request, _page(request, sheet), judge, said=said)


def _page(request: HttpRequest, sheet: Assignment) -> SheetPage:
    if sheet.round.kind != RoundKind.ON_SITE:
        raise Http404
    return page_of(sheet, account_of(request), timezone.localdate())


def _done(request: HttpRequest, page: SheetPage, act: Callable[[Account], str], **typed: Any) -> HttpResponse:
    """Do it and show the page anew, or show what stood in the way with all that was typed."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("assess-sheet", page.sheet.pk)
    try:
        messages.success(request, act(account_of(request)))
    except Forbidden:
        raise Http404 from None
    except Stale as stale:
        show_others(page, stale)
        return _shown(request, page, 409, refusal=str(stale), **typed)
    except Refused as refused:
        return _shown(request, page, 422, refusal=str(refused), **typed)
    return redirect("assess-sheet", page.sheet.pk)


def _shown(request: HttpRequest, page: SheetPage, status: int = 200, **more: Any) -> HttpResponse:
    sheet, today = page.sheet, timezone.localdate()
    context = evaluation_context(account_of(request), "evaluations-home") | {
        "page": page,
        "sheet": sheet,
        "round": sheet.round,
        "plan": sheet.plan,
        "goals": page.goals,
        "visit": _visit(sheet),
        "samples": samples_of(sheet, more.get("said", {})),
        "verdicts": Sample.Verdict.choices,
        "seed": seed_of(sheet.round_id, sheet.plan_id),
        "count": USUAL,
        "is_late": today > sheet.round.due and not page.obstacle,
        **more,
    }
    return render(request, "evaluations/assess.html", context, status=status)


def _visit(sheet: Assignment) -> dict[str, str]:
    """The record as the form shows it; empty before there is one."""
    visit: Visit | None = getattr(sheet, "visit", None)
    if visit is None:
        return {}
    return {
        "visited_on": visit.visited_on.isoformat(),
        "place": visit.place,
        "panel": visit.panel,
        "record": visit.record,
    }
