"""Imported documents, as they were uploaded."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation


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
