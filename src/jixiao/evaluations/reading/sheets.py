"""A sheet with its indicators, what the ledger says of each, and what the fields of its form show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jixiao.core.evaluations.marks import Marked
from jixiao.core.evaluations.self_marks import Proposal
from jixiao.core.numbers import format_points
from jixiao.evaluations.actions.sheets import marked, tag
from jixiao.evaluations.models import Assignment, Mark, RoundKind
from jixiao.evaluations.reading.facts import Fact, facts_of
from jixiao.evaluations.reading.outcomes import standing_points
from jixiao.evaluations.reading.rounds import is_writable
from jixiao.ledger.policy import answers_for
from jixiao.people.models import Account
from jixiao.people.policy import Right, allows, is_same_person
from jixiao.plans.models import Item


@dataclass(slots=True)
class Line:
    """An indicator on the sheet. `standing` is the mark that stands, `shown` what the fields show before anybody types;
    `before` are the points that a mark departs from, if any.
    """

    item: Item
    fact: Fact
    mark: Mark | None
    proposal: Proposal
    before: Decimal | None
    standing: Marked
    shown: Marked
    may_write: bool = False
    points: str = ""  # the fields, as typed
    completion: str = ""
    reason: str = ""
    error: str = ""
    other: str = ""  # what somebody else wrote meanwhile
    unsaved: str = ""  # what was typed too late to be kept

    def __post_init__(self) -> None:
        self.points, self.completion, self.reason = text_of(self.shown.points), self.shown.completion, self.shown.reason

    @property
    def tag(self) -> str:
        return tag(self.item)

    @property
    def is_scored(self) -> bool:
        return self.item.points is not None and self.item.kind == Item.Kind.BASE

    @property
    def was(self) -> str:
        """What the form carries: the mark that stood, and what the fields showed."""
        return f"{self.standing.digest}:{self.shown.digest}"


@dataclass(slots=True)
class Goal:
    """The lines below one goal."""

    title: str
    category: str
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class SheetPage:
    sheet: Assignment
    lines: list[Line]
    obstacle: str  # why nothing can be written now
    summary: str
    summary_was: str
    may_write_whole: bool
    whole: Mark | None  # on no indicator: what a peer gave
    unsaved: str = ""  # a summary that was typed too late to be kept

    @property
    def goals(self) -> list[Goal]:
        found: dict[int | None, Goal] = {}
        for line in self.lines:
            category, goal = _above(line.item)
            found.setdefault(line.item.parent_id, Goal(goal, category)).lines.append(line)
        return list(found.values())

    @property
    def claimed(self) -> Decimal:
        """The points on the sheet, without those that are only proposed."""
        marks = (line.mark for line in self.lines)
        return sum((mark.points for mark in marks if mark and mark.points is not None), Decimal(0))

    @property
    def most(self) -> Decimal:
        return sum((line.item.points or Decimal(0) for line in self.lines if line.is_scored), Decimal(0))

    @property
    def bare(self) -> list[Line]:
        """The scored indicators without evidence."""
        return [line for line in self.lines if line.is_scored and not line.fact.evidence]

    @property
    def unmarked(self) -> int:
        return sum(line.is_scored and (line.mark is None or line.mark.points is None) for line in self.lines)

    @property
    def writable(self) -> list[Line]:
        return [line for line in self.lines if line.may_write]


def _above(item: Item) -> tuple[str, str]:
    """The titles of the category and of the goal."""
    category, goal, node = "", "", item.parent
    while node is not None:
        category = node.title if node.level == Item.Level.CATEGORY else category
        goal = node.title if node.level == Item.Level.GOAL else goal
        node = node.parent
    return category, goal


def page_of(sheet: Assignment, account: Account, today: date, *, is_read: bool = False) -> SheetPage:
    """The sheet as the account may fill it in, or only reads it. Nine statements at most, however many indicators."""
    is_self = sheet.round.kind == RoundKind.SELF
    obstacle = is_writable(sheet, today)
    is_open = not obstacle and not is_read and may_fill(sheet, account)
    items = _items(sheet, with_duties=is_self and is_open)
    facts = facts_of([item.pk for item in items], today)
    marks = {mark.item_id: mark for mark in sheet.marks.select_related("by__person")}
    stands = {} if is_self else standing_points([sheet.plan_id], None, sheet.round_id)
    lines = [_line(sheet, item, facts[item.pk], marks.get(item.pk), stands.get(item.pk)) for item in items]
    for line in lines:
        line.may_write = is_open and (not is_self or answers_for(account, line.item))
    whole = is_open and (not is_self or allows(account, Right.SELF_SUBMIT, sheet))
    was = Marked(completion=sheet.summary).digest
    return SheetPage(sheet, lines, obstacle, sheet.summary, was, whole, marks.get(None))


def _items(sheet: Assignment, *, with_duties: bool) -> list[Item]:
    rows = Item.objects.indicators().filter(plan=sheet.plan_id).order_by("position")
    rows = rows.select_related("plan", "parent__parent__parent")
    return list(rows.prefetch_related("responsibilities") if with_duties else rows)


def may_fill(sheet: Assignment, account: Account) -> bool:
    """Whether the sheet is the account's to fill in; a member's own only the member's."""
    right = Right.SELF_WRITE if sheet.round.kind == RoundKind.SELF else Right.ASSESS_WRITE
    return allows(account, right, sheet) and (sheet.member_id is None or is_same_person(account, sheet.member))


def _line(sheet: Assignment, item: Item, fact: Fact, mark: Mark | None, stands: Decimal | None) -> Line:
    is_self = sheet.round.kind == RoundKind.SELF
    proposal = fact.proposal(item.points if item.kind == Item.Kind.BASE else None)
    before = proposal.points if is_self else stands
    first = proposal.points if is_self or stands is None else stands
    said = marked(mark) if mark else Marked()
    shown = said if mark else Marked(first, fact.sentence.strip() if is_self else "")
    return Line(item, fact, mark, proposal, before, said, shown)


def text_of(points: Decimal | None) -> str:
    return "" if points is None else format_points(points)
