"""What was published of a plan, after which review, and what was withheld on which ground."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account
from jixiao.plans.models.plan import Plan
from jixiao.plans.models.version import PlanVersion


class Publication(models.Model):
    """A publication of one version: the plan and the notice of responsibilities."""

    class State(models.TextChoices):
        PREPARED = "prepared", "待审查"
        REVIEWED = "reviewed", "审查通过"
        PUBLISHED = "published", "已公开"
        WITHDRAWN = "withdrawn", "已撤下"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="publications")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="publications")
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.PREPARED)
    names_shown = models.BooleanField("公开责任人姓名", default=False)
    formed_on = models.DateField("形成日期")
    due = models.DateField("最迟公开日期")  # 20 working days after it was formed
    places = models.TextField("公开渠道", blank=True)
    prepared_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField("准备时间")
    reviewed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField("审查时间", null=True)
    review_note = models.TextField("审查意见", blank=True)
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    published_on = models.DateField("公开日期", null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "公开"

    def __str__(self) -> str:
        return f"{self.plan} {self.get_state_display()}"


class Withheld(models.Model):
    """A field of a row (or of all rows, when `uid` is '') that is not published, and why. field '' is the row."""

    class Ground(models.TextChoices):
        PRIVACY = "privacy", "个人隐私（政府信息公开条例第十五条）"
        TRADE = "trade", "商业秘密（政府信息公开条例第十五条）"
        INTERNAL = "internal", "内部事务信息（政府信息公开条例第十六条）"
        PROCESS = "process", "过程性信息（政府信息公开条例第十六条）"
        SECURITY = "security", "危及国家安全、公共安全、经济安全、社会稳定（政府信息公开条例第十四条）"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="withheld")
    uid = models.CharField(max_length=16, blank=True)
    field = models.CharField(max_length=32, blank=True)
    ground = models.CharField("理由", max_length=16, choices=Ground.choices)
    note = models.TextField("说明", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "uid", "field"], name="plans_withheld_once")]
        ordering = ["pk"]
        verbose_name = "不公开内容"

    def __str__(self) -> str:
        return f"{self.uid} {self.field}"
