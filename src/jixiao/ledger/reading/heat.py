"""What the heat map shows of one ledger: offices × indicators in a quarter, or as things stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse

from jixiao.core.ledger.states import GRAVITY, LIGHTS, State
from jixiao.ledger.reading.grid import CellLine, Grid, Row
from jixiao.press.heat_map import HeatMap, Line, Square

NOBODY = "未定科室"
QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
SHOWN = (State.ON_TRACK, State.AT_RISK, State.LATE, State.DONE, State.STRUCK_OFF, State.NOT_DUE)


class Stand(NamedTuple):
    """How an indicator stands: its state, the number of the cell that says so, and the change since before."""

    state: State
    key: int
    change: int


def heat_of(grid: Grid, quarter: int | None, co: bool) -> HeatMap:
    """The map of a ledger in the quarter, from 1, or as things stand now; with offices that take part if `co`."""
    stands = [stand_of(row, grid, quarter) for row in grid.rows]
    offices: dict[tuple[int, str], dict[int, Square]] = {office: {} for office in grid.offices()}
    for column, (row, stand) in enumerate(zip(grid.rows, stands, strict=True)):
        named = (row.offices if co else row.offices[:1]) or ((0, NOBODY),)
        for at, office in enumerate(named):
            if stand is not None:
                square = Square(stand.state, stand.key, at > 0, stand.change)
                offices.setdefault(office, {}).setdefault(column, square)
    lines = [Line(name, squares) for (_, name), squares in _nobody_last(offices) if squares]
    when = QUARTERS[quarter - 1] if quarter else "当前"
    return HeatMap(
        title=f"科室×指标热力图（{when}）",
        summary=summary([stand.state for stand in stands if stand], _most_late(lines)),
        who="科室",
        heads=[row.tag for row in grid.rows],
        lines=lines,
        address=address(),
    )


def address() -> str:
    """Of a cell's page, with {} for its number."""
    return reverse("cell", args=[0]).replace("/0/", "/{}/")


def stand_of(row: Row, grid: Grid, quarter: int | None) -> Stand | None:
    """None where the indicator has no cell then."""
    if quarter is None:
        now = row.now(grid.today)
        cell, before = now, _before(row, now)
    else:
        cell, before = _gravest(row.in_quarter(quarter)), _gravest(row.in_quarter(quarter - 1))
    if cell is None:
        return None
    return Stand(cell.state, cell.pk, change(before.state if before and before.pk != cell.pk else None, cell.state))


def change(before: State | None, now: State) -> int:
    """1 better, -1 worse, 0 the same or not comparable: what is not due yet says nothing."""
    if before is None or State.NOT_DUE in (before, now):
        return 0
    step = GRAVITY.index(now) - GRAVITY.index(before)
    return (step > 0) - (step < 0)


def summary(states: Sequence[State], most: tuple[str, int]) -> str:
    """共55项：正常40项，预警5项，滞后3项，未到期7项。滞后最多的是规划科（2项）。"""
    counts = [f"{LIGHTS[state].word}{states.count(state)}项" for state in SHOWN if state in states]
    name, late = most
    return "".join(
        [
            f"共{len(states)}项" + (f"：{'，'.join(counts)}。" if counts else "。"),
            f"滞后最多的是{name}（{late}项）。" if late else "",
        ]
    )


def _most_late(lines: list[Line]) -> tuple[str, int]:
    led = [(line.name, sum(s.state is State.LATE and not s.co for s in line.squares.values())) for line in lines]
    return max(led, key=lambda each: each[1], default=("", 0))


def _before(row: Row, cell: CellLine | None) -> CellLine | None:
    at = row.cells.index(cell) if cell else 0
    return row.cells[at - 1] if at else None


def _gravest(cells: Sequence[CellLine]) -> CellLine | None:
    return min(cells, key=lambda cell: GRAVITY.index(cell.state), default=None)


def _nobody_last(offices: dict[tuple[int, str], dict[int, Square]]) -> list[tuple[tuple[int, str], dict[int, Square]]]:
    return sorted(offices.items(), key=lambda each: each[0] == (0, NOBODY))
