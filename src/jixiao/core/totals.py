"""Sums of a plan's points: by category, by group and as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row, RowKind


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over base rows, in points of the plan's scale. Keys of `subtotals` are 类别/分组, or 类别 without groups."""

    grand_total: Decimal
    categories: dict[str, Decimal]
    subtotals: dict[str, Decimal]


def own_points(row: Row) -> Decimal:
    """What a row adds to a sum: nothing where it only shares the points printed above, or stands outside the base."""
    if row.kind is not RowKind.BASE or row.weight is None or row.weight_source is Source.DOWN:
        return Decimal(0)
    return row.weight


def sum_points(rows: Iterable[Row]) -> Decimal:
    """The sum of the rows' own points."""
    return sum((own_points(row) for row in rows), Decimal(0))


def totals_of(plan: PlanRecord) -> Totals:
    """Add up a plan, keeping the order of the document."""
    categories: dict[str, Decimal] = {}
    subtotals: dict[str, Decimal] = {}
    for row in plan.rows:
        if row.kind is not RowKind.BASE or row.category is None:
            continue
        key = f"{row.category}/{row.subcategory}" if row.subcategory else row.category
        categories[row.category] = categories.get(row.category, Decimal(0)) + own_points(row)
        subtotals[key] = subtotals.get(key, Decimal(0)) + own_points(row)
    return Totals(sum_points(plan.rows), categories, subtotals)
