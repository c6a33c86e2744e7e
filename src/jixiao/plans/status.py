"""The status of an indicator, as far as dates alone can tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Status:
    """A symbol and a word, so that colour is never the only sign; `tone` names the style."""

    symbol: str
    word: str
    tone: str


NOT_DUE = Status("○", "未到期", "calm")
DUE_SOON = Status("▲", "临近时限", "soon")
OVERDUE = Status("■", "已到期", "late")
UNDATED = Status("○", "未定时限", "calm")


def status(due: date | None, today: date) -> Status:
    """Overdue from the day after the due date; soon within 30 days of it."""
    if due is None:
        return UNDATED
    if due < today:
        return OVERDUE
    return DUE_SOON if due - today <= SOON else NOT_DUE
