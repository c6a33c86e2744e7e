"""What the enterprises below reported for a cell, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.ledger.amounts import shown_amount
from jixiao.ledger.models import Cell, Measure
from jixiao.ledger.reading import labels
from jixiao.ledger.reading.rollup import Part, RolledUp, rolled_up


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


def rolled_text(measure: Measure, rolled: RolledUp | None, *, is_filled_in: bool) -> str:
    """What stands below the field of a measure that enterprises report on; '' where none does."""
    if rolled is None:
        return ""
    lacking = "、".join(part.name for part in rolled.parts if not part.reported)
    said = f"所属企业未报送：{lacking}。" if lacking else ""
    if is_filled_in:
        return f"已按所属企业报送数合计填入，请核对。{said}"
    return said if rolled.total is None else f"所属企业报送数合计 {_amount(measure, rolled.total)}。{said}"


def _row(measure: Measure, part: Part) -> tuple[str, int | None, str]:
    return part.name, part.cell, _amount(measure, part.value)


def _amount(measure: Measure, value: Decimal | None) -> str:
    return "" if value is None else f"{shown_amount(value, measure.unit)}{measure.unit}"
