"""Same-group rating: one mark on the whole of a peer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from jixiao.core.evaluations import marks as mark_rules
from jixiao.core.evaluations import ratings
from jixiao.core.evaluations import rounds as rules
from jixiao.core.evaluations.marks import Marked
from jixiao.evaluations.actions.round_locks import calendar_of, locked_sheet
from jixiao.evaluations.actions.sheet_steps import STALE, Stale, already_handed_in, day_of, hand_in, note, stop, touch
from jixiao.evaluations.models import Assignment, Mark, RoundKind
from jixiao.people.policy import By, Refused, Right, account_behind, require


@transaction.atomic
def save(by: By, sheet_id: int, points: Decimal | None, reason: str, seen: int, now: datetime) -> Assignment:
    """Keep the mark, 0 to 100, without handing it in. Raises Refused, Stale."""
    sheet = _locked(by, sheet_id)
    _write(by, sheet, Marked(points, reason=reason.strip()), seen, now)
    return sheet


@transaction.atomic
def submit(by: By, sheet_id: int, points: Decimal | None, reason: str, seen: int, now: datetime) -> Assignment:
    """Keep the mark and hand it in. Handed in again it stays as it was. Raises Refused, Stale."""
    sheet = _locked(by, sheet_id)
    said = Marked(points, reason=reason.strip())
    if already_handed_in(by, sheet) and said == _said(_mark(sheet)):
        return sheet
    stop(ratings.cannot_rate(points, reason))
    _write(by, sheet, said, seen, now)
    hand_in(by, sheet, now)
    return sheet


def _locked(by: By, sheet_id: int) -> Assignment:
    sheet = locked_sheet(sheet_id)
    require(by, Right.RATING_WRITE, sheet)
    if sheet.round.kind != RoundKind.PEER_RATING:
        raise Refused("这张表不是同组互评表。")
    if sheet.plan.organisation_id == sheet.rater_id:
        raise Refused(ratings.NOT_ITSELF)
    return sheet


def _mark(sheet: Assignment) -> Mark | None:
    return sheet.marks.filter(item=None).first()


def _said(mark: Mark | None) -> Marked:
    return Marked(mark.points, reason=mark.reason) if mark else Marked()


def _write(by: By, sheet: Assignment, said: Marked, seen: int, now: datetime) -> None:
    stop(rules.cannot_write(calendar_of(sheet.round), rules.State(sheet.state), day_of(now)))
    stop(mark_rules.cannot_keep({0: said}))
    mark = _mark(sheet)
    if said == _said(mark):
        return
    if sheet.version != seen:
        raise Stale(STALE)
    mark = mark or Mark(assignment=sheet, item=None)
    mark.points, mark.reason, mark.by, mark.at = said.points, said.reason, account_behind(by), now
    mark.save()
    touch(sheet)
    note(by, sheet, "sheet.rate", {}, now)  # the mark itself is nobody's business in the journal
