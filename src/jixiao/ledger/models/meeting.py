"""Dispatch meetings (调度会): an agenda of exceptions, minutes, decisions that become tasks; and quarterly analyses."""

from __future__ import annotations

from typing import Any

from django.db import models

from jixiao.ledger.models.book import Cell, Ledger
from jixiao.ledger.models.directive import Directive
from jixiao.ledger.models.task import Task
from jixiao.people.models import Account, Organisation


class Meeting(models.Model):
    """A dispatch meeting, `number` within its ledger. Its minutes are closed when it is `held`."""

    class Stage(models.TextChoices):
        PREPARED = "prepared", "拟定议程"
        HELD = "held", "已召开"

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField("次数")
    title = models.CharField("名称", max_length=200)
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=100, blank=True)
    chair = models.CharField("主持人", max_length=100, blank=True)
    attendance = models.TextField("参加人员", blank=True)
    stage = models.CharField("状态", max_length=16, choices=Stage.choices, default=Stage.PREPARED)
    minutes = models.TextField("纪要", blank=True)
    version = models.PositiveIntegerField(default=1)
    prepared_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField()
    held_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "number"], name="ledger_meeting_number")]
        ordering = ["-number"]
        verbose_name = "调度会"

    def __str__(self) -> str:
        return self.title

    @property
    def organisation(self) -> Organisation:
        return self.ledger.plan.organisation


class AgendaPoint(models.Model):
    """A point of the agenda with the facts as they stood when it was made, and what was decided on it."""

    class Kind(models.TextChoices):
        CELL = "cell", "滞后和预警指标"
        DIRECTIVE = "directive", "未办结督办"
        TASK = "task", "上次议定事项"
        WARNING = "warning", "风险预警"
        OTHER = "other", "其他议题"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="points")
    position = models.PositiveIntegerField()
    kind = models.CharField("类别", max_length=16, choices=Kind.choices)
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="agenda_points")
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, related_name="agenda_points")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="agenda_points")
    text = models.TextField("议题")
    facts = models.TextField("情况", blank=True)
    outcome = models.TextField("议定意见", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="ledger_point_place")]
        ordering = ["position"]
        verbose_name = "议题"

    def __str__(self) -> str:
        return self.text[:40]


class Analysis(models.Model):
    """The analysis of a quarter: drafted from the data, edited by a person, then issued and frozen.

    `drafted` is the text as the rules wrote it and `snapshot` the figures it came from; `text` is the person's.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "已印发"

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="analyses")
    quarter = models.PositiveSmallIntegerField("季度")
    stage = models.CharField("状态", max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    drafted = models.TextField("系统起草")
    text = models.TextField("正文")
    snapshot: models.JSONField[Any, Any] = models.JSONField("数据快照")
    digest = models.CharField("摘要", max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "quarter"], name="ledger_analysis_once")]
        ordering = ["-quarter"]
        verbose_name = "季度分析"

    def __str__(self) -> str:
        return f"{self.ledger}第{self.quarter}季度分析"

    @property
    def organisation(self) -> Organisation:
        return self.ledger.plan.organisation
