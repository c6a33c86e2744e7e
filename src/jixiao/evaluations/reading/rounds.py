"""Rounds and their sheets as lists: what is mine to fill in, what I hold, how far each is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from jixiao.core.evaluations import rounds as rules
from jixiao.core.evaluations.rounds import Progress, State
from jixiao.evaluations.actions.round_locks import calendar_of
from jixiao.evaluations.models import Assignment, Round, RoundKind, SheetState
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right, rights_of
from jixiao.people.queries import organiser_of

PAGES = {
    RoundKind.SELF: ("self-sheet", Right.SELF_WRITE),
    RoundKind.PEER_RATING: ("rating-sheet", Right.RATING_WRITE),
    RoundKind.ON_SITE: ("assess-sheet", Right.ASSESS_WRITE),
}
TONES = {
    SheetState.OPEN: ("○", "calm"),
    SheetState.SUBMITTED: ("●", "calm"),
    SheetState.RETURNED: ("▲", "late"),
    SheetState.ACCEPTED: ("✓", "good"),
}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in a list; `address` is '' where the account may not fill it in."""

    sheet: Assignment
    address: str
    is_late: bool
    is_handed_in: bool
    marks: int = 0

    @property
    def symbol(self) -> str:
        return TONES[SheetState(self.sheet.state)][0]

    @property
    def tone(self) -> str:
        return TONES[SheetState(self.sheet.state)][1]

    @property
    def word(self) -> str:
        return self.sheet.get_state_display()


@dataclass(slots=True)
class ToFill:
    """A round with the sheets that are the account's to fill in."""

    round: Round
    has_begun: bool
    lines: list[SheetLine] = field(default_factory=list)

    @property
    def open(self) -> list[SheetLine]:
        return [line for line in self.lines if not line.is_handed_in]


def line_of(sheet: Assignment, today: date, address: str = "", marks: int = 0) -> SheetLine:
    """Late is what was not handed in, or was handed in, after the last day."""
    is_handed_in = State(sheet.state) in rules.HANDED_IN
    on = timezone.localtime(sheet.submitted_at).date() if is_handed_in and sheet.submitted_at else today
    is_late = on > sheet.round.due and (is_handed_in or sheet.round.closed_at is None)
    return SheetLine(sheet, address, is_late, is_handed_in, marks)


def mine(account: Account, today: date) -> list[ToFill]:
    """The rounds in which the account fills in sheets, the nearest to its end first. One statement."""
    own, organiser = account.organisation, organiser_of(account)
    if own is None or organiser is None:
        return []
    sheets = Assignment.objects.filter(Q(rater__in={own.pk, organiser.pk}), Q(member=None) | Q(member=account))
    rows = sheets.select_related("round", "plan__organisation", "rater__parent__parent")
    rights: dict[int, frozenset[str]] = {}
    found: dict[int, ToFill] = {}
    for sheet in rows.order_by("round__closed_at", "round__due", "round_id", "plan__organisation__name", "pk"):
        name, right = PAGES.get(RoundKind(sheet.round.kind), ("", ""))
        if sheet.rater_id not in rights:
            rights[sheet.rater_id] = rights_of(account, sheet.rater)
        if name and right in rights[sheet.rater_id]:
            line = line_of(sheet, today, reverse(name, args=[sheet.pk]))
            begun = ToFill(sheet.round, sheet.round.opens <= today)
            found.setdefault(sheet.round_id, begun).lines.append(line)
    return sorted(found.values(), key=lambda each: each.round.closed_at is not None)


def held_by(organiser: Organisation) -> list[tuple[Round, Progress]]:
    """The rounds that the organisation holds, the latest year first, with their progress. Two statements."""
    rounds = list(Round.objects.filter(organiser=organiser))
    counts: dict[int, list[State]] = {}
    tally = Assignment.objects.filter(round__in=rounds).order_by().values_list("round_id", "state")
    for number, state, count in tally.annotate(count=Count("pk")):
        counts.setdefault(number, []).extend([State(state)] * count)
    return [(each, rules.progress_of(counts.get(each.pk, []))) for each in rounds]


def lines_in(held: Round, today: date) -> list[SheetLine]:
    """All sheets of the round, in the order of the assessed organisations. One statement."""
    rows = held.assignments.select_related("plan__organisation", "rater", "member__person", "submitted_by__person")
    found = []
    for sheet in rows.annotate(count=Count("marks")):
        sheet.round = held
        found.append(line_of(sheet, today, marks=sheet.count))
    return found


@dataclass(frozen=True, slots=True)
class RaterLine:
    """How far one rater is with the peers that it rates."""

    rater: Organisation
    progress: Progress
    is_late: bool


def by_rater(lines: Iterable[SheetLine]) -> list[RaterLine]:
    """A same-group rating has hundreds of sheets: shown by who fills them in."""
    found: dict[int, list[SheetLine]] = {}
    for line in lines:
        found.setdefault(line.sheet.rater_id, []).append(line)
    told = [
        RaterLine(
            own[0].sheet.rater,
            rules.progress_of(State(line.sheet.state) for line in own),
            any(line.is_late and not line.is_handed_in for line in own),
        )
        for own in found.values()
    ]
    return sorted(told, key=lambda each: (each.rater.name, each.rater.pk))


def waits_for_decision(line: SheetLine) -> bool:
    kind = rules.Kind(line.sheet.round.kind)
    needs = rules.needs_decision(kind, is_member=line.sheet.member_id is not None)
    return needs and line.sheet.state == SheetState.SUBMITTED


def is_writable(sheet: Assignment, today: date) -> str:
    """Why the sheet cannot be filled in now; '' when it can."""
    return rules.cannot_write(calendar_of(sheet.round), State(sheet.state), today)
