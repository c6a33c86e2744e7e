"""The ledger of one indicator: what is achieved, what belongs to it, and what is still missing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.measures import Reckoning, achieved, is_met
from jixiao.core.ledger.states import REPORTED, Light, Reporting
from jixiao.core.ledger.strike_off import Stage
from jixiao.journal.models import Entry
from jixiao.ledger.actions.standings import values_of
from jixiao.ledger.acts import act_text
from jixiao.ledger.models import Cell, Directive, EvidenceUse, Measure, Register, TaskList
from jixiao.ledger.reading import labels
from jixiao.plans.models import Item


@dataclass(frozen=True, slots=True)
class Achieved:
    """A measure with what is achieved so far; `part` is whole percents of the target for a bar, None without one."""

    name: str
    reckoning: str
    target: str
    amount: str
    is_met: bool
    part: int | None


@dataclass(frozen=True, slots=True)
class CellLine:
    """A period of the indicator with the evidence that is used in it."""

    cell: Cell
    light: Light
    reporting: str
    evidence: list[EvidenceUse]


@dataclass(frozen=True, slots=True)
class Act:
    """A journal entry as a sentence."""

    entry: Entry
    text: str


def measures_of(item: Item, cells: Sequence[Cell]) -> list[Achieved]:
    """The measures in force with their values in force. Two statements."""
    values = values_of(item.pk)
    found = []
    for measure in Measure.objects.filter(item=item, retired=False):
        own = values.get(measure.pk, {})
        value = achieved(Reckoning(measure.reckoning), [own.get(cell.pk) for cell in cells])
        counts = not measure.measured.is_ceiling and measure.target > 0 and value is not None
        found.append(
            Achieved(
                name=measure.name,
                reckoning=measure.get_reckoning_display(),
                target=labels.target_text(measure),
                amount=f"{shown_amount(value, measure.unit)}{measure.unit}" if value is not None else "",
                is_met=is_met(measure.measured, value),
                part=max(0, min(100, int(value * 100 / measure.target))) if counts and value is not None else None,
            )
        )
    return found


def cells_of(item: Item, today: date) -> list[CellLine]:
    """The cells in order. Two statements."""
    cells = list(Cell.objects.filter(item=item, dropped=False).order_by("starts"))
    uses: dict[int | None, list[EvidenceUse]] = {}
    for use in EvidenceUse.objects.filter(cell__in=cells, taken_back=None).select_related("evidence"):
        uses.setdefault(use.cell_id, []).append(use)
    return [
        CellLine(each, labels.light_of(each, today), labels.reporting_word(each), uses.get(each.pk, []))
        for each in cells
    ]


def missing(lines: Sequence[CellLine], lists: Sequence[TaskList], today: date) -> list[str]:
    """What the indicator still lacks, as sentences."""
    reported = [line for line in lines if Reporting(line.cell.reporting) in REPORTED]
    late = [line for line in lines if line not in reported and not line.cell.struck_off and today > line.cell.due]
    bare = [line for line in reported if not line.evidence]
    found = [f"{_periods(late)}没有按期报送。"] if late else []
    found += [f"{_periods(bare)}没有佐证材料。"] if bare else []
    for each in lists:
        if each.open:  # type: ignore[attr-defined]  # counted by lists_of
            found.append(f"《{each.name}》还有 {each.open} 项没有销号。")  # type: ignore[attr-defined]
    return found


def _periods(lines: Sequence[CellLine]) -> str:
    return "、".join(line.cell.period.label for line in lines)


def lists_of(item: Item) -> list[TaskList]:
    """The lists with `all` and `open`, the numbers of their tasks."""
    unfinished = Count("tasks", filter=~Q(tasks__stage=Stage.STRUCK_OFF.value))
    return list(TaskList.objects.filter(item=item).annotate(all=Count("tasks"), open=unfinished))


def registers_of(item: Item) -> list[Register]:
    """The registers with `kept`, the number of their rows."""
    return list(Register.objects.filter(item=item).annotate(kept=Count("rows", filter=Q(rows__removed=False))))


def directives_of(item: Item) -> list[Directive]:
    """The directives about it with `all` and `open`, the numbers of their addressees."""
    unfinished = Count("addressees", filter=~Q(addressees__stage=Stage.STRUCK_OFF.value))
    return list(Directive.objects.filter(cell__item=item).annotate(all=Count("addressees"), open=unfinished))


def acts_of(lines: Sequence[CellLine]) -> list[Act]:
    """What was done about its cells, the latest first."""
    numbers = [str(line.cell.pk) for line in lines]
    entries = Entry.objects.filter(object_kind="cell", object_id__in=numbers).order_by("-seq")
    told = [Act(entry, act_text(entry.action, json.loads(entry.facts))) for entry in entries]
    return [act for act in told if act.text]
