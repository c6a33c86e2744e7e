"""The strike-off part of a page: asked for, confirmed, returned, opened again. One form each, one address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone

from jixiao.core.ledger.strike_off import Stage, confirm_obstacle
from jixiao.ledger.actions import strike_off
from jixiao.ledger.evidence_forms import take_from_form
from jixiao.ledger.models import RegisterRow, Task
from jixiao.ledger.reading.evidence import box
from jixiao.ledger.task_policy import may_claim
from jixiao.people.policy import Forbidden, Refused, Right, is_same_person, rights_of
from jixiao.people.queries import account_of
from jixiao.plans.papers import Unfit

_DONE = {
    "claim": "已申请销号，等另一人核实。",
    "confirm": "已销号。",
    "return": "已退回。",
    "reopen": "已重新开启。",
    "attach": "佐证材料已保存。",
}


def decided(request: HttpRequest, thing: Task | RegisterRow) -> str:
    """Do what the form asks for; returns the sentence why it was not done, or ''. Raises Http404."""
    act = request.POST.get("do", "")
    if act not in _DONE:
        raise Http404
    try:
        _decide(request, thing, act)
    except Forbidden:
        raise Http404 from None
    except (Refused, Unfit) as refused:
        return str(refused)
    messages.success(request, _DONE[act])
    return ""


def _decide(request: HttpRequest, thing: Task | RegisterRow, act: str) -> None:
    account, now = account_of(request), timezone.now()
    reason = request.POST.get("reason", "")
    if act == "confirm":
        strike_off.confirm(account, thing, now)
    elif act == "return":
        strike_off.send_back(account, thing, reason, now)
    elif act == "reopen":
        strike_off.reopen(account, thing, reason, now)
    else:
        if not may_claim(account, thing):
            raise Forbidden
        take_from_form(request, account, thing, now)  # kept even when the claim is refused: nothing is uploaded twice
        if act == "claim":
            with transaction.atomic():
                strike_off.claim(account, thing, request.POST.get("done_text", ""), now)


def strike_context(request: HttpRequest, thing: Task | RegisterRow, refusal: str = "") -> dict[str, Any]:
    """What `ledger/task_strike.html` shows."""
    account = account_of(request)
    rights, claims = rights_of(account, thing), may_claim(account, thing)
    own = (
        confirm_obstacle(strike_off.claimed(thing), is_own=is_same_person(account, thing.claimed_by))
        if thing.stage == Stage.CLAIMED
        else ""
    )
    open_stage = thing.stage in (Stage.OPEN, Stage.RETURNED)
    return {
        "thing": thing,
        "box": box(account, thing),
        "refusal": refusal,
        "done_text": request.POST.get("done_text", thing.done_text),
        "reason": request.POST.get("reason", ""),
        "may_claim": claims and open_stage,
        "may_confirm": Right.STRIKE_CONFIRM in rights and thing.stage == Stage.CLAIMED and not own,
        "own_claim": own if Right.STRIKE_CONFIRM in rights else "",
        "may_reopen": Right.LEDGER_KEEP in rights and thing.stage == Stage.STRUCK_OFF,
    }
