"""One piece of evidence: its preview, where it is used, who looked; its file."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jixiao.core.fields import FIELDS, Invalid
from jixiao.intake.attachments import MEDIA_TYPES, PICTURES, TITLES
from jixiao.ledger.actions import evidence as actions
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.evidence_places import address_of, kept_because, key_of, may_attach, place_of
from jixiao.ledger.models import Evidence
from jixiao.ledger.reading.evidence import size_text
from jixiao.ledger.reading.evidence_library import Group, Used, standing_uses, used
from jixiao.ledger.reading.evidence_offers import offers
from jixiao.people.models import Account
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans import storage

_LOCKED = "default-src 'none'; frame-ancestors 'self'; sandbox"
_POLICIES = {"pdf": "default-src 'none'; frame-ancestors 'self'; object-src 'self'; style-src 'unsafe-inline'"}


class DescribeForm(forms.Form):
    title = forms.CharField(label="材料说明", max_length=actions.TITLE_LIMIT, required=False)
    dated = forms.CharField(label="材料日期", max_length=40, required=False, help_text="例如：2026-03-31")

    def clean_dated(self) -> object:
        try:
            return FIELDS["deadline"].read(self.cleaned_data["dated"])
        except Invalid as invalid:
            raise ValidationError(str(invalid)) from invalid


@csp_update({"frame-src": [SELF]})
@ledger_door(Right.EVIDENCE_READ, "evidence")
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, shown: Evidence) -> HttpResponse:
    """The page; posted to, it takes a description."""
    account = account_of(request)
    if request.method == "GET":
        actions.looked(account, shown, timezone.now())
        dated = shown.dated.isoformat() if shown.dated else ""
        return _page(request, shown, DescribeForm(initial={"title": shown.title, "dated": dated}))
    form = DescribeForm(request.POST)
    if form.is_valid():
        try:
            actions.describe(account, shown.pk, form.cleaned_data["title"], form.cleaned_data["dated"], timezone.now())
        except Forbidden:
            raise Http404 from None
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "说明已保存。")
            return redirect("evidence", shown.pk)
    return _page(request, shown, form, 422)


def _page(request: HttpRequest, shown: Evidence, form: DescribeForm, status: int = 200) -> HttpResponse:
    account = account_of(request)
    uses = list(standing_uses().filter(evidence=shown).prefetch_related("cell__item__responsibilities"))
    text = request.GET.get("to", "").replace("\0", "").strip()[:100]
    context = {
        "evidence": shown,
        "kind": TITLES.get(shown.kind, shown.kind),
        "size": size_text(shown.size),
        "preview": "picture" if shown.kind in PICTURES else shown.kind if shown.kind == "pdf" else "",
        "form": form,
        "may_describe": actions.may_describe(account, shown),
        "uses": _with_rights(account, used(uses)),
        "count": len(uses),
        "text": text,
        "offers": offers(account, shown, uses, text),
        "looks": shown.looks.select_related("account__person"),
        "section": "ledger",
    }
    return render(request, "ledger/evidence.html", context, status=status)


def _with_rights(account: Account, groups: list[Group]) -> list[tuple[Group, list[tuple[Used, bool]]]]:
    """Each place with whether the account may take the evidence back from it."""
    return [
        (group, [(line, not kept_because(line.place) and may_attach(account, line.place)) for line in group.spots])
        for group in groups
    ]


@ledger_door(Right.EVIDENCE_READ, "evidence")
@require_POST
def evidence_use(request: HttpRequest, shown: Evidence) -> HttpResponse:
    """Use it in the chosen places; a single one that was searched for is gone back to."""
    keys = dict.fromkeys(request.POST.getlist("place")[:50])
    chosen = [place for key in keys if (place := place_of(key)) is not None]
    try:
        with transaction.atomic():
            for place in sorted(chosen, key=lambda each: (key_of(each)[0], each.pk)):
                place_of(key_of(place), lock=True)  # in one order: see `actions.locking`
            for place in chosen:
                actions.use(account_of(request), shown.pk, place, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("evidence", shown.pk)
    if not chosen:
        messages.warning(request, "没有选择用在哪里。请勾选后再点“用于所选”。")
    else:
        messages.success(request, f"“{shown}”已用于 {len(chosen)} 处。")
    if chosen and "back" in request.POST:
        return redirect(address_of(chosen[0]))
    return redirect("evidence", shown.pk)


@ledger_door(Right.EVIDENCE_READ, "evidence")
@require_safe
def evidence_file(request: HttpRequest, shown: Evidence) -> HttpResponse:
    """The file as a download; `?preview=1` shows a PDF or a picture inside the page of its evidence."""
    answer = file_of(request, shown)
    if not _is_preview(request, shown) and request.method == "GET":
        actions.looked(account_of(request), shown, timezone.now())
    return answer


def file_of(request: HttpRequest, shown: Evidence) -> HttpResponse:
    """The file for whoever was let in. Raises Http404.

    It is served as what its content was found to be, never as a page, and cannot run anything: see the policy.
    """
    path = storage.path_of(shown.sha256)
    if not path.is_file():
        raise Http404
    is_preview = _is_preview(request, shown)
    etag = f'"{shown.sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(path.read_bytes(), MEDIA_TYPES.get(shown.kind, "application/octet-stream"))
        answer.headers["Content-Disposition"] = content_disposition_header(not is_preview, shown.name) or "attachment"
    return _guarded(answer, etag, _POLICIES.get(shown.kind, _LOCKED) if is_preview else _LOCKED)


def _is_preview(request: HttpRequest, shown: Evidence) -> bool:
    return request.GET.get("preview") == "1" and (shown.kind == "pdf" or shown.kind in PICTURES)


def _guarded(answer: HttpResponse, etag: str, policy: str) -> HttpResponse:
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
    }
    for name, value in headers.items():
        answer.headers[name] = value
    return answer
