"""The year of one or several ledgers: every month somebody looks at what comes due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.models import Ledger
from jixiao.people.policy import Refused
from jixiao.site.simulation import directing, dispatching, listing, reporting
from jixiao.site.simulation.agenda import Agenda, after, at, working
from jixiao.site.simulation.cast import Cast
from jixiao.site.simulation.words import load
from jixiao.site.simulation.world import World


def begun(seed: int, cast: Cast, begins: datetime) -> World:
    """A year in which nothing is planned yet."""
    return World(seed, cast, Agenda(begins), load())


def follow(world: World, ledger: Ledger) -> None:
    """Put the year of the ledger on the calendar, from the day on which it opened."""
    month(world, ledger, world.agenda.now)
    week(world, ledger, world.agenda.now)
    if ledger.plan.parent_id is None:
        dispatching.quarters(world, ledger)
        begins = at(after(ledger.opened, 4), 14)
        world.agenda.put(begins, partial(listing.begin, world, ledger))


def month(world: World, ledger: Ledger, now: datetime) -> None:
    """Look ahead, and again at the beginning of the next month until the year is over."""
    reporting.look_ahead(world, ledger.pk, now)
    following = _next_month(beijing_day(now))
    if following <= _last(ledger, following):
        world.agenda.put(at(working(following), 8), partial(month, world, ledger))


def week(world: World, ledger: Ledger, now: datetime) -> None:
    """On Mondays until the year is over: directives for what is late."""
    directing.week(world, ledger, now)
    day = beijing_day(now)
    following = working(day + timedelta(days=7 - day.weekday()))
    if following <= _last(ledger, day):
        world.agenda.put(at(following, 8, 30), partial(week, world, ledger))


def _last(ledger: Ledger, day: date) -> date:
    """Until when somebody looks after the ledger: the end of January after its year."""
    return date((ledger.plan.year or day.year) + 1, 1, 31)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def live(world: World, until: date) -> None:
    """Live through the year up to and with that day."""
    world.agenda.run(until, Refused)
