"""Who takes part in a simulated year: the performance office, the leading group's head, a head for each office."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from jixiao.people.actions.accounts import NewAccount, create_account
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, Person, Term
from jixiao.people.policy import Console
from jixiao.plans.models import Item, Plan, Responsibility

PASSWORD = "jixiao-demo"
Role, Kind = Account.Role, Organisation.Kind
Duty = Responsibility.Role


@dataclass(slots=True)
class Cast:
    """Who takes part, by log-in; the heads also by the number of their office, the reporters by their enterprise."""

    city: Organisation
    agency: Organisation
    accounts: dict[str, Account] = field(default_factory=dict)
    heads: dict[int, Account] = field(default_factory=dict)
    reporters: dict[int, Account] = field(default_factory=dict)

    @property
    def office(self) -> Organisation:
        """The upper office."""
        own = self["upper"].organisation
        if own is None:
            raise ValueError("the upper office's account has no organisation")
        return own

    def __getitem__(self, name: str) -> Account:
        return self.accounts[name]

    def add(
        self,
        username: str,
        role: Account.Role,
        organisation: Organisation,
        now: datetime,
        *,
        person: Person | None = None,
        name: str = "",
    ) -> Account:
        """Make an account and remember it."""
        new = NewAccount(username, role, organisation, PASSWORD, person, name)
        self.accounts[username] = create_account(Console(), new, now)
        return self.accounts[username]


def founded(city: str, agency: str, upper: str, now: datetime) -> Cast:
    """The agency in its city, its performance office's clerk, its group's head, and three of the upper office."""
    above = find_or_create_organisation(city, Kind.CITY)
    cast = Cast(above, find_or_create_organisation(agency, Kind.AGENCY, above))
    office = find_or_create_organisation(upper, Kind.BODY, above)
    cast.add("clerk", Role.OPERATOR, cast.agency, now, name="江知微")
    cast.add("chief", Role.GROUP_HEAD, cast.agency, now, name="顾承岳")
    cast.add("upper", Role.UPPER, office, now, name="唐明远")
    cast.add("upper2", Role.UPPER, office, now, name="乔慎之")
    cast.add("inspector", Role.INSPECTOR, office, now, name="贺见微")
    return cast


def staff(cast: Cast, plan: Plan, now: datetime) -> None:
    """An account for the head of each office that leads an indicator, and for the leader with the most of them.

    `head` is the owner with the most indicators; the others are head2, head3 in the order of the plan.
    """
    duties = list(Responsibility.objects.filter(item__plan=plan, item__withdrawn=False).order_by("item__position"))
    busiest = _most(duties, Duty.OWNER)
    offices = _leading(plan, duties)
    persons = {office: _head_of(office) for office in offices}
    first = next((office for office, person in persons.items() if person and person.pk == busiest), None)
    ordered = sorted(offices, key=lambda office: office != first)
    for number, office in enumerate(ordered, start=1):
        username = "head" if number == 1 else f"head{number}"
        organisation, person = offices[office], persons[office]
        name = "" if person else f"{organisation.name[:20]}负责人"
        cast.heads[office] = cast.add(username, Role.OFFICE_HEAD, organisation, now, person=person, name=name)
    leader = _most(duties, Duty.LEADER)
    if leader is not None:
        cast.add("leader", Role.LEADER, cast.agency, now, person=Person.objects.get(pk=leader))


def reporter(cast: Cast, enterprise: Organisation, username: str, now: datetime, name: str) -> None:
    """Whoever reports for an enterprise."""
    cast.reporters[enterprise.pk] = cast.add(username, Role.ENTERPRISE, enterprise, now, name=name)


def _most(duties: list[Responsibility], role: str) -> int | None:
    counted = Counter(duty.person_id for duty in duties if duty.role == role and duty.person_id is not None)
    return counted.most_common(1)[0][0] if counted else None


def _leading(plan: Plan, duties: list[Responsibility]) -> dict[int, Organisation]:
    """The offices that are named first for an indicator, in the order of the plan."""
    named = (duty for duty in duties if duty.role == Duty.LEAD_OFFICE and duty.position == 0 and duty.organisation_id)
    numbers = list(dict.fromkeys(duty.organisation_id for duty in named))
    there = Organisation.objects.select_related("parent__parent").in_bulk(numbers)
    return {number: there[number] for number in numbers if number is not None}


def _head_of(office: int) -> Person | None:
    term = Term.objects.filter(post__organisation=office, until=None).select_related("person").order_by("pk").first()
    return term.person if term else None


def items_of(plan: Plan) -> list[Item]:
    """The indicators of the plan with who answers for them, in order."""
    return list(Item.objects.indicators().filter(plan=plan).prefetch_related("responsibilities").order_by("position"))
