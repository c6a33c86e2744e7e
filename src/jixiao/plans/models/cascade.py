"""What a plan hands down: links between parent and child rows, contracts, filings."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation
from jixiao.plans.models.paper import Paper
from jixiao.plans.models.plan import Item, Plan


class Link(models.Model):
    """A row of a child plan that carries out a row of the parent. `share` is the child's part of its points."""

    parent = models.ForeignKey(Item, models.PROTECT, related_name="child_links")
    child = models.ForeignKey(Item, models.CASCADE, related_name="parent_links")
    share = models.DecimalField("分担比例", max_digits=7, decimal_places=4, null=True)  # of 1; None: in full

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parent", "child"], name="plans_link_once")]
        verbose_name = "分解关系"

    def __str__(self) -> str:
        return f"{self.parent_id} {self.child_id}"


class CreditShare(models.Model):
    """What part of an indicator's points an office is credited, where the plan credits by weights: 0.6 is 60 %."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="credit_shares")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="credit_shares")
    share = models.DecimalField("分担比例", max_digits=5, decimal_places=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "organisation"], name="plans_credit_share_once")]
        verbose_name = "计分比例"

    def __str__(self) -> str:
        return f"{self.item_id} {self.organisation_id} {self.share}"


class Contract(Paper):
    """A performance contract (责任书): the two parties of a child plan, its period, signatures and filing."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="contract")
    party_a = models.CharField("甲方", max_length=200)
    party_b = models.CharField("乙方", max_length=200)
    since = models.DateField("起")
    until = models.DateField("止")
    signed_a_on = models.DateField("甲方签订日期", null=True)
    signed_b_on = models.DateField("乙方签订日期", null=True)
    digest = models.CharField("签订时的方案摘要", max_length=64, blank=True)  # '' while a signature is wanting

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="plans_contract_period")
        ]
        verbose_name = "责任书"

    def __str__(self) -> str:
        return f"{self.party_a}—{self.party_b}"

    @property
    def organisation(self) -> Organisation:
        return self.plan.organisation

    @property
    def is_signed(self) -> bool:
        return self.signed_a_on is not None and self.signed_b_on is not None


class Filing(Paper):
    """A plan or contract sent up for the record (报备), and the receipt."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="filings")
    to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="filings")
    to_name = models.CharField("报备机关", max_length=200)
    sent_on = models.DateField("报送日期")
    digest = models.CharField("方案摘要", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    receipt_no = models.CharField("备案号", max_length=100, blank=True)
    received_on = models.DateField("备案日期", null=True)
    received_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = "报备"

    def __str__(self) -> str:
        return f"{self.plan} {self.to_name}"

    @property
    def organisation(self) -> Organisation:
        return self.plan.organisation
