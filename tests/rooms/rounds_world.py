"""A city with an upper office and agencies that have plans and ledgers, and rounds held over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import opened
import sample

from jixiao.core.evaluations.marks import Marked, Typed
from jixiao.core.stages import Stage
from jixiao.evaluations.actions import ratings, rounds, sheet_decisions, sheets
from jixiao.evaluations.actions.rounds import Given
from jixiao.evaluations.models import Assignment, Round, RoundKind
from jixiao.ledger.models import Ledger
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, PeerGroup
from jixiao.plans.models import Item, Plan

Kind = Organisation.Kind
NOW = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
OPENS, DUE = date(2026, 12, 1), date(2026, 12, 31)
LATE = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
EARLY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
Make = Callable[..., Account]


@dataclass
class City:
    """`clerk` of `agency` with a ledger; peers with plans; two of the upper office and an inspector."""

    city: Organisation
    agency: Organisation
    office: Organisation  # the upper office
    clerk: Account
    upper: Account
    second: Account  # of the upper office, too
    ledger: Ledger
    peers: list[Organisation]
    clerks: dict[int, Account]  # of the peers, by their number

    @property
    def plan(self) -> Plan:
        return self.ledger.plan

    def item(self, no: str = "1-1") -> Item:
        return Item.objects.get(plan=self.plan, no=no)

    def round(self, kind: RoundKind = RoundKind.SELF, by: Account | None = None, title: str = "") -> Round:
        given = Given(2026, kind, title or f"年度{kind.label}", OPENS, DUE)
        return rounds.hold(by or self.upper, self.office.pk, given, NOW)

    def sheet(self, held: Round, rater: Organisation | None = None, plan: Plan | None = None) -> Assignment:
        sheets_of = Assignment.objects.filter(round=held, plan=plan or self.plan, member=None)
        return sheets_of.get(**({"rater": rater} if rater else {}))


def build(make: Make, peers: int = 2) -> City:
    city = find_or_create_organisation("青澜市", Kind.CITY)
    agency = find_or_create_organisation("青澜市园林局", Kind.AGENCY, city)
    office = find_or_create_organisation("市绩效办", Kind.OFFICE, city)
    clerk = make("city-clerk", "operator", agency)
    ledger = opened.opened_ledger(clerk, agency)
    others = [find_or_create_organisation(f"青澜市第{number}局", Kind.AGENCY, city) for number in range(1, peers + 1)]
    clerks = {other.pk: make(f"peer-{other.pk}", "operator", other) for other in others}
    for other in others:
        copy_plan(ledger.plan, other)
    PeerGroup.objects.create(year=2026, name="城建组").members.set([agency, *others])
    return City(
        city, agency, office, clerk, make("upper", "upper", office), make("upper-2", "upper", office), ledger, others,
        clerks,
    )  # fmt: skip


def copy_plan(source: Plan, organisation: Organisation) -> Plan:
    """The plan's heading and indicators again, for another organisation; without a ledger."""
    plan = Plan.objects.create(
        organisation=organisation, title=f"{organisation.name}方案", year=2026, stage=Stage.PUBLISHED.value,
        digest="0" * 64, begun_at=sample.NOW, total=source.total,
    )  # fmt: skip
    leaves = Item.objects.indicators().filter(plan=source).order_by("position")
    Item.objects.bulk_create(
        [
            Item(
                plan=plan, uid=leaf.uid, level=leaf.level, kind=leaf.kind, position=leaf.position, no=leaf.no,
                title=leaf.title, points=leaf.points,
            )
            for leaf in leaves
        ]
    )  # fmt: skip
    return plan


def typed(points: str | None, reason: str = "", completion: str = "", was: str = "") -> Typed:
    return Typed(Marked(None if points is None else Decimal(points), completion, reason), was)


def claim_all(by: Account, sheet: Assignment, points: str = "1", now: datetime = NOW) -> Assignment:
    """Hand in a self-evaluation with the same points for each indicator."""
    sheet.refresh_from_db()
    items = {item.pk: typed(points, reason="按实际完成情况") for item in sheets.scored_items(sheet)}
    return sheets.submit(by, sheet.pk, items, sheet.version, now)


def accepted(city: City, held: Round, points: str = "1") -> Assignment:
    """The agency's self-evaluation, handed in and confirmed."""
    sheet = claim_all(city.clerk, city.sheet(held), points)
    return sheet_decisions.confirm(city.upper, sheet.pk, sheet.version, NOW + timedelta(hours=1))


def rate(by: Account, sheet: Assignment, points: str, reason: str = "情况属实") -> Assignment:
    return ratings.submit(by, sheet.pk, Decimal(points), reason, sheet.version, NOW)
