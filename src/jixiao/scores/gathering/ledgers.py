"""What the ledgers of many plans say, each kind of thing in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import FilteredRelation, Q

from jixiao.ledger.models import Cell, EvidenceUse, Measure


class Stand(NamedTuple):
    """A cell as the scores see it."""

    pk: int
    grace: date
    reporting: str
    standing: str
    struck_off: bool


class Books(NamedTuple):
    """By indicator: measures, cells in the order of their periods, names of evidence. `values` are the accepted ones,
    by measure and cell, in the measure's base unit.
    """

    measures: dict[int, list[Measure]]
    cells: dict[int, list[Stand]]
    evidence: dict[int, list[str]]
    values: dict[tuple[int, int], Decimal]


def books_of(plans: Collection[int]) -> Books:
    """The ledgers of these plans. Three statements, whatever their number."""
    measures: dict[int, list[Measure]] = defaultdict(list)
    for measure in Measure.objects.filter(item__plan__in=plans, retired=False).order_by("item_id", "position"):
        measures[measure.item_id].append(measure)
    cells, values = _cells(plans)
    return Books(measures, cells, _evidence(plans), values)


def _cells(plans: Collection[int]) -> tuple[dict[int, list[Stand]], dict[tuple[int, int], Decimal]]:
    """A row for each cell and value of its accepted report, one for a cell without."""
    cells: dict[int, dict[int, Stand]] = defaultdict(dict)
    values: dict[tuple[int, int], Decimal] = {}
    rows = Cell.objects.filter(ledger__plan__in=plans, dropped=False).annotate(
        accepted=FilteredRelation("reports", condition=Q(reports__counts=True))
    )
    said = ("accepted__values__measure_id", "accepted__values__value")
    for item, measure, value, *fields in rows.order_by("item_id", "starts").values_list(
        "item_id", *said, *Stand._fields
    ):
        stand = cells[item].setdefault(fields[0], Stand(*fields))
        if value is not None:
            values[measure, stand.pk] = value
    return {item: list(found.values()) for item, found in cells.items()}, values


def _evidence(plans: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    uses = EvidenceUse.objects.filter(cell__ledger__plan__in=plans, cell__dropped=False, taken_back=None)
    for item, title, name in uses.values_list("cell__item_id", "evidence__title", "evidence__name"):
        found[item].add(title or name)
    return {item: sorted(names) for item, names in found.items()}
