"""Which evidence proves what in this room: a mark, a finding, an answer, a claim."""

from __future__ import annotations

from django.db import models

from jixiao.evaluations.models.bonus import BonusClaim
from jixiao.evaluations.models.inspection import Finding
from jixiao.evaluations.models.round import Mark
from jixiao.ledger.models import Evidence
from jixiao.people.models import Account


class Proof(models.Model):
    """A use of a piece of evidence in exactly one of the places. `is_answer`: it came with the answer to a finding."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="proofs")
    mark = models.ForeignKey(Mark, models.PROTECT, null=True, related_name="proofs")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="proofs")
    claim = models.ForeignKey(BonusClaim, models.PROTECT, null=True, related_name="proofs")
    is_answer = models.BooleanField(default=False)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("使用时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "mark"], name="evaluations_proof_mark"),
            models.UniqueConstraint(fields=["evidence", "finding"], name="evaluations_proof_finding"),
            models.UniqueConstraint(fields=["evidence", "claim"], name="evaluations_proof_claim"),
            models.CheckConstraint(
                condition=(
                    models.Q(mark__isnull=False, finding=None, claim=None)
                    | models.Q(mark=None, finding__isnull=False, claim=None)
                    | models.Q(mark=None, finding=None, claim__isnull=False)
                ),
                name="evaluations_proof_one_place",
            ),
        ]
        ordering = ["at", "pk"]
        verbose_name = "佐证"

    def __str__(self) -> str:
        return str(self.evidence)
