"""What comes from outside the system: a component's score with its source, and facts that change a grade."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation


class GivenScore(models.Model):
    """A component's score of an organisation, entered by one person from a document and checked by another.

    Without a score: one person has taken back what was there, and the row goes when another confirms that.
    """

    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # whose scheme it counts in
    year = models.PositiveIntegerField("年度")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="given_scores")
    component = models.CharField("部分", max_length=64)  # key of the scheme's component
    score = models.DecimalField("得分", max_digits=12, decimal_places=4, null=True)
    source = models.CharField("来源", max_length=300)  # issuing body and document
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("录入时间")
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("复核时间", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organiser", "year", "organisation", "component"], name="scores_given_once")
        ]
        ordering = ["organisation__name", "component"]
        verbose_name = "外部得分"

    def __str__(self) -> str:
        return f"{self.organisation} {self.component} {self.score}"


class GradeEvent(models.Model):
    """A fact that changes a grade, or keeps a unit apart (单列). A withdrawn one stays, marked."""

    class Effect(models.TextChoices):
        PROMOTE = "promote", "直接评定等次"
        CAP = "cap", "限制等次（一票否优）"
        LOWER = "lower", "降低等次"
        APART = "apart", "单列，不参加排名"

    class Subject(models.TextChoices):
        BOTH = "both", "单位和领导班子"
        UNIT = "unit", "单位"
        BODY = "body", "领导班子"

    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField("年度")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="grade_events")
    effect = models.CharField("作用", max_length=16, choices=Effect.choices)
    grade = models.CharField("等次", max_length=32, blank=True)
    steps = models.PositiveSmallIntegerField("降几等", default=1)
    subject = models.CharField("对象", max_length=8, choices=Subject.choices, default=Subject.BOTH)
    title = models.CharField("事由", max_length=200)
    source = models.CharField("依据", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        ordering = ["organisation__name", "pk"]
        verbose_name = "等次事项"

    def __str__(self) -> str:
        return f"{self.organisation} {self.title}"
