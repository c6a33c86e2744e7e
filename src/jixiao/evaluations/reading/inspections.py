"""Reading inspections: who and what can be chosen for one, the list, and what the ledger says of an object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jixiao.core.ledger.states import Light
from jixiao.evaluations.models import Finding, Inspection, Method
from jixiao.ledger.models import EvidenceUse, Ledger
from jixiao.ledger.reading.grid import CellLine, Row, grid
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right, allows
from jixiao.people.queries import organiser_of, places

_FINDERS = [Account.Role.OPERATOR, Account.Role.GROUP_HEAD, Account.Role.UPPER, Account.Role.INSPECTOR]


def objects_for(organiser: Organisation) -> list[Organisation]:
    """Whom the organiser can inspect: an agency its offices and enterprises, an office of a city the agencies."""
    agency = organiser.agency
    if agency.kind == Organisation.Kind.AGENCY:
        return [place.organisation for place in places(agency)[1:] if place.organisation.retired is None]
    below = Organisation.objects.filter(parent=organiser.top, kind=Organisation.Kind.AGENCY, retired=None)
    return list(below.order_by("name"))


def inspectors_for(organiser: Organisation) -> list[Account]:
    """Who can record findings for the organiser. One statement."""
    accounts = Account.objects.filter(role__in=_FINDERS, is_active=True, organisation__isnull=False)
    known = accounts.select_related("organisation__parent__parent", "person").order_by("username")
    near = [each for each in known if each.organisation and each.organisation.agency == organiser.agency]
    return [each for each in near if allows(each, Right.FINDING_WRITE, organiser)]


def inspections_of(account: Account) -> QuerySet[Inspection]:
    """The inspections of the account's office or agency, the newest first. One statement.

    Each with `found`, `open` (how many are not decided), `mine`.
    """
    undecided = Q(findings__state__in=("found", "answered"))
    mine = Inspection.inspectors.through.objects.filter(inspection=OuterRef("pk"), account=account)
    counted = Inspection.objects.filter(organiser=organiser_of(account)).annotate(
        found=Count("findings", distinct=True),
        open=Count("findings", filter=undecided, distinct=True),
        mine=Exists(mine),
    )
    return counted.order_by("-starts", "-pk")


def is_seen_by(account: Account, inspection: Inspection, today: date) -> bool:
    """Until it is over, a secret inspection (暗访) is known only to those who may plan it or find something in it: an
    office of the same agency may be the one that is inspected.
    """
    is_over = inspection.closed_at is not None or inspection.ends < today
    return inspection.method != Method.SECRET or is_over or allows(account, Right.FINDING_WRITE, inspection)


def objects_with_counts(inspection: Inspection) -> list[Organisation]:
    """The objects with `found`, how many findings each has in this inspection. One statement."""
    counted = Count("findings", filter=Q(findings__inspection=inspection))
    return list(inspection.objects_of.annotate(found=counted).order_by("name"))


def is_running(inspection: Inspection, today: date) -> bool:
    """Whether findings can be recorded today."""
    return inspection.closed_at is None and inspection.starts <= today


def is_mine_now(inspection: Inspection, today: date) -> bool:
    """Whether the account of `inspections_of` goes out for it today."""
    mine: bool = inspection.mine  # type: ignore[attr-defined]  # annotated by inspections_of
    return mine and is_running(inspection, today) and today <= inspection.ends


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the ledger says of an indicator, to be compared on the spot."""

    item: int
    tag: str
    text: str
    points: str
    cell: int | None
    period: str
    light: Light | None
    summary: str
    evidence: tuple[EvidenceUse, ...]


def claimed_by(organisation: Organisation, year: int, today: date) -> list[Claimed]:
    """The indicators of the organisation's plan of the year as its ledger has them; [] without one.

    Five statements for any size.
    """
    found = Ledger.objects.filter(plan__organisation=organisation, plan__year=year, plan__person=None)
    ledger = found.select_related("plan").order_by("-pk").first()
    if ledger is None:
        return []
    uses: dict[int | None, tuple[EvidenceUse, ...]] = {}
    standing = EvidenceUse.objects.filter(cell__ledger=ledger, taken_back=None).select_related("evidence")
    for use in standing:
        uses[use.cell_id] = (*uses.get(use.cell_id, ()), use)
    return [_claimed(row, row.now(today), uses) for row in grid(ledger, today, goals=False).rows]


def _claimed(row: Row, now: CellLine | None, uses: dict[int | None, tuple[EvidenceUse, ...]]) -> Claimed:
    evidence = tuple(use for cell in row.cells for use in uses.get(cell.pk, ()))
    return Claimed(
        item=row.item,
        tag=row.tag,
        text=row.text,
        points=row.points,
        cell=now.pk if now else None,
        period=now.label if now else "",
        light=now.light if now else None,
        summary=now.summary if now else "",
        evidence=evidence,
    )


def findings_in(inspection: Inspection) -> QuerySet[Finding]:
    """The findings of one inspection in the order of their numbers. One statement."""
    return inspection.findings.select_related("object", "inspection", "item").order_by("number")
