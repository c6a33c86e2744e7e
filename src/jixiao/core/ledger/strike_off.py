"""Strike-off (销号): asked for by who does the work, with evidence; confirmed by somebody else (清单+台账+销号)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from jixiao.core.workdays import workdays_between

NEAR = timedelta(days=15)


class Stage(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    RETURNED = "returned"
    STRUCK_OFF = "struck_off"


TITLES = {
    Stage.OPEN: "办理中",
    Stage.CLAIMED: "申请销号",
    Stage.RETURNED: "退回补充",
    Stage.STRUCK_OFF: "已销号",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the rules ask about the thing to be struck off."""

    stage: Stage
    evidence: int = 0


def claim_obstacle(thing: Claimed, done: str) -> str:
    """What keeps a strike-off from being asked for; '' lets it pass. `done` says what was done."""
    if thing.stage is Stage.STRUCK_OFF:
        return "已经销号。"
    if thing.stage is Stage.CLAIMED:
        return "已经申请销号，正在等核实。"
    if not thing.evidence:
        return "申请销号要附佐证材料。请先上传或选用一份。"
    return "" if done.strip() else "请写明完成情况。"


def confirm_obstacle(thing: Claimed, *, is_own: bool) -> str:
    """What keeps it from being confirmed or returned by somebody; `is_own`: who asked for it. '' lets it pass."""
    if thing.stage is not Stage.CLAIMED:
        return "没有待核实的销号申请。"
    return "申请人不能核实自己的销号，请由另一人办理。" if is_own else ""


def is_late(stage: Stage, due: date | None, today: date) -> bool:
    """Whether it is open past its day; asking for strike-off in time stops the clock."""
    return due is not None and today > due and stage in (Stage.OPEN, Stage.RETURNED)


def is_near(stage: Stage, due: date | None, today: date) -> bool:
    """Whether its day comes within NEAR."""
    return due is not None and stage in (Stage.OPEN, Stage.RETURNED) and today <= due <= today + NEAR


def days_late(due: date, today: date) -> int:
    """Working days since the due date; 0 while it is not past."""
    return max(0, workdays_between(due, today))
