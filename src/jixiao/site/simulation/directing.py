"""Directives through the year: issued for what is late, signed for, answered, returned, escalated, struck off."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from random import Random

from jixiao.core.ledger import directives as rules
from jixiao.core.ledger.lagging import Lag
from jixiao.core.ledger.states import State
from jixiao.core.ledger.strike_off import Stage
from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.actions import directives
from jixiao.ledger.models import Addressee, Cell, Directive, Ledger
from jixiao.ledger.reading.directives import offices_for, offices_of
from jixiao.ledger.reading.exceptions import lags_of
from jixiao.people.models import Account
from jixiao.site.simulation import attaching, reporting
from jixiao.site.simulation.agenda import after, at
from jixiao.site.simulation.world import World

A_WEEK = 2  # directives that are issued in a week at most
RETURNED = 0.2
NEGLECTED = 2  # the directive of this number waits until it has gone up to the leader


def week(world: World, ledger: Ledger, now: datetime) -> None:
    """On Mondays: what is late long enough to go up goes up; for what is late otherwise a directive is issued."""
    directives.escalate_due(now)
    asked = set(Directive.objects.filter(ledger=ledger).values_list("cell__item", flat=True))
    known = {office.pk for office in offices_for(ledger)}
    issued = 0
    for lag in lags_of(ledger, beijing_day(now)):
        cell = Cell.objects.select_related("item", "ledger__plan__organisation").get(pk=lag.cell)
        offices = [office for office in offices_of(cell) if office in known]
        if lag.state is State.LATE and cell.item_id not in asked and offices and issued < A_WEEK:
            issued += 1
            _issue(world, cell, lag, offices, now)


def _issue(world: World, cell: Cell, lag: Lag, offices: list[int], now: datetime) -> None:
    draw = world.draw("directive", cell.ledger, cell.item.uid, cell.number)
    by = draw.choice([world.cast["clerk"], world.cast["clerk"], world.cast["chief"]])
    text = rules.draft_of(lag)
    answering = [office for office in offices if office in world.cast.heads][:2]
    due = rules.due_by_rule(beijing_day(now))
    given = directives.Given(text.title, text.text, tuple(answering or offices[:1]), due, cell.pk)
    made = directives.issue(by, cell.ledger.plan_id, given, now)
    for addressee in made.addressees.order_by("-is_lead", "pk"):
        _await_answer(world, made, addressee, draw)
    if not lag.is_reported:
        reported = at(after(beijing_day(now), draw.randint(2, 4)), 16)
        world.agenda.put(reported, partial(reporting.hand_in, world, cell.pk, ""))


def _await_answer(world: World, made: Directive, addressee: Addressee, draw: Random) -> None:
    signed = after(beijing_day(made.issued_at), draw.randint(0, 2))
    world.agenda.put(at(signed, 15, draw.randint(0, 50)), partial(receive, world, addressee.pk))
    waits = draw.randint(11, 14) if made.number == NEGLECTED else draw.randint(2, 6)
    answered = after(beijing_day(made.issued_at), waits)
    world.agenda.put(at(answered, 16, draw.randint(0, 50)), partial(reply, world, addressee.pk))


def _who(world: World, addressee_id: int) -> tuple[Addressee, Account, Random]:
    rows = Addressee.objects.select_related("office__parent__parent", "directive__ledger__plan__organisation")
    found = rows.select_related("directive__cell__item").get(pk=addressee_id)
    by = world.cast.heads.get(found.office_id, world.cast["clerk"])
    draw = world.draw("answer", found.directive.ledger, found.directive.number, found.office.name, found.stage)
    return found, by, draw


def receive(world: World, addressee_id: int, now: datetime) -> None:
    found, by, _ = _who(world, addressee_id)
    directives.receive(by, found.pk, now)


def reply(world: World, addressee_id: int, now: datetime) -> None:
    """Answer with evidence, which asks for the strike-off."""
    found, by, draw = _who(world, addressee_id)
    attaching.attach(world, by, found, "督办整改", draw, now)
    directives.reply(by, found.pk, world.words.pick("reply", draw), now)
    world.agenda.put(at(after(beijing_day(now), draw.randint(1, 4)), 11), partial(decide, world, found.pk))


def decide(world: World, addressee_id: int, now: datetime) -> None:
    """Somebody else strikes the answer off, or returns it once."""
    found, by, draw = _who(world, addressee_id)
    if found.stage != Stage.CLAIMED:
        return
    second = world.second(by)
    if draw.random() < RETURNED and not found.decided_at:
        directives.send_back(second, found.pk, world.words.pick("directive-returned", draw), now)
        again = at(after(beijing_day(now), draw.randint(2, 4)), 10)
        world.agenda.put(again, partial(reply, world, found.pk))
    else:
        directives.confirm(second, found.pk, now)
