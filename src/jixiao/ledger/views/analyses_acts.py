"""What is done about a quarterly analysis: drafted, edited, taken from the draft, issued."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.ledger.actions import analyses as actions
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.forms import seen_in
from jixiao.ledger.models import Ledger
from jixiao.ledger.views.analyses import analysis_page
from jixiao.people.models import Account
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of

BOTH = ["GET", "POST"]


def _done(
    request: HttpRequest, ledger: Ledger, number: int, act: Callable[[Account], str], **typed: Any
) -> HttpResponse:
    """Do it and show the analysis anew, or show what stood in the way with both texts."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("analysis", ledger.plan_id, number)
    try:
        messages.success(request, act(account_of(request)))
    except Forbidden:
        raise Http404 from None
    except actions.Conflict as conflict:
        more = {"refusal": str(conflict), "theirs": conflict.theirs.text, **typed}
        return analysis_page(request, ledger, number, 409, **more)
    except Refused as refused:
        return analysis_page(request, ledger, number, 422, refusal=str(refused), **typed)
    return redirect("analysis", ledger.plan_id, number)


@ledger_door(Right.DISPATCH_KEEP)
@require_http_methods(BOTH)
def analysis_draft(request: HttpRequest, ledger: Ledger, number: int) -> HttpResponse:
    def draft(account: Account) -> str:
        made = actions.draft(account, ledger.plan_id, number, timezone.now())
        kept = "您修改过的正文没有动，请对照后决定是否采用。" if made.text != made.drafted else "请核对修改。"
        return f"已按今天的台账起草。{kept}"

    return _done(request, ledger, number, draft)


@ledger_door(Right.DISPATCH_KEEP)
@require_http_methods(BOTH)
def analysis_save(request: HttpRequest, ledger: Ledger, number: int) -> HttpResponse:
    """Keep the text, or keep it and issue the analysis."""
    text, seen = request.POST.get("text", ""), seen_in(request.POST)

    def save(account: Account) -> str:
        made = actions.save(account, ledger.plan_id, number, text, seen, timezone.now())
        if request.POST.get("do") != "issue":
            return "正文已保存。"
        actions.issue(account, ledger.plan_id, number, made.version, timezone.now())
        return "分析已印发，正文和数据不再改动。"

    return _done(request, ledger, number, save, text=text)


@ledger_door(Right.DISPATCH_KEEP)
@require_http_methods(BOTH)
def analysis_accept(request: HttpRequest, ledger: Ledger, number: int) -> HttpResponse:
    def accept(account: Account) -> str:
        actions.accept(account, ledger.plan_id, number, seen_in(request.POST), timezone.now())
        return "正文已改用系统起草的文字。"

    return _done(request, ledger, number, accept)
