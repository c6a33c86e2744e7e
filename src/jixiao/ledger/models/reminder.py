"""Reminders: one digest a person and day, the channels that carry it, and the private feed of due dates."""

from __future__ import annotations

from django.db import models

from jixiao.people.models import Account, Organisation


class Channel(models.Model):
    """How an account wants to be reminded. `feed` is the SHA-256 of the secret in the address of its calendar feed."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="channel")
    by_mail = models.BooleanField("邮件", default=False)
    by_chat = models.BooleanField("群机器人", default=False)
    feed = models.CharField(max_length=64, unique=True, null=True)

    class Meta:
        verbose_name = "提醒方式"

    def __str__(self) -> str:
        return str(self.account)


class ChatRobot(models.Model):
    """A chat group's robot of an agency (DingTalk, WeCom, Feishu), named in full by its secret address."""

    class Kind(models.TextChoices):
        DINGTALK = "dingtalk", "钉钉"
        WECOM = "wecom", "企业微信"
        FEISHU = "feishu", "飞书"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="robots")
    kind = models.CharField("类型", max_length=16, choices=Kind.choices)
    token = models.CharField("密钥", max_length=200)
    secret = models.CharField("加签密钥", max_length=200, blank=True)
    active = models.BooleanField("启用", default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="ledger_robot_once")]
        verbose_name = "群机器人"

    def __str__(self) -> str:
        return f"{self.organisation}{self.get_kind_display()}"


class Digest(models.Model):
    """What an account was reminded of on a day. The pair is unique: a scan that runs twice reminds once."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已发送"
        SHOWN = "shown", "只在系统内提醒"
        FAILED = "failed", "发送失败"

    account = models.ForeignKey(Account, models.CASCADE, related_name="digests")
    day = models.DateField("日期")
    subject = models.CharField("标题", max_length=200)
    text = models.TextField("内容")
    lines = models.PositiveIntegerField("条数")
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.WAITING)
    carried = models.CharField("已送达", max_length=64, blank=True)  # words of the channels that have taken it
    trouble = models.TextField("失败原因", blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="ledger_digest_once")]
        ordering = ["-day"]
        verbose_name = "提醒"

    def __str__(self) -> str:
        return f"{self.account} {self.day}"
