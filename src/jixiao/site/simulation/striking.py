"""Strike-off of tasks and register rows: asked for with evidence, now and then returned, confirmed by another."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from random import Random
from typing import TypeVar

from jixiao.core.ledger.strike_off import Stage
from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.actions import strike_off
from jixiao.ledger.models import Ledger, RegisterRow, Task
from jixiao.people.models import Account
from jixiao.site.simulation import attaching
from jixiao.site.simulation.agenda import after, at, working
from jixiao.site.simulation.world import World

T = TypeVar("T", Task, RegisterRow)
_JOINED = {
    Task: ("ledger__plan__organisation", "list__item", "office", "meeting"),
    RegisterRow: ("register__item__plan__organisation",),
}
RETURNED, LEFT = 0.15, 0.06  # of the claims; of the things that nobody finishes


def await_claim(world: World, thing: T, by: Account, due: date, draw: Random) -> None:
    """Put the claim on the calendar: mostly before the due day, sometimes days after it, seldom never."""
    if draw.random() < LEFT:
        return
    day = after(due, -draw.randint(0, 6)) if draw.random() < 0.8 else after(due, draw.randint(1, 8))
    when = at(working(day), draw.randint(9, 16), draw.randint(0, 59))
    world.agenda.put(when, partial(claim, world, type(thing), thing.pk, by))


def claim(world: World, table: type[T], number: int, by: Account, now: datetime) -> None:
    thing, draw = _thing(world, table, number)
    if thing.stage in (Stage.CLAIMED, Stage.STRUCK_OFF):
        return
    attaching.attach(world, by, thing, "任务完成" if isinstance(thing, Task) else "台账办结", draw, now)
    strike_off.claim(by, thing, world.words.pick("struck", draw), now)
    decided = at(after(beijing_day(now), draw.randint(1, 4)), draw.randint(9, 17), draw.randint(0, 59))
    world.agenda.put(decided, partial(decide, world, table, number, by))


def decide(world: World, table: type[T], number: int, by: Account, now: datetime) -> None:
    thing, draw = _thing(world, table, number)
    if thing.stage != Stage.CLAIMED:
        return
    second = world.second(by)
    if draw.random() < RETURNED and thing.decided_at is None:
        strike_off.send_back(second, thing, world.words.pick("strike-returned", draw), now)
        again = at(after(beijing_day(now), draw.randint(1, 4)), 15)
        world.agenda.put(again, partial(claim, world, table, number, by))
    else:
        strike_off.confirm(second, thing, now)


def _thing(world: World, table: type[T], number: int) -> tuple[T, Random]:
    found = table._default_manager.select_related(*_JOINED[table]).get(pk=number)
    return found, world.draw("strike", _ledger(found), *_key(found), found.stage)


def _ledger(thing: Task | RegisterRow) -> Ledger:
    if isinstance(thing, Task):
        return thing.ledger
    return Ledger.objects.select_related("plan__organisation").get(plan=thing.register.item.plan_id)


def _key(thing: Task | RegisterRow) -> tuple[object, ...]:
    if isinstance(thing, RegisterRow):
        return thing.register.item.uid, thing.register.name, thing.position
    where = thing.list.item.uid if thing.list else thing.meeting.number if thing.meeting else ""
    return where, thing.position, thing.text
