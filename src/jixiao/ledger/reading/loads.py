"""What each office and each person carries in a ledger. One statement beside the grid's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from jixiao.core.ledger.states import REPORTED, State
from jixiao.core.ledger.strike_off import Stage
from jixiao.ledger.models import Ledger, Task
from jixiao.ledger.reading.grid import Grid, Row
from jixiao.press.load import Kind, Load, remarked

OFFICE_KINDS = (
    Kind("led", "牵头指标", "项", weighs=True),
    Kind("shared", "协办指标", "项", tone="done"),
    Kind("points", "承担分值", "分", weighs=True),
    Kind("open", "待报", "期", tone="soon"),
    Kind("late", "滞后", "期", tone="late"),
    Kind("tasks", "未销任务", "项", weighs=True, tone="calm"),
)
OWNER_KINDS = (Kind("led", "负责指标", "项", weighs=True), *OFFICE_KINDS[2:])
LEADER_KINDS = tuple(kind for kind in OWNER_KINDS if kind.key != "tasks")  # tasks are given to offices and their people

Whom = tuple[int, str]


class Loads(NamedTuple):
    """The loads of offices, of those responsible in them, and of the leaders in charge."""

    offices: list[Load]
    owners: list[Load]
    leaders: list[Load]


def loads_of(ledger: Ledger, grid: Grid) -> Loads:
    offices, owners = _tasks(ledger)
    return Loads(
        remarked(_sorted(_office_loads(grid, offices)), OFFICE_KINDS),
        remarked(_sorted(_person_loads(grid, lambda row: row.owners, owners)), OWNER_KINDS),
        remarked(_sorted(_person_loads(grid, lambda row: row.leaders, None)), LEADER_KINDS),
    )


def _tasks(ledger: Ledger) -> tuple[dict[int, int], dict[int, int]]:
    """Tasks that are not struck off, by office and by person."""
    offices: dict[int, int] = {}
    owners: dict[int, int] = {}
    open_tasks = Task.objects.filter(ledger=ledger).exclude(stage=Stage.STRUCK_OFF.value).order_by()
    for office, owner in open_tasks.values_list("office_id", "owner_id"):
        for found, who in ((offices, office), (owners, owner)):
            if who is not None:
                found[who] = found.get(who, 0) + 1
    return offices, owners


def _office_loads(grid: Grid, tasks: dict[int, int]) -> Iterator[Load]:
    led: dict[Whom, list[Row]] = {}
    shared: dict[Whom, int] = {}
    for row in grid.rows:
        for at, office in enumerate(row.offices):
            led.setdefault(office, [])
            shared[office] = shared.get(office, 0) + (at > 0)
        if row.offices:
            led[row.office].append(row)
    for office, rows in led.items():
        count, points, waiting, late = _carried(rows, grid)
        yield Load(office[1], (count, Decimal(shared[office]), points, waiting, late, Decimal(tasks.get(office[0], 0))))


def _person_loads(grid: Grid, of: Callable[[Row], Iterable[Whom]], tasks: dict[int, int] | None) -> Iterator[Load]:
    carried: dict[Whom, list[Row]] = {}
    for row in grid.rows:
        for person in dict.fromkeys(of(row)):
            carried.setdefault(person, []).append(row)
    for person, rows in carried.items():
        given = () if tasks is None else (Decimal(tasks.get(person[0], 0)),)
        yield Load(person[1], (*_carried(rows, grid), *given))


def _carried(rows: list[Row], grid: Grid) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """How many indicators, their points, cells that are open and not reported, cells that are late."""
    cells = [cell for row in rows for cell in row.cells]
    waiting = sum(
        cell.opens <= grid.today and cell.reporting not in REPORTED and cell.state is not State.STRUCK_OFF
        for cell in cells
    )
    late = sum(cell.state is State.LATE for cell in cells)
    points = sum((Decimal(row.points) for row in rows if row.points), Decimal(0))
    return Decimal(len(rows)), points, Decimal(waiting), Decimal(late)


def _sorted(loads: Iterable[Load]) -> list[Load]:
    """The heaviest first; among equals in the order of the plan."""
    return sorted(loads, key=lambda load: load.amounts[0], reverse=True)
