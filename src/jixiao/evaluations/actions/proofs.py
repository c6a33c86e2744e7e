"""Evidence that proves a finding, the answer to it, or a claim: kept by the ledger, named here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from jixiao.evaluations.models import BonusClaim, Finding, Proof
from jixiao.ledger.models import Evidence
from jixiao.people.policy import By, account_behind


def prove(
    by: By, place: Finding | BonusClaim, evidence: Iterable[Evidence], now: datetime, *, is_answer: bool = False
) -> list[str]:
    """Name the evidence in the place, which its caller has locked; the names of what was not there yet."""
    column = "finding" if isinstance(place, Finding) else "claim"
    added = []
    for each in evidence:
        _, is_new = Proof.objects.get_or_create(
            evidence=each,
            **{column: place},
            defaults={"is_answer": is_answer, "by": account_behind(by), "at": now},
        )
        added += [each.name] if is_new else []
    return added
