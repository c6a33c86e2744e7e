"""The library of basis documents with their items, the citations of a plan's items, and common indicators."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Organisation
from jixiao.plans.models.paper import Paper
from jixiao.plans.models.plan import Item


class Basis(Paper):
    """A document that goals rest on. `key` is its name as it is compared: core.citations.plain_name."""

    class Kind(models.TextChoices):
        SUPERIOR = "superior", "上级文件"
        REPORT = "report", "政府工作报告及任务分解"
        STAFFING = "staffing", "“三定”规定"
        OTHER = "other", "其他"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bases")
    kind = models.CharField("类别", max_length=16, choices=Kind.choices, default=Kind.OTHER)
    title = models.TextField("名称")
    key = models.CharField(max_length=200)
    issuer = models.CharField("发文机关", max_length=200, blank=True)
    issued = models.DateField("发文日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key", "document_no"], name="plans_basis_once")]
        ordering = ["title"]
        verbose_name = "依据文件"

    def __str__(self) -> str:
        return self.title


class BasisItem(models.Model):
    """One item of a basis document: a clause, a task, a page."""

    basis = models.ForeignKey(Basis, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    locator = models.CharField("位置", max_length=64)  # 第3条, 第12项, 附件2第5页
    text = models.TextField("内容")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["basis", "position"], name="plans_basis_item_place")]
        ordering = ["position"]
        verbose_name = "依据条目"

    def __str__(self) -> str:
        return self.locator


class Citation(models.Model):
    """Where an indicator rests on a basis document; `locator` is '' when only the document is named."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="citations")
    basis = models.ForeignKey(Basis, models.PROTECT, related_name="citations")
    basis_item = models.ForeignKey(BasisItem, models.SET_NULL, null=True, related_name="citations")
    position = models.PositiveSmallIntegerField()
    locator = models.CharField("位置", max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="plans_citation_place")]
        ordering = ["position"]
        verbose_name = "引用"

    def __str__(self) -> str:
        return f"{self.basis}{self.locator}"


class CommonIndicator(models.Model):
    """An indicator that many plans share, kept by an agency beside those that the software brings along."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="common_indicators")
    group = models.CharField("类别", max_length=100, blank=True)
    name = models.CharField("指标", max_length=200)
    text = models.TextField("内容", blank=True)
    rule = models.TextField("评分标准", blank=True)
    data_source = models.CharField("数据来源", max_length=200, blank=True)
    scorer = models.CharField("评分单位", max_length=200, blank=True)
    points = models.DecimalField("分值", max_digits=12, decimal_places=4, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="plans_common_once")]
        ordering = ["group", "name"]
        verbose_name = "通用指标"

    def __str__(self) -> str:
        return self.name
