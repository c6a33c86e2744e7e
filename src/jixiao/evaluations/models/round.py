"""Rounds of evaluation, who fills in what (an assignment is one sheet), and the marks on it."""

from __future__ import annotations

from django.db import models

from jixiao.evaluations.models.choices import RoundKind, SheetState
from jixiao.ledger.models import EvidenceUse
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Item, Plan

DIGITS, PLACES = 12, 4  # as points of plans


class Round(models.Model):
    """A round over plans of a year: held by the upper office over agencies, by an agency over its own."""

    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="rounds")
    year = models.PositiveIntegerField("年度")
    kind = models.CharField("类别", max_length=16, choices=RoundKind.choices)
    title = models.CharField("名称", max_length=200)
    opens = models.DateField("开始日期")
    due = models.DateField("截止日期")
    chosen = models.ManyToManyField(Organisation, related_name="+")  # whom it is about; nobody chosen: all
    closed_at = models.DateTimeField("结束时间", null=True)
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("建立时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organiser", "year", "title"], name="evaluations_round_title"),
            models.CheckConstraint(condition=models.Q(due__gte=models.F("opens")), name="evaluations_round_order"),
        ]
        ordering = ["-year", "opens", "pk"]
        verbose_name = "考评轮次"

    def __str__(self) -> str:
        return self.title

    @property
    def organisation(self) -> Organisation:
        return self.organiser


class Assignment(models.Model):
    """One sheet: `rater` fills it in about `plan`. Of a self-evaluation the rater is the plan's own organisation, of an
    on-site assessment or a category review the organiser. `member` has a sheet of one's own on a panel; None: joint.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="assignments")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="assignments")
    rater = models.ForeignKey(Organisation, models.PROTECT, related_name="assignments")
    member = models.ForeignKey(Account, models.PROTECT, null=True, related_name="assignments")
    state = models.CharField("状态", max_length=16, choices=SheetState.choices, default=SheetState.OPEN)
    summary = models.TextField("总体情况", blank=True)
    draw = models.CharField("抽查种子", max_length=60, blank=True)  # with which the sample can be drawn anew
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("确认或退回时间", null=True)
    reason = models.TextField("退回理由", blank=True)
    version = models.PositiveIntegerField(default=1)  # against overwriting by two at once

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "plan", "rater", "member"], name="evaluations_sheet_once"),
            models.UniqueConstraint(
                fields=["round", "plan", "rater"],
                condition=models.Q(member__isnull=True),
                name="evaluations_joint_sheet_once",
            ),
        ]
        ordering = ["round", "plan__organisation__name", "rater__name", "pk"]
        verbose_name = "考评表"

    def __str__(self) -> str:
        return f"{self.round}　{self.plan.organisation}"

    @property
    def organisation(self) -> Organisation:
        """Whoever fills it in."""
        return self.rater


class Mark(models.Model):
    """What a sheet says of an indicator; `item` is None for the mark on the whole (同组互评). `old_points` stood before
    a correction. `completion` is filled from the ledger and may be amended.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="marks")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="marks")
    points = models.DecimalField("得分", max_digits=DIGITS, decimal_places=PLACES, null=True)
    old_points = models.DecimalField("原得分", max_digits=DIGITS, decimal_places=PLACES, null=True)
    completion = models.TextField("完成情况", blank=True)
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("填写时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "item"], name="evaluations_mark_once"),
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(item__isnull=True), name="evaluations_whole_mark_once"
            ),
            models.CheckConstraint(
                condition=models.Q(points__isnull=True) | models.Q(points__gte=0), name="evaluations_mark_positive"
            ),
        ]
        ordering = ["item__position", "pk"]
        verbose_name = "评分"

    def __str__(self) -> str:
        return f"{self.item or '总体'} {self.points}"

    @property
    def organisation(self) -> Organisation:
        return self.assignment.rater


class Visit(models.Model):
    """The record of an on-site assessment (实地考评): when, where, by whom, what was seen."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="visit")
    visited_on = models.DateField("考评日期")
    place = models.CharField("地点", max_length=200, blank=True)
    panel = models.CharField("考评组成员", max_length=400)  # names, as the record is signed
    record = models.TextField("记录", blank=True)

    class Meta:
        verbose_name = "实地考评记录"

    def __str__(self) -> str:
        return f"{self.assignment} {self.visited_on}"


class Sample(models.Model):
    """A piece of evidence that was drawn for a closer look, and what was found."""

    class Verdict(models.TextChoices):
        PENDING = "pending", "待核对"
        SOUND = "sound", "属实"
        DOUBTFUL = "doubtful", "存疑"
        WRONG = "wrong", "不实"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="samples")
    use = models.ForeignKey(EvidenceUse, models.PROTECT, related_name="samples")
    verdict = models.CharField("核对结果", max_length=16, choices=Verdict.choices, default=Verdict.PENDING)
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("核对时间", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "use"], name="evaluations_sample_once")]
        ordering = ["pk"]
        verbose_name = "抽查材料"

    def __str__(self) -> str:
        return str(self.use)
