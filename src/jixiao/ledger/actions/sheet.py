"""Many reports at once, from a spreadsheet: each is written by the same action as on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jixiao.core.ledger.sheet_rows import Filled
from jixiao.ledger.actions import reports
from jixiao.ledger.actions.reports import Typed
from jixiao.people.policy import By, Refused


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one cell's rows. `sentence` says why it was refused; '' when it was done."""

    filled: Filled
    sentence: str = ""


def typed_of(filled: Filled) -> Typed:
    """The report that the sheet's rows make."""
    values = {measure: text for measure, text in filled.values.items() if measure}
    return Typed(filled.progress, filled.sentence, filled.note, values)


def fill_in(by: By, sheet: Sequence[Filled], now: datetime, *, submit: bool) -> list[Outcome]:
    """Save each as a draft, or hand each in. One that is refused leaves the others as they are."""
    return [_one(by, filled, now, submit=submit) for filled in sheet]


def _one(by: By, filled: Filled, now: datetime, *, submit: bool) -> Outcome:
    act = reports.submit if submit else reports.save_draft
    try:
        with transaction.atomic():
            act(by, filled.cell, typed_of(filled), filled.version, now)
    except Refused as refused:
        return Outcome(filled, str(refused))
    return Outcome(filled)
