"""All that was reported on a cell: no version is ever lost."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.core.ledger.amounts import shown_amount
from jixiao.ledger.models import Cell, Report, ReportValue
from jixiao.ledger.reading import labels


@dataclass(frozen=True, slots=True)
class Version:
    """A report as it stands in the history of its cell."""

    report: Report
    title: str
    progress: str
    values: list[tuple[str, str]]


def history(cell: Cell) -> list[Version]:
    """All reports of the cell, the latest first. Two statements."""
    people = ("written_by__person", "submitted_by__person", "decided_by__person", "opened_by__person")
    reports = Report.objects.filter(cell=cell).select_related(*people).prefetch_related("values__measure")
    return [
        Version(
            report=report,
            title=report.get_stage_display(),
            progress=labels.progress_word(report),
            values=[(labels.asked_name(value.measure), _with_unit(value)) for value in report.values.all()],
        )
        for report in reports
    ]


def _with_unit(value: ReportValue) -> str:
    if value.value is None:
        return value.typed or "—"
    return f"{shown_amount(value.value, value.measure.unit)}{value.measure.unit}"
