"""Ledgers to measure: of any number of rows, shared by many offices, and a city of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from jixiao.site.bench_pages import confirmed
from jixiao.site.bench_text import plan_of

if TYPE_CHECKING:
    from django.db.models import Model

    from jixiao.ledger.models import Cell, Ledger
    from jixiao.people.models import Account, Organisation
    from jixiao.plans.models import Item, Plan

Copied = TypeVar("Copied", bound="Model")
OFFICE = "规划科"  # leads every fourth indicator of a generated plan
BATCH = 500
# What the reports of a quarter say: every fifth is behind, every tenth fell short.
STANDINGS = ("on_track", "behind", "on_track", "on_track", "short", "done", "behind", "on_track", "on_track", "done")


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger, its number of indicators, and the head of an office in it."""

    ledger: Ledger
    rows: int
    head: Account

    def address(self, name: str) -> str:
        from django.urls import reverse

        return reverse(name, args=[self.ledger.plan_id])

    def open_cells(self, count: int) -> Iterator[Cell]:
        """Cells of the office on which nothing was reported yet and that do not end their indicator."""
        from jixiao.ledger.models import Cell

        mine = Cell.objects.filter(ledger=self.ledger, reporting="none", is_last=False)
        led = mine.filter(item__responsibilities__organisation=self.head.organisation)
        yield from led.order_by("number", "item__position")[:count]


def opened(clerk: Account, rows: int, mark: str = "") -> Book:
    """The ledger of a generated plan, opened in its January; the first quarter is reported."""
    from jixiao.ledger.actions.opening import open_ledger
    from jixiao.people.policy import Console

    plan = confirmed(clerk, f"{plan_of(rows)}\n附：台账{mark}\n")
    plan.stage = "published"
    plan.save(update_fields=["stage"])
    ledger = open_ledger(Console(), plan.pk, datetime(plan.year or 2026, 1, 12, tzinfo=UTC))
    _report_first_quarter(ledger)
    return Book(ledger, plan.indicators, _head(clerk))


def report_of(cell: Cell, place: str) -> tuple[int, dict[str, str]]:
    """The number of the cell, and what its form on that page sends: every target reached at once."""
    values = {f"value-{each.pk}": f"{each.target.normalize():f}" for each in cell.item.measures.filter(retired=False)}
    said = {"progress": "on_plan", "sentence": "已按计划推进。", "note": "正在追赶。", "seen": "0", "from": place}
    return cell.pk, {**said, **values}


def _report_first_quarter(ledger: Ledger) -> None:
    from jixiao.ledger.models import Cell

    cells = list(ledger.cells.filter(number=1, frequency="quarter"))
    for at, cell in enumerate(cells):
        cell.standing, cell.reporting, cell.reported_on = STANDINGS[at % len(STANDINGS)], "accepted", cell.due
        cell.summary = "12／30公里"
    Cell.objects.bulk_update(cells, ["standing", "reporting", "reported_on", "summary"], BATCH)


def _head(clerk: Account) -> Account:
    from jixiao.people.models import Account, Organisation

    office = Organisation.objects.get(parent=clerk.organisation, name=OFFICE)
    return _account("office-head", Account.Role.OFFICE_HEAD, office)


def _account(name: str, role: Any, organisation: Organisation) -> Account:
    from django.utils import timezone

    from jixiao.people.actions.accounts import NewAccount, create_account
    from jixiao.people.models import Account
    from jixiao.people.policy import Console

    known = Account.objects.filter(username=name).first()
    new = NewAccount(name, role, organisation, "only in this passing database")
    return known or create_account(Console(), new, timezone.now())


def shared_by(book: Book, offices: int) -> None:
    """Let that many offices take part in every indicator."""
    from jixiao.people.models import Organisation
    from jixiao.plans.models import Responsibility

    many = _organisations(book.ledger.organisation, Organisation.Kind.OFFICE, "科", offices)
    items = book.ledger.plan.items.filter(level="indicator")
    Responsibility.objects.bulk_create(
        [
            Responsibility(
                item=item, role=Responsibility.Role.CO_OFFICE, name=each.name, organisation=each, position=at
            )
            for item in items
            for at, each in enumerate(many, 100)
        ],
        BATCH,
    )


def city_of(book: Book, agencies: int) -> Account:
    """A city whose agencies have the book's plan and ledger each; returns an account of its performance office."""
    from jixiao.ledger.models import Cell, Ledger
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Account, Organisation
    from jixiao.plans.models import Item, Plan

    city = find_or_create_organisation("测量用城市", Organisation.Kind.CITY)
    many = _organisations(city, Organisation.Kind.AGENCY, "局", agencies)
    plans = Plan.objects.bulk_create([_copy(book.ledger.plan, organisation=each, imported=None) for each in many])
    ledgers = Ledger.objects.bulk_create([_copy(book.ledger, plan=plan) for plan in plans])
    items = list(book.ledger.plan.items.filter(level="indicator").order_by("position"))
    copied = Item.objects.bulk_create(_items(items, plans), BATCH)
    new = {(item.plan_id, item.position): item for item in copied}
    cells = [(cell, cell.item.position) for cell in book.ledger.cells.select_related("item")]
    Cell.objects.bulk_create(
        [
            _copy(cell, ledger=ledger, item=new[ledger.plan_id, position])
            for ledger in ledgers
            for cell, position in cells
        ],
        BATCH,
    )
    return _account("upper", Account.Role.UPPER, city)


def _items(items: list[Item], plans: Iterable[Plan]) -> list[Item]:
    return [_copy(item, plan=plan, parent=None) for plan in plans for item in items]


def _organisations(parent: Organisation, kind: Any, word: str, count: int) -> list[Organisation]:
    from jixiao.people.models import Organisation, organisation_key

    names = [f"第{number}{word}" for number in range(1, count + 1)]
    return Organisation.objects.bulk_create(
        [Organisation(parent=parent, kind=kind, name=name, key=organisation_key(parent.pk, name)) for name in names]
    )


def _copy(source: Copied, **changes: Any) -> Copied:
    """The same row again, with other values where they are given."""
    fields = [field for field in source._meta.concrete_fields if not field.primary_key and field.name not in changes]
    same = {field.attname: getattr(source, field.attname) for field in fields}
    return type(source)(**same, **changes)
