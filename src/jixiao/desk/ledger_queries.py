"""The ledger on the first page: how this year's work stands, for those who do it and for those who oversee it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jixiao.core.ledger.states import GRAVITY, LIGHTS, Light, Reporting, State
from jixiao.desk.queries import years_at_work
from jixiao.ledger.models import Ledger
from jixiao.ledger.policy import mine
from jixiao.ledger.reading.grid import CellLine, Grid, Row, grid
from jixiao.people.models import Account
from jixiao.people.policy import Right, holds

DUE_SHOWN, TROUBLES_SHOWN = 8, 8
_NARROWED = frozenset(
    {Account.Role.LEADER, Account.Role.OFFICE_HEAD, Account.Role.OFFICE_CLERK, Account.Role.ENTERPRISE}
)
_OPEN = frozenset({Reporting.NONE, Reporting.DRAFT, Reporting.RETURNED})


@dataclass(frozen=True, slots=True)
class Standing:
    """An indicator with the cell that tells how it stands now."""

    row: Row
    cell: CellLine

    @property
    def light(self) -> Light:
        return self.cell.light


@dataclass(frozen=True, slots=True)
class Overview:
    """The account's part of the newest ledger. `due` can be reported on now; `troubles` are late or at risk."""

    ledger: Ledger
    counts: tuple[tuple[Light, int], ...]
    due: tuple[Standing, ...]
    late: int  # of those due
    returned: int
    troubles: tuple[Standing, ...]
    rows: tuple[Standing, ...]


def overview(account: Account, today: date) -> Overview | None:
    """Read it; None without a ledger of the years at work. Four statements."""
    if account.organisation is None or not holds(account, Right.LEDGER_READ):
        return None
    own = account.organisation if account.role == Account.Role.ENTERPRISE else account.agency
    ledgers = Ledger.objects.filter(plan__organisation=own, plan__year__range=years_at_work(today))
    ledger = ledgers.select_related("plan__organisation").order_by("-plan__year", "plan_id").first()
    if ledger is None:
        return None
    which = mine(account) if account.role in _NARROWED else None
    return _seen(ledger, grid(ledger, today, which, goals=False), today)


def _seen(ledger: Ledger, found: Grid, today: date) -> Overview:
    rows = tuple(Standing(row, cell) for row in found.rows if (cell := row.now(today)) is not None)
    numbers = [each.cell.state for each in rows]
    due = [
        Standing(row, cell)
        for row in found.rows
        for cell in row.cells
        if cell.opens <= today and cell.reporting in _OPEN and cell.state is not State.STRUCK_OFF
    ]
    due.sort(key=lambda each: (each.cell.state is not State.LATE, each.cell.due, each.row.position))
    troubles = sorted(
        (each for each in rows if each.cell.state in (State.LATE, State.AT_RISK)),
        key=lambda each: (GRAVITY.index(each.cell.state), each.row.position),
    )
    return Overview(
        ledger=ledger,
        counts=tuple((LIGHTS[state], numbers.count(state)) for state in State if state in numbers),
        due=tuple(due),
        late=sum(each.cell.state is State.LATE for each in due),
        returned=sum(each.cell.reporting is Reporting.RETURNED for each in due),
        troubles=tuple(troubles),
        rows=rows,
    )
