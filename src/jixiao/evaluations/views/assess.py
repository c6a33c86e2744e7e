"""On-site assessment: the visit, the sample of evidence, and a mark for each indicator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.evaluations.marks import shown_digest
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

VISIT = ("visited_on", "place", "panel", "record")
USUAL = 10  # pieces of evidence in a sample, unless another number is typed


@evaluation_door(Right.ASSESS_WRITE, "sheet")
@require_http_methods(["GET", "POST"])
def assess_sheet(request: HttpRequest, sheet: Assignment) -> HttpResponse:
    """One form with several buttons, each of which writes all of it: what was typed elsewhere on it is never lost."""
    page, post = _page(request, sheet), request.POST
    if request.method == "GET":
        return _shown(request, page)
    do = post.get("do")
    marks = read_sheet(post, page, everything=do == "submit")
    more = {"visit": {name: text_in(post, name) for name in VISIT}, "count": post.get("count", "")}
    said = {pk: (post.get(f"verdict-{pk}", ""), text_in(post, f"note-{pk}")) for pk in numbers_in(post, "sample")}
    if any(line.error for line in page.lines):
        return _shown(request, page, 422, refusal=UNREADABLE, said=said, **more)
    form = actions.Form(_visit_in(post), _changed(post, said), marks, number_in(post, "seen"))

    def write(account: Account) -> str:
        now = timezone.now()
        if do == "submit":
            actions.submit_form(account, sheet.pk, form, now)
            return "考评表已提交，等待确认。"
        actions.save_form(account, sheet.pk, form, now, number_in(post, "count") if do == "draw" else None)
        return "已保存，并已抽取材料。" if do == "draw" else "已保存。"

    return _done(request, page, write, said=said, **more)


def _visit_in(post: QueryDict) -> actions.Given | None:
    """The record of the visit; None where it was not changed."""
    typed = {name: text_in(post, name) for name in VISIT}
    if post.get("was-visit") in (None, shown_digest(typed.values())):
        return None
    return actions.Given(day_in(post, "visited_on"), typed["place"], typed["panel"], typed["record"])


def _changed(post: QueryDict, said: Mapping[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    return {pk: texts for pk, texts in said.items() if post.get(f"was-sample-{pk}") != shown_digest(texts)}


def _page(request: HttpRequest, sheet: Assignment) -> SheetPage:
    if sheet.round.kind != RoundKind.ON_SITE:
        raise Http404
    return page_of(sheet, account_of(request), timezone.localdate())


def _done(request: HttpRequest, page: SheetPage, act: Callable[[Account], str], **typed: Any) -> HttpResponse:
    """Do it and show the page anew, or show what stood in the way with all that was typed."""
    try:
        messages.success(request, act(account_of(request)))
    except Forbidden:
        raise Http404 from None
    except Stale as stale:
        show_others(page, stale)
        return _shown(request, page, 409, refusal=str(stale), **typed)
    except Refused as refused:
        if page.obstacle:  # too late: the record that was typed is not the one that stands
            record = typed.pop("visit", {})
            typed["unsaved"] = "；".join(filter(None, record.values())) if record != _visit(page.sheet) else ""
        return _shown(request, page, 422, refusal=str(refused), **typed)
    return redirect("assess-sheet", page.sheet.pk)


def _shown(request: HttpRequest, page: SheetPage, status: int = 200, **more: Any) -> HttpResponse:
    sheet, today, visit = page.sheet, timezone.localdate(), _visit(page.sheet)
    context = evaluation_context(account_of(request), "evaluations-home") | {
        "page": page,
        "sheet": sheet,
        "round": sheet.round,
        "plan": sheet.plan,
        "goals": page.goals,
        "visit": visit,
        "was_visit": shown_digest(visit.get(name, "") for name in VISIT),
        "samples": samples_of(sheet, more.get("said", {})),
        "verdicts": Sample.Verdict.choices,
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
