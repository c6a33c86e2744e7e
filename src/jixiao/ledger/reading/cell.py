"""What the form of a report shows, and what was reported on a cell before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from jixiao.core.ledger.amounts import Unreadable, amount_or_none, read_amount, shown_amount
from jixiao.core.ledger.measures import Reckoning, achieved
from jixiao.core.ledger.reporting import PROGRESS, Obstacle, Progress, is_editable, needs_note, standing_of
from jixiao.core.ledger.states import Reporting
from jixiao.ledger.actions.reports import Typed
from jixiao.ledger.actions.standings import Values, standings
from jixiao.ledger.models import Cell, Measure, Report, ReportValue
from jixiao.ledger.reading import labels
from jixiao.ledger.reading.feeds import fed_values
from jixiao.ledger.reading.parts import rolled_text
from jixiao.ledger.reading.rollup import RolledUp


@dataclass(frozen=True, slots=True)
class ValueField:
    """The field of one measure. `typed` stands in it.

    `before` is what was reported last: 第一季度 3个; `fed` is what lists and registers give now; `rolled` tells what
    the enterprises below reported.
    """

    measure: int
    label: str
    unit: str
    target: str
    before: str
    typed: str
    fed: str
    rolled: str
    error: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of a cell's report, filled in. `errors` are those of its fields by name."""

    fields: tuple[ValueField, ...]
    progress: str
    sentence: str
    note: str
    seen: int
    asks_note: bool
    is_open: bool
    returned: Report | None
    correction: str
    saved: Report | None
    errors: dict[str, str]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(each.value, word) for each, word in PROGRESS.items()]


class Told(NamedTuple):
    """A value of a report, in force or being written."""

    measure: int
    cell: int
    typed: str
    value: Decimal | None
    working: bool | None
    stage: str


@dataclass(frozen=True, slots=True)
class Background:
    """What the form of one cell needs from the database: three statements, and up to three more for what feeds it."""

    cell: Cell
    siblings: list[Cell]
    measures: list[Measure]
    told: list[Told]
    working: Report | None
    fed: dict[int, Decimal]
    rolled: Mapping[int, RolledUp]

    @property
    def values(self) -> Values:
        """The values in force: handed in, else accepted."""
        found: Values = {}
        for each in sorted(self.told, key=lambda told: bool(told.working)):
            if not each.working or each.stage == Reporting.SUBMITTED:
                found.setdefault(each.measure, {})[each.cell] = each.value
        return found

    @property
    def at(self) -> int:
        return next(index for index, each in enumerate(self.siblings) if each.pk == self.cell.pk)


def background(cell: Cell, siblings: Sequence[Cell], rolled: Mapping[int, RolledUp] | None = None) -> Background:
    """Read it. `siblings` are the indicator's cells in their order, `rolled` what the enterprises below reported."""
    rows = ReportValue.objects.filter(Q(report__working=True) | Q(report__counts=True))
    names = ("measure_id", "report__cell_id", "typed", "value", "report__working", "report__stage")
    values = rows.filter(report__cell__item=cell.item_id, report__cell__dropped=False).values_list(*names)
    reports = Report.objects.filter(cell=cell, working=True)
    return Background(
        cell=cell,
        siblings=list(siblings),
        measures=list(Measure.objects.filter(item=cell.item_id, retired=False)),
        told=[Told(*each) for each in values],
        working=reports.select_related("written_by__person", "decided_by__person", "submitted_by__person").first(),
        fed=fed_values(cell.item_id),
        rolled=rolled or {},
    )


def sheet(
    found: Background,
    today: date,
    typed: Typed | None = None,
    obstacles: Sequence[Obstacle] = (),
    seen: int | None = None,
) -> Sheet:
    """The form as it stands, or with what was `typed` and what keeps it from being handed in."""
    cell, working = found.cell, found.working
    wrong = _wrong(found, typed, obstacles) if typed is not None and obstacles else {}
    shown = typed or _stored(found)
    returned = working if working is not None and working.stage == Reporting.RETURNED else None
    return Sheet(
        fields=tuple(_field(found, measure, shown, wrong) for measure in found.measures),
        progress=shown.progress.value,
        sentence=shown.sentence,
        note=shown.note,
        seen=seen if seen is not None else working.version if working else 0,
        asks_note=bool(shown.note) or "note" in wrong or asks_note(found, shown, today),
        is_open=is_editable(cell.facts, cell.opens, today),
        returned=returned,
        correction=working.correction if working else "",
        saved=working if working is not None and working.stage == Reporting.DRAFT else None,
        errors=wrong,
    )


def asks_note(found: Background, typed: Typed, today: date) -> bool:
    """Whether reason and measures are asked for, as far as the values that are typed tell it."""
    values = found.values
    for measure in found.measures:
        amount = amount_or_none(typed.values.get(measure.pk, ""), measure.unit)
        if amount is None:  # nothing can be said yet of a value that is not there
            return needs_note(found.cell.facts, standing_of(typed.said, ()), today)
        values.setdefault(measure.pk, {})[found.cell.pk] = amount
    found.siblings[found.at].reported_on = today
    judged = standings(found.measures, found.siblings, values, found.at)
    return needs_note(found.cell.facts, standing_of(typed.said, judged), today)


def _stored(found: Background) -> Typed:
    """What the working report says; before there is one, what lists and registers or the enterprises below give."""
    if found.working is None:
        summed = {number: each.total for number, each in found.rolled.items() if each.total is not None}
        known = {**summed, **found.fed}
        given = {each.pk: shown_amount(known[each.pk], each.unit) for each in found.measures if each.pk in known}
        return Typed(values=given)
    own = {each.measure: each.typed for each in found.told if each.working and each.cell == found.cell.pk}
    working = found.working
    return Typed(Progress(working.progress), working.sentence, working.note, own)


def _wrong(found: Background, typed: Typed, obstacles: Sequence[Obstacle]) -> dict[str, str]:
    """Each field with what is wrong about it; a value by its own sentence."""
    wrong = {each.field: each.sentence for each in obstacles if each.field not in ("", "values")}
    for measure in found.measures:
        text = typed.values.get(measure.pk, "")
        try:
            if read_amount(text, measure.unit) is None:
                wrong[f"value-{measure.pk}"] = f"请填写{measure.name}。"
        except Unreadable as unreadable:
            wrong[f"value-{measure.pk}"] = str(unreadable)
    return wrong


def _field(found: Background, measure: Measure, shown: Typed, wrong: dict[str, str]) -> ValueField:
    return ValueField(
        measure=measure.pk,
        label=labels.asked_name(measure),
        unit=measure.unit,
        target=labels.target_text(measure),
        before=_before(found, measure),
        typed=shown.values.get(measure.pk, ""),
        fed=_fed(found, measure),
        rolled=rolled_text(measure, found.rolled.get(measure.pk), is_filled_in=_is_filled_in(found, measure, shown)),
        error=wrong.get(f"value-{measure.pk}", ""),
    )


def _fed(found: Background, measure: Measure) -> str:
    """What lists and registers give now: 5个; '' where none feeds the measure."""
    value = found.fed.get(measure.pk)
    return "" if value is None else f"{shown_amount(value, measure.unit)}{measure.unit}"


def _is_filled_in(found: Background, measure: Measure, shown: Typed) -> bool:
    """Whether the sum of the enterprises stands in the field and nobody has typed there."""
    rolled = found.rolled.get(measure.pk)
    if rolled is None or rolled.total is None or found.working is not None or measure.pk in found.fed:
        return False
    return shown.values.get(measure.pk, "") == shown_amount(rolled.total, measure.unit)


def _before(found: Background, measure: Measure) -> str:
    """What was reported last before this cell, and what the periods come to where they add up."""
    own = found.values.get(measure.pk, {})
    earlier = [(cell, own.get(cell.pk)) for cell in found.siblings[: found.at]]
    known = [(cell, value) for cell, value in earlier if value is not None]
    if not known:
        return ""
    cell, last = known[-1]
    text = f"{cell.period.label} {shown_amount(last, measure.unit)}{measure.unit}"
    if measure.reckoning == Reckoning.INCREMENT and len(known) > 1:
        total = achieved(Reckoning.INCREMENT, [value for _, value in known])
        text += f"，至此合计 {shown_amount(total, measure.unit)}{measure.unit}"
    return text
