"""Enterprises of the simulated year: each gets a plan of a few rows, reports on it, and is watched by warning lines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.models import Ledger, Measure
from jixiao.plans.actions import cascade
from jixiao.plans.models import Plan
from jixiao.site.simulation import procedure, warning, year
from jixiao.site.simulation.agenda import after, at
from jixiao.site.simulation.cast import items_of, reporter
from jixiao.site.simulation.procedure import act
from jixiao.site.simulation.world import World


@dataclass(frozen=True, slots=True)
class Party:
    """An enterprise, and who reports for it."""

    name: str
    username: str
    person: str


PARTIES = (
    Party("城市运营集团有限公司", "reporter", "白若川"),
    Party("公用事业发展有限公司", "reporter2", "纪云深"),
)
ROWS = 2  # that an enterprise is given


def found(world: World, plan: Plan, now: datetime) -> None:
    """Two enterprises carry out the first counted indicators of the plan."""
    counted = set(Measure.objects.filter(item__plan=plan, retired=False).values_list("item", flat=True))
    items = [item for item in items_of(plan) if item.pk in counted and item.uid]
    for at_, party in enumerate(PARTIES):
        uids = [item.uid for item in items[at_ * ROWS : (at_ + 1) * ROWS] if item.uid]
        if uids:
            begin(world, plan, party, uids, now)
    if world.cast.reporters:
        warning.begin(world, plan, now)


def begin(world: World, plan: Plan, party: Party, uids: Collection[str], now: datetime) -> None:
    """Hand the rows down; a week later the plan is approved."""
    child = cascade.begin_enterprise(world.cast["clerk"], plan.pk, party.name, uids, now)
    reporter(world.cast, child.organisation, party.username, now, party.person)
    world.agenda.put(at(after(beijing_day(now), 6), 16), partial(approve, world, child.pk))


def approve(world: World, plan_id: int, now: datetime) -> None:
    """The agency itself approves it, which opens its ledger: what it reports rolls up to the agency's."""
    clerk, chief = world.cast["clerk"], world.cast["chief"]
    child = Plan.objects.select_related("organisation").get(pk=plan_id)
    number = f"〔{child.year}〕{child.organisation.name[:4]}1号"
    procedure.mend(clerk, child, child.year or now.year, now)
    act(clerk, child, "record_review", now, who="企业考核小组", number=f"企核{number}")
    act(chief, child, "sign_off", now)
    act(clerk, child, "record_leader_approval", now, who="分管领导", number=f"阅{number}")
    act(clerk, child, "submit", now, number=f"报{number}")
    act(clerk, child, "approve", now, who="领导班子会议", number=f"批{number}")
    year.follow(world, Ledger.objects.select_related("plan__organisation").get(plan=child))
