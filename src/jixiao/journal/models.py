"""The journal's two tables: the entries, and the head that keeps the number and hash of the last one."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from jixiao.core.journal_chain import Link, stamp


class AppendOnly(TypeError):
    """Someone tried to change or delete an entry."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads and creates; the rest of a queryset's writes are closed."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("journal entries are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("journal entries are never deleted")

    def about(self, kind: str, identifier: object) -> EntryQuerySet:
        """The entries of one object, the newest first."""
        return self.filter(object_kind=kind, object_id=str(identifier)).order_by("-seq")


class Entry(models.Model):
    """One act. Database triggers forbid changing or deleting a row, whoever asks."""

    seq = models.PositiveBigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=150)
    account_id = models.BigIntegerField("账号", null=True)
    action = models.CharField("操作", max_length=64)
    object_kind = models.CharField("对象类型", max_length=32)
    object_id = models.CharField("对象", max_length=64)
    before = models.CharField("操作前摘要", max_length=64, blank=True)
    after = models.CharField("操作后摘要", max_length=64, blank=True)
    facts = models.TextField("内容")  # canonical JSON: text, so that what is hashed is what is stored
    previous = models.CharField("上一条哈希", max_length=64)
    hash = models.CharField("哈希", max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="journal_entry_object")]
        verbose_name = "留痕"

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("journal entries are never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("journal entries are never deleted")

    def link(self) -> Link:
        """The entry as the chain sees it."""
        return Link(
            seq=self.seq,
            at=stamp(self.at),
            actor=self.actor,
            account=self.account_id,
            action=self.action,
            object_kind=self.object_kind,
            object_id=self.object_id,
            before=self.before,
            after=self.after,
            facts=self.facts,
            previous=self.previous,
            hash=self.hash,
        )


class Head(models.Model):
    """The end of the chain, one row. Writers lock it, so that numbers follow each other."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_head_single")]
        verbose_name = "链尾"

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"
