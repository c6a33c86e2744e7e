"""Directives: the list, one with all its addressees, and the page of one addressee."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core.ledger.directives import COURSES, Course, Part, course_of, due_by_rule
from jixiao.core.ledger.strike_off import Stage
from jixiao.journal.models import Entry
from jixiao.ledger.acts import act_text
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Addressee, Directive, EvidenceUse, Ledger
from jixiao.ledger.reading.directives import Line, issued_in, label_of, line_of, ordered
from jixiao.ledger.reading.evidence import box
from jixiao.ledger.reading.exceptions import lags
from jixiao.ledger.reading.grid import grid
from jixiao.ledger.tabs import ledger_context
from jixiao.people.models import Account
from jixiao.people.policy import Right, allows, is_same_person
from jixiao.people.queries import account_of

_WHO = ("office", "read_by__person", "claimed_by__person", "decided_by__person")


@ledger_door(Right.DIRECTIVE_READ)
@require_safe
def directives(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    return list_page(request, ledger)


def list_page(request: HttpRequest, ledger: Ledger, status: int = 200, **more: Any) -> HttpResponse:
    """The ledger's directives, the open and late ones first, and the late indicators without any."""
    today = timezone.localdate()
    lines = issued_in(ledger, today)
    shown, wanted = _wanted(request, lines)
    in_order = ordered(shown)
    context = ledger_context(account_of(request), ledger, "directives")
    context |= {
        "lines": [line for line in in_order if line.course is not Course.CLOSED],
        "closed": [line for line in in_order if line.course is Course.CLOSED],
        "of": len(lines),
        "wanted": wanted,
        "counts": [(each, light, sum(line.course is each for line in lines)) for each, light in COURSES.items()],
        "offices": sorted({(part.office_id, part.office) for line in lines for part in line.parts}),
        "may_issue": Right.DIRECTIVE_ISSUE in context["rights"],
        **more,
    }
    if context["may_issue"]:
        context |= {"suggested": _suggested(ledger, lines), "due": more.get("due") or due_by_rule(today).isoformat()}
    return render(request, "ledger/directives.html", context, status=status)


def _wanted(request: HttpRequest, lines: list[Line]) -> tuple[list[Line], dict[str, str]]:
    """The lines that the address asks for, by state and office."""
    wanted = {name: request.GET.get(name, "") for name in ("state", "office")}
    shown = [line for line in lines if not wanted["state"] or line.course == wanted["state"]]
    if wanted["office"]:
        shown = [line for line in shown if any(str(part.office_id) == wanted["office"] for part in line.parts)]
    return shown, wanted


def _suggested(ledger: Ledger, lines: list[Line]) -> list[Any]:
    """Late and at-risk indicators about which no directive is open."""
    found = grid(ledger, timezone.localdate())
    items = {cell.pk: cell.item for cell in found.cells}
    busy = {line.item for line in lines if line.course is not Course.CLOSED}
    free = [lag for lag in lags(found, {}) if items[lag.cell] not in busy]
    return sorted(free, key=lambda lag: (lag.state != "late", -lag.days))


@ledger_door(Right.DIRECTIVE_READ, "directive")
@require_safe
def directive(request: HttpRequest, shown: Directive) -> HttpResponse:
    return directive_page(request, shown)


def directive_page(request: HttpRequest, shown: Directive, status: int = 200, **more: Any) -> HttpResponse:
    """The directive with what each addressee answered, and what can be done about the answers."""
    account, today = account_of(request), timezone.localdate()
    uses = EvidenceUse.objects.filter(taken_back=None).select_related("evidence")
    addressees = list(shown.addressees.select_related(*_WHO).prefetch_related(Prefetch("evidence_uses", uses)))
    context = ledger_context(account, shown.ledger, "directives")
    may_confirm = {Right.DIRECTIVE_ISSUE, Right.STRIKE_CONFIRM} <= context["rights"]
    context |= {
        "directive": shown,
        "line": line_of(shown, addressees, shown.ledger.plan.year, today),
        "parts": [_part(each, shown, account, may_confirm=may_confirm) for each in addressees],
        "entries": [
            (entry, act_text(entry.action, json.loads(entry.facts)))
            for entry in Entry.objects.about("directive", shown.pk)
        ],
        **more,
    }
    return render(request, "ledger/directive.html", context, status=status)


def _part(each: Addressee, shown: Directive, account: Account, *, may_confirm: bool) -> dict[str, Any]:
    """An addressee with its light, and whether the account may decide on its answer."""
    how_far = course_of(Part(Stage(each.stage), each.read_at is not None), shown.due, timezone.localdate())
    waits, is_own = may_confirm and each.stage == Stage.CLAIMED, is_same_person(account, each.claimed_by)
    return {
        "addressee": each,
        "light": COURSES[how_far],
        "may_decide": waits and not is_own,
        "is_own_claim": waits and is_own,
    }


@ledger_door(Right.DIRECTIVE_READ, "addressee")
@require_safe
def addressee(request: HttpRequest, shown: Addressee) -> HttpResponse:
    return addressee_page(request, shown)


def addressee_page(request: HttpRequest, shown: Addressee, status: int = 200, **more: Any) -> HttpResponse:
    """What the addressed office sees: what is asked, its receipt, its answer, and what became of it."""
    account, today = account_of(request), timezone.localdate()
    shown = Addressee.objects.select_related(
        *_WHO,
        "office__parent__parent",
        "directive__cell__item",
        "directive__issued_by__person",
        "directive__escalated_to",
        "directive__ledger__plan__organisation__parent__parent",
    ).get(pk=shown.pk)
    directive = shown.directive
    others = list(directive.addressees.select_related("office"))
    context = ledger_context(account, directive.ledger, "directives")
    may_confirm = {Right.DIRECTIVE_ISSUE, Right.STRIKE_CONFIRM} <= context["rights"]
    context |= {
        "addressee": shown,
        "directive": directive,
        "label": label_of(directive.ledger.plan.year, directive.number),
        "line": line_of(directive, others, directive.ledger.plan.year, today),
        "part": _part(shown, directive, account, may_confirm=may_confirm),
        "box": box(account, shown),
        "may_answer": allows(account, Right.DIRECTIVE_ANSWER, shown),
        "may_read_all": Right.DIRECTIVE_READ in context["rights"],
        "may_read_cell": Right.LEDGER_READ in context["rights"],
        "is_open": shown.stage in (Stage.OPEN, Stage.RETURNED),
        "typed": shown.done_text,
        **more,
    }
    return render(request, "ledger/addressee.html", context, status=status)
