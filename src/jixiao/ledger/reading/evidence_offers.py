"""Where else evidence could be used: the same indicators in other periods and years, or what is searched for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from jixiao.ledger.evidence_places import (
    JOINED,
    NOUNS,
    Place,
    item_of,
    key_of,
    may_attach,
    parts_of,
    place_of_use,
    plan_of,
)
from jixiao.ledger.models import Cell, Evidence, EvidenceUse, Ledger, Task
from jixiao.ledger.reading.evidence_library import ledgers_for
from jixiao.people.models import Account

OFFERED = 12  # places at once; a closer search finds the others
_TRIED = 120  # before those of other offices are left out


@dataclass(frozen=True, slots=True)
class Offer:
    """The places of one indicator, or a task, in which evidence could be used too: (key, which of them it is)."""

    year: int | None
    head: str
    spots: tuple[tuple[str, str], ...]


def offers(account: Account, evidence: Evidence, uses: list[EvidenceUse], text: str) -> list[Offer]:
    """Cells and tasks where the account may use it: those that the text names, else of indicators that use it.

    `uses` are those that stand. The newest year comes first. At most five statements.
    """
    ledgers = ledgers_for(account)
    if text:
        cells = _cells(ledgers, evidence).filter(Q(item__title__icontains=text) | Q(item__no=text))
        places = [*_attachable(account, cells), *_attachable(account, _tasks(ledgers, evidence, text))]
    else:
        items = {item for use in uses if (item := item_of(place_of_use(use))) is not None}
        same = Q(item__in=items) | Q(item__title__in={item.title for item in items})
        places = _attachable(account, _cells(ledgers, evidence).filter(same)) if items else []
    return _grouped(places[:OFFERED])


def _grouped(places: list[Place]) -> list[Offer]:
    found: dict[tuple[int | None, str], list[tuple[str, str]]] = {}
    for place in places:
        head, spot = parts_of(place)
        found.setdefault((plan_of(place).year, head), []).append((key_of(place), spot or "这项任务"))
    return [Offer(year, head, tuple(spots)) for (year, head), spots in found.items()]


def _attachable(account: Account, places: QuerySet[Cell] | QuerySet[Task]) -> list[Place]:
    return [place for place in places[:_TRIED] if may_attach(account, place)]


def _cells(ledgers: QuerySet[Ledger], evidence: Evidence) -> QuerySet[Cell]:
    cells = Cell.objects.in_force().filter(ledger__in=ledgers.order_by().values("pk"))
    unused = cells.exclude(_has(Cell, evidence)).select_related(*JOINED[Cell])
    by_year = unused.order_by("-ledger__plan__year", "item__position", "starts")
    return by_year.prefetch_related("item__responsibilities")


def _tasks(ledgers: QuerySet[Ledger], evidence: Evidence, text: str) -> QuerySet[Task]:
    tasks = Task.objects.filter(ledger__in=ledgers.order_by().values("pk"), text__icontains=text)
    unused = tasks.exclude(_has(Task, evidence)).select_related(*JOINED[Task])
    return unused.order_by("-ledger__plan__year", "position").prefetch_related("list__item__responsibilities")


def _has(table: type[Place], evidence: Evidence) -> Exists:
    """Whether a row of the table uses the evidence."""
    return Exists(EvidenceUse.objects.filter(evidence=evidence, taken_back=None, **{NOUNS[table]: OuterRef("pk")}))
