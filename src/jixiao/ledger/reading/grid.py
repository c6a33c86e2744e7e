"""The ledger as a table: indicators with those who answer for them, and their cells. Four statements for any size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.states import LIGHTS, CellFacts, Light, Reporting, Standing, State, state_of, worst
from jixiao.ledger.models import Cell, Ledger
from jixiao.people.models import Organisation
from jixiao.plans.models import Item, Responsibility
from jixiao.plans.numbers import points_text


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell, ready to show."""

    pk: int
    item: int
    frequency: Frequency
    number: int
    quarters: range  # from 1, where it stands in a table of four quarters
    label: str  # 第一季度
    opens: date
    due: date
    grace: date
    is_last: bool
    reporting: Reporting
    state: State
    summary: str
    reported_on: date | None

    @property
    def light(self) -> Light:
        return LIGHTS[self.state]


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with its cells in order. Offices and persons are (number, name); the first office leads."""

    item: int
    position: int
    no: str
    text: str
    goal: str
    category: str
    points: str
    due: date | None
    offices: tuple[tuple[int, str], ...]
    leaders: tuple[tuple[int, str], ...]
    owners: tuple[tuple[int, str], ...]
    cells: tuple[CellLine, ...]

    @property
    def office(self) -> tuple[int, str]:
        """The office that leads; (0, '') where none is named."""
        return self.offices[0] if self.offices else (0, "")

    @property
    def tag(self) -> str:
        """The number that the plan prints, else the row's place in the table."""
        return self.no or str(self.position)

    def in_quarter(self, quarter: int) -> tuple[CellLine, ...]:
        return tuple(cell for cell in self.cells if quarter in cell.quarters)

    def now(self, today: date) -> CellLine | None:
        """The cell that tells how the indicator stands: the latest reported, due or nearly due one; else the first."""
        begun = [cell for cell in self.cells if cell.state is not State.NOT_DUE]
        return begun[-1] if begun else self.cells[0] if self.cells else None


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows of a ledger in the plan's order, as of `today`."""

    rows: tuple[Row, ...]
    today: date

    @property
    def cells(self) -> list[CellLine]:
        return [cell for row in self.rows for cell in row.cells]

    def counts(self, quarter: int | None = None) -> dict[State, int]:
        """How many cells are in each state, in the quarter or in all."""
        found = dict.fromkeys(State, 0)
        for cell in self.cells:
            if quarter is None or quarter in cell.quarters:
                found[cell.state] += 1
        return found

    def offices(self) -> list[tuple[int, str]]:
        """The leading offices, in the order of the plan."""
        return list(dict.fromkeys(row.office for row in self.rows if row.office[0]))


def grid(ledger: Ledger, today: date, which: Q | None = None, *, goals: bool = True) -> Grid:
    """Read the ledger; `which` narrows its indicators. Four statements, three without the goals' wording."""
    return grid_of([ledger.pk], today, which, goals=goals)


def grid_of(ledgers: Sequence[int], today: date, which: Q | None = None, *, goals: bool = True) -> Grid:
    """The indicators of several ledgers together. Four statements, three without the goals' wording."""
    items = Item.objects.indicators().filter(plan__ledger__in=ledgers)
    if which is not None:
        items = items.filter(pk__in=Item.objects.filter(which).values("pk"))
    rows = [_Leaf(*values) for values in items.order_by("plan_id", "position").values_list(*_Leaf._fields)]
    above = _above(ledgers) if goals else {}
    duties = _duties(ledgers)
    cells = _cells(ledgers, today)
    return Grid(tuple(_row(leaf, above, duties.get(leaf.pk, []), cells.get(leaf.pk, [])) for leaf in rows), today)


_Above = dict[int, tuple[str, str, int | None]]  # number → level, title, parent


class _Leaf(NamedTuple):
    """An indicator as it comes from the database."""

    pk: int
    position: int
    no: str
    title: str
    points: Decimal | None
    due: date | None
    parent_id: int | None


class _Cell(NamedTuple):
    """A cell as it comes from the database."""

    pk: int
    item_id: int
    frequency: str
    number: int
    starts: date
    opens: date
    due: date
    grace: date
    is_last: bool
    reporting: str
    standing: str
    struck_off: bool
    summary: str
    reported_on: date | None


def _above(ledgers: Sequence[int]) -> _Above:
    """The nodes above the indicators: level, title, parent."""
    nodes = Item.objects.filter(plan__ledger__in=ledgers).exclude(level=Item.Level.INDICATOR)
    values = nodes.values_list("pk", "level", "title", "parent_id")
    return {pk: (level, title, parent) for pk, level, title, parent in values}


def _duties(ledgers: Sequence[int]) -> dict[int, list[tuple[str, int, str]]]:
    found: dict[int, list[tuple[str, int, str]]] = {}
    duties = Responsibility.objects.filter(item__plan__ledger__in=ledgers, item__withdrawn=False)
    ordered = duties.order_by("item_id", "position")
    for item, role, organisation, person, name in ordered.values_list(
        "item_id", "role", "organisation_id", "person_id", "name"
    ):
        found.setdefault(item, []).append((role, organisation or person or 0, name))
    return found


def _cells(ledgers: Sequence[int], today: date) -> dict[int, list[CellLine]]:
    found: dict[int, list[CellLine]] = {}
    cells = Cell.objects.filter(ledger__in=ledgers, dropped=False, item__withdrawn=False).order_by("item_id", "starts")
    states: dict[CellFacts, State] = {}
    for values in cells.values_list(*_Cell._fields):
        line = _line(_Cell(*values), today, states)
        found.setdefault(line.item, []).append(line)
    return found


def _line(cell: _Cell, today: date, states: dict[CellFacts, State]) -> CellLine:
    """Cells of the same dates and reports are in the same state, which is found once."""
    reporting = Reporting(cell.reporting)
    facts = CellFacts(cell.due, cell.grace, reporting, Standing(cell.standing), cell.struck_off)
    if facts not in states:
        states[facts] = state_of(facts, today)
    period = Period(cell.starts.year, Frequency(cell.frequency), cell.number)
    return CellLine(
        pk=cell.pk,
        item=cell.item_id,
        frequency=period.frequency,
        number=cell.number,
        quarters=period.quarters,
        label=period.label,
        opens=cell.opens,
        due=cell.due,
        grace=cell.grace,
        is_last=cell.is_last,
        reporting=reporting,
        state=states[facts],
        summary=cell.summary,
        reported_on=cell.reported_on,
    )


_OFFICES = (Responsibility.Role.LEAD_OFFICE, Responsibility.Role.CO_OFFICE)


def _row(leaf: _Leaf, above: _Above, duties: list[tuple[str, int, str]], cells: list[CellLine]) -> Row:
    goal, category = _branch(leaf.parent_id, above)
    role = Responsibility.Role

    def named(*roles: str) -> tuple[tuple[int, str], ...]:
        return tuple((number, name) for kind, number, name in duties if kind in roles)

    return Row(
        item=leaf.pk,
        position=leaf.position,
        no=leaf.no,
        text=leaf.title,
        goal=goal,
        category=category,
        points=points_text(leaf.points),
        due=leaf.due,
        offices=named(*_OFFICES),
        leaders=named(role.LEADER),
        owners=named(role.OWNER),
        cells=tuple(cells),
    )


def _branch(parent: int | None, above: _Above) -> tuple[str, str]:
    """The titles of the goal and of the category above an indicator."""
    goal, category = "", ""
    while parent is not None and parent in above:
        level, title, parent = above[parent]
        goal = title if level == Item.Level.GOAL else goal
        category = title if level == Item.Level.CATEGORY else category
    return goal, category


def states_by_office(rows: Iterable[Row]) -> dict[tuple[int, str], State]:
    """The gravest state that each leading office has."""
    found: dict[tuple[int, str], list[State]] = {}
    for row in rows:
        found.setdefault(row.office, []).extend(cell.state for cell in row.cells)
    return {office: worst(states) for office, states in found.items()}


def ledgers_of(organisation: Organisation) -> list[Ledger]:
    """The ledgers of an organisation's plans, this year's first."""
    ledgers = Ledger.objects.filter(plan__organisation=organisation).select_related(
        "plan__organisation__parent__parent"
    )
    return list(ledgers.order_by("-plan__year", "plan_id"))
