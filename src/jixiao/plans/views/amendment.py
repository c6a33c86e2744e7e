"""One amendment: its paper, what it changes, whether the points still add up, what stands in its way."""

from __future__ import annotations

import json
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core import draft_reading, freezing
from jixiao.core.findings import Severity
from jixiao.core.records import PlanRecord
from jixiao.journal.models import Entry
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import amendments as actions
from jixiao.plans.doors import amendment_door
from jixiao.plans.drafting.record import record_of
from jixiao.plans.models import Amendment
from jixiao.plans.papers import ACCEPT
from jixiao.plans.tabs import plan_context
from jixiao.plans.versions import dynamic_goals
from jixiao.plans.versions.acts import version_act
from jixiao.plans.versions.changes import changes
from jixiao.plans.versions.forms import AmendmentForm
from jixiao.plans.versions.history import approvals, approved_by, named
from jixiao.plans.versions.overlap_pairs import pairs


@amendment_door(Right.PLAN_READ)
@require_safe
def amendment(request: HttpRequest, shown: Amendment) -> HttpResponse:
    return amendment_page(request, shown)


def amendment_page(
    request: HttpRequest, shown: Amendment, *, status: int = 200, form: Form | None = None, **more: Any
) -> HttpResponse:
    """The page, with a form that was sent in vain when there is one."""
    context = plan_context(account_of(request), shown.plan, "versions")
    reading = draft_reading.read(record_of(shown.draft))
    base = freezing.thaw(shown.base.content)
    is_open = shown.state == Amendment.State.PROPOSED
    findings = reading.findings() if is_open else ()
    context |= {
        "amendment": shown,
        "is_open": is_open,
        "changes": changes(base, reading.plan),
        "errors": [finding for finding in findings if finding.severity is Severity.ERROR],
        "warnings": sum(finding.severity is Severity.WARNING for finding in findings),
        "proposer": named(shown.proposed_by),
        "form": form or AmendmentForm(initial=_initial(shown)),
        "accept": ACCEPT,
        "entries": _entries(shown),
        **(_open(shown, context["rights"]) if is_open else _closed(shown)),
        **_dynamic(shown, reading.plan, is_open=is_open),
        **more,
    }
    return render(request, "plans/amendment.html", context, status=status)


def _entries(shown: Amendment) -> list[tuple[Entry, str]]:
    """What was done about it, the newest first."""
    entries = Entry.objects.about("amendment", shown.pk)
    return [(entry, version_act(entry.action, json.loads(entry.facts))) for entry in entries]


def _initial(shown: Amendment) -> dict[str, object]:
    return {
        "reason": shown.reason,
        "basis": shown.basis,
        "document_no": shown.document_no,
        "issued": shown.issued.isoformat() if shown.issued else "",
    }


def _open(shown: Amendment, rights: frozenset[str]) -> dict[str, Any]:
    """What stands in the way, and who may do what about it."""
    may_approve = Right.AMENDMENT_APPROVE in rights
    state = actions.state_of(shown)
    return {
        "obstacles": actions.obstacles_of(shown, state, timezone.localdate()),
        "must_rebase": not state.base_is_latest,
        "may_propose": Right.AMENDMENT_PROPOSE in rights,
        "may_approve": may_approve,
        "may_confirm": Right.OVERLAP_CONFIRM in rights,
        "may_record": Right.PLAN_RECORD in rights and not may_approve,
    }


def _closed(shown: Amendment) -> dict[str, Any]:
    version = getattr(shown, "version", None)
    who = approvals([shown.pk]).get(str(shown.pk), "") if version else ""
    return {"approver": approved_by(shown.approved_by, who) if version else "", "version": version}


def _dynamic(shown: Amendment, plan: PlanRecord, *, is_open: bool) -> dict[str, Any]:
    """What a dynamic goal needs besides: its trigger, and the rows that it overlaps."""
    if shown.kind != Amendment.Kind.DYNAMIC:
        return {}
    now = dynamic_goals.overlaps_now(shown) if is_open else shown.overlaps
    stands = shown.overlap_confirmed_at is not None and now == shown.overlaps
    return {
        "goal": dynamic_goals.goal_row(shown, plan),
        "pairs": pairs(now),
        "confirmed": named(shown.overlap_confirmed_by) if stands else "",
        "void": shown.overlap_confirmed_at is not None and not stands,
    }
