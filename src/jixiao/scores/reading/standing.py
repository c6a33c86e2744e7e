"""How far the scoring of an agency's year is: which rules hold, whether they are frozen into results."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from jixiao.core.stages import FROZEN as FROZEN_PLANS
from jixiao.people.models import Organisation
from jixiao.plans.models import Plan
from jixiao.scores.models import Composition, SchemeRules

ADOPTED = SchemeRules.State.ADOPTED


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest year that the agency has a plan for. `rules` is what it is scored by, None while there are none."""

    year: int
    rules: SchemeRules | None
    is_frozen: bool


def standing_of(own: Organisation) -> Standing | None:
    """None without any approved plan. Three statements."""
    plans = Plan.objects.filter(organisation__in={own, own.agency}, stage__in=FROZEN_PLANS, person=None)
    year = plans.order_by("-year").values_list("year", flat=True).first()
    if not year:
        return None
    rules = rules_for(own.agency, year)
    frozen = Composition.objects.filter(rules=rules, state=Composition.State.FROZEN).exists() if rules else False
    return Standing(year, rules, frozen)


def rules_for(agency: Organisation, year: int) -> SchemeRules | None:
    """The adopted rules by which the agency is scored: those of its city's office. One statement."""
    wanted = Q(scope=SchemeRules.Scope.AGENCIES, year=year, state=ADOPTED)
    place = Q(organisation__parent=agency.top) | Q(organisation=agency.top)
    return SchemeRules.objects.filter(wanted & place).select_related("organisation__parent").first()
