"""Reading evidence: what a place uses and could use, and what an indicator still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone

from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.states import Reporting
from jixiao.intake.attachments import ENDINGS, MEGABYTES, TITLES
from jixiao.ledger.evidence_forms import MAX_FILES
from jixiao.ledger.evidence_places import (
    NOUNS,
    Place,
    home_of,
    item_of,
    kept_because,
    key_of,
    label_of,
    may_attach,
)
from jixiao.ledger.models import Cell, Evidence, EvidenceUse, Ledger
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right, allows
from jixiao.plans.models import Responsibility

ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)
CHOICES = 6  # likely evidence that a box offers; the rest is found on the page of all evidence


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of evidence in a box. `pk` is the evidence's number, `use` that of its use, 0 when it is only offered."""

    pk: int
    use: int
    title: str
    name: str
    kind: str
    size: str
    by: str
    on: date
    may_read: bool
    is_near: bool = False  # used elsewhere under the same indicator

    @property
    def address(self) -> str:
        return reverse("evidence", args=[self.pk]) if self.may_read else ""


@dataclass(frozen=True, slots=True)
class EvidenceBox:
    """What `ledger/evidence_box.html` shows. `kept` says why used evidence cannot be taken back; '' when it can."""

    key: str  # cell-12
    label: str
    used: tuple[Line, ...]
    choices: tuple[Line, ...]
    may_add: bool
    kept: str

    @property
    def accept(self) -> str:
        return ACCEPT

    @property
    def megabytes(self) -> int:
        return MEGABYTES

    @property
    def most(self) -> int:
        return MAX_FILES

    @property
    def more(self) -> str:
        """The page on which any other evidence can be searched for and used here."""
        return f"{reverse('evidence-list')}?for={self.key}"


def box(account: Account, place: Place) -> EvidenceBox:
    """The evidence of a place, and what is most likely used there next. Two statements."""
    may_add = may_attach(account, place)
    return EvidenceBox(
        key=key_of(place),
        label=label_of(place),
        used=used_in(account, place),
        choices=tuple(_choices(account, place)) if may_add else (),
        may_add=may_add,
        kept=kept_because(place),
    )


def used_in(account: Account, place: Place) -> tuple[Line, ...]:
    """The evidence of a place. One statement."""
    return tuple(_line(account, use.evidence, use) for use in uses_of(place))


def uses_of(place: Place) -> QuerySet[EvidenceUse]:
    """The uses in a place that stand, in the order in which they came."""
    uses = EvidenceUse.objects.filter(**{NOUNS[type(place)]: place}, taken_back=None).order_by("at", "pk")
    return uses.select_related("by__person", "evidence__organisation__parent__parent")


def library_of(account: Account) -> QuerySet[Evidence]:
    """What an account's own evidence page holds: an enterprise's own; an agency's and its enterprises'."""
    own = account.organisation
    if own is None:
        return Evidence.objects.none()
    if own.kind == Organisation.Kind.ENTERPRISE:
        return Evidence.objects.filter(organisation=own)
    agency = own.agency.pk
    below = Q(organisation__parent=agency) | Q(organisation__parent__parent=agency)
    enterprises = Q(organisation__kind=Organisation.Kind.ENTERPRISE) & below
    return Evidence.objects.filter(Q(organisation=agency) | enterprises)


def _choices(account: Account, place: Place) -> list[Line]:
    item = item_of(place)
    standing = EvidenceUse.objects.filter(evidence=OuterRef("pk"), taken_back=None)
    under = Q(cell__item=item) | Q(task__list__item=item) | Q(row__register__item=item)
    near = Exists(standing.filter(under)) if item is not None else Q(pk__in=[])
    found = (
        Evidence.objects.filter(organisation__in={home_of(account, place).pk, place.organisation.pk})
        .exclude(Exists(standing.filter(**{NOUNS[type(place)]: place})))
        .annotate(
            rank=Case(
                When(near, then=Value(0)), When(uploaded_for=account.organisation, then=Value(1)), default=Value(2)
            )
        )
        .select_related("uploaded_by__person", "organisation__parent__parent")
        .order_by("rank", "-uploaded_at", "-pk")
    )
    lines = [_line(account, each) for each in found[:CHOICES]]
    return [line for line in lines if line.may_read]


def _line(account: Account, evidence: Evidence, use: EvidenceUse | None = None) -> Line:
    who, when = (use.by, use.at) if use else (evidence.uploaded_by, evidence.uploaded_at)
    return Line(
        pk=evidence.pk,
        use=use.pk if use else 0,
        title=str(evidence),
        name=evidence.name,
        kind=TITLES.get(evidence.kind, evidence.kind),
        size=size_text(evidence.size),
        by=who.shown_name if who else "命令行",
        on=timezone.localdate(when),
        may_read=allows(account, Right.EVIDENCE_READ, evidence),
        is_near=getattr(evidence, "rank", 2) == 0,
    )


def size_text(size: int) -> str:
    """35 KB, 1.2 MB; whole tenths, rounded up, so that nothing is 0 KB."""
    if size < 1024 * 1024:
        return f"{-(-size // 1024)} KB"
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10}.{tenths % 10} MB"


class Missing(NamedTuple):
    """A cell that was reported on without any evidence."""

    cell: int
    label: str  # 第一季度
    item: int
    tag: str
    title: str
    office: str
    year: int | None
    organisation: str

    @property
    def address(self) -> str:
        return reverse("cell", args=[self.cell])


def missing(ledger: Ledger) -> dict[int, tuple[Missing, ...]]:
    """By indicator, the cells that were reported on without evidence, in order. One statement."""
    found: dict[int, tuple[Missing, ...]] = {}
    for line in missing_in([ledger.pk]):
        found[line.item] = (*found.get(line.item, ()), line)
    return found


def missing_in(ledgers: Iterable[int]) -> list[Missing]:
    """The cells of several ledgers that were reported on without evidence: newest year first, in the plans' order."""
    reported = (Reporting.SUBMITTED.value, Reporting.ACCEPTED.value)
    cells = Cell.objects.in_force().filter(ledger__in=list(ledgers), reporting__in=reported)
    bare = cells.exclude(Exists(EvidenceUse.objects.filter(cell=OuterRef("pk"), taken_back=None)))
    office = Responsibility.objects.filter(
        item=OuterRef("item"), role=Responsibility.Role.LEAD_OFFICE, item__withdrawn=False
    ).order_by("position")
    rows = bare.annotate(office=Subquery(office.values("name")[:1])).order_by(
        "-ledger__plan__year", "ledger", "item__position", "starts"
    )
    named = rows.values_list(
        *("pk", "item_id", "item__no", "item__position", "item__title", "office"),
        *("frequency", "number", "starts", "ledger__plan__year", "ledger__plan__organisation__name"),
    )
    return [
        Missing(
            pk,
            Period(starts.year, Frequency(frequency), number).label,
            item,
            no or f"第{position}行",
            title,
            office or "",
            year,
            organisation,
        )
        for pk, item, no, position, title, office, frequency, number, starts, year, organisation in named
    ]
