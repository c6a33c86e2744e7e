"""What is done about a directive: begun, issued, signed for, answered, confirmed, returned."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.ledger.directives import draft_of, due_by_rule
from jixiao.ledger.actions import directives as actions
from jixiao.ledger.dispatch_forms import DirectiveForm, SeveralForm
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.evidence_forms import take_from_form
from jixiao.ledger.models import Addressee, Cell, Ledger
from jixiao.ledger.reading.directives import label_of, offices_for, offices_of
from jixiao.ledger.reading.exceptions import lag_of, notes_of
from jixiao.ledger.reading.grid import grid
from jixiao.ledger.tabs import ledger_context
from jixiao.ledger.views.directives import addressee_page, list_page
from jixiao.people.models import Account
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.papers import Unfit

BOTH = ["GET", "POST"]


@ledger_door(Right.DIRECTIVE_ISSUE, "cell")
@require_http_methods(BOTH)
def directive_new(request: HttpRequest, cell: Cell) -> HttpResponse:
    """A directive about one cell, filled in from its facts."""
    return _new(request, cell.ledger, cell)


@ledger_door(Right.DIRECTIVE_ISSUE)
@require_http_methods(BOTH)
def directive_free(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """A directive about anything else."""
    return _new(request, ledger, None)


def _new(request: HttpRequest, ledger: Ledger, cell: Cell | None) -> HttpResponse:
    offices, status = offices_for(ledger), 200
    if request.method == "POST":
        form, status = DirectiveForm(offices, request.POST), 422
        try:
            if form.is_valid():
                given = form.given(cell.pk if cell else None)
                made = actions.issue(account_of(request), ledger.plan_id, given, timezone.now())
                messages.success(request, f"{label_of(ledger.plan.year, made.number)}已发出。")
                return redirect("directive", made.pk)
        except Forbidden:
            raise Http404 from None
        except Refused as refused:
            form.add_error(None, str(refused))
    else:
        form = DirectiveForm(offices, initial=_initial(ledger, cell))
    context = ledger_context(account_of(request), ledger, "directives") | {"form": form, "cell": cell}
    return render(request, "ledger/directive_new.html", context, status=status)


def _initial(ledger: Ledger, cell: Cell | None) -> dict[str, object]:
    today = timezone.localdate()
    filled: dict[str, object] = {"due": due_by_rule(today)}
    if cell is None:
        return filled
    offices = offices_of(cell)
    filled |= {"lead": offices[0] if offices else "", "others": offices[1:]}
    for row in grid(ledger, today).rows:
        for line in row.cells:
            if line.pk == cell.pk:
                said = draft_of(lag_of(row, line, today, notes_of([cell.pk]).get(cell.pk, "")))
                filled |= {"title": said.title, "text": said.text}
    return filled


@ledger_door(Right.DIRECTIVE_ISSUE)
@require_http_methods(BOTH)
def directives_issue(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """A directive for each of the late indicators that were ticked."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("directives", ledger.plan_id)
    chosen = [number for number in request.POST.getlist("cell") if number.isdecimal() and len(number) < 19]
    kept = {"chosen": set(chosen), "due": request.POST.get("due", "")}
    form = SeveralForm(request.POST)
    if not form.is_valid():
        return list_page(request, ledger, 422, refusal=form.errors["due"][0], **kept)
    try:
        cells = [int(number) for number in chosen]
        made = actions.issue_for(account_of(request), ledger.plan_id, cells, form.cleaned_data["due"], timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return list_page(request, ledger, 422, refusal=str(refused), **kept)
    messages.success(request, f"已发出 {len(made)} 件督办。")
    return redirect("directives", ledger.plan_id)


@ledger_door(Right.DIRECTIVE_ANSWER, "addressee")
@require_http_methods(BOTH)
def addressee_receive(request: HttpRequest, shown: Addressee) -> HttpResponse:
    def receive(account: Account) -> str:
        actions.receive(account, shown.pk, timezone.now())
        return "已签收。"

    return _done(request, shown, receive)


@ledger_door(Right.DIRECTIVE_ANSWER, "addressee")
@require_http_methods(BOTH)
def addressee_reply(request: HttpRequest, shown: Addressee) -> HttpResponse:
    """The answer with its evidence. Evidence stays when the answer is refused, so that no file is chosen twice."""

    def reply(account: Account) -> str:
        take_from_form(request, account, shown, timezone.now())
        actions.reply(account, shown.pk, request.POST.get("text", ""), timezone.now())
        return "答复已提交，等待核实销号。"

    return _done(request, shown, reply, typed=request.POST.get("text", ""))


@ledger_door(Right.DIRECTIVE_ISSUE, "addressee")
@require_http_methods(BOTH)
def addressee_decide(request: HttpRequest, shown: Addressee) -> HttpResponse:
    """Confirm the answer, or return it with the reason."""
    reason = request.POST.get("reason", "")

    def decide(account: Account) -> str:
        if request.POST.get("do") == "confirm":
            actions.confirm(account, shown.pk, timezone.now())
            return f"{shown.office.name}的督办已销号。"
        actions.send_back(account, shown.pk, reason, timezone.now())
        return f"已退回{shown.office.name}补充。"

    return _done(request, shown, decide, reason=reason)


def _done(request: HttpRequest, shown: Addressee, act: Callable[[Account], str], **typed: str) -> HttpResponse:
    """Do it and show the page anew, or show what stood in the way with all that was typed."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("addressee", shown.pk)
    try:
        messages.success(request, act(account_of(request)))
    except Forbidden:
        raise Http404 from None
    except (Refused, Unfit) as refused:
        return addressee_page(request, shown, 422, refusal=str(refused), **typed)
    return redirect("addressee", shown.pk)
