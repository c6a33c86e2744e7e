"""The organiser's word on a sheet: it counts, or it goes back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jixiao.core.evaluations import rounds as rules
from jixiao.evaluations.actions.round_locks import calendar_of, locked_sheet
from jixiao.evaluations.actions.sheet_steps import STALE, Stale, note, stop, touch
from jixiao.evaluations.doors import Organised
from jixiao.evaluations.models import Assignment, SheetState
from jixiao.people.policy import By, Right, account_behind, is_same_person, require


@transaction.atomic
def confirm(by: By, sheet_id: int, seen: int, now: datetime) -> Assignment:
    """The sheet counts, says another than who handed it in. Confirmed again it stays. Raises Refused."""
    sheet = locked_sheet(sheet_id)
    require(by, Right.ROUND_KEEP, Organised(sheet))
    if sheet.state == SheetState.ACCEPTED:
        return sheet
    is_own = is_same_person(by, sheet.submitted_by)
    stop(rules.cannot_confirm(calendar_of(sheet.round), rules.State(sheet.state), is_own=is_own))
    if sheet.version != seen:
        raise Stale(STALE)
    _decide(by, sheet, SheetState.ACCEPTED, "", now)
    note(by, sheet, "sheet.confirm", {}, now)
    return sheet


@transaction.atomic
def send_back(by: By, sheet_id: int, reason: str, seen: int, now: datetime) -> Assignment:
    """Return the sheet as it was seen, with the reason. Returned again it stays. Raises Refused, Stale."""
    sheet = locked_sheet(sheet_id)
    require(by, Right.ROUND_KEEP, Organised(sheet))
    if sheet.state == SheetState.RETURNED and sheet.reason == reason.strip():
        return sheet
    stop(rules.cannot_return(calendar_of(sheet.round), rules.State(sheet.state), reason))
    if sheet.version != seen:
        raise Stale(STALE)
    _decide(by, sheet, SheetState.RETURNED, reason.strip(), now)
    note(by, sheet, "sheet.return", {"reason": reason.strip()}, now)
    return sheet


def _decide(by: By, sheet: Assignment, state: SheetState, reason: str, now: datetime) -> None:
    sheet.state, sheet.reason = state, reason
    sheet.decided_by, sheet.decided_at = account_behind(by), now
    touch(sheet, "state", "reason", "decided_by", "decided_at")
