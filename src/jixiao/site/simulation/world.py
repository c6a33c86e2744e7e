"""What all pieces of a simulated year share."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from jixiao.ledger.models import Ledger
from jixiao.ledger.policy import lead_office
from jixiao.people.models import Account
from jixiao.plans.models import Item
from jixiao.site.simulation.agenda import Agenda, chance
from jixiao.site.simulation.cast import Cast
from jixiao.site.simulation.characters import Character, character_of
from jixiao.site.simulation.words import Words


@dataclass(slots=True)
class World:
    """A year: its seed, its people, its calendar and its vocabulary."""

    seed: int
    cast: Cast
    agenda: Agenda
    words: Words
    kept: dict[int, list[int]] = field(default_factory=dict)  # evidence by who added it
    planned: set[int] = field(default_factory=set)  # cells whose report stands in the calendar

    def draw(self, what: str, ledger: Ledger, *key: object) -> Random:
        """Chance that belongs to something of a ledger; never to its number in the database."""
        return chance(self.seed, what, ledger.plan.organisation.name, *key)

    def character(self, ledger: Ledger, item: Item) -> Character:
        return character_of(self.draw("character", ledger, item.uid))

    def writer(self, ledger: Ledger, item: Item) -> Account:
        """Who reports: an enterprise's own reporter, the head of the office that leads, else the clerk."""
        reporter = self.cast.reporters.get(ledger.plan.organisation_id)
        if reporter is not None:
            return reporter
        office = lead_office(item.responsibilities.all())
        return self.cast.heads.get(office or 0, self.cast["clerk"])

    def second(self, first: Account) -> Account:
        """Who accepts or confirms what `first` handed in: never the same person."""
        clerk = self.cast["clerk"]
        return self.cast["chief"] if first.pk == clerk.pk else clerk
