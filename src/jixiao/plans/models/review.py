"""Peer review of a plan (同组互审): who reviews, what they say, what became of it."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation
from jixiao.plans.models.plan import Plan


class ReviewAssignment(models.Model):
    """An agency of the same peer group that reviews the plan. `done_at` when it has said all it has to say."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviewers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reviews")
    assigned_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField("分派时间")
    done_at = models.DateTimeField("审毕时间", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "organisation"], name="plans_reviewer_once")]
        ordering = ["pk"]
        verbose_name = "互审分派"

    def __str__(self) -> str:
        return f"{self.organisation} {self.plan}"


class ReviewComment(models.Model):
    """A comment on a row of the draft, or on the whole plan when `uid` is ''."""

    class State(models.TextChoices):
        OPEN = "open", "待答复"
        ANSWERED = "answered", "已答复"
        SETTLED = "settled", "已办结"

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "采纳"
        PARTLY = "partly", "部分采纳"
        DECLINED = "declined", "未采纳"

    assignment = models.ForeignKey(ReviewAssignment, models.CASCADE, related_name="comments")
    uid = models.CharField(max_length=16, blank=True)
    text = models.TextField("意见")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.OPEN)
    outcome = models.CharField("处理结果", max_length=16, choices=Outcome.choices, blank=True)
    settled_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "互审意见"

    def __str__(self) -> str:
        return self.text[:40]


class ReviewReply(models.Model):
    """An answer to a comment, by the plan's agency or by the reviewer."""

    comment = models.ForeignKey(ReviewComment, models.CASCADE, related_name="replies")
    text = models.TextField("答复")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["pk"]
        verbose_name = "答复"

    def __str__(self) -> str:
        return self.text[:40]
