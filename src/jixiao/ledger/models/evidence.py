"""Evidence (佐证材料): uploaded once, kept under its digest, used in many places."""

from __future__ import annotations

from django.db import models

from jixiao.ledger.models.book import Cell
from jixiao.ledger.models.directive import Addressee
from jixiao.ledger.models.task import RegisterRow, Task
from jixiao.people.models import Account, Organisation


class Evidence(models.Model):
    """A file of an agency. The same bytes are one piece of evidence, whatever their name."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="evidence")  # the agency
    sha256 = models.CharField("摘要", max_length=64)
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=16)  # by content: pdf, png, docx
    size = models.PositiveIntegerField("字节数")
    title = models.CharField("说明", max_length=200, blank=True)
    dated = models.DateField("材料日期", null=True, blank=True)
    uploaded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_for = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")  # the uploader's office

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "sha256"], name="ledger_evidence_once")]
        ordering = ["-uploaded_at"]
        verbose_name = "佐证材料"

    def __str__(self) -> str:
        return self.title or self.name


class EvidenceUse(models.Model):
    """Where a piece of evidence is used: exactly one of the places. A use that was taken back stays, `taken_back`."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="evidence_uses")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="evidence_uses")
    row = models.ForeignKey(RegisterRow, models.PROTECT, null=True, related_name="evidence_uses")
    addressee = models.ForeignKey(Addressee, models.PROTECT, null=True, related_name="evidence_uses")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("使用时间")
    taken_back = models.DateTimeField("撤回时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "cell"], name="ledger_use_cell"),
            models.UniqueConstraint(fields=["evidence", "task"], name="ledger_use_task"),
            models.UniqueConstraint(fields=["evidence", "row"], name="ledger_use_row"),
            models.UniqueConstraint(fields=["evidence", "addressee"], name="ledger_use_addressee"),
            models.CheckConstraint(
                condition=(
                    models.Q(cell__isnull=False, task=None, row=None, addressee=None)
                    | models.Q(cell=None, task__isnull=False, row=None, addressee=None)
                    | models.Q(cell=None, task=None, row__isnull=False, addressee=None)
                    | models.Q(cell=None, task=None, row=None, addressee__isnull=False)
                ),
                name="ledger_use_one_place",
            ),
        ]
        ordering = ["at"]
        verbose_name = "使用"

    def __str__(self) -> str:
        return str(self.evidence)


class EvidenceLook(models.Model):
    """Who looked at a piece of evidence, and when first and last."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="looks")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    first = models.DateTimeField("首次查看")
    last = models.DateTimeField("最近查看")
    count = models.PositiveIntegerField("次数", default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "account"], name="ledger_look_once")]
        ordering = ["-last"]
        verbose_name = "查看"

    def __str__(self) -> str:
        return f"{self.account} {self.evidence}"
