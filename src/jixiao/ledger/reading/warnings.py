"""Warning lines and their readings: the matrix of enterprises and quantities, and the levels of one quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from jixiao.core.ledger.periods import quarter_of
from jixiao.core.ledger.states import Light
from jixiao.core.ledger.warning import ALARMS, GRAVITY, MISSING, Alarm, Thresholds, alarm_of, is_worsening
from jixiao.core.numbers import format_points
from jixiao.ledger.models import Reading, WarningLine
from jixiao.people.models import Organisation

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Level:
    """A quantity of an organisation in a quarter. `alarm` is None while nothing is reported."""

    line: int
    organisation: int
    organisation_name: str
    name: str
    unit: str
    year: int
    quarter: int
    value: Decimal | None
    alarm: Alarm | None
    worsening: bool

    @property
    def light(self) -> Light:
        return ALARMS[self.alarm] if self.alarm else MISSING

    @property
    def shown(self) -> str:
        """72.5%; '' while nothing is reported."""
        return "" if self.value is None else f"{format_points(self.value)}{self.unit}"


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with its levels of the year's four quarters, and the values of last year and this for a picture."""

    pk: int
    organisation: int
    organisation_name: str
    name: str
    unit: str
    thresholds: Thresholds
    item: int | None
    item_text: str
    values: tuple[Decimal | None, ...]  # eight quarters
    levels: tuple[Level, ...]  # four quarters


def lines_of(organisation: Organisation) -> QuerySet[WarningLine]:
    """The lines in use of the organisation and of everybody below it."""
    below = Q(organisation=organisation) | Q(organisation__parent=organisation)
    return WarningLine.objects.filter(below | Q(organisation__parent__parent=organisation), retired=False)


def line_rows(lines: QuerySet[WarningLine], year: int) -> list[LineRow]:
    """The lines with their readings, by organisation and name. Two statements."""
    found = list(lines.select_related("organisation", "item").order_by("organisation_id", "pk"))
    readings = values_of([line.pk for line in found], year)
    return [_row(line, year, readings.get(line.pk, {})) for line in found]


def values_of(lines: Sequence[int], year: int) -> dict[int, dict[tuple[int, int], Decimal]]:
    """line → (year, quarter) → the value that counts, of that year and the one before it. One statement."""
    found: dict[int, dict[tuple[int, int], Decimal]] = {}
    readings = Reading.objects.filter(line__in=lines, current=True, year__in=(year - 1, year))
    for line, of, quarter, value in readings.values_list("line_id", "year", "quarter", "value"):
        found.setdefault(line, {})[of, quarter] = value
    return found


def thresholds_of(line: WarningLine) -> Thresholds:
    """The line as the rules see it."""
    return Thresholds(line.rising, line.yellow, line.orange, line.red)


def _row(line: WarningLine, year: int, readings: dict[tuple[int, int], Decimal]) -> LineRow:
    thresholds = thresholds_of(line)
    values = tuple(readings.get((of, quarter)) for of in (year - 1, year) for quarter in QUARTERS)
    about: dict[str, Any] = {
        "organisation": line.organisation_id,
        "organisation_name": line.organisation.name,
        "name": line.name,
        "unit": line.unit,
    }
    levels = []
    for quarter in QUARTERS:
        value = values[3 + quarter]
        levels.append(
            Level(
                line=line.pk,
                **about,
                year=year,
                quarter=quarter,
                value=value,
                alarm=None if value is None else alarm_of(thresholds, value),
                worsening=is_worsening(values[: 4 + quarter], rising=line.rising),
            )
        )
    return LineRow(
        pk=line.pk,
        **about,
        thresholds=thresholds,
        item=line.item_id,
        item_text=line.item.title if line.item else "",
        values=values,
        levels=tuple(levels),
    )


def quarter_asked(year: int, today: date) -> int:
    """The quarter that is to be reported: the last that has ended, in its first quarter the running one."""
    if today.year != year:
        return 4 if today.year > year else 1
    return max(1, quarter_of(today).number - 1)


def levels_of(agency: Organisation, year: int, quarter: int) -> list[Level]:
    """The levels of a quarter in the agency, gravest first, unreported ones last. Two statements."""
    levels = [row.levels[quarter - 1] for row in line_rows(lines_of(agency), year)]
    return sorted(levels, key=lambda level: GRAVITY.index(level.alarm) if level.alarm else len(GRAVITY))
