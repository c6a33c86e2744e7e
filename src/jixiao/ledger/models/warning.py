"""Warning lines (风险预警线) per organisation and quantity, and the readings of each quarter."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Item


class WarningLine(models.Model):
    """Three thresholds of a quantity of one organisation. Values are in `unit` as written.

    `rising` says that more is worse (资产负债率); otherwise less is worse (利息保障倍数). A level without a threshold
    is not used. `item` is the indicator under which the line was set.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="warning_lines")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="warning_lines")
    name = models.CharField("监测指标", max_length=100)
    unit = models.CharField("单位", max_length=16, blank=True)
    rising = models.BooleanField("越高越危险", default=True)
    yellow = models.DecimalField("黄色线", max_digits=18, decimal_places=4, null=True, blank=True)
    orange = models.DecimalField("橙色线", max_digits=18, decimal_places=4, null=True, blank=True)
    red = models.DecimalField("红色线", max_digits=18, decimal_places=4, null=True, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="ledger_line_once")]
        ordering = ["organisation_id", "pk"]
        verbose_name = "风险预警线"

    def __str__(self) -> str:
        return f"{self.organisation}{self.name}"


class Reading(models.Model):
    """The value of a line's quantity in a quarter, the `number`-th time; `current` is True or null: one counts."""

    line = models.ForeignKey(WarningLine, models.PROTECT, related_name="readings")
    year = models.PositiveIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度")
    number = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(null=True, default=True)
    value = models.DecimalField("数值", max_digits=18, decimal_places=4)
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("填写时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "year", "quarter", "number"], name="ledger_reading_number"),
            models.UniqueConstraint(fields=["line", "year", "quarter", "current"], name="ledger_reading_current"),
        ]
        ordering = ["year", "quarter", "number"]
        verbose_name = "监测值"

    def __str__(self) -> str:
        return f"{self.line} {self.year}年第{self.quarter}季度"
