"""All that was reported on a cell: no version is ever lost."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.core.ledger.amounts import shown_amount
from jixiao.ledger.models import Cell, Report, ReportValue
from jixiao.ledger.reading import labels
from jixiao.people.models import Account


@dataclass(frozen=True, slots=True)
class Version:
    """A report as it stands in the history of its cell."""

    report: Report
    title: str
    progress: str
    values: list[tuple[str, str]]


_PEOPLE = ("written_by", "submitted_by", "decided_by", "opened_by")


def history(cell: Cell) -> list[Version]:
    """All reports of the cell, the latest first. Three statements."""
    reports = list(Report.objects.filter(cell=cell))
    _name_people(reports)
    values: dict[int, list[tuple[str, str]]] = {}
    for value in ReportValue.objects.filter(report__in=reports).select_related("measure").order_by("measure__position"):
        values.setdefault(value.report_id, []).append((labels.asked_name(value.measure), _with_unit(value)))
    return [
        Version(
            report=report,
            title=report.get_stage_display(),
            progress=labels.progress_word(report),
            values=values.get(report.pk, []),
        )
        for report in reports
    ]


def _name_people(reports: list[Report]) -> None:
    """Give the reports the accounts of those who wrote, handed in, decided and opened them, with no more than names."""
    numbers = {getattr(report, f"{name}_id") for report in reports for name in _PEOPLE} - {None}
    slim = Account.objects.select_related("person").only("username", "first_name", "person__name")
    accounts = slim.in_bulk(numbers) if numbers else {}
    for report in reports:
        for name in _PEOPLE:
            setattr(report, name, accounts.get(getattr(report, f"{name}_id")))


def _with_unit(value: ReportValue) -> str:
    if value.value is None:
        return value.typed or "—"
    return f"{shown_amount(value.value, value.measure.unit)}{value.measure.unit}"
