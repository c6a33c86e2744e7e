"""How many cells of a ledger are in each state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count as Number

from jixiao.core.ledger.states import CellFacts, Reporting, Standing, State, state_of
from jixiao.ledger.models import Cell, Ledger
from jixiao.ledger.reading.labels import Count, counted


@dataclass(slots=True)
class Tally:
    """The cells of one ledger by state; `waiting` lie for acceptance."""

    states: Counter[State] = field(default_factory=Counter)
    waiting: int = 0

    @property
    def counts(self) -> list[Count]:
        return counted(self.states)


def tallies(ledgers: Sequence[Ledger], today: date) -> dict[int, Tally]:
    """The tally of each ledger by its number. One statement: cells alike are counted by the database."""
    found = {ledger.pk: Tally() for ledger in ledgers}
    names = ("ledger_id", "due", "grace", "reporting", "standing", "struck_off")
    cells = Cell.objects.in_force().filter(ledger__in=found).order_by()
    for ledger, due, grace, reporting, standing, struck_off, number in cells.values_list(*names).annotate(
        number=Number("pk")
    ):
        facts = CellFacts(due, grace, Reporting(reporting), Standing(standing), struck_off)
        found[ledger].states[state_of(facts, today)] += number
        found[ledger].waiting += number if facts.reporting is Reporting.SUBMITTED else 0
    return found
