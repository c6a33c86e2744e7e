"""The drafting page, and the changes that its grid sends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jixiao.core import draft_reading
from jixiao.core.drafting import Insert
from jixiao.people.policy import Refused
from jixiao.people.queries import account_of
from jixiao.plans.actions import drafting as actions
from jixiao.plans.actions.drafting import Edited
from jixiao.plans.drafting.doors import address
from jixiao.plans.drafting.record import record_of
from jixiao.plans.drafting.requests import changes_of, json_of, with_hidden
from jixiao.plans.drafting.words import plain_summary
from jixiao.plans.models import Draft
from jixiao.plans.views.draft_parts import answer, columns_shown, grid_context, head_context, kept_back

HISTORY = 200  # edits shown
_LAST = "draft-request"  # in the session: the last request that must not be done twice


@require_safe
def grid(request: HttpRequest, draft: Draft) -> HttpResponse:
    return render(request, "plans/draft.html", grid_context(request, draft))


@require_POST
def changes(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A JSON list of changes as core.drafting.dump writes them."""

    def change() -> Edited:
        record = record_of(draft)
        wanted = with_hidden(changes_of(json_of(request)), record, columns_shown(request, record))
        return actions.edit(account_of(request), draft.pk, wanted, "", timezone.now())

    return answered_once(request, draft, change)


def answered_once(
    request: HttpRequest, draft: Draft, change: Callable[[], Edited], reports: Sequence[str] = ()
) -> JsonResponse:
    """Do what a script asks and answer it. What it asks again, because no answer reached it, is not done again.

    A cell can be set twice without harm; a request that inserts, pastes or takes back has a key of its own.
    """
    key = request.headers.get("Idempotency-Key", "")[:64]
    last = request.session.get(_LAST)
    if key and last and last["key"] == key:
        reading = draft_reading.read(record_of(draft))
        return answer(request, Edited(draft, reading, reading.findings(), (), (), None), last["inserted"])
    try:
        edited = change()
    except Refused as refused:
        return refusal(str(refused))
    inserted = [change.uid for change in edited.done if isinstance(change, Insert)]
    if key:
        request.session[_LAST] = {"key": key, "inserted": inserted}
    return answer(request, edited, inserted, "".join(reports))


def refusal(sentence: str) -> JsonResponse:
    """Nothing was done; the script keeps what was typed."""
    return JsonResponse({"sentence": sentence}, status=409, json_dumps_params={"ensure_ascii": False})


@require_POST
def undo(request: HttpRequest, draft: Draft) -> HttpResponse:
    return _turn(request, draft, actions.undo, "已撤销")


@require_POST
def redo(request: HttpRequest, draft: Draft) -> HttpResponse:
    return _turn(request, draft, actions.redo, "已恢复")


def _turn(request: HttpRequest, draft: Draft, turn: Callable[..., Edited], word: str) -> HttpResponse:
    def change() -> Edited:
        return turn(account_of(request), draft.pk, timezone.now())

    if wants_json(request):
        return answered_once(request, draft, change)
    try:
        edited = change()
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address(draft))
    messages.success(request, f"{word}：{plain_summary(edited.edit)}。")
    if edited.conflicts:
        messages.warning(request, kept_back(edited))
    return redirect(address(draft))


def wants_json(request: HttpRequest) -> bool:
    """The grid's script asks for JSON; a form does not."""
    return request.headers.get("Accept") == "application/json"


@require_safe
def history(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who changed what and when; what was taken back is marked."""
    edits = draft.edits.select_related("by__person", "undone_by").defer("changes", "undone_by__changes")[:HISTORY]
    context = {**head_context(request, draft), "edits": edits, "count": draft.edits.count(), "most": HISTORY}
    return render(request, "plans/draft_history.html", context)
