"""Reports on cells. None is ever deleted or overwritten once it was handed in."""

from __future__ import annotations

from django.db import models

from jixiao.core.ledger import reporting, states
from jixiao.ledger.models.book import Cell, Measure
from jixiao.ledger.models.choices import chosen
from jixiao.people.models import Account, Organisation

_STAGES = [(stage.value, word) for stage, word in states.REPORTING.items() if stage is not states.Reporting.NONE]


class Report(models.Model):
    """What was written about a cell, the `number`-th time.

    `working` marks the one that is being written or lies for acceptance, `counts` the one that was accepted and counts:
    True or null, so that the database lets only one of each stand in a cell.
    """

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField("第几次")
    version = models.PositiveIntegerField(default=1)  # rises with every saving: two people never overwrite each other
    stage = models.CharField("状态", max_length=16, choices=_STAGES, default="draft")
    working = models.BooleanField(null=True)
    counts = models.BooleanField(null=True)
    progress = models.CharField("进展", max_length=16, choices=chosen(reporting.PROGRESS), default="on_plan")
    sentence = models.TextField("进展情况", blank=True)
    note = models.TextField("原因和措施", blank=True)
    correction = models.TextField("更正理由", blank=True)  # why an accepted report was opened again, and
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")  # by whom
    written_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("保存时间")
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("报送时间", null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True)
    reason = models.TextField("退回理由", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cell", "number"], name="ledger_report_number"),
            models.UniqueConstraint(fields=["cell", "working"], name="ledger_report_working"),
            models.UniqueConstraint(fields=["cell", "counts"], name="ledger_report_counts"),
        ]
        ordering = ["-number"]
        verbose_name = "填报"

    def __str__(self) -> str:
        return f"{self.cell} 第{self.number}次"

    @property
    def organisation(self) -> Organisation:
        return self.cell.organisation


class ReportValue(models.Model):
    """The value of a measure in a report: in its base unit, and as it was typed. `value` is null while unreadable."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="values")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="values")
    typed = models.CharField("填写", max_length=64)
    value = models.DecimalField("数值", max_digits=32, decimal_places=6, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "measure"], name="ledger_value_once")]
        verbose_name = "数值"

    def __str__(self) -> str:
        return f"{self.measure} {self.typed}"
