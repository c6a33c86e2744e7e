"""Bonus claims: the list, one of them, and its check by another person."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.evaluations import bonus as rules
from jixiao.evaluations.actions import bonus as actions
from jixiao.evaluations.actions.stale import Stale
from jixiao.evaluations.acts import act_text
from jixiao.evaluations.bonus_forms import CheckForm
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.kinds import kinds_for
from jixiao.evaluations.models import BonusClaim
from jixiao.evaluations.reading import bonus as reading
from jixiao.evaluations.tabs import evaluation_context
from jixiao.journal.models import Entry
from jixiao.ledger.forms import seen_in
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE, Forbidden, Refused, Right, allows, holds
from jixiao.people.queries import account_of

BOTH = ["GET", "POST"]


@own_door(Right.BONUS_READ)
@require_safe
def bonus_list(request: HttpRequest, own: Organisation) -> HttpResponse:
    """The claims that the account may see, narrowed by state."""
    account = account_of(request)
    claims = list(reading.shown_to(account))
    wanted = request.GET.get("state", "")
    shown = [claim for claim in claims if not wanted or claim.state == wanted]
    context = evaluation_context(account, "bonus-list") | {
        "lines": [(claim, reading.LIGHTS[rules.State(claim.state)]) for claim in shown],
        "of": len(claims),
        "wanted": wanted,
        "counts": reading.counted(claims),
        "may_claim": holds(account, Right.BONUS_CLAIM),
    }
    return render(request, "evaluations/bonus_list.html", context)


@evaluation_door(Right.BONUS_READ, "claim")
@require_safe
def bonus(request: HttpRequest, shown: BonusClaim) -> HttpResponse:
    _require_shown(request, shown)
    return bonus_page(request, shown)


def _require_shown(request: HttpRequest, shown: BonusClaim) -> None:
    """Raises Http404 for those above while the claim is being drawn up: their list does not show it either."""
    if shown.state == rules.State.DRAFT and account_of(request).role in ABOVE:
        raise Http404


def bonus_page(request: HttpRequest, shown: BonusClaim, status: int = 200, **more: Any) -> HttpResponse:
    """The claim with its evidence, what it resembles, and the form of whoever may check it."""
    account = account_of(request)
    may_check = allows(account, Right.BONUS_CHECK, shown)
    context = evaluation_context(account, "bonus-list") | {
        "claim": shown,
        "light": reading.LIGHTS[rules.State(shown.state)],
        "proofs": shown.proofs.select_related("evidence"),
        "may_read_files": allows(account, Right.EVIDENCE_READ, shown),
        "alike": reading.alike(shown),
        "may_edit": rules.State(shown.state) in rules.EDITABLE and allows(account, Right.BONUS_CLAIM, shown),
        "may_check": may_check and shown.state == rules.State.SUBMITTED,
        "why_not": _why_not(account, shown) if may_check else "",
        "form": CheckForm(initial={"granted": shown.points}),
        "entries": [
            (entry, act_text(entry.action, json.loads(entry.facts))) for entry in Entry.objects.about("bonus", shown.pk)
        ],
        **more,
    }
    return render(request, "evaluations/bonus.html", context, status=status)


def _why_not(account: Account, shown: BonusClaim) -> str:
    keepers = reading.is_keepers(account, shown, kinds_for(shown.organisation, shown.year))
    made_it = reading.is_makers(account, shown)
    return rules.check_obstacle(rules.State(shown.state), made_it=made_it, is_keepers=keepers)


@evaluation_door(Right.BONUS_CHECK, "claim")
@require_http_methods(BOTH)
def bonus_check(request: HttpRequest, shown: BonusClaim) -> HttpResponse:
    """Grant, return or refuse."""
    _require_shown(request, shown)
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("bonus", shown.pk)
    form = CheckForm(request.POST)
    try:
        messages.success(request, _checked(account_of(request), shown, form, request))
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        status = 409 if isinstance(refused, Stale) else 422
        return bonus_page(request, shown, status, refusal=str(refused), form=form)
    return redirect("bonus", shown.pk)


def _checked(account: Account, shown: BonusClaim, form: CheckForm, request: HttpRequest) -> str:
    """Do what the button says; returns what was done. Raises Refused."""
    if not form.is_valid():
        raise Refused("请更正下面标出的内容。")
    seen, now, what = seen_in(request.POST), timezone.now(), request.POST.get("do")
    reason = form.cleaned_data["reason"]
    if what == "return":
        actions.send_back(account, shown.pk, reason, seen, now)
        return "已退回补充。"
    if what == "refuse":
        actions.refuse(account, shown.pk, reason, seen, now)
        return "已记为不予认定。"
    if what != "accept":  # points are granted by the button that says so, and by nothing else
        raise Refused("请选择认定、退回补充或不予认定。")
    actions.accept(account, shown.pk, form.cleaned_data["granted"], reason, seen, now)
    return "已认定。"
