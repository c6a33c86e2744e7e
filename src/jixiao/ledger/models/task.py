"""Lists under an indicator (清单), their tasks, and registers of one's own; each line is struck off by two persons."""

from __future__ import annotations

from typing import Any

from django.db import models

from jixiao.core.ledger import strike_off
from jixiao.ledger.models.book import Ledger, Measure
from jixiao.ledger.models.choices import chosen
from jixiao.people.models import Account, Organisation, Person
from jixiao.plans.models import Item


class StruckOff(models.Model):
    """What can be struck off: who asked, with what words, and who confirmed or returned it."""

    stage = models.CharField("状态", max_length=16, choices=chosen(strike_off.TITLES), default="open")
    done_text = models.TextField("完成情况", blank=True)
    claimed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField("申请销号时间", null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("核实时间", null=True)
    reason = models.TextField("退回理由", blank=True)

    class Meta:
        abstract = True


class TaskList(models.Model):
    """A list under an indicator: 改革举措, 考核任务. Its struck-off tasks count towards `feeds`."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="task_lists")
    name = models.CharField("清单名称", max_length=100)
    feeds = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="task_lists")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="ledger_list_name")]
        ordering = ["pk"]
        verbose_name = "清单"

    def __str__(self) -> str:
        return self.name

    @property
    def organisation(self) -> Organisation:
        return self.item.plan.organisation


class Task(StruckOff):
    """One task. It belongs to a list of an indicator, or was decided in a meeting, or both."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="tasks")
    list = models.ForeignKey(TaskList, models.PROTECT, null=True, blank=True, related_name="tasks")
    meeting = models.ForeignKey("ledger.Meeting", models.PROTECT, null=True, blank=True, related_name="tasks")
    point = models.ForeignKey("ledger.AgendaPoint", models.SET_NULL, null=True, blank=True, related_name="decisions")
    position = models.PositiveIntegerField()
    text = models.TextField("任务")
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="tasks")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="tasks")
    due = models.DateField("完成时限", null=True)
    due_text = models.CharField("时限原文", max_length=60, blank=True)
    standard = models.TextField("质量标准", blank=True)
    share = models.DecimalField("占比（%）", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(list__isnull=False) | models.Q(meeting__isnull=False), name="ledger_task_somewhere"
            )
        ]
        ordering = ["position", "pk"]
        verbose_name = "任务"

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def organisation(self) -> Organisation:
        return self.ledger.plan.organisation


class Register(models.Model):
    """A table of one's own under an indicator: idle assets, projects, complaints, meetings held.

    `columns` is a list of {"key", "name", "kind"}; kinds are those of `core.ledger.registers`. What feeds the target is
    the sum of column `feed_column` over the rows, or their number where it is empty; `feed_struck` counts only the rows
    that are struck off.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="registers")
    name = models.CharField("台账名称", max_length=100)
    columns: models.JSONField[Any, Any] = models.JSONField("栏目")
    feeds = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="registers")
    feed_column = models.CharField(max_length=16, blank=True)
    feed_struck = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="ledger_register_name")]
        ordering = ["pk"]
        verbose_name = "专项台账"

    def __str__(self) -> str:
        return self.name

    @property
    def organisation(self) -> Organisation:
        return self.item.plan.organisation


class RegisterRow(StruckOff):
    """A row: `cells` by column key as typed. A removed row stays, marked."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    cells: models.JSONField[Any, Any] = models.JSONField()
    removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "台账行"

    def __str__(self) -> str:
        return f"{self.register} 第{self.position}行"

    @property
    def organisation(self) -> Organisation:
        return self.register.organisation
