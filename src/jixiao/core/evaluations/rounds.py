"""Rules of evaluation rounds: when a sheet can be filled in, handed in, confirmed, returned, and a round closed.

Each obstacle is a sentence for the person who asked; '' where nothing stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jixiao.core.evaluations.words import chinese_day

LONGEST = 200  # characters of a round's title
LONGEST_REASON = 2000
EVALUATED_UNTIL = 3  # the month


def evaluated_year(today: date) -> int:
    """The year whose work is evaluated now: in the first months the one that is over."""
    return today.year - 1 if today.month <= EVALUATED_UNTIL else today.year


class Kind(StrEnum):
    SELF = "self"
    PEER_RATING = "peer_rating"
    ON_SITE = "on_site"
    CATEGORY_REVIEW = "category_review"


class State(StrEnum):
    """Of a sheet."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


HANDED_IN = frozenset({State.SUBMITTED, State.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Calendar:
    opens: date
    due: date
    is_closed: bool = False

    def is_late(self, today: date) -> bool:
        """Late is shown, never refused."""
        return not self.is_closed and today > self.due


def cannot_hold(title: str, opens: date | None, due: date | None) -> str:
    if not title.strip():
        return "请填写轮次名称，例如：2026年度自评。"
    if len(title.strip()) > LONGEST:
        return f"轮次名称请不超过 {LONGEST} 个字。"
    if opens is None or due is None:
        return "请填写开始日期和截止日期。"
    if due < opens:
        return f"截止日期（{chinese_day(due)}）早于开始日期（{chinese_day(opens)}），请改正。"
    return ""


def cannot_write(calendar: Calendar, state: State, today: date) -> str:
    """Whether the sheet may be changed by whoever fills it in."""
    if calendar.is_closed:
        return "这一轮考评已经结束，不能再填写。"
    if today < calendar.opens:
        return f"这一轮考评从{chinese_day(calendar.opens)}开始填写，现在还没有到时间。"
    if state is State.SUBMITTED:
        return "这张表已经提交，退回后才能修改。"
    return "这张表已经确认，退回后才能修改。" if state is State.ACCEPTED else ""


def cannot_confirm(calendar: Calendar, state: State, *, is_own: bool) -> str:
    """`is_own`: who would confirm is who handed it in."""
    if calendar.is_closed:
        return "这一轮考评已经结束，不能再确认。"
    if state is not State.SUBMITTED:
        return "这张表没有提交，不能确认。"
    return "这张表是您本人提交的，请由另一人确认。" if is_own else ""


def cannot_return(calendar: Calendar, state: State, reason: str) -> str:
    if calendar.is_closed:
        return "这一轮考评已经结束，不能再退回。"
    if state not in HANDED_IN:
        return "这张表没有提交，不用退回。"
    if len(reason.strip()) > LONGEST_REASON:
        return f"退回理由请不超过 {LONGEST_REASON} 个字。"
    return "" if reason.strip() else "请写明退回理由，让填表人知道改什么。"


def needs_decision(kind: Kind, *, is_member: bool) -> bool:
    """Whether a sheet that was handed in waits for somebody's word: marks of peers and panel members count as given."""
    return kind in (Kind.SELF, Kind.ON_SITE) and not is_member


def cannot_close(undecided: int, *, anyway: bool) -> str:
    if undecided and not anyway:
        return f"还有 {undecided} 张已提交的表没有确认或退回。请先处理，或勾选“未处理的按提交的内容计”后再结束。"
    return ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many sheets there are, and how many of them are how far."""

    all: int = 0
    handed_in: int = 0
    accepted: int = 0
    returned: int = 0

    @property
    def lacking(self) -> int:
        return self.all - self.handed_in

    @property
    def percent(self) -> int:
        """Whole percents handed in, cut down."""
        return self.handed_in * 100 // self.all if self.all else 0


def progress_of(states: Iterable[State]) -> Progress:
    known = list(states)
    return Progress(
        all=len(known),
        handed_in=sum(state in HANDED_IN for state in known),
        accepted=sum(state is State.ACCEPTED for state in known),
        returned=sum(state is State.RETURNED for state in known),
    )


def pairs(groups: Iterable[Iterable[int]]) -> list[tuple[int, int]]:
    """Who rates whom: every ordered pair inside each group, once, nobody itself; (rater, rated)."""
    found: dict[tuple[int, int], None] = {}
    for group in groups:
        members = list(dict.fromkeys(group))
        for rater in members:
            found |= {(rater, rated): None for rated in members if rated != rater}
    return list(found)
