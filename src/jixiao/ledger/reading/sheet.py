"""The due cells as a table to be filled in, and what a filled-in table would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jixiao.core.ledger.measures import WORDS, Reckoning
from jixiao.core.ledger.reporting import PROGRESS, Progress, is_editable
from jixiao.core.ledger.sheet_rows import KEY, NOTE, PROGRESS_NAME, SENTENCE, VALUE, Filled, Key
from jixiao.core.ledger.states import REPORTING, Reporting
from jixiao.ledger.models import Cell, Ledger, Measure, Report, ReportValue
from jixiao.ledger.policy import mine
from jixiao.people.models import Account
from jixiao.plans.models import Item, Responsibility
from jixiao.press.sheet import Column, Table

COLUMNS = (
    Column(KEY, 12),
    Column("序号", 8),
    Column("指标", 44),
    Column("责任科室", 14),
    Column("周期", 10),
    Column("目标", 22),
    Column("填报口径", 14),
    Column("上期", 12),
    Column(VALUE, 14, asked=True),
    Column(PROGRESS_NAME, 14, asked=True, choices=tuple(PROGRESS.values())),
    Column(SENTENCE, 36, asked=True),
    Column(NOTE, 36, asked=True),
    Column("状态", 14),
)
_HOW = "只填黄底各栏；不要改动编号。可以删去不报的行，可以排序。填好后在“表格填报”页上传，先核对再保存。"


@dataclass(frozen=True, slots=True)
class _Known:
    """The reports of the cells: the working one of each, and values by report."""

    working: Mapping[int, Report]
    counting: Mapping[int, Report]
    values: Mapping[int, Mapping[int, str]]

    def of(self, cell: int) -> Report | None:
        return self.working.get(cell) or self.counting.get(cell)

    def typed(self, report: Report | None) -> Mapping[int, str]:
        return self.values.get(report.pk, {}) if report else {}


def table(ledger: Ledger, account: Account, quarter: int, today: date) -> Table:
    """The cells of the quarter that the account may write now, as a table. Seven statements."""
    cells = [each for each in _cells(ledger, account, quarter) if is_editable(each.facts, each.opens, today)]
    measures = _measures(cells)
    known = _known(_with_earlier(cells))
    offices = _offices(cells)
    rows: list[list[str]] = []
    for cell in cells:
        rows += _rows(cell, measures.get(cell.item_id, []), known, offices.get(cell.item_id, ""))
    title = f"{ledger.plan.title}填报表（第{quarter}季度）"
    return Table(title, _HOW, COLUMNS, rows)


def _cells(ledger: Ledger, account: Account, quarter: int) -> list[Cell]:
    cells = Cell.objects.in_force().filter(ledger=ledger).select_related("item")
    months = (quarter * 3 - 2, quarter * 3)
    cells = cells.filter(starts__month__lte=months[1], ends__month__gte=months[0])
    if account.role != Account.Role.OPERATOR:
        cells = cells.filter(item__in=Item.objects.filter(mine(account)).values("pk"))
    return list(cells.order_by("item__position", "starts"))


def _with_earlier(cells: Sequence[Cell]) -> list[int]:
    """The cells and those before them, whose values are shown beside."""
    items = {cell.item_id for cell in cells}
    return list(Cell.objects.filter(item__in=items, dropped=False).values_list("pk", flat=True))


def _measures(cells: Iterable[Cell]) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(item__in={cell.item_id for cell in cells}, retired=False):
        found.setdefault(measure.item_id, []).append(measure)
    return found


def _known(cells: Iterable[int]) -> _Known:
    reports = list(Report.objects.filter(Q(working=True) | Q(counts=True), cell__in=list(cells)).select_related("cell"))
    values: dict[int, dict[int, str]] = {}
    for report, measure, typed in ReportValue.objects.filter(report__in=reports).values_list(
        "report_id", "measure_id", "typed"
    ):
        values.setdefault(report, {})[measure] = typed
    return _Known(
        {report.cell_id: report for report in reports if report.working},
        {report.cell_id: report for report in reports if report.counts},
        values,
    )


def _offices(cells: Iterable[Cell]) -> dict[int, str]:
    lead = Responsibility.objects.filter(
        item__in={cell.item_id for cell in cells}, role=Responsibility.Role.LEAD_OFFICE
    )
    return dict(lead.order_by("-position").values_list("item_id", "name"))


def _rows(cell: Cell, measures: Sequence[Measure], known: _Known, office: str) -> list[list[str]]:
    report = known.working.get(cell.pk)
    typed = known.typed(report)
    before = _before(cell, known)
    rows = []
    for at, measure in enumerate(measures or [None]):
        first = at == 0
        key = Key(cell.pk, measure.pk if measure else 0, report.version if report else 0)
        progress = PROGRESS[Progress(report.progress)] if report and first else ""
        rows.append(
            [
                str(key),
                cell.item.no,
                cell.item.title,
                office,
                cell.period.label,
                measure.span if measure else "",
                WORDS[Reckoning(measure.reckoning)] if measure else "",
                before.get(measure.pk, "") if measure else "",
                typed.get(measure.pk, "") if measure else "",
                progress,
                report.sentence if report and first else "",
                report.note if report and first else "",
                REPORTING[Reporting(cell.reporting)] if first else "",
            ]
        )
    return rows


def _before(cell: Cell, known: _Known) -> Mapping[int, str]:
    """What was typed for the latest earlier cell of the indicator."""
    earlier = [
        report
        for report in (*known.working.values(), *known.counting.values())
        if report.cell.item_id == cell.item_id and report.cell.starts < cell.starts
    ]
    latest = max(earlier, key=lambda report: report.cell.starts, default=None)
    return known.typed(latest)


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of a sheet that was handed back: what it would change, and why it cannot, if so."""

    filled: Filled
    no: str
    text: str
    period: str
    changes: tuple[tuple[str, str, str], ...]  # label, before, after
    trouble: str


def shown(ledger: Ledger, account: Account, sheet: Sequence[Filled], today: date) -> tuple[list[Shown], int]:
    """The cells that a sheet would change, and how many it leaves as they are. Five statements."""
    numbers = [filled.cell for filled in sheet]
    cells = {
        cell.pk: cell for cell in Cell.objects.in_force().filter(pk__in=numbers, ledger=ledger).select_related("item")
    }
    allowed = set(
        Item.objects.filter(mine(account), pk__in={cell.item_id for cell in cells.values()}).values_list(
            "pk", flat=True
        )
    )
    measures = _measures(cells.values())
    known = _known(cells)
    found, same = [], 0
    for filled in sheet:
        cell = cells.get(filled.cell)
        if cell is None:
            found.append(Shown(filled, "", "", "", (), "台账里没有这一格，可能方案已经调整，请重新导出表格。"))
            continue
        changes = _changes(filled, measures.get(cell.item_id, []), known.of(cell.pk), known)
        if not changes:
            same += 1
            continue
        may = account.role == Account.Role.OPERATOR or cell.item_id in allowed
        trouble = _trouble(cell, filled, known.working.get(cell.pk), may=may, today=today)
        found.append(Shown(filled, cell.item.no, cell.item.title, cell.period.label, changes, trouble))
    return found, same


def _changes(
    filled: Filled, measures: Sequence[Measure], report: Report | None, known: _Known
) -> tuple[tuple[str, str, str], ...]:
    typed = known.typed(report)
    pairs = [(measure.span, typed.get(measure.pk, ""), filled.values.get(measure.pk, "")) for measure in measures]
    before = report or Report(progress=Progress.ON_PLAN.value)
    pairs.append((PROGRESS_NAME, PROGRESS[Progress(before.progress)], PROGRESS[filled.progress]))
    pairs += [(SENTENCE, before.sentence, filled.sentence), (NOTE, before.note, filled.note)]
    return tuple((label, old, new) for label, old, new in pairs if old.strip() != new.strip())


def _trouble(cell: Cell, filled: Filled, working: Report | None, *, may: bool, today: date) -> str:
    if not may:
        return "这项指标由其他科室负责，您不能填报。"
    if not is_editable(cell.facts, cell.opens, today):
        return f"这一格现在不能填报（{REPORTING[Reporting(cell.reporting)]}）。"
    if working is not None and working.version != filled.version:
        return "导出以后这一格又有人保存过，请重新导出后填写。"
    return ""
