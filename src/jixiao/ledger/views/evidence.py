"""All evidence of an agency or an enterprise: searched, uploaded, and what indicators lack."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.intake.attachments import MEGABYTES, TITLES
from jixiao.ledger.evidence_forms import MAX_FILES, keep_from_form
from jixiao.ledger.evidence_places import Place, address_of, key_of, label_of, may_attach, place_of
from jixiao.ledger.models import Evidence
from jixiao.ledger.reading import evidence_library as library
from jixiao.ledger.reading.evidence import ACCEPT, Missing, missing_in, size_text
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused, Right, allows
from jixiao.people.queries import account_of
from jixiao.plans.papers import Unfit

PAGE_SIZE = 50
SHOWN = 2  # indicators of a piece of evidence that the list names; its own page names all


@own_door(Right.EVIDENCE_READ)
@require_safe
def evidence_list(request: HttpRequest, own: Organisation) -> HttpResponse:
    return _page(request, own)


@own_door(Right.EVIDENCE_ADD)
@require_http_methods(["POST"])
def evidence_add(request: HttpRequest, own: Organisation) -> HttpResponse:
    """Files for the library, to be used later."""
    home = own if own.kind == Organisation.Kind.ENTERPRISE else own.agency
    try:
        kept = keep_from_form(request, account_of(request), home, timezone.now())
    except (Unfit, Refused) as refused:
        return _page(request, own, refusal=str(refused), status=422)
    if len(kept) == 1:
        return redirect("evidence", kept[0].pk)
    messages.success(request, f"已保存 {len(kept)} 份佐证材料。")
    return redirect("evidence-list")


def _page(request: HttpRequest, own: Organisation, refusal: str = "", status: int = 200) -> HttpResponse:
    account = account_of(request)
    wanted = library.Wanted.of(request.GET)
    place = _place(account, request.GET.get("for", ""))
    page = Paginator(library.found(account, wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    ledgers = list(library.ledgers_for(account))
    context = {
        "lines": [_line(each) for each in page],
        "page": page,
        "wanted": wanted,
        "query": _query(request),
        "kinds": [(name, label) for name, (label, _) in library.KINDS.items()],
        "offices": library.offices_of(account),
        "years": list(dict.fromkeys(ledger.plan.year for ledger in ledgers)),
        "missing": _by_item(_lacking(missing_in(ledger.pk for ledger in ledgers), wanted)),
        "place": place and {"key": key_of(place), "label": label_of(place), "address": address_of(place)},
        "may_add": allows(account, Right.EVIDENCE_ADD, own),
        "refusal": refusal,
        "accept": ACCEPT,
        "megabytes": MEGABYTES,
        "most": MAX_FILES,
        "section": "ledger",
    }
    return render(request, "ledger/evidence_list.html", context, status=status)


def _place(account: Account, key: str) -> Place | None:
    """The place for which evidence is searched."""
    place = place_of(key)
    return place if place is not None and may_attach(account, place) else None


def _query(request: HttpRequest) -> str:
    """The search as it stands in the address, without the page."""
    given = request.GET.copy()
    given.pop("page", None)
    return given.urlencode()


def _line(evidence: Evidence) -> dict[str, Any]:
    groups = library.used(evidence.standing)  # type: ignore[attr-defined]  # prefetched by `found`
    return {
        "evidence": evidence,
        "kind": TITLES.get(evidence.kind, evidence.kind),
        "size": size_text(evidence.size),
        "on": timezone.localdate(evidence.uploaded_at),
        "groups": groups[:SHOWN],
        "more": len(groups) - SHOWN,
    }


def _lacking(lines: list[Missing], wanted: library.Wanted) -> list[Missing]:
    """Those of the year and with the words that are searched for."""
    return [
        line
        for line in lines
        if (not wanted.year or str(line.year) == wanted.year)
        and (not wanted.text or wanted.text == line.tag or wanted.text in line.title)
    ]


def _by_item(lines: list[Missing]) -> list[tuple[Missing, list[Missing]]]:
    """The first cell of each indicator, which names it, and all its cells."""
    found: dict[int, list[Missing]] = {}
    for line in lines:
        found.setdefault(line.item, []).append(line)
    return [(cells[0], cells) for cells in found.values()]
