"""What the reports of an indicator say together, written into its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.measures import Reckoning, achieved, is_met, pace_of, standing
from jixiao.core.ledger.periods import Frequency, months_in
from jixiao.core.ledger.reporting import Progress, Said, standing_of
from jixiao.core.ledger.states import Reporting, Standing
from jixiao.ledger.models import Cell, Measure, Report, ReportValue

IN_FORCE = Q(report__working=True, report__stage="submitted") | Q(report__counts=True)
Along = Mapping[int, Mapping[str, object]]
Values = dict[int, dict[int, Decimal | None]]  # measure → number of the cell → value


@dataclass(frozen=True, slots=True)
class Indicator:
    """What the reports of an indicator are judged by; `values` are those in force."""

    measures: list[Measure]
    cells: list[Cell]
    values: Values


def read(item_id: int) -> Indicator:
    """Three statements."""
    measures = list(Measure.objects.filter(item=item_id, retired=False))
    return Indicator(measures, cells_of(item_id), values_of(item_id))


def cells_of(item_id: int) -> list[Cell]:
    """The cells of an indicator that are used, in order."""
    return list(Cell.objects.filter(item=item_id, dropped=False).order_by("starts"))


def values_of(item_id: int) -> Values:
    """The values in force of an indicator's measures, by cell: handed in, else accepted."""
    found: Values = {}
    rows = ReportValue.objects.filter(IN_FORCE, report__cell__item=item_id, report__cell__dropped=False)
    for measure, cell, value in rows.order_by("report__number").values_list("measure_id", "report__cell_id", "value"):
        found.setdefault(measure, {})[cell] = value
    return found


def standings(measures: Iterable[Measure], cells: list[Cell], values: Values, at: int) -> tuple[Standing, ...]:
    """The standing of each measure in the cell at index `at`."""
    cell = cells[at]
    periods = Decimal(cells[-1].period.ends.month) / months_in(Frequency(cell.frequency))  # the last may be of others
    pace = pace_of(cell.number, periods, cell.starts, cell.ends, cell.reported_on)
    return tuple(standing(measure.measured, _so_far(measure, cells, values, at), pace) for measure in measures)


def _so_far(measure: Measure, cells: list[Cell], values: Values, at: int) -> list[Decimal | None]:
    own = values.get(measure.pk, {})
    return [own.get(cell.pk) for cell in cells[: at + 1]]


def unmet(measures: Iterable[Measure], cells: list[Cell], values: Values, at: int) -> list[str]:
    """The measures whose target is not reached in the cell at index `at`, by name."""
    found = []
    for measure in measures:
        value = achieved(Reckoning(measure.reckoning), _so_far(measure, cells, values, at))
        if not is_met(measure.measured, value):
            found.append(measure.name)
    return found


def summary_of(measures: Iterable[Measure], cells: list[Cell], values: Values, at: int, sentence: str) -> str:
    """One line about the cell: what is achieved of what is asked, or the sentence where nothing is counted."""
    parts = []
    for measure in measures:
        value = achieved(Reckoning(measure.reckoning), _so_far(measure, cells, values, at))
        if value is not None:
            parts.append(progress_text(measure, value))
    text = "；".join(parts) or " ".join(sentence.split())
    return text if len(text) <= 200 else f"{text[:199]}…"


def progress_text(measure: Measure, value: Decimal) -> str:
    """38／60亿元: achieved of asked, in the unit that the plan uses."""
    return f"{shown_amount(value, measure.unit)}／{shown_amount(measure.target, measure.unit)}{measure.unit}"


def restand(item_id: int, known: Indicator | None = None, along: Along | None = None) -> None:
    """Judge all cells of the indicator anew: a value of one period counts in those after it.

    What was accepted as done, and with it what came after, is struck off for as long as its targets are reached.
    `known` is the indicator as it was read in this transaction, with the values that were written since; `along` are
    fields of cells, by their number, that are written with the same statement.
    """
    found = known or read(item_id)
    said = _said(found.cells)
    is_over, has_each = False, any(measure.reckoning == Reckoning.EACH for measure in found.measures)
    for at, cell in enumerate(found.cells):
        stands, text = "", ""
        struck_off = is_over and cell.reporting == Reporting.NONE
        if cell.pk in said:
            judged = standings(found.measures, found.cells, found.values, at)
            stands = standing_of(said[cell.pk], judged).value
            text = summary_of(found.measures, found.cells, found.values, at, said[cell.pk].sentence)
            if cell.reporting == Reporting.ACCEPTED and said[cell.pk].progress is Progress.DONE:
                struck_off = not unmet(found.measures, found.cells, found.values, at)
                is_over |= struck_off and not has_each  # a duty of each period is reported on to the end
        fields: dict[str, object] = dict((along or {}).get(cell.pk, {}))
        if (cell.standing, cell.summary, cell.struck_off) != (stands, text, struck_off):
            fields |= {"standing": stands, "summary": text, "struck_off": struck_off}
        if fields:
            Cell.objects.filter(pk=cell.pk).update(**fields)


def _said(cells: list[Cell]) -> dict[int, Said]:
    reports = Report.objects.filter(cell__in=cells).filter(Q(working=True, stage="submitted") | Q(counts=True))
    rows = reports.order_by("number").values_list("cell_id", "progress", "sentence", "note")
    return {cell: Said(Progress(progress), sentence, note) for cell, progress, sentence, note in rows}
