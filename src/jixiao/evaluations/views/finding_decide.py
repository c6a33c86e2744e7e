"""A finding as its organiser sees it: decided by a second person, its rectification confirmed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.evaluations import inspections as rules
from jixiao.evaluations.actions import findings as actions
from jixiao.evaluations.actions.findings import Decided
from jixiao.evaluations.actions.stale import Stale
from jixiao.evaluations.acts import act_text
from jixiao.evaluations.doors import Organised, evaluation_door
from jixiao.evaluations.inspection_forms import UpholdForm
from jixiao.evaluations.kinds import kinds_of_keeper
from jixiao.evaluations.models import Finding
from jixiao.evaluations.reading.findings import has_reported, standing_of
from jixiao.evaluations.tabs import evaluation_context
from jixiao.evaluations.views.findings import BOTH, facts_of
from jixiao.evaluations.views.inspections import require_seen_by
from jixiao.journal.models import Entry
from jixiao.ledger.forms import seen_in
from jixiao.people.models import Account
from jixiao.people.policy import Forbidden, Refused, Right, allows, is_same_person
from jixiao.people.queries import account_of


@evaluation_door(Right.INSPECTION_READ, "finding, organised")
@require_safe
def finding_organised(request: HttpRequest, organised: Organised) -> HttpResponse:
    require_seen_by(account_of(request), _finding(organised).inspection)
    return organised_page(request, organised)


def organised_page(request: HttpRequest, organised: Organised, status: int = 200, **more: Any) -> HttpResponse:
    """The finding with who found and decided it, the forms of decision, and its journal."""
    account, shown = account_of(request), _finding(organised)
    kinds = kinds_of_keeper(organised.organisation, shown.inspection.year).deductions
    may_decide = allows(account, Right.FINDING_DECIDE, organised)
    context = evaluation_context(account, "findings") | facts_of(shown, more.get("seen", shown.version))
    context |= {
        "may_decide": may_decide,
        "why_not": _why_not(account, shown) if may_decide else "",
        "may_judge": may_decide
        and not rules.confirm_obstacle(standing_of(shown), reported_it=has_reported(account, shown)),
        "form": UpholdForm(kinds, initial={"kind": shown.kind, "words": shown.kind_name}),
        "entries": [
            (entry, act_text(entry.action, json.loads(entry.facts)))
            for entry in Entry.objects.about("finding", shown.pk)
        ],
        **more,
    }
    return render(request, "evaluations/finding_organised.html", context, status=status)


def _finding(organised: Organised) -> Finding:
    shown = organised.thing
    if not isinstance(shown, Finding):  # the door was told so
        raise Http404
    return shown


def _why_not(account: Account, shown: Finding) -> str:
    return rules.decide_obstacle(
        standing_of(shown),
        timezone.localdate(),
        found_it=is_same_person(account, shown.found_by),
        answered_it=shown.answered_at is not None and is_same_person(account, shown.answered_by),
        is_object=account.organisation_id == shown.object_id,
    )


@evaluation_door(Right.FINDING_DECIDE, "finding, organised")
@require_http_methods(BOTH)
def finding_decide(request: HttpRequest, organised: Organised) -> HttpResponse:
    """Uphold with a deduction, or drop with a reason."""
    shown = _finding(organised)
    if request.POST.get("do") == "drop":
        reason = request.POST.get("reason", "")

        def drop(account: Account) -> str:
            actions.decide(account, shown.pk, Decided(False, reason), seen_in(request.POST), timezone.now())
            return "已记为不予认定。"

        return _done(request, organised, drop, reason=reason)
    form = UpholdForm(kinds_of_keeper(organised.organisation, shown.inspection.year).deductions, request.POST)

    def uphold(account: Account) -> str:
        if not form.is_valid():
            raise Refused("请更正下面标出的内容。")
        made = actions.decide(account, shown.pk, form.decided, seen_in(request.POST), timezone.now())
        return f"已认定，扣 {made.points} 分。"

    return _done(request, organised, uphold, form=form)


@evaluation_door(Right.FINDING_DECIDE, "finding, organised")
@require_http_methods(BOTH)
def finding_judge(request: HttpRequest, organised: Organised) -> HttpResponse:
    """Confirm the rectification, or hand its report back."""
    shown, reason = _finding(organised), request.POST.get("reason", "")
    mended = request.POST.get("do") == "confirm"

    def judge(account: Account) -> str:
        actions.judge_mended(account, shown.pk, reason, seen_in(request.POST), timezone.now(), mended=mended)
        return "整改已核实。" if mended else "整改情况已退回。"

    return _done(request, organised, judge, reason=reason)


def _done(request: HttpRequest, organised: Organised, act: Callable[[Account], str], **typed: Any) -> HttpResponse:
    """Do it and show the page anew, or show what stood in the way with all that was typed."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("finding-organised", organised.thing.pk)
    try:
        messages.success(request, act(account_of(request)))
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        status = 409 if isinstance(refused, Stale) else 422
        return organised_page(request, organised, status, refusal=str(refused), **typed)
    return redirect("finding-organised", organised.thing.pk)
