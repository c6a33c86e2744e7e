"""Locks of rounds and sheets, in one order: round → sheet → head of the journal.

A sheet is written under its round's lock, so that nothing is handed in while the round is being closed.
"""

from __future__ import annotations

from jixiao.core.evaluations.rounds import Calendar
from jixiao.evaluations.models import Assignment, Round
from jixiao.people.policy import Refused

_OF_SHEET = ("round__organiser__parent__parent", "plan__organisation__parent__parent", "rater__parent__parent")


def locked_round(round_id: int) -> Round:
    """The round, locked until the transaction ends. Raises Refused."""
    rounds = Round.objects.select_for_update(of=("self",), no_key=True).select_related("organiser__parent__parent")
    found = rounds.filter(pk=round_id).first()
    if found is None:
        raise Refused("没有这一轮考评。")
    return found


def locked_sheet(sheet_id: int) -> Assignment:
    """The sheet, locked with its round. Raises Refused."""
    known = Assignment.objects.filter(pk=sheet_id).values_list("round_id", flat=True).first()
    if known is None:
        raise Refused("没有这张考评表。")
    locked_round(known)
    sheets = Assignment.objects.select_for_update(of=("self",), no_key=True)
    return sheets.select_related(*_OF_SHEET, "submitted_by").get(pk=sheet_id)


def calendar_of(held: Round) -> Calendar:
    return Calendar(held.opens, held.due, held.closed_at is not None)
