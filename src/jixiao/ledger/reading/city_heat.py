"""The heat map of a city: agencies × indicators by their place in the plan. Four statements for any size.

It reads less of each cell than `grid` does: a hundred agencies have tens of thousands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.states import GRAVITY, CellFacts, Reporting, Standing, State, state_of
from jixiao.ledger.models import Cell, Ledger
from jixiao.ledger.models.book import CellQuerySet
from jixiao.ledger.reading.heat import QUARTERS, address, summary
from jixiao.people.models import Organisation
from jixiao.plans.models import Item
from jixiao.press.heat_map import HeatMap, Line, Square

SOON = timedelta(days=30)  # longer than the working days before a due date ever take: what is later is not due

_Stand = tuple[State, int]
_Read = tuple[date, date, str, str, bool]


@dataclass(frozen=True, slots=True)
class City:
    """The agencies' ledgers of a year: their plans, and the years that there are."""

    ledgers: Sequence[Ledger]
    year: int
    years: Sequence[int]


def city_of(top: Organisation, year: int | None) -> City:
    """The ledgers of the agencies below the city in that year, or in the latest that there is. Two statements."""
    agencies = Ledger.objects.filter(plan__organisation__parent=top, plan__organisation__kind=Organisation.Kind.AGENCY)
    found = agencies.filter(plan__parent=None).order_by("plan__organisation_id", "plan_id")
    years = sorted({each for each in found.values_list("plan__year", flat=True) if each is not None}, reverse=True)
    chosen = year if year in years else (years[0] if years else 0)
    return City(list(found.filter(plan__year=chosen).select_related("plan__organisation")), chosen, years)


def city_heat(city: City, quarter: int | None, today: date) -> HeatMap:
    """A row an agency. Two statements."""
    plans = {ledger.plan_id: ledger for ledger in city.ledgers}
    stands = _stands(city, quarter, today)
    squares: dict[int, dict[int, Square]] = {plan: {} for plan in plans}
    places = dict.fromkeys(plans, 0)
    items = Item.objects.indicators().filter(plan__in=plans).order_by("plan_id", "position")
    for item, plan in items.values_list("pk", "plan_id"):
        if item in stands:
            squares[plan][places[plan]] = Square(*stands[item])
        places[plan] += 1
    lines = [_line(ledger, squares[plan]) for plan, ledger in plans.items()]
    when = QUARTERS[quarter - 1] if quarter else "当前"
    most = max(((line.name, line.count(State.LATE)) for line in lines), key=lambda each: each[1], default=("", 0))
    return HeatMap(
        title=f"单位×指标热力图（{city.year}年，{when}）",
        summary=f"{len(lines)}个单位，" + summary([state for state, _ in stands.values()], most),
        who="单位",
        heads=[str(place + 1) for place in range(max(places.values(), default=0))],
        lines=lines,
        address=address(),
    )


def _line(ledger: Ledger, squares: dict[int, Square]) -> Line:
    return Line(ledger.organisation.name, squares, reverse("ledger-heat", args=[ledger.plan_id]))


def _stands(city: City, quarter: int | None, today: date) -> dict[int, _Stand]:
    """Each indicator's state: the gravest of the quarter, or that of the latest cell that has begun to count."""
    found: dict[int, _Stand] = {}
    states: dict[_Read, State] = {}
    cells = _cells(city, quarter, today).order_by("starts")
    for item, key, due, grace, reporting, standing, struck_off in cells.values_list(
        "item_id", "pk", "due", "grace", "reporting", "standing", "struck_off"
    ).iterator(chunk_size=5000):
        read = (due, grace, reporting, standing, struck_off)
        state = states.get(read) or states.setdefault(read, _state(read, today))
        if item not in found or _replaces(state, found[item][0], quarter):
            found[item] = (state, key)
    return found


def _cells(city: City, quarter: int | None, today: date) -> CellQuerySet:
    cells = Cell.objects.in_force().filter(ledger__in=[ledger.pk for ledger in city.ledgers])
    if quarter is None:
        begun = Q(due__lte=today + SOON) | Q(struck_off=True) | ~Q(standing="") | Q(number=1)
        return cells.filter(begun)
    period = Period(city.year, Frequency.QUARTER, quarter)
    return cells.filter(starts__lte=period.ends, ends__gte=period.starts)


def _replaces(state: State, known: State, quarter: int | None) -> bool:
    if quarter is None:
        return state is not State.NOT_DUE
    return GRAVITY.index(state) < GRAVITY.index(known)


def _state(read: _Read, today: date) -> State:
    due, grace, reporting, standing, struck_off = read
    return state_of(CellFacts(due, grace, Reporting(reporting), Standing(standing), struck_off), today)
