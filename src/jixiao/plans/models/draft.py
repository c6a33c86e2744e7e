"""The working copy of a plan, or of an amendment to it, and every change that was made to it."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation
from jixiao.plans.models.plan import Plan


class Draft(models.Model):
    """Typed cells: see core.drafting. It belongs to a plan that was never frozen, or to an amendment."""

    of_plan = models.OneToOneField(Plan, models.CASCADE, null=True, related_name="draft")
    amendment = models.OneToOneField("plans.Amendment", models.CASCADE, null=True, related_name="draft")
    heading = models.JSONField(default=dict)
    rows = models.JSONField(default=list)  # [{"uid", "cells"}]
    version = models.PositiveIntegerField(default=0)  # the number of the last edit

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(of_plan__isnull=True) ^ models.Q(amendment__isnull=True), name="plans_draft_owner"
            ),
        ]
        verbose_name = "工作稿"

    def __str__(self) -> str:
        return f"{self.pk} {self.version}"

    @property
    def plan(self) -> Plan:
        """The plan that is drafted or amended."""
        if self.of_plan is not None:
            return self.of_plan
        if self.amendment is None:
            raise ValueError("a draft belongs to a plan or to an amendment")
        return self.amendment.plan

    @property
    def organisation(self) -> Organisation:
        return self.plan.organisation


class Edit(models.Model):
    """One change or one pasted block: what was done, so that it can be shown and undone."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    summary = models.CharField(max_length=200)
    changes = models.JSONField()  # core.drafting changes as they were done
    takes_back = models.BooleanField(default=False)  # it undoes an edit; when it undoes an undoing, it redoes
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="plans_edit_once")]
        ordering = ["-number"]
        verbose_name = "编辑"

    def __str__(self) -> str:
        return self.summary
