"""What the drafting page shows, as a whole and as the parts that change with an edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from jixiao.core import draft_reading
from jixiao.core.draft_reading import Reading
from jixiao.core.drafting import Draft as DraftRecord
from jixiao.core.fields import FIELDS
from jixiao.core.findings import Finding
from jixiao.people.models import Account
from jixiao.people.queries import account_of
from jixiao.plans.actions.drafting import Edited, closed_because
from jixiao.plans.drafting import page as draft_page
from jixiao.plans.drafting.conflicts import three_ways
from jixiao.plans.drafting.doors import address
from jixiao.plans.drafting.edits import to_redo, to_undo, touched_since
from jixiao.plans.drafting.record import record_of
from jixiao.plans.grouping import grouped
from jixiao.plans.models import Draft
from jixiao.plans.tabs import plan_context
from jixiao.plans.words import SEVERITIES, SYMBOLS


def head_context(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """What every page of a working copy shows at its head."""
    return {
        **plan_context(account_of(request), draft.plan, "draft" if draft.amendment_id is None else ""),
        "draft": draft,
        "base": address(draft),
        "closed": closed_because(draft),
        "title": draft.heading.get("title") or draft.plan.title,
    }


def grid_context(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """The whole page."""
    record = record_of(draft)
    reading = draft_reading.read(record)
    findings = reading.findings()
    columns = draft_page.columns_of(record, request.GET.getlist("columns"))
    rows = draft_page.page_rows(record, columns, draft_page.marks_of(reading, findings))
    grid = {
        "rows": rows,
        "columns": [FIELDS[name] for name in columns],
        "labels": {name: FIELDS[name].label for name in columns},
        "merged": draft_page.MERGED,
        "base": address(draft),
    }
    return {
        **head_context(request, draft),
        **_turns(draft, account_of(request)),
        "grid": _fragment("draft_grid", grid),
        "panel": panel(draft, reading, findings, columns),
        "choices": [(FIELDS[name], name in columns) for name in draft_page.ORDER],
        "last": record.rows[-1].uid if record.rows else "",
    }


def panel(draft: Draft, reading: Reading, findings: Iterable[Finding], columns: Sequence[str]) -> str:
    """Running totals and findings."""
    shown = draft_page.page_findings(reading, findings, columns, address(draft))
    branches = draft_page.branches_of(reading.plan)
    context = {
        "branches": [branch for branch in branches if not branch.is_goal],
        "goals": [branch for branch in branches if branch.is_goal],
        "whole": draft_page.whole_of(reading.plan),
        "base": address(draft),
        "unit": reading.plan.meta.points_unit or "分",
        "groups": grouped(shown),
        "counts": [
            (SYMBOLS[each], SEVERITIES[each], each, sum(f.finding.severity.value == each for f in shown))
            for each in SEVERITIES
        ],
        "symbols": SYMBOLS,
        "words": SEVERITIES,
    }
    return _fragment("draft_panel", context)


def answer(request: HttpRequest, edited: Edited, inserted: Sequence[str] = (), report: str = "") -> JsonResponse:
    """What a script has to know after an edit: what is new since the version that it shows."""
    draft, record = edited.draft, record_of(edited.draft)
    touched = _touched(edited, version_known(request))
    marks = draft_page.marks_of(edited.reading, edited.findings)
    data = {
        "version": draft.version,
        "saved": timezone.localtime().strftime("%H:%M"),
        "rows": [{"uid": row.uid, "cells": row.cells} for row in record.rows if row.uid in touched],
        "order": [row.uid for row in record.rows],
        "fields": sorted({name for row in record.rows for name in row.cells}),
        "marks": [[uid, name, mark.tone, mark.sentence, mark.unreadable] for (uid, name), mark in marks.items() if uid],
        "panel": panel(draft, edited.reading, edited.findings, columns_shown(request, record)),
        "inserted": list(inserted),
        "report": report,
        **_met(request, edited),
        **_turns_after(request, edited),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _touched(edited: Edited, known: int) -> set[str]:
    """The rows that are new to the script: those just changed, and what others changed since its version."""
    if edited.edit is not None and known == edited.draft.version - 1:
        return {change.uid for change in edited.done}
    return touched_since(edited.draft, known)


def _met(request: HttpRequest, edited: Edited) -> dict[str, str]:
    """What another person's change stood in the way of: to decide here, or as a sentence after an undo."""
    if edited.edit is not None and edited.edit.undoes_id is not None:
        return {"conflicts": "", "notice": kept_back(edited)}
    three = three_ways(edited.draft, edited.conflicts)
    html = render_to_string("plans/draft_three_way.html", {"three_ways": three}, request) if three else ""
    return {"conflicts": html, "notice": ""}


def kept_back(edited: Edited) -> str:
    """After an undo or redo: what was changed since and therefore stayed."""
    return f"有 {len(edited.conflicts)} 处在那之后又被改动，保持现在的内容。" if edited.conflicts else ""


def version_known(request: HttpRequest, otherwise: int = 0) -> int:
    """The version that the script shows."""
    return version_of(request.headers.get("X-Draft-Version", ""), otherwise)


def version_of(sent: str, otherwise: int) -> int:
    """A version as it was sent."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else otherwise


def columns_shown(request: HttpRequest, record: DraftRecord) -> tuple[str, ...]:
    """The columns that the script shows."""
    return draft_page.columns_of(record, request.headers.get("X-Draft-Columns", "").split(","))


def _turns(draft: Draft, account: Account) -> dict[str, str]:
    """What the account can take back and do again, in words."""
    undo, redo = to_undo(draft, account), to_redo(draft, account)
    return {"undo": undo.summary if undo else "", "redo": redo.summary if redo else ""}


def _turns_after(request: HttpRequest, edited: Edited) -> dict[str, str]:
    """The same after an edit. One that is new can be taken back, and nothing can be done again after it."""
    if edited.edit is not None and edited.edit.undoes_id is None:
        return {"undo": edited.edit.summary, "redo": ""}
    return _turns(edited.draft, account_of(request))


def _fragment(name: str, context: dict[str, Any]) -> str:
    # The engine escapes every value; what it returns is the finished fragment.
    return mark_safe(render_to_string(f"plans/{name}.jinja", context, using="jinja2"))
