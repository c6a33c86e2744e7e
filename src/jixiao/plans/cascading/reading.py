"""Reading what a plan hands down: who carries what, with which credit, and the plans that carry it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from jixiao.core import freezing
from jixiao.core.credit import Carried, Credit, Credited, credit, offices_of, units
from jixiao.core.drafting import DraftRow
from jixiao.core.stages import TITLES, Stage
from jixiao.people.models import Organisation
from jixiao.people.policy import Refused
from jixiao.plans.models import Contract, CreditShare, Item, Link, Plan, Responsibility

_OFFICES = (Responsibility.Role.LEAD_OFFICE, Responsibility.Role.CO_OFFICE)
NOT_FROZEN = "方案批复定稿后才能分解。请先在“办理程序”页办理批复。"


@dataclass(frozen=True)
class Carrying:
    """Who carries the indicators of a plan, and what each is credited."""

    items: Mapping[str, Item]  # by uid, in the plan's order
    carried: tuple[Carried, ...]
    offices: Mapping[int, Organisation]  # in the order in which the plan names them
    leading: frozenset[tuple[str, int]]
    unknown: tuple[str, ...]  # names of offices that are nobody yet
    weights: Mapping[str, Mapping[int, Decimal]]
    credited: Credited

    @cached_property
    def offices_by_row(self) -> dict[str, tuple[int, ...]]:
        return {row.id: row.offices for row in self.carried}

    def units(self) -> list[list[Carried]]:
        """Rows that share one weight together."""
        return units(self.carried)


def carrying(plan: Plan) -> Carrying:
    """Read it; the plan's own organisation hands nothing down to itself. Three statements."""
    items = {
        item.uid: item for item in Item.objects.indicators().filter(plan=plan).select_related("parent") if item.uid
    }
    duties = Responsibility.objects.filter(item__plan=plan, item__withdrawn=False, role__in=_OFFICES)
    duties = duties.exclude(organisation=plan.organisation_id)
    by_item: dict[int, list[Responsibility]] = {}
    for duty in duties.select_related("organisation__parent").order_by("item_id", "position"):
        by_item.setdefault(duty.item_id, []).append(duty)
    carried = tuple(_carried(item, by_item.get(item.pk, [])) for item in items.values())
    weights = _weights(plan)
    return Carrying(
        items=items,
        carried=carried,
        offices=_offices(items, by_item),
        leading=frozenset((row.id, row.offices[0]) for row in carried if row.offices),
        unknown=_unknown(by_item),
        weights=weights,
        credited=credit(carried, Credit(plan.credit), weights),
    )


def _carried(item: Item, duties: Iterable[Responsibility]) -> Carried:
    offices = tuple(dict.fromkeys(duty.organisation_id for duty in duties if duty.organisation_id is not None))
    return Carried(item.uid or "", item.points, offices, item.shares_points)


def _offices(items: Mapping[str, Item], by_item: Mapping[int, list[Responsibility]]) -> dict[int, Organisation]:
    found: dict[int, Organisation] = {}
    for item in items.values():
        for duty in by_item.get(item.pk, []):
            if duty.organisation is not None:
                found.setdefault(duty.organisation.pk, duty.organisation)
    return found


def _unknown(by_item: Mapping[int, list[Responsibility]]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(duty.name for duties in by_item.values() for duty in duties if duty.organisation_id is None)
    )


def _weights(plan: Plan) -> dict[str, dict[int, Decimal]]:
    found: dict[str, dict[int, Decimal]] = {}
    kept = CreditShare.objects.filter(item__plan=plan)
    for uid, office, share in kept.values_list("item__uid", "organisation_id", "share"):
        found.setdefault(uid or "", {})[office] = share
    return found


def unit_of(found: Carrying, uid: str) -> tuple[str, tuple[int, ...]]:
    """The first row of the unit that the row belongs to, and all its offices. Raises Refused for an unknown row."""
    for unit in found.units():
        if any(row.id == uid for row in unit):
            return unit[0].id, offices_of(unit)
    raise Refused("方案里没有这项指标。")


def frozen_rows(plan: Plan) -> tuple[DraftRow, ...]:
    """The rows of the latest version as typed cells. Raises Refused when there is none."""
    version = plan.versions.order_by("-number").first()
    if version is None:
        raise Refused(NOT_FROZEN)
    return freezing.working_copy(version.content).rows


@dataclass(frozen=True, slots=True)
class Child:
    """A plan that carries out rows of this one, and how far it is.

    What its indicators have achieved joins the figures here as soon as reports on them are kept.
    """

    plan: Plan
    stage: str
    contract: Contract | None
    filed: str  # 已备案, 已报送, ''
    receipt_no: str

    @property
    def is_signed(self) -> bool:
        return self.contract is not None and self.contract.is_signed

    @property
    def is_changed(self) -> bool:
        """Whether the plan says something else than what was signed."""
        return self.contract is not None and self.contract.digest not in ("", self.plan.digest)

    @property
    def signing(self) -> str:
        """How far the contract is signed, in words; '' without a contract."""
        if self.contract is None:
            return ""
        if self.contract.is_signed:
            return "已签订"
        return "一方已签" if self.contract.signed_a_on or self.contract.signed_b_on else "未签订"

    @property
    def kind(self) -> str:
        """Whose plan it is: office, enterprise, person."""
        if self.plan.person_id is not None:
            return "person"
        return "enterprise" if self.plan.organisation.kind == Organisation.Kind.ENTERPRISE else "office"

    @property
    def party(self) -> str:
        return self.plan.person.name if self.plan.person else self.plan.organisation.name


def children(plan: Plan) -> list[Child]:
    """The child plans, in the order in which they were begun. Two statements."""
    return [_child(each) for each in _with_papers(Plan.objects.filter(parent=plan)).order_by("pk")]


def carried_out_by(item: Item) -> list[Child]:
    """The child plans that carry out the indicator. Two statements."""
    plans = Plan.objects.filter(pk__in=Link.objects.filter(parent=item).values("child__plan"))
    return [_child(each) for each in _with_papers(plans).order_by("pk")]


def _with_papers(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    return plans.select_related("organisation__parent", "person", "contract").prefetch_related("filings")


def child_of(plan: Plan) -> Child:
    """The plan itself as the child that it is."""
    return _child(plan)


def _child(plan: Plan) -> Child:
    filings = list(plan.filings.all())
    received = [filing for filing in filings if filing.received_on]
    return Child(
        plan,
        TITLES[Stage(plan.stage)],
        getattr(plan, "contract", None),
        "已备案" if received else "已报送" if filings else "",
        received[-1].receipt_no if received else "",
    )
