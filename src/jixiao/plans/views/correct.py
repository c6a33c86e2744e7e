"""Correcting one cell of a draft: a page of its own, or a fragment under the rows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core import plan_json
from jixiao.core.fields import FIELDS, Invalid
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import imports as actions
from jixiao.plans.doors import document_door
from jixiao.plans.importing.corrections import row_at, shared_with
from jixiao.plans.importing.forms import CorrectionForm
from jixiao.plans.models import ImportedDocument
from jixiao.plans.views.review import review_context


@document_door(Right.PLAN_IMPORT)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, document: ImportedDocument, position: int, field: str) -> HttpResponse:
    context = _context(document, position, field)
    if request.method == "GET":
        return _page(request, context)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, {**context, "error": "提交的内容不完整，请重试。"}, 422)
    given = form.cleaned_data
    wanted = actions.Correction(position, field, given["typed"], given["version"], given["shared"])
    try:
        document = actions.correct_cell(account_of(request), document.pk, wanted, timezone.now())
    except Invalid as invalid:
        return _page(request, {**context, "typed": given["typed"], "error": str(invalid)}, 422)
    except Refused as refused:
        return _page(request, {**context, "typed": given["typed"], "error": str(refused)}, 409)
    return _done(request, document, position, field)


def _context(document: ImportedDocument, position: int, name: str) -> dict[str, Any]:
    plan, findings = plan_json.load(document.record)
    row, field = row_at(plan, position), FIELDS.get(name)
    if row is None or field is None or document.state != ImportedDocument.State.DRAFT:
        raise Http404
    lines = document.text.split("\n")
    return {
        "document": document,
        "row": row,
        "field": field,
        "typed": field.write(getattr(row, name)),
        "shared": len(shared_with(plan, position, name)),
        "source_line": lines[row.line - 1] if 0 < row.line <= len(lines) else "",
        "findings": [each for each in findings if each.row == position and each.field == name],
        "section": "plans",
    }


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = render(request, "plans/correct_form.html", context, status=status)
        if status != 200:
            answer["HX-Retarget"], answer["HX-Reswap"] = "#editor", "innerHTML"
        return answer
    return render(request, "plans/correct.html", context, status=status)


def _done(request: HttpRequest, document: ImportedDocument, position: int, field: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = render(request, "plans/review_parts.html", {**review_context(request, document), "oob": True})
        answer["HX-Trigger"] = f'{{"corrected":"c{position}-{field}"}}'
        return answer
    return redirect(f"{reverse('review', args=[document.pk])}#r{position}")
