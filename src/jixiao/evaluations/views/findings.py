"""Findings as the inspected sees them: the list, one of them, the answer, the rectification."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.evaluations import inspections as rules
from jixiao.evaluations.actions import findings as actions
from jixiao.evaluations.actions.stale import Stale
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.models import Finding, Proof
from jixiao.evaluations.reading import findings as reading
from jixiao.evaluations.tabs import evaluation_context
from jixiao.intake.attachments import MEGABYTES, PICTURES
from jixiao.ledger.evidence_forms import MAX_FILES, keep_from_form
from jixiao.ledger.forms import seen_in
from jixiao.ledger.models import Evidence
from jixiao.ledger.reading.evidence import ACCEPT
from jixiao.ledger.views.evidence_page import file_of
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused, Right, allows
from jixiao.people.queries import account_of
from jixiao.plans.papers import Unfit

BOTH = ["GET", "POST"]


@own_door(Right.FINDING_READ)
@require_safe
def findings(request: HttpRequest, own: Organisation) -> HttpResponse:
    """What was found about the own agency; to those above, what their office found. Narrowed by state."""
    account, today = account_of(request), timezone.localdate()
    lines = reading.lines(reading.shown_to(account), account, today)
    wanted = request.GET.get("state", "")
    context = evaluation_context(account, "findings") | {
        "lines": [line for line in lines if not wanted or line.course == wanted],
        "of": len(lines),
        "wanted": wanted,
        "counts": reading.counted(lines),
    }
    return render(request, "evaluations/findings.html", context)


@evaluation_door(Right.FINDING_READ, "finding")
@require_safe
def finding(request: HttpRequest, shown: Finding) -> HttpResponse:
    return finding_page(request, shown)


def finding_page(request: HttpRequest, shown: Finding, status: int = 200, **more: Any) -> HttpResponse:
    """The finding for the inspected: facts, the answer, the decision, the rectification."""
    account = account_of(request)
    standing = reading.standing_of(shown)
    may_answer = allows(account, Right.FINDING_ANSWER, shown) and actions.may_answer_for(account, shown)
    context = evaluation_context(account, "findings") | facts_of(shown, more.get("seen", shown.version))
    context |= {
        "may_answer": may_answer and not rules.answer_obstacle(rules.State(shown.state)),
        "may_mend": may_answer and not rules.report_obstacle(standing),
        "typed_answer": shown.answer,
        "typed_mended": shown.rectified,
        "accept": ACCEPT,
        "most": MAX_FILES,
        "megabytes": MEGABYTES,
        **more,
    }
    return render(request, "evaluations/finding.html", context, status=status)


def facts_of(shown: Finding, seen: int) -> dict[str, Any]:
    """What both sides see of the finding; `seen` is the version that the forms carry."""
    today = timezone.localdate()
    course = rules.course_of(reading.standing_of(shown), today)
    proofs = [(number, proof, proof.evidence.kind in PICTURES) for number, proof in enumerate(_proofs(shown), start=1)]
    return {
        "finding": shown,
        "light": rules.COURSES[course],
        "when": reading.when(shown, course, today),
        "late": reading.lateness(shown),
        "photos": [each for each in proofs if not each[1].is_answer],
        "answers": [each for each in proofs if each[1].is_answer],
        "seen": seen,
    }


def _proofs(shown: Finding) -> list[Proof]:
    return list(shown.proofs.select_related("evidence").order_by("at", "pk"))


@evaluation_door(Right.FINDING_ANSWER, "finding")
@require_http_methods(BOTH)
def finding_answer(request: HttpRequest, shown: Finding) -> HttpResponse:
    typed = request.POST.get("text", "")

    def answer(account: Account, kept: list[Evidence]) -> str:
        actions.answer(account, shown.pk, typed, kept, seen_in(request.POST), timezone.now())
        return "答复已提交，等待核验组织单位认定。"

    return _done(request, shown, answer, typed_answer=typed)


@evaluation_door(Right.FINDING_ANSWER, "finding")
@require_http_methods(BOTH)
def finding_mend(request: HttpRequest, shown: Finding) -> HttpResponse:
    typed = request.POST.get("text", "")

    def mend(account: Account, kept: list[Evidence]) -> str:
        actions.report_mended(account, shown.pk, typed, kept, seen_in(request.POST), timezone.now())
        return "整改情况已提交，等待核实。"

    return _done(request, shown, mend, typed_mended=typed)


def _done(
    request: HttpRequest, shown: Finding, act: Callable[[Account, list[Evidence]], str], **typed: str
) -> HttpResponse:
    """Do it and show the page anew, or show what stood in the way with all that was typed."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("finding", shown.pk)
    account = account_of(request)
    try:
        with transaction.atomic():
            messages.success(request, act(account, _kept(request, account, shown)))
    except Forbidden:
        raise Http404 from None
    except (Refused, Unfit) as refused:
        status = 409 if isinstance(refused, Stale) else 422
        return finding_page(request, shown, status, refusal=str(refused), **typed)
    return redirect("finding", shown.pk)


def _kept(request: HttpRequest, account: Account, shown: Finding) -> list[Evidence]:
    """The files of the form, for the inspected: an enterprise's own, otherwise its agency's."""
    if not request.FILES and not request.META.get("jixiao.upload_too_large"):
        return []
    is_enterprise = shown.object.kind == Organisation.Kind.ENTERPRISE
    home = shown.object if is_enterprise else shown.object.agency
    return keep_from_form(request, account, home, timezone.now())


@evaluation_door(Right.FINDING_READ, "finding")
@require_safe
def finding_proof(request: HttpRequest, shown: Finding, number: int) -> HttpResponse:
    """A file that proves the finding or its answer, to both sides: the evidence itself belongs to one of them."""
    proofs = _proofs(shown)
    if not 0 < number <= len(proofs):
        raise Http404
    return file_of(request, proofs[number - 1].evidence)
