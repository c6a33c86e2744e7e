"""Taking evidence back from where it is used."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.ledger.actions import evidence as actions
from jixiao.ledger.evidence_places import (
    Place,
    address_of,
    kept_because,
    key_of,
    label_of,
    may_attach,
    place_of,
    place_of_use,
)
from jixiao.ledger.models import EvidenceUse
from jixiao.ledger.reading.evidence import box
from jixiao.people.doors import door
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of


def _use(use_id: int, **remaining: Any) -> tuple[Place, dict[str, Any]]:
    """The place of a use, which is whose right counts, and the use."""
    joined = EvidenceUse.objects.select_related("evidence", "cell", "task", "row", "addressee")
    use = get_object_or_404(joined, pk=use_id)
    place = place_of(key_of(place_of_use(use)))
    if place is None:
        raise Http404
    return place, {"use": use, **remaining}


@door(Right.EVIDENCE_ADD, _use)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, place: Place, use: EvidenceUse) -> HttpResponse:
    """A link in a box: with a script it is done at once, without one this page asks."""
    account = account_of(request)
    reason = kept_because(place) if may_attach(account, place) else actions.NOT_YOURS
    if request.method == "GET":
        return _page(request, place, use, reason)
    try:
        actions.take_back(account, use.pk, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return _page(request, place, use, str(refused), 409)
    if request.headers.get("HX-Request"):
        return render(request, "ledger/evidence_used.html", {"box": box(account, place)})
    messages.success(request, f"已撤回“{use.evidence}”。文件仍保存在佐证材料库里。")
    return redirect(address_of(place))


def _page(request: HttpRequest, place: Place, use: EvidenceUse, reason: str, status: int = 200) -> HttpResponse:
    context = {
        "use": use,
        "reason": reason,
        "box_refusal": reason,  # hosts of the box may have reasons of their own
        "label": label_of(place),
        "address": address_of(place),
        "box": box(account_of(request), place),
        "section": "ledger",
    }
    is_piece = request.headers.get("HX-Request") and status != 200
    template = "ledger/evidence_used.html" if is_piece else "ledger/evidence_take_back.html"
    return render(request, template, context, status=status)
