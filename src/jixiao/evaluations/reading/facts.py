"""What the ledger says of indicators: amounts, light, the last words, evidence. Four statements, however many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from jixiao.core.evaluations.self_marks import Amount, Proposal, proposed
from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.measures import Reckoning, achieved, is_met
from jixiao.core.ledger.states import LIGHTS, Light, State, state_of
from jixiao.ledger.actions.standings import IN_FORCE
from jixiao.ledger.models import Cell, EvidenceUse, Measure, Report, ReportValue
from jixiao.ledger.reading.labels import target_text

_SAID = Q(working=True, stage="submitted") | Q(counts=True)
_PLACES = ("cell__item", "task__list__item", "row__register__item", "addressee__directive__cell__item")


class Proof(NamedTuple):
    """A use of a piece of evidence."""

    use: int
    evidence: int
    title: str


@dataclass(frozen=True, slots=True)
class Told:
    """A measure in words; `actual` is '' where nothing is reported."""

    name: str
    target: str
    actual: str
    is_met: bool


@dataclass(slots=True)
class Fact:
    """All that the ledger says of one indicator. `state` is None where it has no period."""

    amounts: list[Amount] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    state: State | None = None
    sentence: str = ""
    evidence: list[Proof] = field(default_factory=list)

    @property
    def light(self) -> Light | None:
        return LIGHTS[self.state] if self.state else None

    @property
    def files(self) -> list[Proof]:
        """Each piece of evidence once, in however many places it is used."""
        return list({proof.evidence: proof for proof in self.evidence}.values())

    def proposal(self, points: Decimal | None) -> Proposal:
        return Proposal(None, "") if points is None else proposed(points, self.amounts, self.state)


def facts_of(items: Collection[int], today: date) -> dict[int, Fact]:
    """By indicator, for each of them."""
    found = {item: Fact() for item in items}
    cells = _cells(found, today)
    _measure(found, cells)
    for item, proofs in proofs_of(items).items():
        found[item].evidence = proofs
    return found


def _cells(found: Mapping[int, Fact], today: date) -> dict[int, list[int]]:
    """Fill in how each indicator stands and what was last said of it; returns the cells of each, in order."""
    said = Report.objects.filter(_SAID, cell=OuterRef("pk")).order_by("-number").values("sentence")[:1]
    rows = Cell.objects.filter(item__in=found, dropped=False).annotate(said=Subquery(said)).order_by("starts", "pk")
    cells: dict[int, list[int]] = {}
    for cell in rows:
        fact, state = found[cell.item_id], state_of(cell.facts, today)
        cells.setdefault(cell.item_id, []).append(cell.pk)
        if fact.state is None or state is not State.NOT_DUE:
            fact.state = state
        fact.sentence = cell.said or fact.sentence  # type: ignore[attr-defined]
    return cells


def _measure(found: Mapping[int, Fact], cells: Mapping[int, list[int]]) -> None:
    values: dict[tuple[int, int], Decimal | None] = {}
    rows = ReportValue.objects.filter(IN_FORCE, report__cell__item__in=found, report__cell__dropped=False)
    for measure, cell, value in rows.order_by("report__number").values_list("measure_id", "report__cell_id", "value"):
        values[measure, cell] = value
    for each in Measure.objects.filter(item__in=found, retired=False).order_by("item_id", "position"):
        own = [values.get((each.pk, cell)) for cell in cells.get(each.item_id, [])]
        value = achieved(Reckoning(each.reckoning), own)
        fact = found[each.item_id]
        fact.amounts.append(Amount(each.name, each.measured, value))
        actual = "" if value is None else f"{shown_amount(value, each.unit)}{each.unit}"
        fact.told.append(Told(each.name, target_text(each), actual, is_met(each.measured, value)))


def proofs_of(items: Collection[int]) -> dict[int, list[Proof]]:
    """The evidence that is used under each indicator: in its cells, lists, registers, directives. One statement."""
    places = Q()
    for place in _PLACES:
        places |= Q(**{f"{place}__in": items})
    uses = EvidenceUse.objects.filter(places, taken_back=None).order_by("at", "pk")
    found: dict[int, list[Proof]] = {}
    for use, evidence, title, name, *under in uses.values_list(
        "pk", "evidence_id", "evidence__title", "evidence__name", *_PLACES
    ):
        item = next(pk for pk in under if pk is not None)
        found.setdefault(item, []).append(Proof(use, evidence, title or name))
    return found
