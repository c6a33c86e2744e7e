"""Compositions: all organisations of a scheme scored at once, as a trial or frozen with a digest; results one each."""

from __future__ import annotations

from typing import Any

from django.db import models

from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Plan
from jixiao.scores.models.rules import SchemeRules


class Composition(models.Model):
    """A computation of all results. `bundle` (core.scoring.bundle) holds rules, inputs and results; a frozen one never
    changes, and everything shown of it is read from the bundle.
    """

    class State(models.TextChoices):
        TRIAL = "trial", "试算"
        FROZEN = "frozen", "已冻结"

    rules = models.ForeignKey(SchemeRules, models.PROTECT, related_name="compositions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="compositions")  # whose scheme it is
    year = models.PositiveIntegerField("年度")
    number = models.PositiveIntegerField("次")
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.TRIAL)
    bundle = models.TextField()
    digest = models.CharField("输入摘要", max_length=64)  # of rules and inputs
    bundle_digest = models.CharField("得分包摘要", max_length=64)  # of the whole text
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("计算时间")
    frozen_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField("冻结时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="scores_composition_number")
        ]
        ordering = ["-year", "-number"]
        verbose_name = "得分计算"

    def __str__(self) -> str:
        return f"{self.year}年度第 {self.number} 次计算"


class Result(models.Model):
    """What one organisation scored in a composition. The columns repeat the bundle, so that lists are read at once."""

    composition = models.ForeignKey(Composition, models.PROTECT, related_name="results")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="results")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="results")
    group = models.CharField("组别", max_length=100, blank=True)
    apart = models.BooleanField("单列", default=False)
    total = models.DecimalField("总分", max_digits=14, decimal_places=6, null=True)
    rank = models.PositiveIntegerField("名次", null=True)
    of = models.PositiveIntegerField("组内参加排名", default=0)
    grade = models.CharField("等次", max_length=32, blank=True)
    body_grade = models.CharField("领导班子等次", max_length=32, blank=True)
    components: models.JSONField[Any, Any] = models.JSONField(
        "各部分得分"
    )  # key → points as text, null: missing or left out
    bonus = models.DecimalField("加分", max_digits=14, decimal_places=6)
    deducted = models.DecimalField("扣分", max_digits=14, decimal_places=6)
    gaps = models.PositiveIntegerField("缺数据", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["composition", "organisation"], name="scores_result_once")]
        ordering = ["group", "rank", "organisation__name"]
        verbose_name = "得分"

    def __str__(self) -> str:
        return f"{self.organisation} {self.total}"
