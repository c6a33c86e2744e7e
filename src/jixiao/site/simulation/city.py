"""A city of agencies whose year is over: their plans, ledgers and reports, entered at once by the rooms' own actions.

Plans are frozen and ledgers opened by the actions of the pages; only the reports, some thousands, are written in bulk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from jixiao.core.stages import Stage
from jixiao.journal.actions import Subject, record
from jixiao.ledger.actions import evidence
from jixiao.ledger.actions.opening import open_ledger
from jixiao.ledger.models import Evidence
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Console
from jixiao.plans.actions import drafting
from jixiao.plans.models import Plan, PlanVersion, StageAct
from jixiao.site.simulation import city_cast, city_plans, city_reports
from jixiao.site.simulation.agenda import Agenda, chance, working
from jixiao.site.simulation.cast import Cast
from jixiao.site.simulation.city_cast import Member
from jixiao.site.simulation.files import pdf
from jixiao.site.simulation.words import Words, load


@dataclass(slots=True)
class City:
    """A city's agencies in the year that is scored, and who scores it."""

    seed: int
    cast: Cast
    agenda: Agenda
    year: int
    members: Sequence[Member]
    words: Words = field(default_factory=city_plans.load)

    @property
    def organiser(self) -> Organisation:
        """The upper office."""
        return self.cast.office

    @property
    def upper(self) -> Account:
        return self.cast["upper"]

    @property
    def second(self) -> Account:
        """The other one in the upper office, who checks what the first entered."""
        return self.cast["upper2"]

    @property
    def inspector(self) -> Account:
        return self.cast["inspector"]

    @property
    def own(self) -> Member:
        """The one whose plan is told in depth."""
        return next(member for member in self.members if member.organisation == self.cast.agency)

    def group(self, name: str) -> list[Member]:
        return [member for member in self.members if member.group == name]

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(member.group for member in self.members))


@transaction.atomic
def founded(seed: int, cast: Cast, agenda: Agenda, year: int, count: int, now: datetime) -> City:
    """The agencies, each with its plan of the year, its ledger and all reports. Plans that are there are kept.

    Raises Refused.
    """
    words = city_plans.load()
    there = Organisation.objects.filter(parent=cast.city, kind=Organisation.Kind.AGENCY).order_by("pk")
    known = list(there.values_list("name", flat=True))
    names = city_cast.names_of(cast.city.name, city_plans.groups_of(words), known, count)
    members = city_cast.gathered(cast, names, year, seed, now)
    city = City(seed, cast, agenda, year, members, words)
    plans = {plan.organisation_id: plan for plan in Plan.objects.filter(year=year, parent=None)}
    lacking = []
    for member in members:
        if member.organisation.pk in plans:
            member.plan = plans[member.organisation.pk]
        else:
            member.plan = _planned(city, member, now)
            lacking.append(member)
    files = {member.organisation.pk: _evidence(member, year, now) for member in lacking}
    city_reports.write(seed, load(), lacking, files).save()
    return city


def _planned(city: City, member: Member, now: datetime) -> Plan:
    """The agency's plan of the year, approved then and entered now, with its ledger."""
    place, year, by = member.organisation, city.year, Console()
    offices = list(place.children.order_by("pk").values_list("name", flat=True)[:4])
    draw = chance(city.seed, "plan", place.name, year)
    drawn = city_plans.draft_of(
        city.words, place.name, member.group, offices or city.words.pairs("offices")[0], year, draw
    )
    plan = drafting.begin(by, Plan(organisation=place, origin=Plan.Origin.BLANK), drawn, now)
    number = f"绩办批〔{year}〕{city.members.index(member) + 1}号"
    drafting.freeze(plan, PlanVersion(document_no=number), plan.draft, now)
    opened = working(date(year, 1, 15))
    _stages(plan, number, opened, now)
    ledger = open_ledger(by, plan.pk, now, opened)
    facts = {"act": "simulated", "title": f"模拟：补录{year}年度方案的批复、公布和 {ledger.cells.count()} 期填报"}
    record(by.actor, "plan.act", Subject("plan", plan.pk, "", plan.digest), facts, now)
    return plan


def _stages(plan: Plan, number: str, published: date, now: datetime) -> None:
    """What was done on paper at the year's beginning."""
    stages = (
        ("approve", Stage.SUBMITTED, Stage.APPROVED, published - timedelta(days=5), number),
        ("publish", Stage.APPROVED, Stage.PUBLISHED, published, ""),
    )
    for act, before, after, on, paper in stages:
        StageAct.objects.create(
            plan=plan, act=act, from_stage=before.value, to_stage=after.value, on=on, document_no=paper,
            note="模拟数据，补录", digest=plan.digest, at=now,
        )  # fmt: skip
    plan.stage = Stage.PUBLISHED.value
    plan.save(update_fields=["stage"])


def _evidence(member: Member, year: int, now: datetime) -> Evidence:
    """One file a year, which proves all that was done: small, but real."""
    title = f"{year}年度目标完成情况汇编"
    text = f"{member.name}{title}（模拟材料）"
    return evidence.add(member.clerk, member.organisation, f"{title}.pdf", pdf(text), title, now)
