"""On-site assessment: the record of the visit, the sample of evidence, and handing the sheet in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from jixiao.core.evaluations import marks as mark_rules
from jixiao.core.evaluations import rounds as rules
from jixiao.core.evaluations import visits
from jixiao.core.evaluations.marks import LONGEST, Typed
from jixiao.core.evaluations.visits import Candidate
from jixiao.evaluations.actions.round_locks import calendar_of, locked_sheet
from jixiao.evaluations.actions.sheet_steps import STALE, Stale, already_handed_in, day_of, hand_in, note, stop, touch
from jixiao.evaluations.actions.sheets import as_seen, require_writer, save, scored_items, standing_on
from jixiao.evaluations.models import Assignment, RoundKind, Sample, Visit
from jixiao.evaluations.reading.facts import proofs_of
from jixiao.people.policy import By, Refused, account_behind

MOST = 50  # pieces of evidence in a sample


@dataclass(frozen=True, slots=True)
class Given:
    """The record of a visit as it came from a form."""

    visited_on: date | None
    place: str
    panel: str
    record: str


@dataclass(frozen=True, slots=True)
class Form:
    """The page of an assessment as it was sent: of the visit, the verdicts and the marks what was changed."""

    visit: Given | None
    verdicts: Mapping[int, tuple[str, str]]
    marks: Mapping[int, Typed]
    seen: int


@transaction.atomic
def save_form(by: By, sheet_id: int, form: Form, now: datetime, count: int | None = None) -> None:
    """Write all parts of the page or none, and draw `count` pieces of evidence if asked to. Raises Refused, Stale."""
    _save_about(by, sheet_id, form, now)
    save(by, sheet_id, form.marks, now)
    if count is not None:
        draw(by, sheet_id, count, now)


@transaction.atomic
def submit_form(by: By, sheet_id: int, form: Form, now: datetime) -> Assignment:
    """Write all parts of the page and hand it in, or do neither. Raises Refused, Stale."""
    sheet, seen = _locked(by, sheet_id), form.seen
    if already_handed_in(by, sheet):
        if not _is_recorded(sheet, form):
            raise Refused("这张表已经提交，退回后才能修改。")
    elif sheet.version == seen:
        _save_about(by, sheet_id, form, now)
        seen = Assignment.objects.values_list("version", flat=True).get(pk=sheet_id)
    return submit(by, sheet_id, form.marks, seen, now)


def _is_recorded(sheet: Assignment, form: Form) -> bool:
    """Whether the visit and the verdicts of the form are those that stand: a double click."""
    visit = Visit.objects.filter(assignment=sheet).first()
    verdicts = {sample.pk: (sample.verdict, sample.note) for sample in sheet.samples.all()}
    said = {number: (verdict, text.strip()) for number, (verdict, text) in form.verdicts.items()}
    return (form.visit is None or (visit is not None and _says(visit, form.visit))) and said.items() <= verdicts.items()


def _says(visit: Visit, given: Given) -> bool:
    return all(getattr(visit, name) == value for name, value in _fields(given).items())


def _fields(given: Given) -> dict[str, object]:
    texts = {"place": given.place.strip(), "panel": given.panel.strip(), "record": given.record.strip()}
    return {"visited_on": given.visited_on, **texts}


def _save_about(by: By, sheet_id: int, form: Form, now: datetime) -> None:
    if form.visit is not None:
        record_visit(by, sheet_id, form.visit, form.seen, now)
    if form.verdicts:
        judge(by, sheet_id, form.verdicts, now)


@transaction.atomic
def record_visit(by: By, sheet_id: int, given: Given, seen: int, now: datetime) -> Visit:
    """Write the record of the visit. The same one written again is one. Raises Refused, Stale."""
    sheet = _writable(by, sheet_id, now)
    if given.visited_on is None or not given.panel.strip():
        raise Refused("请填写考评日期和考评组成员。")
    if given.visited_on > day_of(now):
        raise Refused("考评日期不能晚于今天。")
    if given.visited_on < sheet.round.opens:
        raise Refused(f"考评日期不能早于轮次开始的{sheet.round.opens:%Y-%m-%d}。")
    if len(given.record) > LONGEST or len(given.place) > 200 or len(given.panel) > 400:
        raise Refused(f"地点不超过 200 个字，成员不超过 400 个字，记录不超过 {LONGEST} 个字。")
    there = Visit.objects.filter(assignment=sheet).first()
    if there is not None and _says(there, given):
        return there
    if sheet.version != seen:
        raise Stale(STALE)
    visit, _ = Visit.objects.update_or_create(assignment=sheet, defaults=_fields(given))
    touch(sheet)
    note(by, sheet, "sheet.visit", {"on": given.visited_on, "panel": visit.panel}, now)
    return visit


@transaction.atomic
def draw(by: By, sheet_id: int, count: int, now: datetime) -> list[Sample]:
    """Draw evidence for a closer look, once: drawn again the sample stays. Raises Refused."""
    sheet = _writable(by, sheet_id, now)
    there = list(sheet.samples.all())
    if there:
        return there
    if not 1 <= count <= MOST:
        raise Refused(f"抽查份数请填 1 到 {MOST} 之间的整数。")
    points = {item.pk: item.points or Decimal(0) for item in scored_items(sheet)}
    proofs = proofs_of(points)
    candidates = [Candidate(proof.use, item, points[item]) for item, own in proofs.items() for proof in own]
    if not candidates:
        raise Refused("这份方案在台账里还没有佐证材料，无法抽取。")
    sheet.draw = visits.seed_of(sheet.round_id, sheet.plan_id, now)
    uses = visits.drawn(sheet.draw, candidates, count)
    samples = Sample.objects.bulk_create([Sample(assignment=sheet, use_id=use) for use in uses])
    touch(sheet, "draw")
    note(by, sheet, "sheet.draw", {"seed": sheet.draw, "drawn": len(uses), "of": len(candidates)}, now)
    return samples


@transaction.atomic
def judge(by: By, sheet_id: int, verdicts: Mapping[int, tuple[str, str]], now: datetime) -> int:
    """Write what was found about pieces of the sample: number → verdict, note. Returns how many changed.

    Raises Refused.
    """
    sheet = _writable(by, sheet_id, now)
    samples = {sample.pk: sample for sample in sheet.samples.select_for_update(of=("self",), no_key=True)}
    if not set(verdicts) <= set(samples):
        raise Refused("抽查清单里没有这份材料，请刷新页面。")
    changed = []
    for number, (verdict, said) in verdicts.items():
        sample = samples[number]
        if verdict not in Sample.Verdict.values or len(said) > LONGEST:
            raise Refused(f"请选择核对结果，说明不超过 {LONGEST} 个字。")
        if verdict in (Sample.Verdict.DOUBTFUL, Sample.Verdict.WRONG) and not said.strip():
            raise Refused("核对结果为存疑或不实的，请写明情况。")
        if (sample.verdict, sample.note) != (verdict, said.strip()):
            sample.verdict, sample.note = verdict, said.strip()
            sample.by, sample.at = account_behind(by), now
            changed.append(sample)
    if changed:
        Sample.objects.bulk_update(changed, ["verdict", "note", "by", "at"])
        touch(sheet)
        note(by, sheet, "sheet.judge", {"judged": len(changed)}, now)
    return len(changed)


@transaction.atomic
def submit(by: By, sheet_id: int, typed: Mapping[int, Typed], seen: int, now: datetime) -> Assignment:
    """Write what was typed and hand in the assessment as it was seen. Handed in again it stays as it was.

    Raises Refused, Stale.
    """
    sheet = _locked(by, sheet_id)
    if already_handed_in(by, sheet) and not mark_rules.changes(standing_on(sheet), typed):
        return sheet
    sheet = as_seen(by, sheet, typed, seen, now)
    if not sheet.marks.filter(points__isnull=False).exists():
        raise Refused("还没有给任何指标评分。")
    if sheet.member_id is None:
        has_visit = Visit.objects.filter(assignment=sheet).exists()
        pending = sheet.samples.filter(verdict=Sample.Verdict.PENDING).count()
        stop("".join(visits.cannot_finish(has_visit=has_visit, pending=pending)))
    hand_in(by, sheet, now)
    return sheet


def _locked(by: By, sheet_id: int) -> Assignment:
    sheet = locked_sheet(sheet_id)
    require_writer(by, sheet)
    if sheet.round.kind != RoundKind.ON_SITE:
        raise Refused("这张表不是实地考评表。")
    return sheet


def _writable(by: By, sheet_id: int, now: datetime) -> Assignment:
    """The joint sheet, while it may be written."""
    sheet = _locked(by, sheet_id)
    if sheet.member_id is not None:
        raise Refused("考评记录和抽查材料填写在考评组的表里。")
    stop(rules.cannot_write(calendar_of(sheet.round), rules.State(sheet.state), day_of(now)))
    return sheet
