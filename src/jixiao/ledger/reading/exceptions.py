"""What deserves attention in a ledger: late and at-risk indicators, overdue directives, undone decisions, warnings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from jixiao.core.ledger.agenda import Alarmed, Decision, Exceptions, OverdueDirective
from jixiao.core.ledger.directives import Course
from jixiao.core.ledger.lagging import EXCEPTIONS, Lag
from jixiao.core.ledger.periods import quarter_of
from jixiao.core.ledger.states import REPORTED, State
from jixiao.core.ledger.strike_off import Stage
from jixiao.core.ledger.warning import Alarm
from jixiao.core.workdays import workdays_between
from jixiao.ledger.models import Ledger, Report, Task
from jixiao.ledger.reading.directives import issued_in
from jixiao.ledger.reading.grid import CellLine, Grid, Row, grid
from jixiao.ledger.reading.warnings import line_rows, lines_of
from jixiao.people.models import Organisation

_ALARMS = frozenset({Alarm.ORANGE, Alarm.RED})


def exceptions(ledger: Ledger, today: date) -> Exceptions:
    """Everything that may come before a meeting. Ten statements."""
    return Exceptions(
        lags=tuple(lags_of(ledger, today)),
        directives=tuple(overdue(ledger, today)),
        decisions=tuple(decisions(ledger)),
        alarms=tuple(_alarms(ledger, today)),
    )


def lags_of(ledger: Ledger, today: date) -> list[Lag]:
    """The indicators that are late or at risk, with what their reporters said. Five statements."""
    found = grid(ledger, today)
    return lags(found, notes_of(cell.pk for row in found.rows if (cell := exceptional(row, found.today))))


def lags_with_offices(ledger: Ledger, today: date) -> list[tuple[Lag, tuple[int, ...]]]:
    """Each lag with the numbers of its offices, the leading one first; an enterprise answers for its own. Five
    statements."""
    found = grid(ledger, today)
    own = ledger.organisation
    alone = (own.pk,) if own.kind == Organisation.Kind.ENTERPRISE else ()
    offices = {row.item: tuple(number for number, _ in row.offices if number) or alone for row in found.rows}
    items = {cell.pk: cell.item for cell in found.cells}
    notes = notes_of(cell.pk for row in found.rows if (cell := exceptional(row, today)))
    return [(lag, offices[items[lag.cell]]) for lag in lags(found, notes)]


def lags(found: Grid, notes: dict[int, str]) -> list[Lag]:
    """One lag an indicator, in the plan's order."""
    made = []
    for row in found.rows:
        cell = exceptional(row, found.today)
        if cell is not None:
            made.append(lag_of(row, cell, found.today, notes.get(cell.pk, "")))
    return made


def exceptional(row: Row, today: date) -> CellLine | None:
    """The cell that makes the indicator an exception: the one that tells how it stands now, else one never reported."""
    now = row.now(today)
    if now is not None and now.state in EXCEPTIONS:
        return now
    owed = _owed(row)
    return owed[-1] if owed else None


def _owed(row: Row) -> list[CellLine]:
    return [cell for cell in row.cells if cell.state is State.LATE and cell.reporting not in REPORTED]


def lag_of(row: Row, cell: CellLine, today: date, note: str = "") -> Lag:
    """The cell as a sentence needs it."""
    return Lag(
        cell=cell.pk,
        tag=row.tag,
        text=row.text,
        offices=tuple(name for _, name in row.offices),
        period=cell.label,
        state=cell.state,
        is_reported=cell.reporting in REPORTED,
        due=cell.due,
        days=workdays_between(cell.due, today),
        summary=cell.summary,
        note=note,
        missing=tuple(each.label for each in _owed(row) if each.pk != cell.pk),
    )


def notes_of(cells: Iterable[int]) -> dict[int, str]:
    """What the reports in force say of reasons and measures, by cell. One statement."""
    in_force = Q(working=True, stage="submitted") | Q(counts=True)
    reports = Report.objects.filter(in_force, cell__in=list(cells)).order_by("number")
    return dict(reports.values_list("cell_id", "note"))


def overdue(ledger: Ledger, today: date) -> list[OverdueDirective]:
    """The directives that are late, the oldest first. Two statements."""
    return [
        OverdueDirective(
            directive=line.pk,
            label=line.label,
            title=line.title,
            offices=tuple(part.office for part in line.parts if part.course is Course.LATE),
            due=line.due,
            escalated_to=line.escalated_to,
        )
        for line in reversed(issued_in(ledger, today))
        if line.course is Course.LATE
    ]


def decisions(ledger: Ledger) -> list[Decision]:
    """What meetings decided: all of the latest meeting, of earlier ones what is undone. One statement."""
    tasks = Task.objects.filter(meeting__ledger=ledger, meeting__stage="held").select_related("meeting", "office")
    ordered = list(tasks.order_by("meeting__number", "position", "pk"))
    last = max((task.meeting.number for task in ordered if task.meeting), default=0)
    return [
        Decision(
            task=task.pk,
            text=task.text,
            office=task.office.name if task.office else "",
            due=task.due,
            stage=Stage(task.stage),
            meeting=task.meeting.title,
            of_last=task.meeting.number == last,
        )
        for task in ordered
        if task.meeting and (task.meeting.number == last or task.stage != Stage.STRUCK_OFF)
    ]


def _alarms(ledger: Ledger, today: date) -> list[Alarmed]:
    """Quantities whose latest reading of the year stands at the orange or red line. Two statements."""
    quarter = quarter_of(today)
    latest = []
    for row in line_rows(lines_of(ledger.organisation), quarter.year):
        read = [level for level in row.levels[: quarter.number] if level.alarm]
        latest += read[-1:]
    return [
        Alarmed(level.organisation_name, level.name, level.shown, level.light.word, level.worsening)
        for level in latest
        if level.alarm in _ALARMS
    ]
