"""The state of a cell, by rule: nobody sets a light by hand.

A cell that is reported is judged by its content (`Standing`), one that is not by the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jixiao.core.workdays import workdays_between

NEAR = 3  # working days before the due date from which a missing report is at risk


class Reporting(StrEnum):
    """How far the report of a cell is."""

    NONE = "none"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


REPORTING = {
    Reporting.NONE: "未填报",
    Reporting.DRAFT: "草稿",
    Reporting.SUBMITTED: "已报送，待审核",
    Reporting.RETURNED: "已退回",
    Reporting.ACCEPTED: "已审核",
}
REPORTED = frozenset({Reporting.SUBMITTED, Reporting.ACCEPTED})


class Standing(StrEnum):
    """What the report in force says about its indicator; NONE without one.

    SHORT is a target missed at its end, or pace lost beyond recovery.
    """

    NONE = ""
    ON_TRACK = "on_track"
    BEHIND = "behind"
    SHORT = "short"
    DONE = "done"


class State(StrEnum):
    NOT_DUE = "not_due"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    DONE = "done"
    STRUCK_OFF = "struck_off"


@dataclass(frozen=True, slots=True)
class Light:
    """How a state is shown: never by colour alone. `letter` is the one character of a crowded picture."""

    symbol: str
    letter: str
    word: str
    tone: str


LIGHTS = {
    State.NOT_DUE: Light("○", "未", "未到期", "calm"),
    State.ON_TRACK: Light("●", "正", "正常", "good"),
    State.AT_RISK: Light("▲", "警", "预警", "soon"),
    State.LATE: Light("■", "滞", "滞后", "late"),
    State.DONE: Light("✓", "完", "完成", "done"),
    State.STRUCK_OFF: Light("◆", "销", "销号", "struck"),
}
GRAVITY = (State.LATE, State.AT_RISK, State.ON_TRACK, State.NOT_DUE, State.DONE, State.STRUCK_OFF)


@dataclass(frozen=True, slots=True)
class CellFacts:
    """What the state of a cell depends on, besides the day."""

    due: date
    grace: date
    reporting: Reporting = Reporting.NONE
    standing: Standing = Standing.NONE
    struck_off: bool = False


_BY_STANDING = {
    Standing.ON_TRACK: State.ON_TRACK,
    Standing.BEHIND: State.AT_RISK,
    Standing.SHORT: State.LATE,
    Standing.DONE: State.DONE,
}


def state_of(cell: CellFacts, today: date) -> State:
    """The state on that day.

    A cell whose report is in force, handed in or accepted, has a standing and is judged by it. Without one: late after
    the days of grace, at risk from NEAR working days before the due date.
    """
    if cell.struck_off:
        return State.STRUCK_OFF
    if cell.standing is not Standing.NONE:
        return _BY_STANDING[cell.standing]
    if today > cell.grace:
        return State.LATE
    return State.AT_RISK if workdays_between(today, cell.due) <= NEAR else State.NOT_DUE


def worst(states: list[State]) -> State:
    """The gravest of several states; NOT_DUE of none."""
    return min(states, key=GRAVITY.index, default=State.NOT_DUE)
