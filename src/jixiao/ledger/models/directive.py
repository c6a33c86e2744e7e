"""Directives (督办单): who is asked to do what by when, how they answered, when it was escalated and struck off."""

from __future__ import annotations

from django.db import models

from jixiao.core.ledger import strike_off
from jixiao.ledger.models.book import Cell, Ledger
from jixiao.ledger.models.task import StruckOff
from jixiao.people.models import Account, Organisation, Person


class Directive(models.Model):
    """One directive, `number` within its ledger's year. It is closed when all its addressees are struck off."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="directives")
    number = models.PositiveIntegerField("编号")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="directives")
    title = models.CharField("事项", max_length=200)
    text = models.TextField("督办要求")
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("发出时间")
    due = models.DateField("办结期限")
    escalated_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="escalated")
    escalated_at = models.DateTimeField("提请分管领导时间", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "number"], name="ledger_directive_number")]
        ordering = ["-number"]
        verbose_name = "督办单"

    def __str__(self) -> str:
        return self.title

    @property
    def organisation(self) -> Organisation:
        return self.ledger.plan.organisation


class Addressee(StruckOff):
    """An organisation that a directive is addressed to, with its reply (`done_text`) and its strike-off."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="addressees")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="directives")
    is_lead = models.BooleanField("牵头", default=False)
    read_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField("签收时间", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "office"], name="ledger_addressee_once")]
        ordering = ["-is_lead", "pk"]
        verbose_name = "承办单位"

    def __str__(self) -> str:
        return f"{self.directive} {self.office}"

    @property
    def organisation(self) -> Organisation:
        return self.office

    @property
    def title(self) -> str:
        return strike_off.TITLES[strike_off.Stage(self.stage)]
