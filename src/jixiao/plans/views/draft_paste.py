"""Pasting a block of a spreadsheet: at once from the grid, or from a form with a look before it is done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.drafting import Draft as DraftRecord
from jixiao.core.drafting import Insert, Set
from jixiao.core.fields import FIELDS
from jixiao.core.pasting import Pasted, Unpastable, lay, parse_block
from jixiao.people.policy import Refused
from jixiao.people.queries import account_of
from jixiao.plans.actions import drafting as actions
from jixiao.plans.actions.drafting import Edited
from jixiao.plans.drafting import page as draft_page
from jixiao.plans.drafting.columns import SYNONYMS
from jixiao.plans.drafting.doors import address
from jixiao.plans.drafting.edits import seen_at
from jixiao.plans.drafting.record import record_of
from jixiao.plans.drafting.requests import check_text, json_of
from jixiao.plans.drafting.words import where
from jixiao.plans.models import Draft
from jixiao.plans.views.draft import answered_once, wants_json
from jixiao.plans.views.draft_parts import columns_shown, head_context, version_known, version_of
from jixiao.plans.views.draft_row import three_way

PREVIEWED = 50  # rows


@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest, draft: Draft) -> HttpResponse:
    if wants_json(request):
        return _from_grid(request, draft)
    if request.method == "GET":
        return _form(request, draft, {"uid": request.GET.get("uid", ""), "field": request.GET.get("field", "")})
    return _from_form(request, draft)


def _from_grid(request: HttpRequest, draft: Draft) -> HttpResponse:
    """JSON: plain, html, uid, field. The answer is that of any change, with a report of what was pasted."""
    reports: list[str] = []

    def change() -> Edited:
        data = json_of(request)
        given = (
            {name: data.get(name, "") for name in ("plain", "html", "uid", "field")} if isinstance(data, dict) else {}
        )
        seen = seen_at(draft, version_known(request, draft.version))
        pasted = _laid(seen, given, columns_shown(request, seen))
        edited = _paste(request, draft, pasted)
        reports.append(render_to_string("plans/draft_pasted.html", {"pasted": pasted}))
        return edited

    return answered_once(request, draft, change, reports)


def _laid(seen: DraftRecord, given: dict[str, Any], columns: tuple[str, ...]) -> Pasted:
    """The block of a request over what its author saw. Raises Refused."""
    if not given or not all(isinstance(text, str) for text in given.values()):
        raise Refused("提交的内容不完整，没有粘贴。请刷新页面后重试。")
    try:
        block = parse_block(given["plain"], given["html"])
        pasted = lay(seen, block, given["uid"], given["field"], columns, SYNONYMS)
        if pasted.header:  # columns that go by their names need not be shown yet
            pasted = lay(seen, block, given["uid"], given["field"], draft_page.ORDER, SYNONYMS)
    except Unpastable as unpastable:
        raise Refused(str(unpastable)) from None
    for change in pasted.changes:
        for text in (change.new,) if isinstance(change, Set) else getattr(change, "cells", {}).values():
            check_text(text)
    return pasted


def _paste(request: HttpRequest, draft: Draft, pasted: Pasted) -> Edited:
    summary = f"粘贴 {pasted.rows} 行，共 {pasted.cells} 格"
    return actions.edit(account_of(request), draft.pk, pasted.changes, summary, timezone.now())


def _from_form(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show what would be pasted, or paste what was shown."""
    try:
        given = {name: request.POST.get(name, "") for name in ("plain", "uid", "field")} | {"html": ""}
    except (RequestDataTooBig, TooManyFieldsSent):
        messages.error(request, "一次提交的内容超过 1 MB，没有粘贴。请分几次粘贴。")
        return redirect(address(draft, "paste"))
    seen = seen_at(draft, version_of(request.POST.get("version", ""), draft.version))
    try:
        pasted = _laid(seen, given, draft_page.columns_of(seen))
        if "confirm" not in request.POST:
            return _form(request, draft, given, pasted=pasted, seen=seen)
        edited = _paste(request, draft, pasted)
    except Refused as refused:
        return _form(request, draft, given, refusal=str(refused))
    messages.success(request, f"已粘贴 {pasted.rows} 行，共 {pasted.cells} 格。粘错了可以撤销。")
    for flag in pasted.flags[:PREVIEWED]:
        messages.warning(request, flag.sentence)
    return three_way(request, edited) if edited.conflicts else redirect(address(draft))


def _form(
    request: HttpRequest,
    draft: Draft,
    given: dict[str, Any],
    *,
    pasted: Pasted | None = None,
    seen: DraftRecord | None = None,
    refusal: str = "",
) -> HttpResponse:
    record = record_of(draft)
    columns = draft_page.columns_of(record)
    context = {
        **head_context(request, draft),
        "given": given,
        "rows": [(row.uid, where(record, row.uid)) for row in record.rows],
        "columns": [FIELDS[name] for name in columns],
        "first": given["field"] or columns[0],
        "refusal": refusal,
        "pasted": pasted,
        "version": draft.version,
        **(_preview(seen, pasted) if pasted is not None and seen is not None else {}),
    }
    return render(request, "plans/draft_paste.html", context, status=422 if refusal else 200)


def _preview(seen: DraftRecord, pasted: Pasted) -> dict[str, Any]:
    """The first changes as old → new, and what has to be looked at."""
    sets = [change for change in pasted.changes if isinstance(change, Set)]
    inserts = [change for change in reversed(pasted.changes) if isinstance(change, Insert)]
    lines = [
        (where(seen, change.uid), FIELDS[change.field].label, change.old, change.new) for change in sets[:PREVIEWED]
    ]
    for number, change in enumerate(inserts[: PREVIEWED - len(lines)], start=1):
        cells = "；".join(f"{FIELDS[name].label}：{text}" for name, text in change.cells.items())
        lines.append((f"新增第{number}行", "", "", cells))
    return {
        "lines": lines,
        "more": max(0, len(sets) + len(inserts) - len(lines)),
        "sets": len(sets),
        "new": len(inserts),
    }
