"""What was done to lead a plan from stage to stage, and when it is due."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account
from jixiao.plans.models.paper import Paper
from jixiao.plans.models.plan import Plan


class StageAct(Paper):
    """One act of the procedure. `on` and `who` are those of the act itself, `at` and `by` of writing it down."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="acts")
    act = models.CharField("动作", max_length=32)  # core.stages.ACTS
    from_stage = models.CharField(max_length=24)
    to_stage = models.CharField(max_length=24)
    on = models.DateField("日期")
    who = models.CharField("办理人", max_length=100, blank=True)  # of an act outside the system: a vice-mayor
    note = models.TextField("说明", blank=True)
    digest = models.CharField("方案摘要", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["pk"]
        verbose_name = "程序动作"

    def __str__(self) -> str:
        return self.act


class CalendarStep(models.Model):
    """When a stage is due, by the plan's own procedure: see core.procedure."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="calendar")
    stage = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField()
    title = models.CharField("事项", max_length=200)
    due = models.DateField("时限", null=True)
    due_text = models.CharField("时限原文", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="plans_calendar_place")]
        ordering = ["position"]
        verbose_name = "程序时限"

    def __str__(self) -> str:
        return self.title
