"""What all sheets have in common when they are written, handed in, decided on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from jixiao.core.evaluations import rounds as rules
from jixiao.evaluations.actions.round_locks import calendar_of
from jixiao.evaluations.models import Assignment, SheetState
from jixiao.journal.actions import Subject, record
from jixiao.people.policy import By, Refused, account_behind, is_same_person

STALE = "这张表在您打开之后有人改过，请核对后再提交。"


class Stale(Refused):
    """Somebody was quicker; `items` are the indicators that both changed, none where the sheet as a whole moved on."""

    def __init__(self, sentence: str, items: Collection[int] = ()) -> None:
        super().__init__(sentence)
        self.items = frozenset(items)


def stop(obstacle: str) -> None:
    if obstacle:
        raise Refused(obstacle)


def day_of(now: datetime) -> date:
    return timezone.localtime(now).date()


def already_handed_in(by: By, sheet: Assignment) -> bool:
    """A double click of the same person."""
    return rules.State(sheet.state) in rules.HANDED_IN and is_same_person(by, sheet.submitted_by)


def hand_in(by: By, sheet: Assignment, now: datetime) -> None:
    sheet.state = SheetState.SUBMITTED
    sheet.submitted_by, sheet.submitted_at = account_behind(by), now
    touch(sheet, "state", "submitted_by", "submitted_at")
    is_late = calendar_of(sheet.round).is_late(day_of(now))
    note(by, sheet, "sheet.submit", {"late": is_late}, now)


def touch(sheet: Assignment, *fields: str) -> None:
    sheet.version += 1
    sheet.save(update_fields=[*fields, "version"])


def note(by: By, sheet: Assignment, action: str, facts: dict[str, object], now: datetime) -> None:
    about = {"round": sheet.round.title, "of": sheet.plan.organisation.name}
    record(by.actor, action, Subject("sheet", sheet.pk), {**about, **facts}, now)
