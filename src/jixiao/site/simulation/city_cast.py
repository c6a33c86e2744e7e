"""The agencies of a city and their people: two in each, entered in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from jixiao.journal.actions import Subject, record
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, PeerGroup
from jixiao.people.policy import Console
from jixiao.plans.models import Plan
from jixiao.site.simulation.agenda import chance
from jixiao.site.simulation.cast import Cast

NAMES = ("江贺程沈陆韩苏何裴罗严白唐温顾叶秦宋", "知望明清若思行远以承景砚", "微澜舟禾川宁原岚辰溪朗平")
Role = Account.Role


@dataclass(slots=True)
class Member:
    """An agency in its group, with who reports and who accepts. `strength` from 0 to 1: how well it does."""

    organisation: Organisation
    group: str
    clerk: Account
    chief: Account
    strength: float
    plan: Plan = field(default_factory=Plan)  # of the city's year, once there is one

    @property
    def name(self) -> str:
        return self.organisation.name


def names_of(city: str, groups: dict[str, list[str]], known: list[str], count: int) -> dict[str, list[str]]:
    """The agencies' names by group, `count` in all. One that is known stands for what its name ends with, before the
    others; where that is nothing, in the last group.
    """
    prefix = "市" if city == "本市" else city
    whole = {group: [prefix + name for name in names] for group, names in groups.items()}
    for name in reversed(known):
        like = [(group, word) for group, words in groups.items() for word in words if name.endswith(word)]
        group, word = max(like, key=lambda each: len(each[1]), default=(list(whole)[-1], ""))
        whole[group] = [name, *(each for each in whole[group] if not word or each != prefix + word)]
    share, rest = divmod(count, len(whole))
    sizes = [share] * (len(whole) - rest) + [share + 1] * rest  # the last group is one of the larger ones
    return {group: names[:size] for (group, names), size in zip(whole.items(), sizes, strict=True)}


def gathered(cast: Cast, names: dict[str, list[str]], year: int, seed: int, now: datetime) -> list[Member]:
    """The agencies with their people, in the peer groups of the year. People who are there already take their part."""
    there = {
        account.organisation_id: account
        for account in Account.objects.filter(role=Role.OPERATOR).select_related("organisation__parent__parent")
    }
    heads = {account.organisation_id: account for account in Account.objects.filter(role=Role.GROUP_HEAD)}
    members: list[Member] = []
    for group, agencies in names.items():
        own: list[Member] = []
        for name in agencies:
            place = find_or_create_organisation(name, Organisation.Kind.AGENCY, cast.city)
            number, draw = len(members) + len(own) + 1, chance(seed, "agency", name)
            persons = _persons(seed, name)
            clerk = there.get(place.pk) or _account(cast, f"clerk{number:02}", Role.OPERATOR, place, next(persons), now)
            chief = heads.get(place.pk) or _account(
                cast, f"chief{number:02}", Role.GROUP_HEAD, place, next(persons), now
            )
            own.append(Member(place, group, clerk, chief, draw.random()))
        PeerGroup.objects.create(year=year, name=group).members.set([member.organisation for member in own])
        members += own
    return members


def _persons(seed: int, name: str) -> Iterator[str]:
    draw = chance(seed, "person", name)
    while True:
        yield "".join(draw.choice(part) for part in NAMES)


def _account(cast: Cast, username: str, role: Account.Role, place: Organisation, name: str, now: datetime) -> Account:
    """An account as `create_account` makes it, with the clerk's password: to hash it anew each time takes a minute."""
    hashed = cast["clerk"].password
    made = Account.objects.create(username=username, role=role, organisation=place, first_name=name, password=hashed)
    facts = {"username": username, "role": role, "organisation": place.name}
    record(Console().actor, "account.create", Subject("account", made.pk), facts, now)
    return made
