"""Writing a report: the draft is saved by itself, the report is handed in, and the answer shows where that leads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jixiao.core.ledger.reporting import PROGRESS, Obstacle
from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.actions import reports
from jixiao.ledger.actions.reports import Conflict, Typed, Unready
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.evidence_forms import take_from_form
from jixiao.ledger.forms import seen_in, typed_in
from jixiao.ledger.models import Cell, Report
from jixiao.ledger.reading.cards import Attempt, card, lamps, siblings_of
from jixiao.ledger.reading.cell import asks_note, background
from jixiao.ledger.reading.mine import mine_of
from jixiao.ledger.views.cell import body, cell_context, read_again
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.papers import Unfit

WRITTEN = ["reporting", "standing", "struck_off", "reported_on", "summary"]  # what an action may change of a cell
SAVED_ALONE = "application/json"  # what the script that saves drafts accepts


@ledger_door(Right.REPORT_WRITE, "cell")
@require_POST
def cell_draft(request: HttpRequest, cell: Cell) -> HttpResponse:
    account, typed, now = account_of(request), typed_in(request), timezone.now()
    try:
        report = reports.save_draft(account, cell.pk, typed, seen_in(request.POST), now)
        take_from_form(request, account, cell, now)
    except Forbidden:
        raise Http404 from None
    except (Refused, Unfit) as refused:
        return _again(request, cell, typed, refused)
    if request.headers.get("Accept") == SAVED_ALONE:
        cell = read_again(cell.pk)
        note = asks_note(background(cell, siblings_of(cell.item_id)), typed, beijing_day(now))
        saved = f"{timezone.localtime(report.written_at):%H:%M}"
        return JsonResponse({"seen": report.version, "saved": saved, "note": note})
    messages.success(request, f"{cell.item.no} {cell.period.label}的草稿已保存。")
    return redirect(_back(request, cell))


@ledger_door(Right.REPORT_WRITE, "cell")
@require_POST
def cell_submit(request: HttpRequest, cell: Cell) -> HttpResponse:
    account, typed, now = account_of(request), typed_in(request), timezone.now()
    try:
        take_from_form(request, account, cell, now)
        reports.submit(account, cell.pk, typed, seen_in(request.POST), now)
    except Forbidden:
        raise Http404 from None
    except (Refused, Unfit) as refused:
        return _again(request, cell, typed, refused)
    cell.refresh_from_db(fields=WRITTEN)
    said = f"{cell.item.no} {cell.period.label}已报送，等待审核。"
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
        return redirect(_back(request, cell, done=True))
    return _answered(request, cell, said)


def _answered(request: HttpRequest, cell: Cell, said: str) -> HttpResponse:
    """What the saved report changed: the cell's light, its indicator's, and how many cells are in which state."""
    account, today = account_of(request), timezone.localdate()
    if request.POST.get("from") != "mine":
        return body(request, cell, said=said)
    found = mine_of(account, today)
    siblings = siblings_of(cell.item_id)
    context = {
        "cell": cell,
        "lamps": lamps(siblings, today, cell.pk),
        "mine": found,
        "next": found.after(cell.pk),
    }
    return render(request, "ledger/mine_answer.html", context)


def _again(request: HttpRequest, cell: Cell, typed: Typed, refused: Exception) -> HttpResponse:
    """The form as it was sent, with what is wrong: 422 where it can be mended, 409 where the cell has moved on."""
    found = refused.obstacles if isinstance(refused, Unready) else (Obstacle("", str(refused)),)
    found = (Obstacle("evidence", str(refused)),) if isinstance(refused, Unfit) else found
    theirs = refused.theirs if isinstance(refused, Conflict) else None
    closed = any(not each.field for each in found)
    cell = read_again(cell.pk)
    seen = theirs.version if theirs else seen_in(request.POST)
    shown = card(account_of(request), cell, timezone.localdate(), Attempt(typed, found, seen))
    more = {"card": shown, "typed": typed, "theirs": _theirs(theirs), "from": request.POST.get("from", "cell")}
    status = 409 if closed else 422
    if request.headers.get("HX-Request") or request.headers.get("Accept") == SAVED_ALONE:
        return render(
            request, "ledger/report_card.html", {**more, "rights": frozenset(), "swapped": True}, status=status
        )
    context: dict[str, Any] = {**cell_context(request, cell), **more}
    return render(request, "ledger/cell.html", context, status=status)


def _theirs(report: Report | None) -> dict[str, Any] | None:
    """What somebody else saved meanwhile, to be laid beside what was typed here."""
    if report is None:
        return None
    values = report.values.select_related("measure")
    return {
        "report": report,
        "values": [(value.measure, value.typed) for value in values],
        "progress": dict(PROGRESS)[report.progress],  # type: ignore[index]
    }


def _back(request: HttpRequest, cell: Cell, *, done: bool = False) -> str:
    """The page that the form stood on; after handing in, the next cell stands open there."""
    if request.POST.get("from") == "mine":
        return reverse("ledger-mine") if done else f"{reverse('ledger-mine')}?cell={cell.pk}#c{cell.pk}"
    return reverse("cell", args=[cell.pk])
