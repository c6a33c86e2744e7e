"""What an account has to report on, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from jixiao.core.ledger.reporting import is_editable
from jixiao.core.ledger.states import LIGHTS, Light, Reporting, State, state_of
from jixiao.ledger.models import Cell, Report
from jixiao.ledger.policy import mine as answered_for
from jixiao.ledger.reading import labels
from jixiao.ledger.reading.cards import due_text
from jixiao.people.models import Account
from jixiao.people.policy import Right, allows
from jixiao.plans.models import Item


@dataclass(frozen=True, slots=True)
class Due:
    """A cell in the list. `returned` is the reason for which its report came back."""

    cell: Cell
    light: Light
    state: State
    due: str
    returned: str
    reporting: str

    @property
    def is_returned(self) -> bool:
        return self.cell.reporting == Reporting.RETURNED


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
        return next((each for each in self.due if each.cell.pk != cell_id), None)


def mine_of(account: Account, today: date) -> Mine:
    """The cells of the indicators that the account answers for. One statement."""
    items = Item.objects.filter(answered_for(account), withdrawn=False).values("pk")
    reason = Report.objects.filter(cell=OuterRef("pk"), working=True).values("reason")[:1]
    cells = (
        Cell.objects.in_force()
        .filter(item__in=items)
        .select_related("item__plan", "ledger__plan__organisation__parent__parent")
        .annotate(reason=Subquery(reason))
        .order_by("due", "item__position")
    )
    lines = [_due(cell, today) for cell in cells]
    numbers: dict[State, int] = {}
    for line in lines:
        numbers[line.state] = numbers.get(line.state, 0) + 1
    may = [line for line in lines if allows(account, Right.REPORT_WRITE, line.cell)]
    written = [line for line in lines if is_editable(line.cell.facts, line.cell.opens, today)]
    return Mine(
        due=sorted(written, key=_urgency),
        waiting=[line for line in lines if line.cell.reporting == Reporting.SUBMITTED],
        counts=labels.counted(numbers),
        indicators=len({line.cell.item_id for line in lines}),
        may_write=bool(may),
    )


def _due(cell: Cell, today: date) -> Due:
    state = state_of(cell.facts, today)
    returned = getattr(cell, "reason", None) or ""
    return Due(cell, LIGHTS[state], state, due_text(cell, today), returned, labels.reporting_word(cell))


def _urgency(line: Due) -> tuple[int, date, int]:
    """Late, returned, at risk, open; within it the earliest due date first."""
    if line.state is State.LATE:
        rank = 0
    elif line.is_returned:
        rank = 1
    else:
        rank = 2 if line.state is State.AT_RISK else 3
    return rank, line.cell.due, line.cell.item.position
