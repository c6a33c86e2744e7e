"""New numbers for all rows: shown first, then done as one edit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.numbering import renumbered
from jixiao.core.wording import head
from jixiao.people.policy import Refused
from jixiao.people.queries import account_of
from jixiao.plans.actions import drafting as actions
from jixiao.plans.drafting.doors import address
from jixiao.plans.drafting.edits import seen_at
from jixiao.plans.drafting.record import record_of
from jixiao.plans.drafting.words import label_of
from jixiao.plans.models import Draft
from jixiao.plans.views.draft_parts import head_context
from jixiao.plans.views.draft_row import three_way


@require_http_methods(["GET", "POST"])
def renumber(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.method == "GET":
        return _preview(request, draft)
    version = request.POST.get("version", "")
    seen = seen_at(draft, int(version) if version.isascii() and version.isdigit() else draft.version)
    changes = renumbered(seen)
    summary = f"重新编号，改{len(changes)}格"
    try:
        edited = actions.edit(account_of(request), draft.pk, changes, summary, timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address(draft))
    if edited.conflicts:
        return three_way(request, edited)
    messages.success(request, f"已重新编号，改了 {len(edited.done)} 处。可以撤销。")
    return redirect(address(draft))


def _preview(request: HttpRequest, draft: Draft) -> HttpResponse:
    record = record_of(draft)
    lines = []
    for change in renumbered(record):
        at = record.at(change.uid) or 0
        cells = record.rows[at].cells
        text = cells.get("l1") if change.field == "l1_no" else cells.get("l2") or cells.get("l1")
        lines.append((at + 1, label_of(change.field), change.old, change.new, head(text or "", 24)))
    context = {**head_context(request, draft), "lines": lines, "version": draft.version, "count": len(record.rows)}
    return render(request, "plans/draft_renumber.html", context)
