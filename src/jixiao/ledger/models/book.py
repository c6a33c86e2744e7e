"""The ledger of a plan: what is measured, and a cell for each indicator and period."""

from __future__ import annotations

from django.db import models

from jixiao.core.ledger import measures, periods, states
from jixiao.core.ledger.windows import Terms
from jixiao.ledger.models.choices import chosen
from jixiao.people.models import Organisation
from jixiao.plans.models import Item, Plan


class Ledger(models.Model):
    """How a plan is reported on. It opens with the plan's publication."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="ledger")
    opened = models.DateField("开启日期")
    frequency = models.CharField("考核周期", max_length=16, choices=chosen(periods.WORDS), default="quarter")
    report_days = models.PositiveSmallIntegerField("期后报送工作日", default=5)
    grace_days = models.PositiveSmallIntegerField("宽限工作日", default=3)
    escalate_days = models.PositiveSmallIntegerField("逾期多少个工作日提请分管领导", default=5)

    class Meta:
        verbose_name = "台账"

    def __str__(self) -> str:
        return f"{self.plan}台账"

    @property
    def organisation(self) -> Organisation:
        return self.plan.organisation

    @property
    def terms(self) -> Terms:
        return Terms(self.report_days, self.grace_days)


class Rhythm(models.Model):
    """How often one indicator is reported on, where a clerk chose it: otherwise its targets and the ledger say."""

    item = models.OneToOneField(Item, models.PROTECT, related_name="rhythm")
    frequency = models.CharField("考核周期", max_length=16, choices=chosen(periods.WORDS))

    class Meta:
        verbose_name = "指标的考核周期"

    def __str__(self) -> str:
        return f"{self.item} {self.frequency}"


class Measure(models.Model):
    """One amount of an indicator that reports give values for. Values are kept in `base_unit`.

    `target` follows the plan through its amendments; a measure that the plan no longer has is retired, never deleted.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="measures")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("名称", max_length=200)
    span = models.TextField("原文")
    reckoning = models.CharField("计算方式", max_length=16, choices=chosen(measures.WORDS))
    comparator = models.CharField(max_length=2)
    target = models.DecimalField("目标值", max_digits=32, decimal_places=6)
    target_max = models.DecimalField(max_digits=32, decimal_places=6, null=True)
    unit = models.CharField("单位", max_length=32, blank=True)
    base_unit = models.CharField(max_length=32, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="ledger_measure_place")]
        ordering = ["position"]
        verbose_name = "计量"

    def __str__(self) -> str:
        return self.name

    @property
    def measured(self) -> measures.Measured:
        """The measure as the rules see it."""
        return measures.Measured(measures.Reckoning(self.reckoning), self.comparator, self.target, self.target_max)


class CellQuerySet(models.QuerySet["Cell"]):
    def in_force(self) -> CellQuerySet:
        """Cells of indicators that the plan still has."""
        return self.filter(item__withdrawn=False, dropped=False)


class Cell(models.Model):
    """An indicator in a period. `reporting`, `standing` and the dates make its state: see `core.ledger.states`.

    They repeat what its reports say, so that a table of thousands is read at once; only `actions.reports` and
    `actions.opening` write them.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="cells")
    item = models.ForeignKey(Item, models.PROTECT, related_name="cells")
    frequency = models.CharField("周期", max_length=16, choices=chosen(periods.WORDS))
    number = models.PositiveSmallIntegerField("期次")
    starts = models.DateField("期初")
    ends = models.DateField("期末")
    is_last = models.BooleanField(default=False)  # of the indicator: its own time limit lies in this period
    opens = models.DateField("开启")
    due = models.DateField("报送期限")
    grace = models.DateField("宽限至")
    reporting = models.CharField("填报", max_length=16, choices=chosen(states.REPORTING), default="none")
    standing = models.CharField("进展", max_length=16, default="", blank=True)
    struck_off = models.BooleanField("已销号", default=False)
    dropped = models.BooleanField("不再使用", default=False)  # the indicator is reported on in other periods now
    reported_on = models.DateField("报送日期", null=True)  # of the latest report handed in
    summary = models.CharField("进展摘要", max_length=400, blank=True)

    objects = CellQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "frequency", "number"], name="ledger_cell_once"),
            models.CheckConstraint(condition=models.Q(grace__gte=models.F("due")), name="ledger_cell_grace"),
        ]
        indexes = [models.Index(fields=["ledger", "number"], name="ledger_cell_of")]
        ordering = ["item__position", "starts"]
        verbose_name = "台账格"

    def __str__(self) -> str:
        return f"{self.item} {self.period.label}"

    @property
    def organisation(self) -> Organisation:
        return self.ledger.plan.organisation

    @property
    def period(self) -> periods.Period:
        return periods.Period(self.starts.year, periods.Frequency(self.frequency), self.number)

    @property
    def facts(self) -> states.CellFacts:
        """The cell as the rules see it."""
        reporting, standing = states.Reporting(self.reporting), states.Standing(self.standing)
        return states.CellFacts(self.due, self.grace, reporting, standing, self.struck_off)
