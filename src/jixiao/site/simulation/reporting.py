"""Reports through the year: drafts, reports in time and late, returns, acceptances, corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from jixiao.core.ledger import reporting as rules
from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.measures import Reckoning, achieved, joined
from jixiao.core.ledger.reporting import Progress, Said
from jixiao.core.ledger.states import REPORTED, Reporting, Standing
from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.actions import reports, standings
from jixiao.ledger.actions.reports import Typed
from jixiao.ledger.models import Cell, Measure, Report, Task
from jixiao.ledger.reading.feeds import fed_values
from jixiao.people.models import Account
from jixiao.plans.models import Responsibility
from jixiao.site.simulation import attaching
from jixiao.site.simulation.agenda import after, at, working
from jixiao.site.simulation.characters import Character, Course, course_of, value_of
from jixiao.site.simulation.world import World

AHEAD = timedelta(days=45)
IN_TIME, IN_GRACE, LATE = 0.82, 0.91, 0.97  # of all reports; the rest waits for a directive
DRAFTED, RETURNED, ATTACHED = 0.25, 0.1, 0.4
TOO_MUCH = Decimal("1.35")  # what an over-reporting one says, before it is corrected


def look_ahead(world: World, ledger_id: int, now: datetime) -> None:
    """Put the reports of the cells that come due in the next weeks on the calendar."""
    horizon = beijing_day(now) + AHEAD
    cells = Cell.objects.in_force().filter(ledger=ledger_id, due__lte=horizon).exclude(pk__in=world.planned)
    for cell in cells.select_related("item__plan", "ledger__plan__organisation").order_by("item__position", "starts"):
        world.planned.add(cell.pk)
        _plan(world, cell)


def _plan(world: World, cell: Cell) -> None:
    draw = _draw(world, "when", cell)
    day = _report_day(draw, cell)
    begins = max(working(cell.opens), after(day, -draw.randint(1, 2)))
    if draw.random() < DRAFTED and begins < day:
        world.agenda.put(at(begins, draw.randint(14, 17), draw.randint(0, 59)), partial(draft, world, cell.pk))
    hour, minute = draw.randint(9, 16), draw.randint(0, 59)
    world.agenda.put(at(day, hour, minute), partial(hand_in, world, cell.pk, ""))


def _report_day(draw: Random, cell: Cell) -> date:
    """On which day the report is handed in: mostly within its term, sometimes after it."""
    luck = draw.random()
    if luck < IN_TIME:
        first = after(max(cell.ends, cell.opens), draw.randint(1, 5))
        return max(min(first, cell.due), cell.opens)
    if luck < IN_GRACE and cell.grace > cell.due:
        return min(after(cell.due, draw.randint(1, 3)), cell.grace)
    return after(cell.grace, draw.randint(2, 8) if luck < LATE else draw.randint(12, 20))


def _draw(world: World, what: str, cell: Cell) -> Random:
    return world.draw(what, cell.ledger, cell.item.uid, cell.frequency, cell.number)


def _fresh(cell_id: int) -> Cell:
    cells = Cell.objects.select_related("item__plan", "ledger__plan__organisation")
    return cells.prefetch_related("item__responsibilities").get(pk=cell_id)


def _is_over(cell: Cell) -> bool:
    """Whether there is nothing to report any more."""
    return cell.dropped or cell.item.withdrawn or cell.struck_off or Reporting(cell.reporting) in REPORTED


def draft(world: World, cell_id: int, now: datetime) -> None:
    """Begin the report and leave it: the sentence breaks off."""
    cell = _fresh(cell_id)
    if _is_over(cell):
        return
    typed = composed(world, cell, beijing_day(now)).typed
    begun = Typed(sentence=typed.sentence[: len(typed.sentence) // 2], values=typed.values)
    reports.save_draft(world.writer(cell.ledger, cell.item), cell.pk, begun, 0, now)


def hand_in(world: World, cell_id: int, because: str, now: datetime) -> None:
    """Hand the report in; `because` begins the sentence of one that was returned or is corrected."""
    cell = _fresh(cell_id)
    if _is_over(cell):
        return
    by = world.writer(cell.ledger, cell.item)
    correcting = Report.objects.filter(cell=cell, working=True).first()
    is_correction = correcting is not None and bool(correcting.correction)
    written = composed(world, cell, beijing_day(now), honest=is_correction, because=because)
    seen = correcting.version if correcting else 0
    _attach(world, by, cell, written, now)
    report = reports.submit(by, cell.pk, written.typed, seen, now)
    draw = _draw(world, f"decide{report.number}", cell)
    decided = at(after(beijing_day(now), draw.randint(1, 3)), draw.randint(9, 17), draw.randint(0, 59))
    is_first = not because and report.number == 1
    act = send_back if is_first and draw.random() < RETURNED else accept
    world.agenda.put(decided, partial(act, world, report.pk))


def _attach(world: World, by: Account, cell: Cell, written: Written, now: datetime) -> None:
    """What is called done needs evidence; other reports have some now and then."""
    draw = _draw(world, "attach", cell)
    needed = written.typed.progress is Progress.DONE
    if (needed or draw.random() < ATTACHED) and not cell.evidence_uses.filter(taken_back=None).exists():
        about = lead_name(cell) or cell.ledger.plan.organisation.name
        attaching.attach(world, by, cell, f"{about}{cell.period.label}", draw, now)


def lead_name(cell: Cell) -> str:
    """The name of the office that leads, '' where none is named."""
    duties = sorted(cell.item.responsibilities.all(), key=lambda duty: duty.position)
    return next((duty.name for duty in duties if duty.role == Responsibility.Role.LEAD_OFFICE), "")


def send_back(world: World, report_id: int, now: datetime) -> None:
    report, by = _lying(world, report_id)
    if report.stage != Reporting.SUBMITTED:
        return
    draw = _draw(world, "return", report.cell)
    reports.send_back(by, report.pk, report.version, world.words.pick("returned", draw), now)
    again = at(after(beijing_day(now), draw.randint(1, 3)), draw.randint(9, 16))
    world.agenda.put(again, partial(hand_in, world, report.cell_id, world.words.pick("mended", draw)))


def accept(world: World, report_id: int, now: datetime) -> None:
    report, by = _lying(world, report_id)
    if report.stage != Reporting.SUBMITTED:
        return
    reports.accept(by, report.pk, report.version, now)
    if _says_too_much(world, report.cell) and not report.correction:
        draw = _draw(world, "reopen", report.cell)
        found = at(after(beijing_day(now), draw.randint(6, 15)), draw.randint(9, 16))
        world.agenda.put(found, partial(reopen, world, report.cell_id))


def _lying(world: World, report_id: int) -> tuple[Report, Account]:
    report = Report.objects.select_related("submitted_by").get(pk=report_id)
    report.cell = _fresh(report.cell_id)
    return report, world.second(report.submitted_by or world.cast["clerk"])


def reopen(world: World, cell_id: int, now: datetime) -> None:
    """A check found that too much was reported: the accepted report is opened for correction."""
    cell = _fresh(cell_id)
    if cell.dropped or cell.item.withdrawn or cell.reporting != Reporting.ACCEPTED:
        return
    draw = _draw(world, "correct", cell)
    reports.reopen(world.cast["clerk"], cell.pk, world.words.pick("correction", draw), now)
    again = at(after(beijing_day(now), draw.randint(1, 3)), draw.randint(9, 16))
    world.agenda.put(again, partial(hand_in, world, cell.pk, world.words.pick("corrected", draw)))


def _says_too_much(world: World, cell: Cell) -> bool:
    """Whether the indicator over-reports in this very period: once a year, not in the last."""
    if cell.is_last or world.character(cell.ledger, cell.item) is not Character.OVER_REPORTING:
        return False
    return cell.number == world.draw("too much", cell.ledger, cell.item.uid).randint(1, 3)


@dataclass(frozen=True, slots=True)
class Written:
    """A report as its writer sees it."""

    typed: Typed
    standing: Standing


def composed(world: World, cell: Cell, today: date, *, honest: bool = False, because: str = "") -> Written:
    """What the writer knows and says of the indicator in this period."""
    cells = standings.cells_of(cell.item_id)
    place = next(index for index, each in enumerate(cells) if each.pk == cell.pk)
    measures = list(Measure.objects.filter(item=cell.item_id, retired=False))
    values = standings.values_of(cell.item_id)
    character = world.character(cell.ledger, cell.item)
    course = course_of(character, place + 1, len(cells), _draw(world, "course", cell))
    if _says_too_much(world, cell) and not honest:
        course = Course(course.reached * TOO_MUCH, on_pace=True)
    fed = fed_values(cell.item_id)
    for measure in measures:
        own = values.setdefault(measure.pk, {})
        before = [value for value in (own.get(each.pk) for each in cells[:place]) if value is not None]
        draw = _draw(world, f"value{measure.position}", cell)
        own[cell.pk] = value_of(measure.measured, measure.unit, course, before, draw)
        if measure.pk in fed:
            is_sum = measure.reckoning == Reckoning.INCREMENT
            own[cell.pk] = fed[measure.pk] - (sum(before, Decimal(0)) if is_sum else 0)
    cells[place].reported_on = today
    found = standings.standings(measures, cells, values, place)
    progress = _progress(world, cell, measures, found, course)
    standing = rules.standing_of(Said(progress), found)
    reached = "、".join(_reached(measure, cells[: place + 1], values) for measure in measures[:3])
    said = _sentence(world, cell, progress, standing, reached)
    note = _note(world, cell, standing, today)
    typed = {measure.pk: shown_amount(values[measure.pk][cell.pk], measure.unit) for measure in measures}
    return Written(Typed(progress, because + said, note, typed), standing)


def _reached(measure: Measure, cells: list[Cell], values: standings.Values) -> str:
    own = values[measure.pk]
    value = achieved(Reckoning(measure.reckoning), [own.get(cell.pk) for cell in cells])
    return f"{measure.name}{shown_amount(value, measure.unit)}{measure.unit}"


def _progress(
    world: World, cell: Cell, measures: list[Measure], found: tuple[Standing, ...], course: Course
) -> Progress:
    """What the writer calls it: done only with evidence and every task struck off, as the rules ask."""
    together = joined(found)
    if together in (Standing.BEHIND, Standing.SHORT) or (not measures and not course.on_pace):
        return Progress.BEHIND
    each = any(measure.reckoning == Reckoning.EACH for measure in measures)
    reached = together is Standing.DONE or (not measures and cell.is_last) or (each and cell.is_last)
    if not reached or (each and not cell.is_last):
        return Progress.ON_PLAN
    if Task.objects.filter(list__item=cell.item_id).exclude(stage="struck_off").exists():
        return Progress.ON_PLAN
    return Progress.DONE


def _sentence(world: World, cell: Cell, progress: Progress, standing: Standing, reached: str) -> str:
    kind = "progress"
    if progress is Progress.DONE:
        kind = "finished"
    elif standing in (Standing.BEHIND, Standing.SHORT):
        kind = "progress-behind"
    draw = _draw(world, "sentence", cell)
    section = kind if reached else f"{kind}-plain"
    return world.words.pick(section, draw, reached=reached, n=draw.randint(2, 6))


def _note(world: World, cell: Cell, standing: Standing, today: date) -> str:
    if not rules.needs_note(cell.facts, standing, today):
        return ""
    section = "behind" if standing in (Standing.BEHIND, Standing.SHORT) else "late"
    return world.words.pick(section, _draw(world, "note", cell))
