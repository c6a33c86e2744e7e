"""What accepted bonus claims and upheld findings say of organisations, as the score takes them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from jixiao.core.evaluations.inspections import is_rectified
from jixiao.core.scoring.entries import Claim, Fault
from jixiao.evaluations.models import BonusClaim, ClaimState, Finding, FindingState, Proof, Purpose
from jixiao.evaluations.reading.findings import standing_of
from jixiao.people.models import Account


def claims_of(organisation_ids: Collection[int], year: int) -> dict[int, list[Claim]]:
    """The accepted bonus claims of the year by organisation; one without any is left out. Two statements.

    `item` is the number of the plan's item as text, '' without one: the caller puts the key of its entry there.
    """
    rows = BonusClaim.objects.filter(
        organisation__in=organisation_ids, year=year, state=ClaimState.ACCEPTED, purpose=Purpose.BONUS
    ).select_related("checked_by__person")
    names = _proofs(Proof.objects.filter(claim__in=rows.values("pk")), "claim_id")
    found: dict[int, list[Claim]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.organisation_id, []).append(_claim(row, names.get(row.pk, ())))
    return found


def faults_of(organisation_ids: Collection[int], year: int, today: date | None = None) -> dict[int, list[Fault]]:
    """The upheld findings of the year's inspections by organisation, as they stand on the day. Two statements."""
    day = today or timezone.localdate()
    rows = Finding.objects.filter(
        object__in=organisation_ids, inspection__year=year, state=FindingState.UPHELD
    ).select_related("inspection", "decided_by__person")
    names = _proofs(Proof.objects.filter(is_answer=False, finding__in=rows.values("pk")), "finding_id")
    found: dict[int, list[Fault]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.object_id, []).append(_fault(row, day, names.get(row.pk, ())))
    return found


def _claim(row: BonusClaim, evidence: tuple[str, ...]) -> Claim:
    return Claim(
        key=f"claim-{row.pk}",
        kind=row.kind,
        fact=row.fact,
        points=row.granted,
        title=row.title,
        source=f"{row.issuing_body}{row.document_no}",
        item=str(row.item_id or ""),
        by=_name(row.checked_by),
        on=_day(row.checked_at),
        evidence=evidence,
    )


def _fault(row: Finding, today: date, evidence: tuple[str, ...]) -> Fault:
    return Fault(
        key=f"finding-{row.pk}",
        kind=row.kind,
        points=row.points,
        rectified=is_rectified(standing_of(row), today),
        title=f"{row.kind_name or row.facts}（{row.place}）",
        source=f"{row.inspection.title}第 {row.number} 号问题",
        by=_name(row.decided_by),
        on=_day(row.decided_at),
        evidence=evidence,
    )


def _proofs(rows: QuerySet[Proof], of: str) -> dict[int, tuple[str, ...]]:
    """Names of the evidence by the number of what it proves."""
    found: dict[int, tuple[str, ...]] = {}
    for number, name in rows.order_by("pk").values_list(of, "evidence__name"):
        found[number] = (*found.get(number, ()), name)
    return found


def _name(account: Account | None) -> str:
    return account.shown_name if account else ""


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
