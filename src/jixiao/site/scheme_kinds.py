"""Which classes of bonus and deduction are in force: the rooms below the scores ask through `evaluations.kinds`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from jixiao.core.evaluations.kinds import Kind, Kinds
from jixiao.core.scoring.shape import Misfit
from jixiao.people.models import Organisation
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import scheme_in


def of_keeper(keeper: Organisation, year: int) -> Kinds:
    """The classes of the scheme that the organisation itself has adopted for the year. One statement."""
    return _first(rules for rules in _adopted(year) if rules.organisation_id == keeper.pk)


def for_assessed(organisation: Organisation, year: int) -> Kinds:
    """The classes of the scheme by which the organisation is assessed: an agency by one of its city, others by their
    agency's. One statement.
    """
    if organisation.kind == Organisation.Kind.AGENCY:
        scope, keeper = SchemeRules.Scope.AGENCIES, organisation.top
    else:
        scope, keeper = SchemeRules.Scope.INSIDE, organisation.agency
    return _first(rules for rules in _adopted(year) if rules.scope == scope and rules.organisation.agency == keeper)


def _adopted(year: int) -> QuerySet[SchemeRules]:
    rows = SchemeRules.objects.filter(year=year, state=SchemeRules.State.ADOPTED)
    return rows.select_related("organisation__parent__parent").order_by("pk")


def _first(found: Iterable[SchemeRules]) -> Kinds:
    rules = next(iter(found), None)
    if rules is None:
        return Kinds()
    try:
        scheme = scheme_in(rules.text)
    except Misfit:  # rules of an older release: they cannot score either, and their page says so
        return Kinds()
    return Kinds(
        keeper=rules.organisation_id,
        title=str(rules),
        bonus=tuple(Kind(key, each.name, each.points) for key, each in scheme.bonus.classes.items()),
        deductions=tuple(Kind(key, each.name, each.points) for key, each in scheme.deductions.classes.items()),
    )
