"""Directives as pages show them: how far each is, who has not signed for it, who is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jixiao.core.ledger.directives import COURSES, ORDER, Course, Issued, Part, course, course_of
from jixiao.core.ledger.states import Light
from jixiao.core.ledger.strike_off import TITLES, Stage, days_late
from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.models import Addressee, Cell, Directive, Ledger
from jixiao.people.models import Organisation, Person
from jixiao.people.queries import places
from jixiao.plans.models import Responsibility

_KINDS = frozenset({Organisation.Kind.OFFICE, Organisation.Kind.ENTERPRISE, Organisation.Kind.BODY})


@dataclass(frozen=True, slots=True)
class PartLine:
    """An addressee, ready to show."""

    pk: int
    office: str
    office_id: int
    is_lead: bool
    course: Course
    stage: str  # 申请销号
    read_at: datetime | None

    @property
    def light(self) -> Light:
        return COURSES[self.course]


@dataclass(frozen=True, slots=True)
class Line:
    """A directive, ready to show. `days` are working days past the due date, 0 unless it is late."""

    pk: int
    label: str
    title: str
    tag: str  # of the indicator, '' for a free one
    cell: int | None
    item: int | None
    issued_on: date
    due: date
    course: Course
    days: int
    escalated_to: str
    parts: tuple[PartLine, ...]

    @property
    def light(self) -> Light:
        return COURSES[self.course]


def label_of(year: int | None, number: int) -> str:
    """督办〔2026〕3号."""
    return f"督办〔{year}〕{number}号" if year else f"督办第 {number} 号"


def as_issued(directive: Directive, addressees: Sequence[Addressee]) -> Issued:
    """The directive as the rules see it."""
    parts = tuple(Part(Stage(each.stage), each.read_at is not None) for each in addressees)
    return Issued(directive.pk, directive.due, parts, directive.escalated_at is not None)


def issued_in(ledger: Ledger, today: date) -> list[Line]:
    """The ledger's directives, the latest first. Two statements."""
    directives = ledger.directives.select_related("cell__item", "escalated_to").order_by("-number")
    by_directive: dict[int, list[Addressee]] = {}
    for each in Addressee.objects.filter(directive__ledger=ledger).select_related("office"):
        by_directive.setdefault(each.directive_id, []).append(each)
    return [line_of(each, by_directive.get(each.pk, []), ledger.plan.year, today) for each in directives]


def line_of(directive: Directive, addressees: Sequence[Addressee], year: int | None, today: date) -> Line:
    """The directive with its addressees, which know their office."""
    item = directive.cell.item if directive.cell else None
    how_far = course(as_issued(directive, addressees), today)
    return Line(
        pk=directive.pk,
        label=label_of(year, directive.number),
        title=directive.title,
        tag=(item.no or str(item.position)) if item else "",
        cell=directive.cell_id,
        item=item.pk if item else None,
        issued_on=beijing_day(directive.issued_at),
        due=directive.due,
        course=how_far,
        days=days_late(directive.due, today) if how_far is Course.LATE else 0,
        escalated_to=escalated_to(directive),
        parts=tuple(_part(each, directive.due, today) for each in addressees),
    )


def _part(each: Addressee, due: date, today: date) -> PartLine:
    return PartLine(
        pk=each.pk,
        office=each.office.name,
        office_id=each.office_id,
        is_lead=each.is_lead,
        course=course_of(Part(Stage(each.stage), each.read_at is not None), due, today),
        stage=TITLES[Stage(each.stage)],
        read_at=each.read_at,
    )


def escalated_to(directive: Directive) -> str:
    """分管领导李某; the leading group where the indicator names no leader; '' while it did not go up."""
    if directive.escalated_at is None:
        return ""
    return f"分管领导{directive.escalated_to.name}" if directive.escalated_to else "领导小组组长"


def ordered(lines: Sequence[Line]) -> list[Line]:
    """What is open first, the gravest before the rest, by due date; what is closed last, the latest first."""
    open_ = [line for line in lines if line.course is not Course.CLOSED]
    closed = [line for line in lines if line.course is Course.CLOSED]
    in_order = sorted(open_, key=lambda line: (ORDER.index(line.course), line.due, line.pk))
    return in_order + sorted(closed, key=lambda line: -line.pk)


def offices_for(ledger: Ledger) -> list[Organisation]:
    """Who can be addressed: the offices and enterprises below the ledger's organisation, or an enterprise itself."""
    own = ledger.organisation
    found = [place.organisation for place in places(own)]
    return [
        each
        for each in found
        if each.kind in _KINDS and each.retired is None and (each.pk != own.pk or len(found) == 1)
    ]


def workers_for(ledger: Ledger) -> list[Organisation]:
    """Who can be given a task of the ledger: an enterprise reads the agency's ledger not, it is sent a directive."""
    own = ledger.organisation.pk
    return [each for each in offices_for(ledger) if each.kind != Organisation.Kind.ENTERPRISE or each.pk == own]


def offices_of(cell: Cell) -> list[int]:
    """The offices that answer for the cell's indicator, the one that leads first; an enterprise for its own."""
    duties = Responsibility.objects.filter(item=cell.item_id, organisation__isnull=False).order_by("position")
    kinds = {Responsibility.Role.LEAD_OFFICE.value: 0, Responsibility.Role.CO_OFFICE.value: 1}
    rows = [(kinds[role], pk) for role, pk in duties.values_list("role", "organisation_id") if role in kinds]
    found = list(dict.fromkeys(pk for _, pk in sorted(rows, key=lambda row: row[0]) if pk))
    own = cell.ledger.plan.organisation
    return found or ([own.pk] if own.kind == Organisation.Kind.ENTERPRISE else [])


def leader_of(cell: Cell) -> Person | None:
    """The leader who supervises the cell's indicator: the first that the plan names."""
    duties = Responsibility.objects.filter(
        item=cell.item_id, role=Responsibility.Role.LEADER, person__isnull=False
    ).select_related("person")
    first = duties.order_by("position").first()
    return first.person if first else None
