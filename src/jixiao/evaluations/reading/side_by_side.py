"""Same-category review: one indicator across all organisations, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jixiao.core.evaluations.same import key_of
from jixiao.core.scoring.rules.base import decimals_scored
from jixiao.evaluations.models import Assignment, Mark, Round
from jixiao.evaluations.reading.facts import Fact, facts_of
from jixiao.evaluations.reading.outcomes import claimed, decisions
from jixiao.plans.models import Item


class _Leaf(NamedTuple):
    """An indicator of one of the plans."""

    pk: int
    plan_id: int
    no: str
    position: int
    title: str
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An indicator that can be reviewed, and how many plans have it."""

    key: str
    title: str
    plans: int


@dataclass(frozen=True, slots=True)
class Side:
    """An organisation's indicator: `claimed` by itself, `present` as it stands now, `mark` this round's correction."""

    sheet: Assignment
    item: int
    tag: str
    points: Decimal | None
    fact: Fact
    claimed: Decimal | None
    present: Decimal | None
    decided_by: str  # the stage that gave the present points; '' when they are as claimed
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Review:
    """The choices, the chosen one, and the organisations beside each other. `title` is '' where nothing is chosen."""

    choices: list[Choice]
    key: str
    title: str
    sides: list[Side]

    @property
    def places(self) -> int:
        """Decimals that the finest points need, two at least, so that a column's points stand below each other."""
        points = (each for side in self.sides for each in (side.claimed, side.present) if each is not None)
        return decimals_scored(points)

    @property
    def corrected(self) -> int:
        return sum(side.mark is not None for side in self.sides)


def review_of(held: Round, key: str, today: date, *, common: bool = True) -> Review:
    """Side by side in the round; `common` leaves out what only one plan has. Nine statements, whatever the size."""
    sheets = {sheet.plan_id: sheet for sheet in held.assignments.filter(member=None).select_related(*_JOINED)}
    rows = Item.objects.indicators().filter(plan__in=sheets, kind=Item.Kind.BASE).order_by("position", "pk")
    leaves = [_Leaf(*values) for values in rows.values_list(*_Leaf._fields)]
    keys: dict[str, str] = {}
    by_key: dict[str, list[_Leaf]] = {}
    for leaf in leaves:
        if leaf.title not in keys:
            keys[leaf.title] = key_of(leaf.title)
        by_key.setdefault(keys[leaf.title], []).append(leaf)
    choices = [Choice(each, own[0].title, len({leaf.plan_id for leaf in own})) for each, own in by_key.items()]
    shown = sorted((each for each in choices if each.plans > 1 or not common), key=lambda each: -each.plans)
    chosen = key if key in by_key else (shown[0].key if shown else "")
    sides = _sides(held, sheets, by_key.get(chosen, []), today)
    title = by_key[chosen][0].title if chosen else ""
    return Review(shown, chosen, title, sides)


_JOINED = ("plan__organisation",)


def _sides(held: Round, sheets: dict[int, Assignment], leaves: Sequence[_Leaf], today: date) -> list[Side]:
    items = [leaf.pk for leaf in leaves]
    facts = facts_of(items, today)
    claims = claimed(sheets, items)
    made = decisions(sheets, items, apart_from=held.pk)
    marks = {
        mark.item_id: mark
        for mark in Mark.objects.filter(assignment__round=held, item__in=items).select_related("by__person")
    }
    found = []
    for leaf in leaves:
        present, stage = claims.get(leaf.pk), ""
        if leaf.pk in made:
            present, stage = made[leaf.pk][-1].points, made[leaf.pk][-1].stage
        mark = marks.get(leaf.pk)
        if mark is not None:
            present, stage = mark.points, held.get_kind_display()
        tag = leaf.no or str(leaf.position)
        side = Side(
            sheets[leaf.plan_id], leaf.pk, tag, leaf.points, facts[leaf.pk], claims.get(leaf.pk), present, stage, mark
        )
        found.append(side)
    return sorted(found, key=lambda side: (side.sheet.plan.organisation.name, side.item))
