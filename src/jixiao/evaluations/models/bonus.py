"""Bonus claims (正向激励) and innovation results: each rests on a fact, which can be used once."""

from __future__ import annotations

from django.db import models

from jixiao.evaluations.models.choices import ClaimState, Purpose
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Item

_OPEN = (ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.RETURNED, ClaimState.ACCEPTED)


class BonusClaim(models.Model):
    """A claim that a document proves. `fact` is the normal form of its document: issuing body and number, or title and
    date where there is no number; no two claims of one organisation that are not refused rest on the same fact.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bonus_claims")
    year = models.PositiveIntegerField("年度")
    purpose = models.CharField("用途", max_length=16, choices=Purpose.choices, default=Purpose.BONUS)
    kind = models.CharField("类别", max_length=64, blank=True)  # key of a bonus class of the scheme
    kind_name = models.CharField(max_length=200, blank=True)  # as it read then
    points = models.DecimalField("申报分值", max_digits=6, decimal_places=2, null=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="bonus_claims")
    title = models.CharField("事项", max_length=200)
    issuing_body = models.CharField("发文（表彰）单位", max_length=200)
    document_no = models.CharField("文号", max_length=100, blank=True)
    dated = models.DateField("日期")
    fact = models.CharField(max_length=64)
    note = models.TextField("说明", blank=True)
    state = models.CharField("状态", max_length=16, choices=ClaimState.choices, default=ClaimState.DRAFT)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("申报时间")
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("审核时间", null=True)
    granted = models.DecimalField("认定分值", max_digits=6, decimal_places=2, null=True)
    reason = models.TextField("审核意见", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "fact"],
                condition=models.Q(state__in=[each.value for each in _OPEN]),
                name="evaluations_fact_once",
            )
        ]
        ordering = ["-dated", "-pk"]
        verbose_name = "正向激励申报"

    def __str__(self) -> str:
        return self.title
