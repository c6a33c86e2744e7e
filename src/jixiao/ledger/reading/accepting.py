"""What lies for acceptance in a ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.reporting import Progress
from jixiao.core.ledger.states import Light, Reporting
from jixiao.ledger.models import Ledger, Report, ReportValue
from jixiao.ledger.reading import labels
from jixiao.people.models import Account
from jixiao.people.policy import is_same_person


@dataclass(frozen=True, slots=True)
class Lying:
    """A report that lies for acceptance. `is_own`: the account handed it in and cannot decide it."""

    report: Report
    light: Light
    progress: str
    values: list[tuple[str, str, str]]  # what was asked, the value, the target
    evidence: int
    is_own: bool
    is_done: bool


def lying(ledger: Ledger, account: Account, today: date, only: Iterable[int] | None = None) -> list[Lying]:
    """The reports in the order of the plan; `only` those numbers. Two statements."""
    reports = Report.objects.filter(cell__ledger=ledger, working=True, stage=Reporting.SUBMITTED.value)
    reports = _joined(reports.filter(cell__item__withdrawn=False, cell__dropped=False))
    found = list(reports if only is None else reports.filter(pk__in=list(only)))
    values: dict[int, list[tuple[str, str, str]]] = {}
    rows = ReportValue.objects.filter(report__in=found, measure__retired=False).select_related("measure")
    for each in rows.order_by("measure__position"):
        unit = each.measure.unit
        amount = f"{shown_amount(each.value, unit)}{unit}"
        row = (labels.asked_name(each.measure), amount, labels.target_text(each.measure))
        values.setdefault(each.report_id, []).append(row)
    return [_lying(report, values.get(report.pk, []), account, today) for report in found]


def _joined(reports: QuerySet[Report]) -> QuerySet[Report]:
    used = Count("cell__evidence_uses", filter=Q(cell__evidence_uses__taken_back=None))
    people = ("submitted_by__person", "cell__item")
    return reports.select_related(*people).annotate(used=used).order_by("cell__item__position", "cell__starts")


def _lying(report: Report, values: list[tuple[str, str, str]], account: Account, today: date) -> Lying:
    return Lying(
        report=report,
        light=labels.light_of(report.cell, today),
        progress=labels.progress_word(report),
        values=values,
        evidence=getattr(report, "used", 0),
        is_own=is_same_person(account, report.submitted_by),
        is_done=report.progress == Progress.DONE,
    )
