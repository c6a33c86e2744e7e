"""A ledger of the sample plan, opened at the year's beginning, and what happens in it.

Cells of item 1-1 (口袋公园12个以上, 绿化科), 1-2 (每季度巡查, 绿化科+办公室), 2-1 (6月底前, 办公室), 3-1 (no office).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import approved

from jixiao.core.ledger.reporting import Progress
from jixiao.core.stages import Stage
from jixiao.ledger.actions import opening, reports
from jixiao.ledger.actions.reports import Typed
from jixiao.ledger.models import Cell, Evidence, EvidenceUse, Ledger, Measure, Report
from jixiao.people.models import Account, Organisation

OPENED = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
Q1_END = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)  # the report of the first quarter is due on 2026-04-08


def opened_ledger(clerk: Account, agency: Organisation, text: str | None = None, scale: str = "10") -> Ledger:
    """The plan published, its ledger opened on 2026-01-12."""
    plan = approved.approved_plan(clerk, agency, *([text] if text else []), scale=scale)
    approved.at(plan, Stage.PUBLISHED)
    return opening.open_ledger(clerk, plan.pk, OPENED)


def cell(ledger: Ledger, no: str, number: int = 1) -> Cell:
    return Cell.objects.select_related("item__plan", "ledger__plan").get(
        ledger=ledger, item__no=no, number=number, dropped=False
    )


def typed(
    cell: Cell,
    *values: str,
    progress: Progress = Progress.ON_PLAN,
    sentence: str = "已按计划推进。",
    note: str = "",
) -> Typed:
    """A report with the values for the indicator's measures in their order."""
    measures = Measure.objects.filter(item=cell.item_id, retired=False)
    return Typed(progress, sentence, note, {each.pk: text for each, text in zip(measures, values, strict=False)})


def submitted(by: Account, cell: Cell, *values: str, now: datetime = Q1_END, note: str = "正在追赶。") -> Report:
    working = Report.objects.filter(cell=cell, working=True).first()
    seen = working.version if working else 0
    return reports.submit(by, cell.pk, typed(cell, *values, note=note), seen, now)


def accepted(by: Account, acceptor: Account, cell: Cell, *values: str, now: datetime = Q1_END) -> Report:
    handed_in = submitted(by, cell, *values, now=now)
    return reports.accept(acceptor, handed_in.pk, handed_in.version, now + timedelta(hours=1))


def evidence(by: Account, agency: Organisation, **place: object) -> Evidence:
    """A piece of evidence, used in the `cell`, `task`, `row` or `addressee` that is named."""
    count = Evidence.objects.count()
    made = Evidence.objects.create(
        organisation=agency,
        sha256=f"{count:064x}",
        name=f"材料{count + 1}.pdf",
        kind="pdf",
        size=1024,
        uploaded_by=by,
        uploaded_at=OPENED,
    )
    if place:
        EvidenceUse.objects.create(evidence=made, by=by, at=OPENED, **place)
    return made
