"""Reading the edits of a working copy: what can be taken back, who touched a cell last, what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.core import drafting
from jixiao.core.drafting import Draft as DraftRecord
from jixiao.people.models import Account
from jixiao.plans.drafting.record import record_of
from jixiao.plans.models import Draft, Edit


def to_undo(draft: Draft, account: Account | None) -> Edit | None:
    """The account's last edit that stands: done and not taken back, or done again."""
    return _of(draft, account, takes_back=False, undone_by__isnull=True)


def to_redo(draft: Draft, account: Account | None) -> Edit | None:
    """The account's last taking back that stands, unless it did something new since."""
    taken_back = _of(draft, account, takes_back=True, undone_by__isnull=True)
    if taken_back is None:
        return None
    fresh = _of(draft, account, undoes__isnull=True, number__gt=taken_back.number)
    return taken_back if fresh is None else None


def _of(draft: Draft, account: Account | None, **wanted: Any) -> Edit | None:
    return draft.edits.filter(by=account, **wanted).order_by("-number").first()


def touched_since(draft: Draft, version: int) -> set[str]:
    """The uids of rows that any edit behind that version touched."""
    lists = draft.edits.filter(number__gt=version).values_list("changes", flat=True)
    return {change["uid"] for changes in lists for change in changes if change["uid"]}


def last_touch(draft: Draft, uid: str, field: str = "") -> Edit | None:
    """The last edit that changed the cell, or that put in or took out its row."""
    edits = draft.edits.select_related("by__person").order_by("-number")
    return next(
        (edit for edit in edits.iterator(chunk_size=50) if any(_touches(each, uid, field) for each in edit.changes)),
        None,
    )


def _touches(change: Mapping[str, Any], uid: str, field: str) -> bool:
    if change["uid"] != uid:
        return False
    return change["op"] in ("insert", "remove") or (change["op"] == "set" and change["field"] == field)


def seen_at(draft: Draft, version: int) -> DraftRecord:
    """The working copy as it was at an earlier version: what somebody saw who has not been told of the edits since."""
    since = draft.edits.filter(number__gt=version).order_by("-number").values_list("changes", flat=True)
    record = record_of(draft)
    for changes in since:
        record = drafting.apply(record, drafting.inverse(drafting.load(changes))).draft
    return record
