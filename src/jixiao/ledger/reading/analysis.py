"""The figures of a quarter for its analysis, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from jixiao.core.ledger.analysis import DecisionFacts, DirectiveFacts, IndicatorFacts, OfficeFacts, Snapshot
from jixiao.core.ledger.directives import Course
from jixiao.core.ledger.forecast import Chance, forecast
from jixiao.core.ledger.forecast_words import sentence
from jixiao.core.ledger.lagging import EXCEPTIONS
from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.states import REPORTED, State
from jixiao.core.ledger.strike_off import Stage, is_late
from jixiao.core.ledger.warning import Alarm
from jixiao.core.workdays import workdays_between
from jixiao.ledger.actions.standings import IN_FORCE
from jixiao.ledger.models import Analysis, Ledger, Measure, ReportValue, Task
from jixiao.ledger.reading.directives import Line, issued_in
from jixiao.ledger.reading.exceptions import notes_of
from jixiao.ledger.reading.grid import CellLine, Row, grid
from jixiao.ledger.reading.warnings import Level, levels_of

_AT_RISK = frozenset({Chance.HARD, Chance.OUT_OF_REACH})
_OPEN = frozenset({Course.LATE, Course.UNREAD, Course.WORKING, Course.CLAIMED})


def begins(ledger: Ledger, quarter: int) -> date:
    """The first day of the quarter in the ledger's year."""
    return Period(_year(ledger), Frequency.QUARTER, quarter).starts


def _year(ledger: Ledger) -> int:
    return ledger.plan.year or ledger.opened.year


def snapshot_before(ledger: Ledger, quarter: int) -> Snapshot | None:
    """The figures of the quarter before, as its analysis kept them. One statement."""
    made: Snapshot | None = (
        Analysis.objects.filter(ledger=ledger, quarter=quarter - 1).values_list("snapshot", flat=True).first()
    )
    return made


def snapshot(ledger: Ledger, quarter: int, today: date) -> Snapshot:
    """The ledger on that day as the quarter's analysis sees it."""
    rows = grid(ledger, today).rows
    cells = {row.item: cell for row in rows if (cell := cell_of(row, quarter)) is not None}
    notes = notes_of(cell.pk for cell in cells.values() if cell.state in EXCEPTIONS)
    directives = issued_in(ledger, today)
    tasks = list(Task.objects.filter(meeting__ledger=ledger, meeting__stage="held").select_related("office"))
    shown = [(row, cells[row.item]) for row in rows if row.item in cells]
    return Snapshot(
        plan=ledger.plan.title,
        agency=ledger.organisation.name,
        year=_year(ledger),
        quarter=quarter,
        as_of=today.isoformat(),
        indicators=[_indicator(row, cell, today, notes.get(cell.pk, "")) for row, cell in shown],
        offices=_offices(shown, directives, tasks),
        directives=_directives(directives),
        decisions=_decisions(tasks, today),
        warnings=_warnings(ledger, quarter),
        forecasts=_forecasts(shown, quarter),
    )


def cell_of(row: Row, quarter: int) -> CellLine | None:
    """The cell by which the quarter judges the indicator: of its own the last one begun, else the last before it."""
    until = [cell for cell in row.cells if cell.quarters[0] <= quarter]
    begun = [cell for cell in until if cell.state is not State.NOT_DUE]
    return begun[-1] if begun else (until or row.cells or (None,))[0]


def _indicator(row: Row, cell: CellLine, today: date, note: str) -> IndicatorFacts:
    return IndicatorFacts(
        item=row.item,
        no=row.tag,
        text=row.text,
        offices=[name for _, name in row.offices],
        state=cell.state.value,
        period=cell.label,
        is_reported=cell.reporting in REPORTED,
        due=cell.due.isoformat(),
        days=workdays_between(cell.due, today),
        summary=cell.summary,
        note=note,
    )


def _offices(shown: Iterable[tuple[Row, CellLine]], directives: list[Line], tasks: list[Task]) -> list[OfficeFacts]:
    """What each leading office carries, in the plan's order."""
    led: dict[str, list[State]] = {}
    for row, cell in shown:
        if row.office[1]:
            led.setdefault(row.office[1], []).append(cell.state)
    open_ = Counter(part.office for line in directives for part in line.parts if part.course in _OPEN)
    undone = Counter(task.office.name for task in tasks if task.office and task.stage != Stage.STRUCK_OFF)
    return [
        OfficeFacts(
            name=name,
            indicators=len(states),
            late=states.count(State.LATE),
            at_risk=states.count(State.AT_RISK),
            directives=open_[name],
            decisions=undone[name],
        )
        for name, states in led.items()
    ]


def _directives(lines: list[Line]) -> DirectiveFacts:
    courses = [line.course for line in lines]
    return DirectiveFacts(
        issued=len(lines),
        closed=courses.count(Course.CLOSED),
        late=courses.count(Course.LATE),
        unread=sum(any(part.read_at is None for part in line.parts) for line in lines),
        escalated=sum(bool(line.escalated_to) for line in lines),
    )


def _decisions(tasks: list[Task], today: date) -> DecisionFacts:
    stages = [Stage(task.stage) for task in tasks]
    return DecisionFacts(
        made=len(tasks),
        done=stages.count(Stage.STRUCK_OFF),
        late=sum(is_late(stage, task.due, today) for stage, task in zip(stages, tasks, strict=True)),
    )


def _warnings(ledger: Ledger, quarter: int) -> list[str]:
    levels = levels_of(ledger.organisation, _year(ledger), quarter)
    shown = [level for level in levels if level.alarm in (Alarm.ORANGE, Alarm.RED)]
    return [f"{level.organisation_name}{level.name} {level.shown}，{_word(level)}" for level in shown]


def _word(level: Level) -> str:
    return f"{level.light.word}，连续变差" if level.worsening else level.light.word


def _forecasts(shown: Sequence[tuple[Row, CellLine]], quarter: int) -> list[str]:
    """The measures whose target of the year is hard to reach or out of reach, as sentences. Two statements."""
    rows = {row.item: row for row, _ in shown}
    measures = Measure.objects.filter(item__in=rows, retired=False).order_by("item__position", "position")
    values: dict[tuple[int, int], Decimal | None] = {}
    known = ReportValue.objects.filter(IN_FORCE, measure__item__in=rows).order_by("report__number")
    for measure, cell, value in known.values_list("measure_id", "report__cell_id", "value"):
        values[measure, cell] = value
    return [said for each in measures if (said := _foretold(each, rows[each.item_id], values, quarter))]


def _foretold(measure: Measure, row: Row, values: Mapping[tuple[int, int], Decimal | None], quarter: int) -> str:
    """The forecast of a measure that is at risk; '' for any other, and for a year that is over."""
    until = [values.get((measure.pk, cell.pk)) for cell in row.cells if cell.quarters[-1] <= quarter]
    while until and until[-1] is None:
        until.pop()
    found = forecast(measure.measured, until, len(row.cells))
    if found is None or found.chance not in _AT_RISK or len(until) == len(row.cells):
        return ""
    office = row.office[1] or "未明确责任科室"
    return f"{row.tag} {measure.name}（{office}）：{sentence(found, measure.measured, measure.unit)}"
