"""Imported documents, and the plans that were confirmed from them: a tree of items with who answers for them."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation, Person

DIGITS, PLACES = 12, 4  # points on any scale: 1000 points, per mille, weights with decimals


class DocumentQuerySet(models.QuerySet["ImportedDocument"]):
    def visible_to(self, account: Account) -> DocumentQuerySet:
        """Documents of the account's own agency; whether it may read them at all is the policy's affair."""
        return self.filter(organisation=account.agency) if account.agency else self.none()

    def light(self) -> DocumentQuerySet:
        """Without the long fields, for lists."""
        return self.defer("text", "record", "corrections")


class ImportedDocument(models.Model):
    """A document as it was uploaded, and the draft that was read from it. The bytes lie under `sha256`."""

    class State(models.TextChoices):
        DRAFT = "draft", "待校对"
        CONFIRMED = "confirmed", "已确认"
        DISCARDED = "discarded", "已放弃"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="documents")
    sha256 = models.CharField("摘要", max_length=64)
    name = models.CharField("文件名", max_length=255)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小")
    text = models.TextField("文本")
    uploaded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.DRAFT)
    record = models.JSONField("读出的方案")  # core.plan_json
    corrections = models.JSONField("改动", default=list)  # row, field, old, new, who, when
    version = models.PositiveIntegerField(default=1)  # grows with every change: two people never overwrite
    rows = models.PositiveIntegerField("行数", default=0)
    errors = models.PositiveIntegerField("错误", default=0)
    warnings = models.PositiveIntegerField("提醒", default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "sha256"], name="plans_document_once")]
        ordering = ["-uploaded_at"]
        verbose_name = "导入的文件"

    def __str__(self) -> str:
        return self.name


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, account: Account) -> PlanQuerySet:
        """Plans of the account's own agency; whether it may read them at all is the policy's affair."""
        return self.filter(organisation=account.agency) if account.agency else self.none()


class Plan(models.Model):
    """A confirmed plan. `digest` is the SHA-256 of the canonical JSON that was confirmed."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plans")
    imported = models.OneToOneField(ImportedDocument, models.PROTECT, related_name="plan")
    year = models.PositiveIntegerField("年度", null=True)
    title = models.TextField("标题")
    document_no = models.TextField("文号", blank=True)
    issued = models.DateField("印发日期", null=True)
    points_unit = models.CharField("分值单位", max_length=8, default="分")
    total = models.DecimalField("总分", max_digits=DIGITS, decimal_places=PLACES, null=True)
    indicators = models.PositiveIntegerField("指标数", default=0)
    digest = models.CharField("摘要", max_length=64)
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-confirmed_at"]
        verbose_name = "绩效工作方案"

    def __str__(self) -> str:
        return self.title


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
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    level = models.CharField(max_length=16, choices=Level.choices)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.BASE)
    position = models.PositiveIntegerField()  # of the first row below, from 1; of an indicator: its row
    no = models.CharField("序号", max_length=50, blank=True)
    title = models.TextField("内容")
    declared_points = models.DecimalField("载明分值", max_digits=DIGITS, decimal_places=PLACES, null=True)
    points = models.DecimalField("权重分值", max_digits=DIGITS, decimal_places=PLACES, null=True)
    shares_points = models.BooleanField("与上行合用分值", default=False)
    due = models.DateField("完成时限", null=True)
    due_text = models.CharField("时限原文", max_length=200, blank=True)
    rule = models.TextField("评分标准", blank=True)
    basis = models.TextField("文件依据", blank=True)
    citation = models.TextField("依据条款", blank=True)
    line = models.PositiveIntegerField("原文行", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "level", "parent", "position"], name="plans_item_place"),
        ]
        indexes = [models.Index(fields=["plan", "level", "position"], name="plans_item_order")]
        ordering = ["position"]
        verbose_name = "指标"

    def __str__(self) -> str:
        return self.title[:40]


class Responsibility(models.Model):
    """Who answers for an indicator: a leader or owner is a person, an office an organisation."""

    class Role(models.TextChoices):
        LEADER = "leader", "分管领导"
        LEAD_OFFICE = "lead_office", "责任科室"
        CO_OFFICE = "co_office", "配合科室"
        OWNER = "owner", "科室责任人"

    item = models.ForeignKey(Item, models.CASCADE, related_name="responsibilities")
    role = models.CharField("责任", max_length=16, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="responsibilities")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="responsibilities")
    position = models.PositiveSmallIntegerField()  # in the order of the document; the first office leads

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "role", "position"], name="plans_responsibility_place"),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) ^ models.Q(person__isnull=True),
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
