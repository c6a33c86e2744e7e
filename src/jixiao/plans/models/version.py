"""Frozen versions of a plan, and the amendments that lead from one to the next."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation
from jixiao.plans.models.paper import Paper
from jixiao.plans.models.plan import Plan


class Amendment(Paper):
    """A numbered change of an approved plan, or a dynamic goal, which is a change with a trigger."""

    class Kind(models.TextChoices):
        CHANGE = "change", "调整"
        DYNAMIC = "dynamic", "动态目标"

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟订中"
        APPROVED = "approved", "已批准"
        WITHDRAWN = "withdrawn", "已撤回"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="amendments")
    base = models.ForeignKey("plans.PlanVersion", models.PROTECT, related_name="+")  # what the draft set out from
    kind = models.CharField("类别", max_length=16, choices=Kind.choices, default=Kind.CHANGE)
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.PROPOSED)
    issued = models.DateField("日期", null=True)
    reason = models.TextField("理由", blank=True)
    basis = models.TextField("依据", blank=True)
    proposed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField("拟订时间")
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("批准时间", null=True)
    # of a dynamic goal
    uid = models.CharField(max_length=16, blank=True)  # its row
    trigger_title = models.CharField("触发文件", max_length=300, blank=True)
    trigger_no = models.CharField("触发文件文号", max_length=100, blank=True)
    trigger_date = models.DateField("触发文件日期", null=True)
    overlaps = models.JSONField("重叠检查", default=list)  # core.overlap results at or above the threshold
    overlap_reason = models.TextField("不重复的理由", blank=True)
    overlap_confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    overlap_confirmed_at = models.DateTimeField("复核时间", null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "调整"

    def __str__(self) -> str:
        return self.document_no or f"{self.get_kind_display()}（{self.get_state_display()}）"

    @property
    def organisation(self) -> Organisation:
        return self.plan.organisation


class PlanVersion(models.Model):
    """A frozen state of a plan. `content` is canonical JSON (core.freezing), `digest` its SHA-256."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    amendment = models.OneToOneField(Amendment, models.PROTECT, null=True, related_name="version")
    document_no = models.CharField("文号", max_length=100, blank=True)  # of the approval or the amendment
    content = models.TextField()
    digest = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("冻结时间")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plans_version_once")]
        ordering = ["number"]
        verbose_name = "方案版本"

    def __str__(self) -> str:
        return f"第 {self.number} 版"
