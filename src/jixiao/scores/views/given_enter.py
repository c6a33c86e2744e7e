"""The scores of one component, typed in a table or pasted into it from a spreadsheet, then saved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.given_rows import read_pasted
from jixiao.core.pasting import Unpastable, parse_block
from jixiao.core.scoring.rules.base import shown as number_shown
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.scores.actions import given as actions
from jixiao.scores.actions.given import Scored, Stale, Unfit
from jixiao.scores.models import GivenScore
from jixiao.scores.reading.given import Board, Line, board
from jixiao.scores.tabs import score_context
from jixiao.scores.views.given import BOTH, address_of, year_of
from jixiao.scores.views.schemes import organiser

TOO_BIG = "一次提交的内容太多，没有保存。请分几次粘贴。"


@dataclass(slots=True)
class Entry:
    """A row of the form. `seen` is what the page showed first: version, score, source."""

    line: Line
    score: str
    source: str
    seen: tuple[int, str, str]
    error: str = ""

    @property
    def pk(self) -> int:
        return self.line.member.organisation.pk

    @property
    def is_touched(self) -> bool:
        return (self.score.strip(), self.source.strip()) != self.seen[1:]


@own_door(Right.GIVEN_ENTER)
@require_http_methods(BOTH)
def enter(request: HttpRequest, own: Organisation) -> HttpResponse:
    whose = organiser(request)
    try:
        typed = request.POST
    except (RequestDataTooBig, TooManyFieldsSent):
        return HttpResponse(TOO_BIG, status=422)
    year = year_of(request, whose)
    shown = board(whose, year, account_of(request))
    key = typed.get("component", "") or request.GET.get("component", "")
    at = next((at for at, column in enumerate(shown.columns) if column.key == key), None)
    if at is None:
        return redirect(address_of(year))
    entries = _entries(request, shown, at)
    context = {"board": shown, "column": shown.columns[at], "entries": entries, "common": typed.get("common", "")}
    if request.method == "GET":
        return _show(request, context)
    if typed.get("do") == "fill":
        return _show(request, context | _filled(typed.get("plain", ""), entries))
    return _saved(request, whose, year, context)


def _entries(request: HttpRequest, shown: Board, at: int) -> list[Entry]:
    seen = _seen(request.POST.get("seen", "")) if request.method == "POST" else {}
    made = []
    for line in shown.lines:
        row, pk = line.cells[at].row, line.member.organisation.pk
        now = _standing(row)
        was = seen.get(pk, now)
        score, source = request.POST.get(f"score-{pk}", was[1]), request.POST.get(f"source-{pk}", was[2])
        made.append(Entry(line, score, source, was))
    return made


def _standing(row: GivenScore | None) -> tuple[int, str, str]:
    """The version that stands there, its score and source as typed; 0 for none."""
    if row is None or row.score is None:
        return (row.version if row else 0, "", "")
    return (row.version, number_shown(row.score), row.source)


def _seen(text: str) -> dict[int, tuple[int, str, str]]:
    """What the page showed, as it sends it back. Anything else: nothing was shown."""
    try:
        data = json.loads(text or "{}")
        json.dumps(data, ensure_ascii=False).encode()  # what no page can show (half a surrogate pair) was never shown
        return {int(key): (int(version), str(score), str(source)) for key, (version, score, source) in data.items()}
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return {}


def _filled(plain: str, entries: list[Entry]) -> dict[str, Any]:
    """The pasted scores in the rows of the form; what fits nowhere is said and stays in the box."""
    names = {entry.line.member.organisation.name: entry.pk for entry in entries}
    try:
        pasted = read_pasted(parse_block(plain), names)
    except Unpastable as wrong:
        return {"refusal": str(wrong), "plain": plain}
    for entry in entries:
        entry.score = pasted.scores.get(entry.pk, entry.score)
    left = "\n".join(pasted.unknown)
    return {"filled": len(pasted.scores), "unknown": pasted.unknown, "twice": pasted.twice, "plain": left}


def _saved(request: HttpRequest, whose: Organisation, year: int, context: dict[str, Any]) -> HttpResponse:
    entries: list[Entry] = context["entries"]
    common = context["common"].strip()
    rows = [
        Scored(entry.pk, entry.score, entry.source.strip() or (common if entry.score.strip() else ""), entry.seen[0])
        for entry in entries
        if entry.is_touched
    ]
    column = context["column"]
    try:
        count = actions.enter(account_of(request), whose.pk, year, column.key, rows, timezone.now())
    except Forbidden:
        raise Http404 from None
    except (Unfit, Stale) as wrong:
        for entry in entries:
            entry.error = wrong.rows.get(entry.pk, "")
        is_stale = isinstance(wrong, Stale)
        if is_stale:
            _look_again(request, whose, year, entries, context)
        return _show(request, context | {"refusal": str(wrong)}, 409 if is_stale else 422)
    except Refused as refused:
        return _show(request, context | {"refusal": str(refused)}, 422)
    messages.success(request, f"“{column.name}”已保存，{count} 家有变动，等另一人复核。" if count else "没有变动。")
    return redirect(address_of(year))


def _look_again(
    request: HttpRequest, whose: Organisation, year: int, entries: list[Entry], context: dict[str, Any]
) -> None:
    """Beside what was typed the page now shows what stands there, so that the next attempt overwrites knowingly."""
    at = [column.key for column in context["board"].columns].index(context["column"].key)
    lines = {line.member.organisation.pk: line for line in board(whose, year, account_of(request)).lines}
    for entry in entries:
        row = lines[entry.pk].cells[at].row if entry.pk in lines else None
        entry.seen = _standing(row)


def _show(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    entries: list[Entry] = context["entries"]
    seen = json.dumps({entry.pk: entry.seen for entry in entries}, ensure_ascii=False)
    head = score_context(account_of(request), "given-scores")
    return render(request, "scores/given_enter.html", head | context | {"seen": seen}, status=status)
