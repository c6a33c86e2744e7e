"""The offices and persons that a task or a register may name."""

from __future__ import annotations

from jixiao.people.models import Organisation, Person
from jixiao.people.queries import places


def offices_in(organisation: Organisation) -> dict[str, int]:
    """The names of what lies in the agency, or in the enterprise, and their numbers."""
    top = organisation if organisation.kind == Organisation.Kind.ENTERPRISE else organisation.agency
    return {each.organisation.name: each.organisation.pk for each in places(top) if each.organisation.retired is None}


def people_in(organisation: Organisation) -> dict[str, int]:
    """The names of the agency's persons and their numbers. One statement."""
    return dict(Person.objects.filter(agency=organisation.agency).order_by("name").values_list("name", "pk"))
