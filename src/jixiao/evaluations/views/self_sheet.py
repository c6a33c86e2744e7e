"""The self-evaluation: all indicators of a plan on one page, filled from the ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.evaluations.actions import sheets as actions
from jixiao.evaluations.actions.sheet_steps import Stale
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.models import Assignment, RoundKind
from jixiao.evaluations.reading.sheets import SheetPage, page_of, text_of
from jixiao.evaluations.sheet_forms import number_in, read_sheet
from jixiao.evaluations.tabs import evaluation_context
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of

UNREADABLE = "有的分数没有读懂，请按下面的提示改正；填写的内容都还在。"


@evaluation_door(Right.SELF_WRITE, "sheet")
@require_http_methods(["GET", "POST"])
def self_sheet(request: HttpRequest, sheet: Assignment) -> HttpResponse:
    if sheet.round.kind != RoundKind.SELF:
        raise Http404
    page = page_of(sheet, account_of(request), timezone.localdate())
    return _written(request, page) if request.method == "POST" else _shown(request, page)


def _written(request: HttpRequest, page: SheetPage) -> HttpResponse:
    """Save what was changed, or hand the whole in."""
    account, sheet, submits = account_of(request), page.sheet, request.POST.get("do") == "submit"
    typed = read_sheet(request.POST, page, everything=submits)
    if any(line.error for line in page.lines):
        return _shown(request, page, 422, refusal=UNREADABLE)
    try:
        if submits:
            actions.submit(account, sheet.pk, typed, number_in(request.POST, "seen"), timezone.now())
        else:
            actions.save(account, sheet.pk, typed, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Stale as stale:
        show_others(page, stale)
        return _shown(request, page, 409, refusal=str(stale))
    except Refused as refused:
        return _shown(request, page, 422, refusal=str(refused))
    messages.success(request, "自评表已提交。" if submits else "已保存。")
    return redirect("self-sheet", sheet.pk)


def show_others(page: SheetPage, stale: Stale) -> None:
    """Beside what was typed, what somebody else wrote meanwhile."""
    for line in page.lines:
        if line.item.pk in stale.items:
            said = line.standing
            parts = (f"{text_of(said.points)} 分" if said.points is not None else "", said.completion, said.reason)
            line.other = "；".join(filter(None, parts)) or "已清空"


def _shown(request: HttpRequest, page: SheetPage, status: int = 200, **more: Any) -> HttpResponse:
    sheet, today = page.sheet, timezone.localdate()
    context = evaluation_context(account_of(request), "evaluations-home") | {
        "page": page,
        "sheet": sheet,
        "round": sheet.round,
        "goals": page.goals,
        "is_late": today > sheet.round.due and not page.obstacle,
        "is_self": True,
        "plan": sheet.plan,
        **more,
    }
    return render(request, "evaluations/self_sheet.html", context, status=status)
