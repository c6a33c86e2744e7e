"""Where the evidence of a step lies now. A bundle knows names; a link is given to who may open it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from jixiao.core.scoring.entries import Claim, Entry, Fault
from jixiao.evaluations.models import BonusClaim, Finding, Proof
from jixiao.ledger.models import Evidence, EvidenceUse
from jixiao.people.models import Account
from jixiao.people.policy import Right, allows
from jixiao.plans.models import Item
from jixiao.scores.models import Result

_UP = "organisation__parent__parent"


@dataclass(frozen=True, slots=True)
class Named:
    """A piece of evidence; `address` is '' where the account may not open it, or it is no longer there."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Proved:
    """The evidence of a step, and the page where it happened."""

    evidence: tuple[Named, ...] = ()
    address: str = ""
    word: str = ""


def of_indicator(result: Result, account: Account, entry: Entry) -> Proved:
    """Its evidence, and its page in the ledger. Two statements."""
    rows = Item.objects.filter(plan=result.plan_id, level=Item.Level.INDICATOR, no=entry.no, title=entry.title)
    item = rows.values_list("pk", "plan_id").first() if result.plan_id else None
    if item is None:
        return Proved(_named(account, entry.evidence, ()))
    used = Evidence.objects.filter(
        pk__in=EvidenceUse.objects.filter(cell__item=item[0], taken_back=None).values("evidence")
    ).select_related(_UP)
    address = reverse("ledger-item", args=[item[1], item[0]]) if allows(account, Right.LEDGER_READ, result) else ""
    return Proved(_named(account, entry.evidence, used), address, "台账中的这项指标")


def of_claim(account: Account, claim: Claim) -> Proved:
    """Two statements."""
    number = _number(claim.key)
    row = BonusClaim.objects.filter(pk=number).select_related(_UP).first()
    used = (proof.evidence for proof in _proofs().filter(claim=number))
    address = reverse("bonus", args=[number]) if row and allows(account, Right.BONUS_READ, row) else ""
    return Proved(_named(account, claim.evidence, used), address, "加分申报")


def of_fault(account: Account, fault: Fault) -> Proved:
    """Two statements."""
    number = _number(fault.key)
    row = Finding.objects.filter(pk=number).select_related("object__parent__parent").first()
    used = (proof.evidence for proof in _proofs().filter(finding=number, is_answer=False))
    address = reverse("finding", args=[number]) if row and allows(account, Right.FINDING_READ, row.object) else ""
    return Proved(_named(account, fault.evidence, used), address, "察访核验的问题和答复")


def _proofs() -> QuerySet[Proof]:
    return Proof.objects.select_related(f"evidence__{_UP}")


def _named(account: Account, names: Sequence[str], used: Iterable[Evidence]) -> tuple[Named, ...]:
    """The names as they stand in the bundle; those that are still used there are links."""
    there = {name: each for each in used for name in (each.title, each.name) if name}
    return tuple(Named(name, _address(account, there.get(name))) for name in names)


def _address(account: Account, evidence: Evidence | None) -> str:
    is_open = evidence is not None and allows(account, Right.EVIDENCE_READ, evidence)
    return reverse("evidence", args=[evidence.pk]) if evidence is not None and is_open else ""


def _number(key: str) -> int:
    """claim-12 → 12; 0 for a key of other making."""
    tail = key.rpartition("-")[2]
    return int(tail) if tail.isdecimal() else 0
