"""The paper that proves an act: its number and the file, kept under its digest."""

from __future__ import annotations

from django.db import models


class Paper(models.Model):
    """Number and file of a document. Both may be empty; which act needs which is a rule of `core.stages`."""

    document_no = models.CharField("文号", max_length=100, blank=True)
    file_name = models.CharField("附件", max_length=255, blank=True)
    file_sha256 = models.CharField("附件摘要", max_length=64, blank=True)

    class Meta:
        abstract = True
