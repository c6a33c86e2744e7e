"""What the agencies of a city reported in the four quarters of a year: written in bulk, judged by the ledger's rules.

A city's year has thousands of reports, which would take minutes one by one. They are entered afterwards, all at once,
as from another system; the journal of their plan says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db import connection

from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.measures import Reckoning, achieved, joined
from jixiao.core.ledger.reporting import Progress, Said, standing_of
from jixiao.core.ledger.states import Reporting, Standing
from jixiao.ledger.actions import standings
from jixiao.ledger.models import Cell, Evidence, EvidenceUse, Measure, Report, ReportValue
from jixiao.site.simulation.agenda import after, at, chance
from jixiao.site.simulation.characters import Character, Course, character_of, course_of, value_of
from jixiao.site.simulation.city_cast import Member
from jixiao.site.simulation.words import Words

BATCH = 500
LATE = 0.06
WEAK = 0.2  # how many of its indicators the weakest agency lets lie


@dataclass(slots=True)
class Written:
    """The rows of all reports of a city."""

    reports: list[Report] = field(default_factory=list)
    values: list[ReportValue] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    uses: list[EvidenceUse] = field(default_factory=list)

    def save(self) -> None:
        Report.objects.bulk_create(self.reports, BATCH)
        ReportValue.objects.bulk_create(self.values, BATCH)
        EvidenceUse.objects.bulk_create(self.uses, BATCH)
        _rewrite(self.cells)


def _rewrite(cells: Sequence[Cell]) -> None:
    """One prepared statement for all cells: Django's bulk_update costs ten times as much."""
    names = ("reporting", "standing", "struck_off", "reported_on", "summary")
    fields = [each for each in Cell._meta.concrete_fields if each.name in names]
    assignments = ", ".join(f"{connection.ops.quote_name(each.column)} = %s" for each in fields)
    table = connection.ops.quote_name(Cell._meta.db_table)
    rows = [
        [*(each.get_db_prep_save(getattr(cell, each.name), connection) for each in fields), cell.pk] for cell in cells
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {assignments} WHERE id = %s", rows)


def write(seed: int, words: Words, members: Iterable[Member], files: dict[int, Evidence]) -> Written:
    """The reports of these agencies. `files`: a piece of evidence for each organisation, used where work was done."""
    written = Written()
    by_plan = {member.plan.pk: member for member in members}
    cells: dict[int, list[Cell]] = {}
    for cell in Cell.objects.filter(ledger__plan__in=by_plan, dropped=False).order_by("starts").select_related("item"):
        cells.setdefault(cell.item_id, []).append(cell)
    measures: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(item__in=cells, retired=False).order_by("position"):
        measures.setdefault(measure.item_id, []).append(measure)
    for item, row in cells.items():
        member = by_plan[row[0].item.plan_id]
        _Indicator(seed, words, member, row, measures.get(item, []), files[member.organisation.pk]).write(written)
    return written


@dataclass(slots=True)
class _Indicator:
    """One indicator through its year."""

    seed: int
    words: Words
    member: Member
    cells: list[Cell]
    measures: list[Measure]
    evidence: Evidence
    values: standings.Values = field(default_factory=dict)

    def draw(self, what: str) -> Random:
        return chance(self.seed, what, self.member.organisation.name, self.cells[0].item.uid)

    def write(self, written: Written) -> None:
        draw = self.draw("year")
        is_weak = draw.random() < WEAK * (1 - self.member.strength)
        character = Character.STALLED if is_weak else character_of(draw)
        for place in range(len(self.cells)):
            course = course_of(character, place + 1, len(self.cells), draw)
            self._period(place, course, draw, written)

    def _period(self, place: int, course: Course, draw: Random, written: Written) -> None:
        cell = self.cells[place]
        self._reach(place, course, draw)
        cell.reported_on = _day(cell, draw)
        found = standings.standings(self.measures, self.cells, self.values, place)
        progress = self._progress(place, course, found)
        said = Said(progress, self._sentence(place, progress, found, draw))
        cell.standing, cell.reporting = standing_of(said, found).value, Reporting.ACCEPTED.value
        cell.summary = standings.summary_of(self.measures, self.cells, self.values, place, said.sentence)
        is_done = progress is Progress.DONE
        cell.struck_off = is_done and not standings.unmet(self.measures, self.cells, self.values, place)
        report = self._report(cell, said, draw)
        written.reports.append(report)
        written.cells.append(cell)
        if is_done:
            by, moment = self.member.clerk, report.written_at
            written.uses.append(EvidenceUse(evidence=self.evidence, cell=cell, by=by, at=moment))
        for measure in self.measures:
            value = self.values[measure.pk][cell.pk]
            typed = shown_amount(value, measure.unit)
            written.values.append(ReportValue(report=report, measure=measure, typed=typed, value=value))

    def _reach(self, place: int, course: Course, draw: Random) -> None:
        """Put down the values of the period."""
        for measure in self.measures:
            own = self.values.setdefault(measure.pk, {})
            before = [value for cell in self.cells[:place] if (value := own[cell.pk]) is not None]
            value = value_of(measure.measured, measure.unit, course, before, draw)
            if measure.unit == "%" and value == measure.target:  # what is held is mostly held with something to spare
                value = min(value + Decimal(draw.randint(0, 30)) / 10, Decimal(100))
            own[self.cells[place].pk] = value

    def _progress(self, place: int, course: Course, found: Sequence[Standing]) -> Progress:
        together = joined(found)
        if together in (Standing.BEHIND, Standing.SHORT) or (not self.measures and not course.on_pace):
            return Progress.BEHIND
        if not self.cells[place].is_last or standings.unmet(self.measures, self.cells, self.values, place):
            return Progress.ON_PLAN
        return Progress.DONE

    def _sentence(self, place: int, progress: Progress, found: Sequence[Standing], draw: Random) -> str:
        kinds = {Progress.DONE: "finished", Progress.BEHIND: "progress-behind", Progress.ON_PLAN: "progress"}
        section = kinds[progress] if self.measures else f"{kinds[progress]}-plain"
        reached = "、".join(self._reached(measure, place) for measure in self.measures)
        return self.words.pick(section, draw, reached=reached, n=draw.randint(2, 6))

    def _reached(self, measure: Measure, place: int) -> str:
        own = self.values[measure.pk]
        value = achieved(Reckoning(measure.reckoning), [own[cell.pk] for cell in self.cells[: place + 1]])
        return f"{measure.name}{shown_amount(value, measure.unit)}{measure.unit}"

    def _report(self, cell: Cell, said: Said, draw: Random) -> Report:
        day = cell.reported_on or cell.due
        needs_note = day > cell.due or said.progress is Progress.BEHIND
        note = self.words.pick("behind" if said.progress is Progress.BEHIND else "late", draw) if needs_note else ""
        handed_in = at(day, draw.randint(9, 16), draw.randint(0, 59))
        return Report(
            cell=cell,
            number=1,
            stage=Reporting.ACCEPTED.value,
            counts=True,
            progress=said.progress.value,
            sentence=said.sentence,
            note=note,
            written_by=self.member.clerk,
            written_at=handed_in,
            submitted_by=self.member.clerk,
            submitted_at=handed_in,
            decided_by=self.member.chief,
            decided_at=handed_in + timedelta(days=1),
        )


def _day(cell: Cell, draw: Random) -> date:
    """On which day it is handed in: mostly within its term."""
    if draw.random() < LATE:
        return after(cell.grace, draw.randint(1, 6))
    return min(after(max(cell.ends, cell.opens), draw.randint(1, 5)), cell.due)
