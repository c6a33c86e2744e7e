"""A cell as a card: its light, those of its indicator, and its form for whoever may write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from jixiao.core.ledger.reporting import Obstacle, is_editable
from jixiao.core.ledger.states import Light
from jixiao.ledger.actions.reports import Typed
from jixiao.ledger.models import Cell
from jixiao.ledger.policy import may_write
from jixiao.ledger.reading import labels
from jixiao.ledger.reading.cell import Sheet, background, sheet
from jixiao.ledger.reading.evidence import EvidenceBox, box
from jixiao.ledger.reading.rollup import rolled_up
from jixiao.people.models import Account


@dataclass(frozen=True, slots=True)
class Lamp:
    """The light of one period of an indicator."""

    cell: int
    label: str
    light: Light
    summary: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about what keeps a report from being handed in; `field` is the end of the id of where to mend it."""

    field: str
    sentence: str


class Attempt(NamedTuple):
    """A report that was refused: what was typed, what keeps it from being handed in, which version it was based on."""

    typed: Typed
    obstacles: Sequence[Obstacle]
    seen: int


@dataclass(frozen=True, slots=True)
class Card:
    """`sheet` and `box` are None where nothing can be written, or not by the account."""

    cell: Cell
    light: Light
    reporting: str
    due: str
    lamps: list[Lamp]
    sheet: Sheet | None
    box: EvidenceBox | None
    problems: list[Problem]

    @property
    def key(self) -> str:
        """What the ids of the card begin with."""
        return f"c{self.cell.pk}"


def card(
    account: Account,
    cell: Cell,
    today: date,
    attempt: Attempt | None = None,
    siblings: Sequence[Cell] | None = None,
    *,
    is_carried: bool = True,
) -> Card:
    """The card as it stands, or with what was attempted and what keeps it from being handed in.

    Nine statements; six more where its indicator is carried by enterprises below, which is asked unless the caller
    knows that it is not.
    """
    is_open = is_editable(cell.facts, cell.opens, today) or attempt is not None
    if is_open:
        prefetch_related_objects([cell], "item__responsibilities")
    siblings = siblings_of(cell.item_id) if siblings is None else siblings
    writes = is_open and may_write(account, cell)
    found = background(cell, siblings, rolled_up(cell) if is_carried else None) if writes else None
    filled = sheet(found, today, *(attempt or ())) if found else None
    return Card(
        cell=cell,
        light=labels.light_of(cell, today),
        reporting=labels.reporting_word(cell),
        due=labels.due_text(cell.facts, cell.opens, today),
        lamps=lamps(siblings, today, cell.pk),
        sheet=filled,
        box=box(account, cell) if filled and filled.is_open else None,
        problems=_problems(filled, attempt.obstacles if attempt else ()) if filled else [],
    )


def siblings_of(item_id: int, *joined: str) -> list[Cell]:
    """The cells of an indicator that are used, in order."""
    cells = Cell.objects.filter(item=item_id, dropped=False).order_by("starts")
    return list(cells.select_related(*joined) if joined else cells)


def lamps(cells: Sequence[Cell], today: date, current: int = 0) -> list[Lamp]:
    return [
        Lamp(each.pk, each.period.label, labels.light_of(each, today), each.summary, each.pk == current)
        for each in cells
    ]


def _problems(filled: Sheet, obstacles: Sequence[Obstacle]) -> list[Problem]:
    """The sentences with the field that mends them; a measure's own sentence in place of the one for all."""
    values = [Problem(name, text) for name, text in filled.errors.items() if name.startswith("value-")]
    others = [Problem(each.field, each.sentence) for each in obstacles if each.field != "values"]
    return (values if any(each.field == "values" for each in obstacles) else []) + others
