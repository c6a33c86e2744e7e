"""Reviewing a draft: the document, the rows, the findings, the sums."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from jixiao.core import plan_json
from jixiao.core.fields import FIELDS
from jixiao.core.findings import Severity
from jixiao.people.names import normal_name
from jixiao.people.policy import Right
from jixiao.plans.doors import document_door
from jixiao.plans.grouping import grouped
from jixiao.plans.importing import rows as draft
from jixiao.plans.importing.document import document_lines
from jixiao.plans.models import ImportedDocument
from jixiao.plans.words import SEVERITIES, SYMBOLS


@document_door(Right.PLAN_IMPORT)
@require_safe
def review(request: HttpRequest, document: ImportedDocument) -> HttpResponse:
    return render(request, "plans/review.html", review_context(request, document))


def review_context(request: HttpRequest, document: ImportedDocument) -> dict[str, Any]:
    """Everything that the review page and its fragments show."""
    plan, findings = plan_json.load(document.record)
    columns = draft.columns_of(plan)
    wanted = request.GET.get("show", "")
    numbered = draft.numbered(findings)
    shown = [each for each in numbered if not wanted or each.finding.severity.value == wanted]
    rows = {row.line: row.position for row in plan.rows}
    parts, whole = draft.sums(plan)
    is_draft = document.state == ImportedDocument.State.DRAFT
    return {
        "document": document,
        "is_draft": is_draft,
        "plan": getattr(document, "plan", None),
        "meta": plan.meta,
        "other_organisation": _other(document, plan.meta.organisation) if is_draft else "",
        "parts": parts,
        "whole": whole,
        "show": wanted,
        "tabs": _tabs(numbered),
        "findings": _fragment("findings", {"groups": grouped(shown), "symbols": SYMBOLS, "words": SEVERITIES}),
        "rows": _fragment(
            "draft_rows",
            {
                "rows": draft.draft_rows(plan, findings, columns),
                "labels": [FIELDS[name].label for name in columns],
                "document_id": document.pk,
                "is_draft": is_draft,
                "symbols": SYMBOLS,
                "unit": plan.meta.points_unit or "分",
            },
        ),
        "lines": _fragment("document", {"lines": document_lines(document.text, findings, rows)}),
        "table_line": plan.rows[0].line if plan.rows else None,
        "unread": plan.unread,
        "steps": plan.steps,
        "section": "plans",
    }


def _fragment(name: str, context: dict[str, Any]) -> str:
    # The engine escapes every value; what it returns is the finished fragment.
    return mark_safe(render_to_string(f"plans/{name}.jinja", context, using="jinja2"))


def _tabs(findings: list[draft.NumberedFinding]) -> list[tuple[str, str, str, int]]:
    """(value, symbol, word, count) of each severity."""
    severities = [each.finding.severity for each in findings]
    return [
        (severity.value, SYMBOLS[severity.value], SEVERITIES[severity.value], severities.count(severity))
        for severity in Severity
    ]


def _other(document: ImportedDocument, name: str | None) -> str:
    """The organisation that the document names, when it is not the one that imports it."""
    if not name:
        return ""
    ours, theirs = normal_name(document.organisation.name), normal_name(name)
    return "" if ours in theirs or theirs in ours else name
