"""Warning lines of the simulated year and the readings of each quarter: one enterprise comes near its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.windows import beijing_day
from jixiao.core.numbers import format_points
from jixiao.ledger.actions import warnings
from jixiao.ledger.actions.warnings import Typed
from jixiao.ledger.models import Ledger, WarningLine
from jixiao.people.models import Organisation
from jixiao.plans.models import Plan
from jixiao.site.simulation.agenda import after, at
from jixiao.site.simulation.world import World


@dataclass(frozen=True, slots=True)
class Watched:
    """A quantity with its lines; `courses` are its values by quarter: of the first enterprise, and of the others."""

    typed: Typed
    courses: tuple[tuple[str, ...], tuple[str, ...]]


WATCHED = (
    Watched(
        Typed("资产负债率", "%", True, ("65", "70", "75")),
        (("63.8", "66.4", "71.2", "69.5"), ("57", "58", "58.5", "58")),
    ),
    Watched(
        Typed("利息保障倍数", "倍", False, ("2", "1.5", "1")),
        (("2.4", "1.9", "1.6", "1.8"), ("3.6", "3.5", "3.7", "3.8")),
    ),
)
READ = 6  # working days after the quarter's end
CORRECTED = 2  # the quarter whose first reading is corrected later


def begin(world: World, plan: Plan, now: datetime) -> None:
    """Set the lines for the enterprises and put the readings of the quarters on the calendar."""
    clerk, ledger = world.cast["clerk"], Ledger.objects.select_related("plan__organisation").get(plan=plan)
    enterprises = list(Organisation.objects.filter(pk__in=world.cast.reporters).order_by("pk"))
    for watched in WATCHED:
        line = warnings.set_line(clerk, enterprises[0].pk, watched.typed, now)
        lines = [line, *(warnings.copy_line(clerk, line.pk, now) if len(enterprises) > 1 else ())]
        for place, each in enumerate(lines):
            _put_readings(world, ledger, each, watched.courses[min(place, 1)])


def _put_readings(world: World, ledger: Ledger, line: WarningLine, course: tuple[str, ...]) -> None:
    draw = world.draw("reading", ledger, line.organisation.name, line.name)
    for number, value in enumerate(course, start=1):
        quarter = Period(ledger.plan.year or ledger.opened.year, Frequency.QUARTER, number)
        shown = format_points(Decimal(value) + Decimal(draw.randint(-2, 2)) / 10)
        day = after(max(quarter.ends, beijing_day(world.agenda.now)), READ)
        if number == CORRECTED:
            wrong = format_points(Decimal(shown) - Decimal("0.3"))
            world.agenda.put(at(day, 10), partial(read, world, line, quarter, wrong, ""))
            note = world.words.pick("reading-corrected", draw)
            world.agenda.put(at(after(day, 4), 11), partial(read, world, line, quarter, shown, note))
        else:
            note = world.words.pick("reading", draw)
            world.agenda.put(at(day, 10), partial(read, world, line, quarter, shown, note))


def read(world: World, line: WarningLine, quarter: Period, typed: str, note: str, now: datetime) -> None:
    by = world.cast.reporters.get(line.organisation_id, world.cast["clerk"])
    warnings.write_reading(by, line.pk, quarter, typed, note, now)
