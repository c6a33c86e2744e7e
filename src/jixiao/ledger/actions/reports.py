"""Writing, handing in, accepting and returning the report of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from jixiao.core.journal_chain import canonical, digest
from jixiao.core.ledger import reporting
from jixiao.core.ledger.amounts import Unreadable, amount_or_none, read_amount
from jixiao.core.ledger.measures import Reckoning
from jixiao.core.ledger.reporting import Asked, Obstacle, Progress, Said
from jixiao.core.ledger.states import Reporting
from jixiao.core.ledger.windows import beijing_day
from jixiao.journal.actions import Subject, record
from jixiao.ledger.actions import standings
from jixiao.ledger.actions.locking import locked_cell
from jixiao.ledger.actions.standings import Indicator
from jixiao.ledger.models import Cell, Measure, Report, ReportValue, Task
from jixiao.ledger.policy import require_writer
from jixiao.people.models import Account
from jixiao.people.policy import By, Refused, Right, account_behind, is_same_person, require

TYPED_LIMIT, DRAFT_LIMIT = 64, 4000


@dataclass(frozen=True, slots=True)
class Typed:
    """A report as it came from a form: values as typed, by the number of their measure."""

    progress: Progress = Progress.ON_PLAN
    sentence: str = ""
    note: str = ""
    values: Mapping[int, str] = field(default_factory=dict)

    @property
    def said(self) -> Said:
        return Said(self.progress, self.sentence, self.note)


class Conflict(Refused):
    """Somebody else saved the report since it was shown; `theirs` is what stands now."""

    def __init__(self, theirs: Report) -> None:
        who = theirs.written_by.shown_name if theirs.written_by else "命令行"
        super().__init__(f"{who}刚刚也保存了这份填报，请核对后再保存。您填写的内容没有丢失。")
        self.theirs = theirs


class Unready(Refused):
    """The report cannot be handed in, or written, as it is; `obstacles` say why and where."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__("".join(each.sentence for each in obstacles))
        self.obstacles = obstacles


@transaction.atomic
def save_draft(by: By, cell_id: int, typed: Typed, seen: int, now: datetime) -> Report:
    """Keep what is being written; nothing is checked but who and when. Raises Refused, Conflict.

    `seen` is the version of the working report that the form was filled from; 0 when there was none.
    """
    cell = locked_cell(cell_id)
    require_writer(by, cell)
    if not reporting.is_editable(cell.facts, cell.opens, beijing_day(now)):
        raise Unready(reporting.obstacles(Asked(cell.facts, cell.opens), typed.said, beijing_day(now)))
    if too_long := _too_long(typed):
        raise Unready(too_long)
    report = _next_draft(by, cell, _latest(cell), typed, seen, now)
    _keep(report, Measure.objects.filter(item=cell.item_id, retired=False), typed)
    if cell.reporting != Reporting.DRAFT:
        cell.reporting = Reporting.DRAFT.value
        cell.save(update_fields=["reporting"])
    return report


@transaction.atomic
def submit(by: By, cell_id: int, typed: Typed, seen: int, now: datetime) -> Report:
    """Hand the report in. The same one handed in again is the same report. Raises Refused, Conflict."""
    cell = locked_cell(cell_id)
    require_writer(by, cell)
    before = _latest(cell)
    lies = before is not None and before.working and before.stage == Reporting.SUBMITTED
    if before is not None and lies and _says(before) == _content(typed):
        return before
    found = standings.read(cell.item_id)
    amounts = _read(found.measures, typed)
    for measure in found.measures:
        found.values.setdefault(measure.pk, {})[cell.pk] = amounts[measure.pk]
    for each in found.cells:
        if each.pk == cell.pk:
            each.reported_on, each.reporting = beijing_day(now), Reporting.SUBMITTED.value
    obstacles = reporting.obstacles(_asked(cell, found, amounts, typed), typed.said, beijing_day(now))
    if obstacles:
        raise Unready(obstacles)
    report = _next_draft(by, cell, before, typed, seen, now)
    report.stage, report.submitted_by, report.submitted_at = Reporting.SUBMITTED.value, account_behind(by), now
    _keep(report, found.measures, typed)
    handed_in = {"reporting": Reporting.SUBMITTED.value, "reported_on": beijing_day(now)}
    standings.restand(cell.item_id, found, {cell.pk: handed_in})
    _note(by, cell, "report.submit", report, _content(typed), now)
    return report


@transaction.atomic
def accept(by: By, report_id: int, seen: int, now: datetime) -> Report:
    """Accept a report that was handed in by somebody else; one that says done strikes the indicator off.

    Raises Refused.
    """
    report = _lying(by, report_id, seen)
    cell = report.cell
    Report.objects.filter(cell=cell, counts=True).update(counts=None)
    report.stage, report.working, report.counts = Reporting.ACCEPTED.value, None, True
    _decide(report, by, "", now)
    cell.reporting = Reporting.ACCEPTED.value
    cell.save(update_fields=["reporting"])
    standings.restand(cell.item_id)
    _note(by, cell, "report.accept", report, _says(report), now)
    return report


@transaction.atomic
def send_back(by: By, report_id: int, seen: int, reason: str, now: datetime) -> Report:
    """Return a report with the reason; it can be written further. Raises Refused."""
    if not reason.strip():
        raise Refused("请写明退回理由。")
    if len(reason) > reporting.TEXT_LIMIT:
        raise Refused(f"退回理由不能超过 {reporting.TEXT_LIMIT} 个字。")
    report = _lying(by, report_id, seen)
    report.stage = Reporting.RETURNED.value
    _decide(report, by, reason.strip(), now)
    cell = report.cell
    cell.reporting = Reporting.RETURNED.value
    cell.save(update_fields=["reporting"])
    standings.restand(cell.item_id)
    _note(by, cell, "report.return", report, _says(report), now)
    return report


@transaction.atomic
def reopen(by: By, cell_id: int, reason: str, now: datetime) -> Report:
    """Open an accepted report for correction. What was accepted counts until the correction is accepted.

    Raises Refused.
    """
    cell = locked_cell(cell_id)
    require(by, Right.LEDGER_KEEP, cell)
    if not reason.strip():
        raise Refused("请写明重新开启的理由。")
    if len(reason) > reporting.TEXT_LIMIT:
        raise Refused(f"重新开启的理由不能超过 {reporting.TEXT_LIMIT} 个字。")
    counting = Report.objects.filter(cell=cell, counts=True).first()
    latest = _latest(cell)
    if counting is None or latest is None or latest.working:
        raise Refused("只有已经审核的填报可以重新开启。")
    report = _next(cell, latest)
    report.progress, report.sentence, report.note = counting.progress, counting.sentence, counting.note
    report.correction, report.opened_by, report.written_at = reason.strip(), account_behind(by), now
    report.save()
    for value in counting.values.all():
        ReportValue.objects.create(report=report, measure=value.measure, typed=value.typed, value=value.value)
    cell.reporting = Reporting.DRAFT.value
    cell.save(update_fields=["reporting"])
    standings.restand(cell.item_id)
    _note(by, cell, "cell.reopen", report, _says(report), now)
    return report


def _too_long(typed: Typed) -> tuple[Obstacle, ...]:
    """A draft may be longer than a report, but nothing of it is cut in silence."""
    return tuple(
        Obstacle(field, f"{label}有 {len(text)} 个字，草稿最多存 {DRAFT_LIMIT} 个字，这次没有保存。")
        for field, label, text in (("sentence", "进展情况", typed.sentence), ("note", "原因和措施", typed.note))
        if len(text.strip()) > DRAFT_LIMIT
    )


def _latest(cell: Cell) -> Report | None:
    """The last report of the cell: only it may be the working one."""
    reports = Report.objects.filter(cell=cell).order_by("-number")
    return reports.select_related("written_by__person").prefetch_related("values").first()


def _next(cell: Cell, latest: Report | None) -> Report:
    """A report after those that the cell has."""
    return Report(cell=cell, number=(latest.number if latest else 0) + 1, working=True)


def _next_draft(by: By, cell: Cell, latest: Report | None, typed: Typed, seen: int, now: datetime) -> Report:
    """The working report with what was typed, not yet kept; a returned one stays and a next one is written."""
    report = latest if latest is not None and latest.working else None
    if report is not None and report.version != seen and _says(report) != _content(typed):
        raise Conflict(report)
    version = report.version if report else 0
    if report is not None and report.stage == Reporting.RETURNED:
        Report.objects.filter(pk=report.pk).update(working=None)
        report = None
    report = report or _next(cell, latest)
    report.version, report.stage, report.progress = version + 1, Reporting.DRAFT.value, typed.progress.value
    report.sentence, report.note = typed.sentence.strip(), typed.note.strip()
    report.written_by, report.written_at = account_behind(by), now
    return report


def _keep(report: Report, measures: Iterable[Measure], typed: Typed) -> None:
    """Save the report and its values."""
    there = {value.measure_id: value for value in report.values.all()} if report.pk else {}
    report.save()
    new = []
    for measure in measures:
        if measure.pk not in typed.values:
            continue
        text = typed.values[measure.pk].strip()[:TYPED_LIMIT]
        value = there.get(measure.pk)
        if value is None:
            new.append(
                ReportValue(report=report, measure=measure, typed=text, value=amount_or_none(text, measure.unit))
            )
        elif value.typed != text:
            value.typed, value.value = text, amount_or_none(text, measure.unit)
            value.save()
    ReportValue.objects.bulk_create(new)


def _read(measures: list[Measure], typed: Typed) -> dict[int, Decimal | None]:
    """The values as numbers. Raises Unready for what is none."""
    found: dict[int, Decimal | None] = {}
    unreadable = []
    for measure in measures:
        try:
            found[measure.pk] = read_amount(typed.values.get(measure.pk, ""), measure.unit)
        except Unreadable as wrong:
            unreadable.append(Obstacle("values", f"{measure.name}：{wrong}"))
    if unreadable:
        raise Unready(tuple(unreadable))
    return found


def _asked(cell: Cell, found: Indicator, amounts: Mapping[int, Decimal | None], typed: Typed) -> Asked:
    is_done = typed.progress is Progress.DONE  # only then are tasks and evidence asked for
    at = next(index for index, each in enumerate(found.cells) if each.pk == cell.pk)
    return Asked(
        cell=cell.facts,
        opens=cell.opens,
        standings=standings.standings(found.measures, found.cells, found.values, at),
        missing=tuple(measure.name for measure in found.measures if amounts[measure.pk] is None),
        unmet=tuple(standings.unmet(found.measures, found.cells, found.values, at)),
        is_last=cell.is_last,
        has_each=any(measure.reckoning == Reckoning.EACH for measure in found.measures),
        open_tasks=Task.objects.filter(list__item=cell.item_id).exclude(stage="struck_off").count() if is_done else 0,
        evidence=cell.evidence_uses.filter(taken_back=None).count() if is_done else 0,
    )


def _lying(by: By, report_id: int, seen: int) -> Report:
    """The report that lies for acceptance, locked with its cell. Raises Refused."""
    found = Report.objects.filter(pk=report_id).first()
    if found is None:
        raise Refused("没有这份填报。")
    cell = locked_cell(found.cell_id)
    require(by, Right.REPORT_ACCEPT, cell)
    report = (
        Report.objects.select_related("written_by__person", "submitted_by").prefetch_related("values").get(pk=report_id)
    )
    report.cell = cell
    if report.stage != Reporting.SUBMITTED or not report.working:
        raise Refused("这份填报已经办理过了。")
    if report.version != seen:
        raise Conflict(report)
    if isinstance(by, Account) and is_same_person(by, report.submitted_by):
        raise Refused("不能审核自己报送的填报，请由另一人办理。")
    return report


def _decide(report: Report, by: By, reason: str, now: datetime) -> None:
    report.decided_by, report.decided_at, report.reason = account_behind(by), now, reason
    report.save(update_fields=["stage", "working", "counts", "decided_by", "decided_at", "reason"])


def _says(report: Report) -> dict[str, object]:
    values = {value.measure_id: value.typed for value in report.values.all() if value.typed}
    return _plain(report.progress, report.sentence, report.note, values)


def _content(typed: Typed) -> dict[str, object]:
    values = {key: value.strip() for key, value in typed.values.items() if value.strip()}
    return _plain(typed.progress.value, typed.sentence.strip(), typed.note.strip(), values)


def _plain(progress: str, sentence: str, note: str, values: Mapping[int, str]) -> dict[str, object]:
    kept = {str(key): value for key, value in sorted(values.items())}
    return {"progress": progress, "sentence": sentence, "note": note, "values": kept}


def _note(by: By, cell: Cell, action: str, report: Report, said: dict[str, object], now: datetime) -> None:
    """Record what was done with the report that says so."""
    facts = {
        "plan": cell.item.plan_id,
        "row": cell.item.uid,
        "no": cell.item.no,
        "period": cell.period.label,
        "report": report.number,
        "reason": report.reason or report.correction,
        **said,
    }
    record(by.actor, action, Subject("cell", cell.pk, "", digest(canonical(said))), facts, now)
