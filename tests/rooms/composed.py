"""A city whose agencies have plans, ledgers and accepted reports, made in bulk; its rules, and a composition of them.

Of each agency's indicators the first has an amount (12 个, reached by all in the last quarter), the second has none,
and so on in turns; each counts one point. Agencies are in groups of twenty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from jixiao.core.scoring.scheme import Component, Grade, Grading, Missing, Scheme, Source
from jixiao.ledger.models import Cell, Ledger, Measure, Report, ReportValue
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, PeerGroup
from jixiao.plans.models import Item, Plan, PlanVersion
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import written

YEAR = 2026
MADE = datetime(2027, 1, 15, 2, 0, tzinfo=UTC)  # all periods are over, the grace of the last one too
QUARTERS = [(1, 3, 31), (4, 6, 30), (7, 9, 30), (10, 12, 31)]
SCHEME = Scheme(
    "年度绩效考评",
    components=(
        Component("table", "目标考核", Decimal(80), Source.TABLE),
        Component("public", "公众评议", Decimal(20), Source.GIVEN, missing=Missing.EXCLUDE),
    ),
    grading=Grading((Grade("优秀", share=Decimal("0.3")), Grade("良好"))),
)


def upper_office(name: str = "青澜市") -> Organisation:
    """The performance office of a city."""
    city = find_or_create_organisation(name, Organisation.Kind.CITY)
    return find_or_create_organisation("市绩效办", Organisation.Kind.OFFICE, city)


def city(office: Organisation, agencies: int = 3, indicators: int = 2) -> list[Plan]:
    """Agencies of the office's city with everything reported, the first of a group best, each next a little worse."""
    city = office.top
    made = [
        find_or_create_organisation(f"青澜市第{at + 1}局", Organisation.Kind.AGENCY, city) for at in range(agencies)
    ]
    for start in range(0, agencies, 20):
        PeerGroup.objects.create(year=YEAR, name=f"第{start // 20 + 1}组").members.set(made[start : start + 20])
    plans = [_plan(agency) for agency in made]
    items = _items(plans, indicators)
    _ledgers(plans, items)
    return plans


def _plan(agency: Organisation, parent: Plan | None = None) -> Plan:
    plan = Plan.objects.create(
        organisation=agency, year=YEAR, title=f"{agency.name}{YEAR}年度绩效工作方案", stage="published", parent=parent,
        digest="d" * 64, begun_at=MADE,
    )  # fmt: skip
    PlanVersion.objects.create(plan=plan, number=1, content="{}", digest=f"{plan.pk:064x}", at=MADE)
    return plan


def _items(plans: Sequence[Plan], indicators: int) -> list[Item]:
    goals = []
    for plan in plans:
        top = Item.objects.create(plan=plan, level="category", position=1, title="重点工作")
        goals.append(Item.objects.create(plan=plan, parent=top, level="goal", position=1, title="改善民生"))
    return Item.objects.bulk_create(
        Item(
            plan=goal.plan, parent=goal, level="indicator", position=at + 1, uid=f"u{at + 1}", no=f"1-{at + 1}",
            title=f"完成第{at + 1}类工作。", points=Decimal(1),
        )
        for goal in goals
        for at in range(indicators)
    )  # fmt: skip


def _ledgers(plans: Sequence[Plan], items: Sequence[Item]) -> None:
    ledgers = {plan.pk: Ledger(plan=plan, opened=date(YEAR, 1, 12)) for plan in plans}
    Ledger.objects.bulk_create(ledgers.values())
    measures = {
        item.pk: Measure(
            item=item, position=1, name="项目", reckoning="cumulative", comparator=">=", target=12, unit="个",
            base_unit="个",
        )
        for item in items
        if item.position % 2
    }  # fmt: skip
    Measure.objects.bulk_create(measures.values())
    cells = Cell.objects.bulk_create(
        Cell(
            ledger=ledgers[item.plan_id], item=item, frequency="quarter", number=at, starts=date(YEAR, first, 1),
            ends=date(YEAR, last, day), opens=date(YEAR, last, day), due=date(YEAR, last, day),
            grace=date(YEAR, last, day), reporting="accepted", standing="done" if at == 4 else "on_track",
        )
        for item in items
        for at, (first, last, day) in enumerate(QUARTERS, 1)
    )  # fmt: skip
    reports = Report.objects.bulk_create(
        [Report(cell=cell, number=1, stage="accepted", counts=True, written_at=MADE) for cell in cells], 1000
    )
    places = {plan.pk: at for at, plan in enumerate(plans)}
    ReportValue.objects.bulk_create(
        [
            ReportValue(report=report, measure=measures[cell.item_id], typed="3", value=_value(places, cell))
            for report, cell in zip(reports, cells, strict=True)
            if cell.item_id in measures
        ],
        1000,
    )


def _value(places: dict[int, int], cell: Cell) -> Decimal:
    """12 at the year's end for the best of a group, 0.1 less for each next."""
    return Decimal(3) * cell.number - Decimal("0.1") * (places[cell.item.plan_id] % 20)


def rules(office: Organisation, scheme: Scheme = SCHEME, **given: object) -> SchemeRules:
    """Adopted rules of the office."""
    values = {"state": "adopted", "adopted_at": MADE, "number": 1, "year": YEAR, **given}
    return SchemeRules.objects.create(
        organisation=office, title=scheme.title, text=written(scheme), digest="0" * 64, made_at=MADE,
        **values,
    )  # fmt: skip


def officer(account: object, office: Organisation, name: str = "upper", role: str = "upper") -> Account:
    """An account of the upper office, by the fixture `account`."""
    return account(name, role, office)  # type: ignore[operator,no-any-return]
