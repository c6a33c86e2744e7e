"""The rules of a city, and its results: begun from a template, adopted, computed, frozen."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from jixiao.core.scoring.checking import scheme_of
from jixiao.core.scoring.library import TEMPLATES
from jixiao.scores.actions import compositions, schemes
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import written
from jixiao.site.simulation.city import City

FILE = Path(__file__).parents[1] / "demo" / "city-rules.toml"


def adopt(city: City, now: datetime) -> None:
    """The rules of the year: begun from a template, made the city's own, adopted by another person."""
    text = FILE.read_text(encoding="utf-8")
    own = text.replace('title = "市直', f'title = "{city.year}年度市直').replace("机关年度绩效", "机关绩效")
    template = TEMPLATES["plain-100"]
    first = schemes.Begun(city.year, written(scheme_of(template.data)), f"模板“{template.title}”")
    begun = schemes.begin(city.upper, city.organiser.pk, first, now)
    begun = schemes.edit(city.upper, begun.pk, begun.version, own, now + timedelta(minutes=40))
    basis = f"《{city.year}年度市直机关绩效考评办法》（临绩〔{city.year}〕2号）"
    schemes.adopt(city.second, begun.pk, begun.version, 0, basis, now + timedelta(hours=1))


def compute(city: City, now: datetime) -> None:
    """A trial computation."""
    compositions.compose(city.upper, rules_of(city).pk, now)


def freeze(city: City, now: datetime) -> None:
    """The last computation, once nothing changes any more."""
    made = compositions.compose(city.upper, rules_of(city).pk, now)
    compositions.freeze(city.second, made.pk, made.digest, now + timedelta(hours=1))


def rules_of(city: City) -> SchemeRules:
    return SchemeRules.objects.get(organisation=city.organiser, year=city.year, state=SchemeRules.State.ADOPTED)
