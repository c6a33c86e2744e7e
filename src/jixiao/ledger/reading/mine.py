"""What an account has to report on, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.reporting import is_editable
from jixiao.core.ledger.states import LIGHTS, CellFacts, Light, Reporting, Standing, State, state_of
from jixiao.ledger.models import Cell, Report
from jixiao.ledger.policy import mine as answered_for
from jixiao.ledger.reading import labels
from jixiao.people.models import Account
from jixiao.people.policy import Right, holds
from jixiao.plans.models import Item, Link


@dataclass(frozen=True, slots=True)
class Due:
    """A cell in the list. `returned` is the reason for which its report came back.

    `is_carried` tells whether its indicator is handed down, so that what is below may roll up to it.
    """

    pk: int
    item: int
    position: int
    no: str
    title: str
    label: str
    opens: date
    facts: CellFacts
    state: State
    due: str
    summary: str
    returned: str
    is_carried: bool

    @property
    def light(self) -> Light:
        return LIGHTS[self.state]

    @property
    def is_returned(self) -> bool:
        return self.facts.reporting is Reporting.RETURNED

    @property
    def is_draft(self) -> bool:
        return self.facts.reporting is Reporting.DRAFT


@dataclass(frozen=True, slots=True)
class Mine:
    """`due` can be written now, `waiting` lies for acceptance; `counts` are those of all the account's cells."""

    due: list[Due]
    waiting: list[Due]
    counts: list[labels.Count]
    indicators: int
    may_write: bool

    def after(self, cell_id: int) -> Due | None:
        """The next cell to report on, once that one is."""
        return next((each for each in self.due if each.pk != cell_id), None)


_FIELDS = ("pk", "item_id", "item__position", "item__no", "item__title", "frequency", "number", "starts", "opens")
_FACTS = ("due", "grace", "reporting", "standing", "struck_off", "summary", "why", "carried")


def mine_of(account: Account, today: date) -> Mine:
    """The cells of the indicators that the account answers for. One statement."""
    items = Item.objects.filter(answered_for(account), withdrawn=False).values("pk")
    reason = Report.objects.filter(cell=OuterRef("pk"), working=True).values("reason")[:1]
    carried = Exists(Link.objects.filter(parent=OuterRef("item"), child__withdrawn=False))
    cells = Cell.objects.in_force().filter(item__in=items).annotate(why=Subquery(reason), carried=carried)
    known: dict[tuple[CellFacts, date], tuple[State, str]] = {}
    lines = [_due(values, today, known) for values in cells.order_by("due").values_list(*_FIELDS, *_FACTS)]
    numbers: dict[State, int] = {}
    for line in lines:
        numbers[line.state] = numbers.get(line.state, 0) + 1
    return Mine(
        due=sorted((line for line in lines if is_editable(line.facts, line.opens, today)), key=_urgency),
        waiting=[line for line in lines if line.facts.reporting is Reporting.SUBMITTED],
        counts=labels.counted(numbers),
        indicators=len({line.item for line in lines}),
        may_write=holds(account, Right.REPORT_WRITE),
    )


def _due(values: tuple[Any, ...], today: date, known: dict[tuple[CellFacts, date], tuple[State, str]]) -> Due:
    """Cells of the same dates and reports are in the same state, which is found once."""
    pk, item, position, no, title, frequency, number, starts, opens, *rest = values
    due, grace, reporting, standing, struck_off, summary, why, carried = rest
    facts = CellFacts(due, grace, Reporting(reporting), Standing(standing), struck_off)
    if (facts, opens) not in known:
        known[facts, opens] = state_of(facts, today), labels.due_text(facts, opens, today)
    state, text = known[facts, opens]
    label = Period(starts.year, Frequency(frequency), number).label
    return Due(pk, item, position, no, title, label, opens, facts, state, text, summary, why or "", carried)


def _urgency(line: Due) -> tuple[int, date, int]:
    """Late, returned, at risk, open; within it the earliest due date first."""
    if line.state is State.LATE:
        rank = 0
    elif line.is_returned:
        rank = 1
    else:
        rank = 2 if line.state is State.AT_RISK else 3
    return rank, line.facts.due, line.position
