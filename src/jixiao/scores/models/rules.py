"""The rules of a scheme, in versions."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation


class SchemeRules(models.Model):
    """A version of an organisation's rules for a year. `text` is TOML (core.scoring.scheme), `digest` that of its
    content. An adopted version is never edited: a change is a new version.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "拟订中"
        ADOPTED = "adopted", "已启用"
        RETIRED = "retired", "已停用"

    class Scope(models.TextChoices):
        AGENCIES = "agencies", "同城各单位"  # the agencies of the peer groups of the owner's city
        INSIDE = "inside", "本单位各科室和企业"  # plans handed down from the owner's own

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="scheme_rules")  # whose scheme it is
    year = models.PositiveIntegerField("年度")
    scope = models.CharField("考评对象", max_length=16, choices=Scope.choices, default=Scope.AGENCIES)
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=200)
    text = models.TextField("规则")
    digest = models.CharField("摘要", max_length=64)
    template = models.CharField(
        "来源", max_length=200, blank=True
    )  # the template's title, or the file that it came from
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.DRAFT)
    basis = models.TextField("依据", blank=True)  # the document that lays the rules down
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("拟订时间")
    adopted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField("启用时间", null=True)
    version = models.PositiveIntegerField(default=1)  # against overwriting by two at once

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="scores_rules_number"),
            models.UniqueConstraint(
                fields=["organisation", "year"], condition=models.Q(state="adopted"), name="scores_rules_adopted"
            ),
        ]
        ordering = ["-year", "-number"]
        verbose_name = "考评规则"

    def __str__(self) -> str:
        return f"{self.title}（第 {self.number} 版）"
