"""What the timeline shows: everything of a ledger that is due on a day. Two statements beside the grid's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.states import State
from jixiao.core.ledger.strike_off import Stage, is_late, is_near
from jixiao.ledger.models import Addressee, Ledger, Task
from jixiao.ledger.reading.grid import Grid
from jixiao.press.timeline import Due

STRETCHES = {"30": "未来30天", "90": "未来90天", "q1": "第一季度", "q2": "第二季度", "q3": "第三季度", "q4": "第四季度"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that are looked at closely."""

    key: str
    label: str
    first: date
    last: date

    def of(self, dues: list[Due]) -> list[Due]:
        return [due for due in dues if self.first <= due.day <= self.last]


def stretch(key: str, year: int, today: date) -> Stretch:
    """The stretch of that name; the coming 90 days for any other."""
    chosen = key if key in STRETCHES else "90"
    if chosen.startswith("q"):
        quarter = Period(year, Frequency.QUARTER, int(chosen[1:]))
        return Stretch(chosen, STRETCHES[chosen], quarter.starts, quarter.ends)
    return Stretch(chosen, STRETCHES[chosen], today, today + timedelta(int(chosen)))


def work_of(ledger: Ledger, grid: Grid) -> tuple[list[Due], int]:
    """Time limits of indicators, tasks and directives, by day; and how many have none."""
    dated: list[Due] = []
    undated = sum(row.due is None for row in grid.rows)
    for task in _tasks(ledger, grid.today):
        if isinstance(task, Due):
            dated.append(task)
        else:
            undated += 1
    found = [*_limits(grid), *dated, *_directives(ledger, grid.today)]
    return sorted(found, key=lambda due: due.day), undated


def reports_of(grid: Grid) -> list[Due]:
    """When reports are due, by day."""
    found = [
        Due(
            cell.due,
            cell.state,
            "填报",
            row.tag,
            f"{cell.label} {row.text}",
            row.office[1],
            reverse("cell", args=[cell.pk]),
            cell.opens,
        )
        for row in grid.rows
        for cell in row.cells
    ]
    return sorted(found, key=lambda due: due.day)


def _limits(grid: Grid) -> Iterator[Due]:
    """An indicator is due on its own time limit, and stands as its latest cell says."""
    for row in grid.rows:
        now = row.now(grid.today)
        if row.due is not None and now is not None:
            href = reverse("cell", args=[now.pk])
            yield Due(row.due, now.state, "指标", row.tag, row.text, row.office[1], href, row.cells[0].opens)


def _tasks(ledger: Ledger, today: date) -> Iterator[Due | None]:
    """The ledger's tasks; None for one without a day."""
    tasks = Task.objects.filter(ledger=ledger).order_by("due", "position")
    for pk, text, due, stage, office, no in tasks.values_list(
        "pk", "text", "due", "stage", "office__name", "list__item__no"
    ):
        if due is None:
            yield None
        else:
            href = reverse("task", args=[pk])
            yield Due(due, state_of_stage(Stage(stage), due, today), "任务", no or "", text, office or "", href)


def _directives(ledger: Ledger, today: date) -> Iterator[Due]:
    asked = Addressee.objects.filter(directive__ledger=ledger).order_by("directive__number", "pk")
    for pk, number, title, due, stage, office in asked.values_list(
        "directive__pk", "directive__number", "directive__title", "directive__due", "stage", "office__name"
    ):
        state = state_of_stage(Stage(stage), due, today)
        yield Due(due, state, "督办", f"〔{number}〕", title, office, reverse("directive", args=[pk]))


def state_of_stage(stage: Stage, due: date, today: date) -> State:
    """How something that is struck off stands; asking for strike-off in time stops the clock."""
    if stage is Stage.STRUCK_OFF:
        return State.STRUCK_OFF
    if stage is Stage.CLAIMED:
        return State.ON_TRACK
    if is_late(stage, due, today):
        return State.LATE
    return State.AT_RISK if is_near(stage, due, today) else State.NOT_DUE
