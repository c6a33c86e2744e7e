"""The weeks after a city's year: how it is evaluated and scored, day by day, until the results are frozen."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from jixiao.core.ledger.windows import beijing_day
from jixiao.evaluations.models import RoundKind
from jixiao.site.simulation import city, city_bonus, city_given, city_inspections, city_rounds, city_scores
from jixiao.site.simulation.agenda import Agenda, after, at
from jixiao.site.simulation.cast import Cast
from jixiao.site.simulation.city import City


def begin(seed: int, cast: Cast, agenda: Agenda, year: int, count: int, now: datetime) -> City:
    """Found the city, and put on the calendar what happens from the next working day on."""
    made = city.founded(seed, cast, agenda, year, count, now)
    today = beijing_day(now)
    hold = city_rounds.hold
    steps = (
        (1, 9, partial(city_scores.adopt, made)),
        (1, 13, partial(city_inspections.enter, made)),
        (1, 14, partial(hold, made, RoundKind.SELF, city_rounds.self_evaluation)),
        (2, 9, partial(city_bonus.claims, made)),
        (12, 9, partial(hold, made, RoundKind.PEER_RATING, city_rounds.rating)),
        (12, 10, partial(hold, made, RoundKind.ON_SITE, city_rounds.on_site)),
        (13, 9, partial(city_given.enter, made)),
        (14, 9, partial(city_given.check, made)),
        (15, 9, partial(city_given.note_events, made)),
        (19, 16, partial(city_scores.compute, made)),
        (20, 9, partial(hold, made, RoundKind.CATEGORY_REVIEW, city_rounds.category_review)),
        (26, 10, partial(city_scores.freeze, made)),
    )
    for days, hour, step in steps:
        agenda.put(at(after(today, days), hour), step)
    return made
