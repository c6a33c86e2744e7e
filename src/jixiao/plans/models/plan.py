"""A plan, and its tree of items with who answers for them: what the latest version says, ready to be asked."""

from __future__ import annotations

from django.db import models

from jixiao.core.stages import FROZEN, Stage
from jixiao.people.models import Account, Organisation, Person
from jixiao.plans.models.document import ImportedDocument

DIGITS, PLACES = 12, 4  # points on any scale: 1000 points, per mille, weights with decimals


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, account: Account) -> PlanQuerySet:
        """Plans that lists show to the account; whether it may read them at all is the policy's affair."""
        own, agency, role = account.organisation, account.agency, Account.Role(account.role)
        if own is None or agency is None:
            return self.none()
        if role is Account.Role.ENTERPRISE:
            return self.filter(organisation=own)
        if role in (Account.Role.UPPER, Account.Role.INSPECTOR):
            below = models.Q(organisation__parent=own.top) & ~models.Q(stage=Stage.DRAFTING.value)
            return self.filter(below | models.Q(organisation=own))
        below = models.Q(organisation__parent=agency) & ~models.Q(organisation__kind=Organisation.Kind.AGENCY)
        return self.filter(models.Q(organisation=agency) | below)  # a city's own people do not stand above agencies

    def listed_to(self, account: Account) -> PlanQuerySet:
        """Visible plans without those that hang below another that the account sees: its page shows them."""
        plans = self.visible_to(account)
        if account.role == Account.Role.ENTERPRISE:
            return plans.filter(models.Q(parent=None) | ~models.Q(parent__organisation=models.F("organisation")))
        return plans.filter(parent=None)


class Plan(models.Model):
    """A yearly plan of an agency, an office, an enterprise or a person. `digest` is that of its present content.

    The columns, like the items below, repeat what the draft says until the first version is frozen, and what the
    latest version says from then on; `projection.project` is the only one that writes them.
    """

    class Origin(models.TextChoices):
        IMPORT = "import", "导入文件"
        COPY = "copy", "沿用上年"
        BLANK = "blank", "新建"
        CASCADE = "cascade", "由上级方案分解"

    class DynamicPoints(models.TextChoices):
        REWEIGHT = "reweight", "从指定指标调出分值"
        POOL = "pool", "使用预留分值"
        BONUS = "bonus", "作为加分，不计入总分"

    class Credit(models.TextChoices):
        FULL = "full", "各科室均按全额计分"
        EQUAL = "equal", "各科室平均分担"
        WEIGHTS = "weights", "按约定比例分担"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plans")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="plans")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    origin = models.CharField("来源", max_length=16, choices=Origin.choices, default=Origin.IMPORT)
    imported = models.OneToOneField(ImportedDocument, models.PROTECT, null=True, related_name="plan")
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    stage = models.CharField("阶段", max_length=24, default=Stage.DRAFTING.value)
    last_uid = models.PositiveIntegerField(default=0)  # the highest number that a row's uid ever had
    year = models.PositiveIntegerField("年度", null=True)
    title = models.TextField("标题")
    document_no = models.TextField("文号", blank=True)
    issued = models.DateField("印发日期", null=True)
    points_unit = models.CharField("分值单位", max_length=8, default="分")
    total = models.DecimalField("总分", max_digits=DIGITS, decimal_places=PLACES, null=True)
    indicators = models.PositiveIntegerField("指标数", default=0)
    digest = models.CharField("摘要", max_length=64)
    dynamic_points = models.CharField(
        "动态目标的分值", max_length=16, choices=DynamicPoints.choices, default=DynamicPoints.REWEIGHT
    )
    credit = models.CharField("共同指标的计分", max_length=16, choices=Credit.choices, default=Credit.FULL)
    begun_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField("建立时间")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-begun_at"]
        verbose_name = "绩效工作方案"

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        """Whether a version was frozen: from then on only an amendment changes the plan."""
        return Stage(self.stage) in FROZEN


class ItemQuerySet(models.QuerySet["Item"]):
    def indicators(self) -> ItemQuerySet:
        """The leaves that are in force."""
        return self.filter(level=Item.Level.INDICATOR, withdrawn=False)


class Item(models.Model):
    """A node of the plan's tree. Indicators are its leaves and are what is assessed."""

    class Level(models.TextChoices):
        CATEGORY = "category", "考评内容"
        GROUP = "group", "项目"
        GOAL = "goal", "一级指标"
        INDICATOR = "indicator", "二级指标"

    class Kind(models.TextChoices):
        BASE = "base", "基本分"
        BONUS = "bonus", "加分"
        PENALTY = "penalty", "扣分"
        VETO = "veto", "一票否决"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    uid = models.CharField(max_length=16, null=True)  # of an indicator: its row in the draft and in every version
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    level = models.CharField(max_length=16, choices=Level.choices)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.BASE)
    position = models.PositiveIntegerField()  # of the first row below, from 1; of an indicator: its row
    no = models.CharField("序号", max_length=50, blank=True)
    title = models.TextField("内容")
    declared_points = models.DecimalField("载明分值", max_digits=DIGITS, decimal_places=PLACES, null=True)
    points = models.DecimalField("权重分值", max_digits=DIGITS, decimal_places=PLACES, null=True)
    shares_points = models.BooleanField("与上行合用分值", default=False)
    goal_kind = models.CharField("目标类别", max_length=8, blank=True)
    content = models.CharField(max_length=64, blank=True)  # digest of the row that the columns were filled from
    withdrawn = models.BooleanField("已撤销", default=False)  # by an amendment; what hangs on it stays readable
    due = models.DateField("完成时限", null=True)
    due_text = models.CharField("时限原文", max_length=200, blank=True)
    rule = models.TextField("评分标准", blank=True)
    basis = models.TextField("文件依据", blank=True)
    citation = models.TextField("依据条款", blank=True)
    line = models.PositiveIntegerField("原文行", null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "uid"], name="plans_item_uid"),
        ]
        indexes = [models.Index(fields=["plan", "level", "position"], name="plans_item_order")]
        ordering = ["position"]
        verbose_name = "指标"

    def __str__(self) -> str:
        return self.title[:40]


class Responsibility(models.Model):
    """Who answers for an indicator, by the name in the plan: a leader or owner is a person, an office an organisation.

    While a plan is drafted a name may be of nobody that is known; once it is frozen every name is somebody.
    """

    class Role(models.TextChoices):
        LEADER = "leader", "分管领导"
        LEAD_OFFICE = "lead_office", "责任科室"
        CO_OFFICE = "co_office", "配合科室"
        OWNER = "owner", "科室责任人"

    item = models.ForeignKey(Item, models.CASCADE, related_name="responsibilities")
    role = models.CharField("责任", max_length=16, choices=Role.choices)
    name = models.CharField("名称", max_length=100, default="")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="responsibilities")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="responsibilities")
    position = models.PositiveSmallIntegerField()  # in the order of the document; the first office leads

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "role", "position"], name="plans_responsibility_place"),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) | models.Q(person__isnull=True),
                name="plans_responsibility_one",
            ),
        ]
        ordering = ["position"]
        verbose_name = "责任"


class Target(models.Model):
    """A checkable amount in an indicator's wording. The amount is a number (`value`) or a date."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=16)
    span = models.TextField("原文")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    comparator = models.CharField(max_length=2)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    date = models.DateField(null=True)
    value_max = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(max_length=32, blank=True)
    value_base = models.DecimalField(max_digits=32, decimal_places=6, null=True)
    base_unit = models.CharField(max_length=32, blank=True)
    period = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    subject = models.TextField("对象", blank=True)
    per = models.CharField(max_length=64, blank=True)
    qualifier = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="plans_target_place")]
        ordering = ["position"]
        verbose_name = "目标值"


class PlanFinding(models.Model):
    """A finding that stood when the plan was confirmed; kept as it was shown."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="findings")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="findings")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=64)
    severity = models.CharField(max_length=16)
    message = models.TextField()
    message_en = models.TextField(blank=True)
    field = models.CharField(max_length=32, blank=True)
    line = models.PositiveIntegerField(null=True)
    suggestion = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = "检查发现"
