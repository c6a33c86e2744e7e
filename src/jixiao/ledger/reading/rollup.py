"""What the enterprises below have reported on what is handed down to them: it rolls up to the agency's cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.ledger.measures import Reckoning
from jixiao.ledger.actions.standings import IN_FORCE
from jixiao.ledger.models import Cell, Measure, ReportValue
from jixiao.people.models import Organisation
from jixiao.plans.models import Link

_SUMMED = frozenset({Reckoning.CUMULATIVE, Reckoning.INCREMENT})


@dataclass(frozen=True, slots=True)
class Part:
    """What one enterprise has reported; `value` is None where it has not, or reports no such quantity."""

    name: str
    cell: int | None
    value: Decimal | None
    reported: bool


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The enterprises' values of a measure in one period, in its base unit. A level has no sum."""

    total: Decimal | None
    parts: tuple[Part, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every enterprise has reported."""
        return all(part.reported for part in self.parts)


def rolled_up(cell: Cell) -> dict[int, RolledUp]:
    """By measure of the cell's indicator; empty where no enterprise carries it. Five statements at most."""
    links = Link.objects.filter(parent=cell.item_id, child__withdrawn=False)
    carried = links.filter(
        child__plan__organisation__kind=Organisation.Kind.ENTERPRISE, child__plan__person=None
    ).values_list("child_id", "child__plan__organisation__name")
    names = dict(carried.order_by("child__plan_id"))
    if not names:
        return {}
    same = Cell.objects.in_force().filter(item__in=names, frequency=cell.frequency, number=cell.number)
    cells = dict(same.values_list("item_id", "pk"))
    below: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(item__in=names, retired=False):
        below.setdefault(measure.item_id, []).append(measure)
    values = ReportValue.objects.filter(IN_FORCE, report__cell__in=cells.values()).order_by("report__number")
    given = dict(values.values_list("measure_id", "value"))
    own = Measure.objects.filter(item=cell.item_id, retired=False)
    return {measure.pk: _rolled(measure, names, cells, below, given) for measure in own}


def _rolled(
    measure: Measure,
    names: dict[int, str],
    cells: dict[int, int],
    below: dict[int, list[Measure]],
    given: dict[int, Decimal | None],
) -> RolledUp:
    parts = []
    for item, name in names.items():
        twin = next((each for each in below.get(item, []) if _same(each, measure)), None)
        value = given.get(twin.pk) if twin else None
        parts.append(Part(name, cells.get(item), value, value is not None))
    known = [part.value for part in parts if part.value is not None]
    summed = Reckoning(measure.reckoning) in _SUMMED and known
    return RolledUp(sum(known, Decimal(0)) if summed else None, tuple(parts))


def _same(one: Measure, other: Measure) -> bool:
    """The same quantity: the same thing where it is named alike, else the only one in that unit and reckoning."""
    return (one.base_unit, one.reckoning) == (other.base_unit, other.reckoning) and (
        one.name == other.name or one.position == other.position
    )
