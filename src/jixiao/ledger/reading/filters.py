"""The filters of the ledger's table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from jixiao.core.ledger.states import REPORTED, Reporting, State
from jixiao.ledger.reading.grid import CellLine, Grid, Row

SHOW = {"missing": "缺报", "waiting": "待审核", "returned": "已退回", "mine": "我负责的"}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; '' and 0 leave it open. `mine` are the indicators that the account answers for."""

    office: int = 0
    leader: int = 0
    quarter: int = 0
    state: str = ""
    show: str = ""
    text: str = ""
    mine: frozenset[int] = frozenset()

    @property
    def is_on(self) -> bool:
        return any((self.office, self.leader, self.quarter, self.state, self.show, self.text))

    def rows(self, found: Grid) -> list[Row]:
        return [row for row in found.rows if self._names(row) and self._cells(row, found.today)]

    def _names(self, row: Row) -> bool:
        """Whether the row is of those offices, leaders and words."""
        offices = self.office == 0 or any(number == self.office for number, _ in row.offices)
        leaders = self.leader == 0 or any(number == self.leader for number, _ in row.leaders)
        own = self.show != "mine" or row.item in self.mine
        return offices and leaders and own and (not self.text or self.text in f"{row.no} {row.text} {row.goal}")

    def _cells(self, row: Row, today: date) -> bool:
        """Whether one of its cells in the quarter is as asked."""
        tests: list[Callable[[CellLine], bool]] = []
        if self.quarter:
            tests.append(lambda cell: self.quarter in cell.quarters)
        if self.state:
            tests.append(lambda cell: cell.state == self.state)
        if self.show in _SHOWN:
            tests.append(lambda cell: _SHOWN[self.show](cell, today))
        return not tests or any(all(test(cell) for test in tests) for cell in row.cells)


def is_missing(cell: CellLine, today: date) -> bool:
    """Whether its report is not there although it is due."""
    return today > cell.due and cell.reporting not in REPORTED and cell.state is not State.STRUCK_OFF


_SHOWN: dict[str, Callable[[CellLine, date], bool]] = {
    "missing": is_missing,
    "waiting": lambda cell, today: cell.reporting is Reporting.SUBMITTED,
    "returned": lambda cell, today: cell.reporting is Reporting.RETURNED,
}


@dataclass(frozen=True, slots=True)
class Slot:
    """The cells that stand in one place of the table, `span` quarters wide from `quarter`."""

    quarter: int
    span: int
    cells: tuple[CellLine, ...]


def slots(row: Row) -> list[Slot]:
    """The row's four quarters: months lie within theirs, a half-year over two."""
    found, quarter = [], 1
    while quarter <= 4:
        here = [cell for cell in row.cells if cell.quarters.start == quarter]
        until = max((cell.quarters.stop for cell in here), default=quarter + 1)
        inside = tuple(cell for cell in row.cells if quarter <= cell.quarters.start < until)
        found.append(Slot(quarter, until - quarter, inside))
        quarter = until
    return found


def named(rows: Iterable[Row], of: str) -> list[tuple[int, str]]:
    """The offices or leaders that the rows name, in the plan's order."""
    return list(dict.fromkeys(pair for row in rows for pair in getattr(row, of)))
