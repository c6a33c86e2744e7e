"""Inspections (察访核验): planned before anything is found; findings with facts, answer, decision and rectification."""

from __future__ import annotations

from django.db import models

from jixiao.evaluations.models.choices import FindingState, Method
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Item


class Inspection(models.Model):
    """A planned inspection. Findings can be recorded from its first day on, never before it was planned."""

    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="inspections")
    year = models.PositiveIntegerField("年度")
    title = models.CharField("名称", max_length=200)
    method = models.CharField("方式", max_length=16, choices=Method.choices)
    scope = models.TextField("核验内容")
    starts = models.DateField("开始日期")
    ends = models.DateField("结束日期")
    answer_days = models.PositiveSmallIntegerField("答复期限（工作日）", default=10)
    objects_of = models.ManyToManyField(Organisation, related_name="inspected_by", verbose_name="核验对象")
    inspectors = models.ManyToManyField(Account, related_name="inspections", verbose_name="核验人员")
    closed_at = models.DateTimeField("结束时间", null=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("制定时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="evaluations_inspection_order"
            )
        ]
        ordering = ["-starts", "-pk"]
        verbose_name = "察访核验"

    def __str__(self) -> str:
        return self.title

    @property
    def organisation(self) -> Organisation:
        return self.organiser


class Finding(models.Model):
    """What was found. `client_id` is made where it was written, so that a draft that is sent twice is one finding."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    object = models.ForeignKey(Organisation, models.PROTECT, related_name="findings")  # 被核验单位
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="inspection_findings")
    client_id = models.UUIDField(unique=True)
    number = models.PositiveIntegerField("编号")  # inside its inspection
    found_at = models.DateTimeField("发现时间")
    place = models.CharField("地点", max_length=200)
    facts = models.TextField("事实")
    kind = models.CharField("扣分情形", max_length=64, blank=True)  # key of a deduction class of the scheme
    kind_name = models.CharField(max_length=200, blank=True)  # as it read then
    points = models.DecimalField("扣分", max_digits=6, decimal_places=2, null=True)
    found_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("记录时间")
    state = models.CharField("状态", max_length=16, choices=FindingState.choices, default=FindingState.FOUND)
    answer_due = models.DateField("答复期限")
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)
    decision = models.TextField("认定意见", blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("认定时间", null=True)
    rectify_by = models.DateField("整改期限", null=True)
    rectified = models.TextField("整改情况", blank=True)
    rectified_at = models.DateTimeField("整改确认时间", null=True)  # by the organiser
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="evaluations_finding_number"),
            models.CheckConstraint(
                condition=models.Q(points__isnull=True) | models.Q(points__gte=0), name="evaluations_finding_points"
            ),
        ]
        ordering = ["-found_at", "-pk"]
        verbose_name = "核验问题"

    def __str__(self) -> str:
        return f"{self.inspection}第{self.number}号"

    @property
    def organisation(self) -> Organisation:
        """The inspected one: answering is its right."""
        return self.object
