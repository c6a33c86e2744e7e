"""What comes to a city's scores from outside: leaders' and the public's marks, and facts that change a grade."""

from __future__ import annotations

from datetime import datetime

from jixiao.scores.actions import given
from jixiao.scores.models import GivenScore
from jixiao.site.simulation.agenda import chance
from jixiao.site.simulation.city import City
from jixiao.site.simulation.city_cast import Member

SOURCES = {
    "leaders": "市委、市政府领导评价汇总表（临绩评〔{year}〕3号）",
    "public": "{year}年度公众评议第三方调查报告（临绩评〔{year}〕5号）",
}
SPREAD = {"leaders": (84, 12), "public": (80, 14)}  # the weakest's mark, and how far above it the strongest's lies


def enter(city: City, now: datetime) -> None:
    """One person enters the marks from the documents."""
    for component, source in SOURCES.items():
        said = source.format(year=city.year)
        rows = [given.Scored(each.organisation.pk, _mark(city, component, each), said, 0) for each in city.members]
        given.enter(city.upper, city.organiser.pk, city.year, component, rows, now)


def _mark(city: City, component: str, member: Member) -> str:
    low, span = SPREAD[component]
    draw = chance(city.seed, component, member.name)
    return f"{low + span * member.strength * 0.8 + draw.uniform(0, span * 0.2):.2f}"


def check(city: City, now: datetime) -> None:
    """Another person checks them against the documents."""
    rows = GivenScore.objects.filter(organiser=city.organiser.pk, year=city.year)
    given.check(city.second, city.organiser.pk, city.year, dict(rows.values_list("pk", "version")), now)


def note_events(city: City, now: datetime) -> None:
    """Facts that change a grade: one promoted, one capped, one leading body lowered, one kept apart."""
    events = city.words.pairs("events")
    chosen = chance(city.seed, "events", city.year).sample([*city.members], len(events))
    for member, (effect, grade, subject, title, source) in zip(chosen, events, strict=True):
        noted = given.Noted(member.organisation.pk, effect, grade, 1, subject, title, source.format(year=city.year))
        given.add_event(city.upper, city.organiser.pk, city.year, noted, now)
