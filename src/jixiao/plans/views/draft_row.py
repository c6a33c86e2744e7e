"""One row of the working copy as a form, for whoever has no script, a phone, or a conflict to decide."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.core import draft_reading
from jixiao.core.drafting import HEADING, Change, Insert, Move, Remove, Set
from jixiao.core.fields import FIELDS, Field
from jixiao.people.policy import Refused
from jixiao.people.queries import account_of
from jixiao.plans.actions import drafting as actions
from jixiao.plans.actions.drafting import Edited
from jixiao.plans.drafting import page as draft_page
from jixiao.plans.drafting.conflicts import three_ways
from jixiao.plans.drafting.doors import address
from jixiao.plans.drafting.record import record_of
from jixiao.plans.drafting.requests import check_text, check_uid, seen_of, sets_of, typed_of
from jixiao.plans.drafting.words import label_of, where
from jixiao.plans.models import Draft
from jixiao.plans.views.draft_parts import head_context

FIELDS_OF_ROW = {name: FIELDS[name] for name in draft_page.ORDER}


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, draft: Draft, uid: str) -> HttpResponse:
    if request.method == "POST":
        return _edit_row(request, draft, uid, [])
    if record_of(draft).at(uid) is None:
        messages.warning(request, "这一行已经删除。删除的内容在“编辑记录”里可以查到。")
        return redirect(address(draft))
    return _form(request, draft, uid)


@require_POST
def move(request: HttpRequest, draft: Draft) -> HttpResponse:
    """One place up or down; what was typed beside the button is saved first."""
    uid = request.POST.get("uid", "")
    after = _behind(record_of(draft).at(uid), draft.rows, up=request.POST.get("direction") == "up")
    return _edit_row(request, draft, uid, [] if after is None else [Move(uid, after)])


def _behind(at: int | None, rows: Sequence[Mapping[str, Any]], *, up: bool) -> str | None:
    """The uid behind which a row goes one place up or down; None where it cannot go."""
    if at is None or (at == 0 if up else at == len(rows) - 1):
        return None
    if up:
        return str(rows[at - 2]["uid"]) if at > 1 else ""
    return str(rows[at + 1]["uid"])


@require_POST
def insert(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A row below another: an empty one, or one with the given cells, to put back what somebody removed."""
    after = request.POST.get("after", "")
    try:
        if "seen" in request.POST:
            edited = save_form(
                request, draft, after, FIELDS_OF_ROW, [Insert(after, draft_page.inherited(record_of(draft), after))]
            )
        else:
            cells = {name: request.POST[name].replace("\r\n", "\n") for name in FIELDS_OF_ROW if name in request.POST}
            for text in cells.values():
                check_text(text)
            edited = save(request, draft, [Insert(after, cells)])
    except Refused as refused:
        return _refused(request, draft, after, refused)
    if edited.conflicts:
        return three_way(request, edited)
    new = next(change.uid for change in edited.done if isinstance(change, Insert))
    return redirect(address(draft, "row", new))


@require_POST
def remove(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Take out a row that still says what the author saw in it."""
    uid = request.POST.get("uid", "")
    try:
        edited = save(request, draft, [Remove(uid, seen_of(request.POST))])
    except Refused as refused:
        return _refused(request, draft, uid, refused)
    if edited.conflicts:
        return three_way(request, edited)
    messages.success(request, "已删除。误删可以撤销。")
    return redirect(address(draft))


def _edit_row(request: HttpRequest, draft: Draft, uid: str, more: Sequence[Change]) -> HttpResponse:
    """Save the form, do what its button says, and show the row where it stands now."""
    try:
        edited = save_form(request, draft, uid, FIELDS_OF_ROW, more)
    except Refused as refused:
        return _refused(request, draft, uid, refused)
    if edited.conflicts:
        return three_way(request, edited)
    say_saved(request, edited, uid)
    return redirect(address(draft, "row", uid) if more else f"{address(draft)}#{uid}")


def save_form(
    request: HttpRequest, draft: Draft, uid: str, fields: Mapping[str, Field], more: Sequence[Change] = ()
) -> Edited:
    """Set the cells that were changed in a form, then make further changes. Raises Refused."""
    check_uid(uid)
    seen = seen_of(request.POST)
    return save(request, draft, [*sets_of(uid, seen, typed_of(request.POST, fields, seen)), *more])


def save(request: HttpRequest, draft: Draft, changes: Sequence[Change]) -> Edited:
    """Make the changes as one edit. Raises Refused."""
    return actions.edit(account_of(request), draft.pk, changes, "", timezone.now())


def say_saved(request: HttpRequest, edited: Edited, uid: str) -> None:
    """What became of a form, with the cells that could not be read."""
    if edited.done:
        messages.success(request, "已保存。")
    else:
        messages.info(request, "内容没有变化。")
    for flag in edited.reading.flags:
        if flag.uid == uid:
            messages.warning(request, f"{flag.label}“{flag.text}”已按原样保存，但无法识别：{flag.sentence}")


def three_way(request: HttpRequest, edited: Edited) -> HttpResponse:
    """What met another person's change, to be decided; the rest was saved already."""
    done = {change.field for change in edited.done if isinstance(change, Set)}
    context = {
        **head_context(request, edited.draft),
        "three_ways": three_ways(edited.draft, edited.conflicts),
        "merged": [label_of(name) for name in done],
        "theirs_only": _theirs_only(request, edited, done),
    }
    return render(request, "plans/draft_conflict.html", context, status=409)


def _theirs_only(request: HttpRequest, edited: Edited, done: set[str]) -> list[str]:
    """Fields of the form that only the other person changed."""
    record = record_of(edited.draft)
    uids = {conflict.change.uid for conflict in edited.conflicts}
    at = record.at(next(iter(uids))) if len(uids) == 1 else None
    now = record.heading if uids == {HEADING} else record.rows[at].cells if at is not None else None
    if now is None or "seen" not in request.POST:
        return []
    met = done | {conflict.field for conflict in edited.conflicts}
    return [
        label_of(name) for name, text in seen_of(request.POST).items() if name not in met and now.get(name, "") != text
    ]


def _refused(request: HttpRequest, draft: Draft, uid: str, refused: Refused) -> HttpResponse:
    """The form again with what was typed, and why nothing was saved."""
    if record_of(draft).at(uid) is None:
        messages.error(request, str(refused))
        return redirect(address(draft))
    return _form(request, draft, uid, str(refused))


def _form(request: HttpRequest, draft: Draft, uid: str, refusal: str = "") -> HttpResponse:
    record = record_of(draft)
    at = record.at(uid) or 0
    cells = record.rows[at].cells
    reading = draft_reading.read(record)
    findings = reading.findings()
    typed = {**cells, **{name: request.POST[name] for name in FIELDS_OF_ROW if name in request.POST}}
    marks = draft_page.marks_of(reading, findings)
    context = {
        **head_context(request, draft),
        "uid": uid,
        "where": where(record, uid),
        "refusal": refusal,
        "seen": request.POST.get("seen") or seen_json(cells, FIELDS_OF_ROW),
        "fields": [
            {"field": field, "typed": typed.get(name, ""), "mark": marks.get((uid, name)), "wide": field.long}
            for name, field in FIELDS_OF_ROW.items()
        ],
        "others": [each for each in findings if each.row == at + 1 and not each.field],
        "above": record.rows[at - 1].uid if at else "",
        "below": record.rows[at + 1].uid if at + 1 < len(record.rows) else "",
    }
    return render(request, "plans/draft_row.html", context, status=409 if refusal else 200)


def seen_json(cells: Mapping[str, str], fields: Mapping[str, Field]) -> str:
    """What the author of a form sees in its fields."""
    return json.dumps({name: cells.get(name, "") for name in fields}, ensure_ascii=False)
