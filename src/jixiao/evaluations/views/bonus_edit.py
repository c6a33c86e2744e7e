"""Drawing up a bonus claim or an innovation result, and handing it in."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.evaluations.kinds import Kinds
from jixiao.evaluations.actions import bonus as actions
from jixiao.evaluations.actions.stale import Stale
from jixiao.evaluations.bonus_forms import ClaimForm
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.kinds import kinds_for
from jixiao.evaluations.models import BonusClaim, Purpose
from jixiao.evaluations.reading.bonus import claimants_for, items_for
from jixiao.evaluations.tabs import evaluation_context
from jixiao.intake.attachments import MEGABYTES
from jixiao.ledger.evidence_forms import MAX_FILES, keep_from_form
from jixiao.ledger.forms import seen_in
from jixiao.ledger.models import Evidence
from jixiao.ledger.reading.evidence import ACCEPT
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.papers import Unfit

BOTH = ["GET", "POST"]


@own_door(Right.BONUS_CLAIM)
@require_http_methods(BOTH)
def bonus_new(request: HttpRequest, own: Organisation) -> HttpResponse:
    return _new(request, Purpose.BONUS)


@own_door(Right.BONUS_CLAIM)
@require_http_methods(BOTH)
def innovation_new(request: HttpRequest, own: Organisation) -> HttpResponse:
    return _new(request, Purpose.INNOVATION)


def _new(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    claimants = claimants_for(account_of(request))
    today = timezone.localdate()
    kinds = _kinds(claimants, today.year)
    items = items_for(claimants)
    if request.method == "GET":
        form = ClaimForm(purpose, claimants, kinds.bonus, items, initial={"year": today.year})
        return _page(request, form, kinds, None, 200)
    form = ClaimForm(purpose, claimants, kinds.bonus, items, request.POST)
    if not form.is_valid():
        return _page(request, form, kinds, None, 422)
    chosen = form.cleaned_data.get("organisation", claimants[0].pk)
    organisation = next(each for each in claimants if each.pk == chosen)
    return _done(request, form, kinds, None, organisation)


@evaluation_door(Right.BONUS_CLAIM, "claim")
@require_http_methods(BOTH)
def bonus_edit(request: HttpRequest, shown: BonusClaim) -> HttpResponse:
    """Change what is drawn up or was returned."""
    kinds = kinds_for(shown.organisation, shown.year)
    items = items_for([shown.organisation])
    purpose = Purpose(shown.purpose)
    if request.method == "GET":
        names = ("title", "issuing_body", "document_no", "dated", "year", "kind", "points", "note")
        initial = {name: getattr(shown, name) for name in names} | {"item": shown.item_id}
        return _page(request, ClaimForm(purpose, [], kinds.bonus, items, initial=initial), kinds, shown, 200)
    form = ClaimForm(purpose, [], kinds.bonus, items, request.POST)
    if not form.is_valid():
        return _page(request, form, kinds, shown, 422)
    return _done(request, form, kinds, shown, shown.organisation)


def _done(
    request: HttpRequest, form: ClaimForm, kinds: Kinds, shown: BonusClaim | None, organisation: Organisation
) -> HttpResponse:
    """Keep it, or show what stood in the way with all that was typed."""
    account, now, hand_in = account_of(request), timezone.now(), request.POST.get("do") == "submit"
    status = 422
    try:
        with transaction.atomic():
            files = _kept(request, organisation)
            if shown is None:
                made = actions.begin(account, organisation, form.purpose, form.said, files, now, hand_in=hand_in)
            else:
                seen = seen_in(request.POST)
                made = actions.change(account, shown.pk, form.said, files, seen, now, hand_in=hand_in)
        messages.success(request, "已提交，等待审核。" if hand_in else "已保存，还没有提交。")
        return redirect("bonus", made.pk)
    except Forbidden:
        raise Http404 from None
    except (Refused, Unfit) as refused:
        form.add_error(None, str(refused))
        status = 409 if isinstance(refused, Stale) else 422
    return _page(request, form, kinds, shown, status)


def _kept(request: HttpRequest, organisation: Organisation) -> list[Evidence]:
    """The files of the form, for an enterprise its own, otherwise its agency's."""
    if not request.FILES and not request.META.get("jixiao.upload_too_large"):
        return []
    home = organisation if organisation.kind == Organisation.Kind.ENTERPRISE else organisation.agency
    return keep_from_form(request, account_of(request), home, timezone.now())


def _kinds(claimants: list[Organisation], year: int) -> Kinds:
    """The classes of all schemes by which one of the claimants is assessed: which of them fits is asked later."""
    found = [kinds_for(each, year) for each in claimants]
    every = {kind.key: kind for kinds in found for kind in kinds.bonus}
    return Kinds(title="、".join(dict.fromkeys(each.title for each in found if each.title)), bonus=(*every.values(),))


def _page(request: HttpRequest, form: ClaimForm, kinds: Kinds, shown: BonusClaim | None, status: int) -> HttpResponse:
    context = evaluation_context(account_of(request), "bonus-list") | {
        "form": form,
        "claim": shown,
        "purpose": form.purpose,
        "is_bonus": form.purpose == Purpose.BONUS,
        "kinds": kinds,
        "proofs": shown.proofs.select_related("evidence") if shown else [],
        "seen": shown.version if shown else 0,
        "accept": ACCEPT,
        "most": MAX_FILES,
        "megabytes": MEGABYTES,
    }
    return render(request, "evaluations/bonus_edit.html", context, status=status)
