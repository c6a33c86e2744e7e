"""What the enterprises below reported for a cell, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.ledger.amounts import shown_amount
from jixiao.ledger.models import Cell, Measure
from jixiao.ledger.reading import labels
from jixiao.ledger.reading.rollup import Part, rolled_up


@dataclass(frozen=True, slots=True)
class Parts:
    """A measure with what each enterprise reported: its name, its cell, the amount. `total` is '' where none is."""

    name: str
    total: str
    lacking: int
    rows: list[tuple[str, int | None, str]]


def parts_of(cell: Cell) -> list[Parts]:
    """By measure; empty where no enterprise carries the indicator. One statement then, else six."""
    found = rolled_up(cell)
    if not found:
        return []
    measures = Measure.objects.filter(pk__in=found)
    return [
        Parts(
            name=labels.asked_name(measure),
            total=_amount(measure, found[measure.pk].total),
            lacking=sum(not part.reported for part in found[measure.pk].parts),
            rows=[_row(measure, part) for part in found[measure.pk].parts],
        )
        for measure in measures
    ]


def _row(measure: Measure, part: Part) -> tuple[str, int | None, str]:
    return part.name, part.cell, _amount(measure, part.value)


def _amount(measure: Measure, value: Decimal | None) -> str:
    return "" if value is None else f"{shown_amount(value, measure.unit)}{measure.unit}"
