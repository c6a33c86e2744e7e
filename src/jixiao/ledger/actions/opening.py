"""Opening a ledger from a plan, and keeping it in step with the plan's amendments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from jixiao.core.ledger.measures import Reckoning, reckoning_of
from jixiao.core.ledger.periods import Frequency, Period, frequency_of, periods_of
from jixiao.core.ledger.windows import Terms, beijing_day, window
from jixiao.core.stages import Stage
from jixiao.journal.actions import Subject, record
from jixiao.ledger.actions.locking import locked_cells, locked_ledger
from jixiao.ledger.actions.standings import restand
from jixiao.ledger.models import Cell, Ledger, Measure, Report, Rhythm
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Refused, Right, require
from jixiao.plans.actions.locking import locked_plan
from jixiao.plans.models import Item, Plan, Target

BATCH = 500
_ENTERPRISE = Organisation.Kind.ENTERPRISE
_PUBLISHED = frozenset({Stage.PUBLISHED, Stage.AMENDED})


@transaction.atomic
def open_ledger(by: By, plan_id: int, now: datetime, opened: date | None = None) -> Ledger:
    """Open the ledger of a plan that has none yet. Raises Refused.

    `opened`: since when it was kept elsewhere, where its year is entered afterwards; otherwise it opens today.
    """
    plan = locked_plan(plan_id)
    require(by, Right.LEDGER_KEEP, plan)
    if plan.person_id is not None or (plan.parent_id is not None and plan.organisation.kind != _ENTERPRISE):
        raise Refused("科室和个人的方案在上级方案的台账里填报，不另开台账。")
    if not plan.is_frozen:
        raise Refused("方案批复定稿后才能开启台账。")
    if plan.year is None:
        raise Refused("方案没有写明年度，不能开启台账。请先调整方案，写明年度。")
    if hasattr(plan, "ledger"):
        raise Refused("台账已经开启。")
    return _open(by, plan, now, opened)


def opened_by_plan(by: By, plan_id: int, now: datetime) -> None:
    """A plan was approved or published. An agency's opens its ledger with publication, an enterprise's with approval.

    A plan of an office or a person opens none: what it carries out is reported once, in the plan above it.
    """
    plan = locked_plan(plan_id)
    enterprise = plan.parent_id is not None and plan.organisation.kind == _ENTERPRISE
    own = plan.parent_id is None and Stage(plan.stage) in _PUBLISHED
    if plan.person_id is None and (own or enterprise) and plan.year is not None and not hasattr(plan, "ledger"):
        _open(by, plan, now)


def follow_plan(by: By, plan_id: int, now: datetime) -> None:
    """A plan was amended: measures follow their targets, new indicators get cells, nothing reported is lost."""
    if Ledger.objects.filter(plan=plan_id).exists():
        ledger = locked_ledger(plan_id)
        _follow(ledger, beijing_day(now))
        record(by.actor, "ledger.follow", Subject("plan", plan_id), {"cells": ledger.cells.count()}, now)


@transaction.atomic
def set_terms(by: By, plan_id: int, frequency: Frequency, terms: Terms, escalate_days: int, now: datetime) -> Ledger:
    """Choose periods and terms anew. Cells that were reported on keep their dates. Raises Refused."""
    ledger = locked_ledger(plan_id)
    require(by, Right.LEDGER_KEEP, ledger)
    if not all(0 <= days <= 60 for days in (terms.report, terms.grace, escalate_days)):
        raise Refused("工作日数请填 0 至 60。")
    before = [ledger.frequency, ledger.report_days, ledger.grace_days, ledger.escalate_days]
    ledger.frequency, ledger.report_days, ledger.grace_days = frequency.value, terms.report, terms.grace
    ledger.escalate_days = escalate_days
    ledger.save(update_fields=["frequency", "report_days", "grace_days", "escalate_days"])
    _follow(ledger, beijing_day(now))
    _redate(ledger)
    after = [frequency.value, terms.report, terms.grace, escalate_days]
    record(by.actor, "ledger.terms", Subject("plan", plan_id), {"before": before, "after": after}, now)
    return ledger


@transaction.atomic
def set_rhythm(by: By, plan_id: int, item_id: int, frequency: Frequency | None, now: datetime) -> None:
    """Choose how often one indicator is reported on; None leaves it to its targets and the ledger. Raises Refused."""
    ledger = locked_ledger(plan_id)
    require(by, Right.LEDGER_KEEP, ledger)
    item = Item.objects.indicators().filter(plan=plan_id, pk=item_id).first()
    if item is None:
        raise Refused("方案里没有这项指标。")
    if frequency is None:
        Rhythm.objects.filter(item=item).delete()
    else:
        Rhythm.objects.update_or_create(item=item, defaults={"frequency": frequency.value})
    _follow(ledger, beijing_day(now))
    facts = {"row": item.uid, "no": item.no, "frequency": frequency.value if frequency else ""}
    record(by.actor, "ledger.rhythm", Subject("plan", plan_id), facts, now)


@transaction.atomic
def set_reckoning(by: By, plan_id: int, measure_id: int, reckoning: Reckoning, now: datetime) -> Measure:
    """Choose how the values of a measure come to the year's; its indicator is judged anew. Raises Refused."""
    ledger = locked_ledger(plan_id)
    require(by, Right.LEDGER_KEEP, ledger)
    measure = Measure.objects.select_related("item").filter(pk=measure_id, item__plan=plan_id, retired=False).first()
    if measure is None:
        raise Refused("台账里没有这项计量，可能方案已经调整。")
    before = measure.reckoning
    if before == reckoning:
        return measure
    list(locked_cells(item=measure.item_id))
    measure.reckoning = reckoning.value
    measure.save(update_fields=["reckoning"])
    restand(measure.item_id)
    facts = {"row": measure.item.uid, "no": measure.item.no, "measure": measure.name}
    change = {"before": before, "after": reckoning.value}
    record(by.actor, "ledger.reckoning", Subject("plan", plan_id), {**facts, **change}, now)
    return measure


def _open(by: By, plan: Plan, now: datetime, opened: date | None = None) -> Ledger:
    ledger = Ledger.objects.create(plan=plan, opened=opened or beijing_day(now))
    _follow(ledger, ledger.opened)
    record(by.actor, "ledger.open", Subject("plan", plan.pk), {"cells": ledger.cells.count()}, now)
    return ledger


def _follow(ledger: Ledger, today: date) -> None:
    """Make measures and cells say what the plan says now."""
    cells = list(locked_cells(ledger=ledger))
    items = list(Item.objects.indicators().filter(plan=ledger.plan_id))
    targets: dict[int, list[Target]] = {}
    for target in Target.objects.filter(item__in=items).order_by("item_id", "position"):
        targets.setdefault(target.item_id, []).append(target)
    changed = _measures(items, targets)
    changed |= _cells(ledger, cells, items, targets, today)
    for item in items if cells else ():  # where there were none, nothing is reported
        if item.pk in changed:
            restand(item.pk)


def _measures(items: Iterable[Item], targets: dict[int, list[Target]]) -> set[int]:
    """Write the measures of the targets; returns the indicators of which one changed."""
    there: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(item__in=items).order_by("position"):
        there.setdefault(measure.item_id, []).append(measure)
    return {item.pk for item in items if _follow_targets(item, targets.get(item.pk, []), there.get(item.pk, []))}


def _follow_targets(item: Item, targets: list[Target], there: list[Measure]) -> bool:
    """Give each target its measure and retire those without one; whether anything changed.

    It is the same quantity, whatever its value, when it is the same thing counted in the same base unit.
    """
    wanted = _numbered([(_name(each), each.base_unit) for each in targets if _is_measured(each)])
    measured = [each for each in targets if _is_measured(each)]
    known = dict(zip(_numbered([(each.name, each.base_unit) for each in there]), there, strict=True))
    changed = False
    for key, target in zip(wanted, measured, strict=True):
        measure = known.pop(key, None) or Measure(item=item, position=len(there), reckoning=_reckoning(target))
        if measure.pk is None:
            there.append(measure)
        before = _state(measure)
        _fill(measure, target)
        if measure.pk is None or before != _state(measure):
            measure.save()
            changed = True
    gone = [measure.pk for measure in known.values() if not measure.retired]
    return bool(Measure.objects.filter(pk__in=gone).update(retired=True)) or changed


def _numbered(keys: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Each key with how often it came before: an indicator may ask twice for the same."""
    return [(name, unit, keys[:at].count((name, unit))) for at, (name, unit) in enumerate(keys)]


def _is_measured(target: Target) -> bool:
    """A date is the deadline's affair, and what each enterprise must do cannot be one number of the indicator."""
    return target.value is not None and not target.per


def _name(target: Target) -> str:
    return target.subject[:200] or target.span[:200]


def _state(measure: Measure) -> tuple[object, ...]:
    asked = (measure.target, measure.target_max, measure.comparator)
    return (*asked, measure.span, measure.unit, measure.retired)


def _reckoning(target: Target) -> str:
    return reckoning_of(target.kind, target.period).value


def _fill(measure: Measure, target: Target) -> Measure:
    value = target.value_base if target.value_base is not None else target.value
    if value is None:
        raise ValueError("a date is no measure")
    scale = value / target.value if target.value else 1
    measure.name = _name(target)
    measure.span, measure.comparator, measure.unit, measure.base_unit = (
        target.span,
        target.comparator,
        target.unit,
        target.base_unit,
    )
    measure.target, measure.retired = value, False
    measure.target_max = None if target.value_max is None else target.value_max * scale
    return measure


def _cells(
    ledger: Ledger, cells: list[Cell], items: list[Item], targets: dict[int, list[Target]], today: date
) -> set[int]:
    """Write the cells that are missing and drop those of other periods; returns the indicators that changed."""
    written = set(Report.objects.filter(cell__ledger=ledger).values_list("cell_id", flat=True)) if cells else set()
    there: dict[int, list[Cell]] = {}
    for cell in cells:
        there.setdefault(cell.item_id, []).append(cell)
    chosen = dict(Rhythm.objects.filter(item__in=items).values_list("item_id", "frequency"))
    opened = ledger.opened if not there else today
    made, touched = [], set()
    for item in items:
        usual = frequency_of([each.period for each in targets.get(item.pk, [])], Frequency(ledger.frequency))
        frequency = Frequency(chosen[item.pk]) if item.pk in chosen else usual
        before = there.get(item.pk, [])
        others = [cell for cell in before if cell.pk in written and cell.frequency != frequency.value]
        wanted = [each for each in _periods(frequency, ledger, item.due) if not _within(each, others)]
        if _keep(ledger, item, before, wanted, written, today):
            touched.add(item.pk)
        known = {cell.number for cell in before if cell.frequency == frequency.value}
        born = opened if not before else max(ledger.opened, today)
        for period in wanted:
            if period.number not in known:
                made.append(_cell(ledger, item, period, is_last=period is wanted[-1], opened=born))
                touched.add(item.pk)
    Cell.objects.bulk_create(made, BATCH)
    return touched


def _within(period: Period, others: Iterable[Cell]) -> bool:
    """Whether one of the cells says already what the period would say."""
    return any(cell.starts <= period.starts and period.ends <= cell.period.ends for cell in others)


def _keep(ledger: Ledger, item: Item, before: list[Cell], wanted: list[Period], written: set[int], today: date) -> bool:
    """Drop cells of other periods on which nothing was written, take back those of these, move a time limit.

    Returns whether anything changed.
    """
    last, changed = wanted[-1] if wanted else None, False
    for cell in before:
        was = (cell.dropped, cell.is_last, cell.ends, cell.due, cell.grace)
        cell.dropped = cell.period not in wanted and cell.pk not in written
        cell.is_last = cell.period == last
        ends = _ends(item, cell.period, is_last=cell.is_last)
        if ends != cell.ends and not cell.dropped:
            cell.ends = ends
            if cell.reported_on is None:  # as if the period had ended today, where that is past
                dates = window(cell.starts, ends, ledger.terms, max(cell.opens, min(today, cell.period.ends)))
                cell.due, cell.grace = dates.due, dates.grace
        if was != (cell.dropped, cell.is_last, cell.ends, cell.due, cell.grace):
            cell.save(update_fields=["dropped", "is_last", "ends", "due", "grace"])
            changed = True
    return changed


def _periods(frequency: Frequency, ledger: Ledger, due: date | None) -> list[Period]:
    """The year's periods up to the one in which the indicator's own time limit lies."""
    year = ledger.plan.year or ledger.opened.year
    periods = list(periods_of(frequency, year))
    if due is None or due > periods[-1].ends:
        return periods
    return [period for period in periods if period.starts <= due] or periods[:1]


def _cell(ledger: Ledger, item: Item, period: Period, *, is_last: bool, opened: date) -> Cell:
    ends = _ends(item, period, is_last=is_last)
    dates = window(period.starts, ends, ledger.terms, opened)
    return Cell(
        ledger=ledger,
        item=item,
        frequency=period.frequency.value,
        number=period.number,
        starts=period.starts,
        ends=ends,
        is_last=is_last,
        opens=dates.opens,
        due=dates.due,
        grace=dates.grace,
    )


def _ends(item: Item, period: Period, *, is_last: bool) -> date:
    """The last day of a cell: of its period, or the indicator's own time limit within it."""
    return min(period.ends, item.due) if is_last and item.due and item.due >= period.starts else period.ends


def _redate(ledger: Ledger) -> None:
    """Count the dates of cells on which nothing was handed in by the ledger's new terms."""
    cells = list(ledger.cells.filter(reported_on=None))
    for cell in cells:
        dates = window(cell.starts, cell.ends, ledger.terms, cell.opens)  # none is older than it was born
        cell.opens, cell.due, cell.grace = dates.opens, dates.due, dates.grace
    Cell.objects.bulk_update(cells, ["opens", "due", "grace"], BATCH)
