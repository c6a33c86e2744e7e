"""Organisations as a tree, posts and who held them when, groups of peers, and the accounts of persons."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models

from jixiao.journal.actions import Actor
from jixiao.people.names import normal_name


class Organisation(models.Model):
    """An agency, or an office, enterprise, body or branch under it."""

    class Kind(models.TextChoices):
        CITY = "city", "城市"
        AGENCY = "agency", "机关"
        OFFICE = "office", "科室"
        ENTERPRISE = "enterprise", "企业"
        BODY = "body", "议事机构"
        BRANCH = "branch", "支部"

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField("类别", max_length=16, choices=Kind.choices)
    name = models.CharField("名称", max_length=200)
    key = models.CharField(max_length=240, unique=True)  # parent and normalised name: no two of a name in one place
    retired = models.DateField("撤销日期", null=True, blank=True)  # never deleted: old plans name it

    class Meta:
        verbose_name = "机构"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = organisation_key(self.parent_id, self.name)
        super().save(*args, **kwargs)

    @property
    def agency(self) -> Organisation:
        """The nearest agency at or above this organisation; the top of the tree when none is an agency."""
        node = self
        while node.kind != self.Kind.AGENCY and node.parent is not None:
            node = node.parent
        return node

    @property
    def top(self) -> Organisation:
        """The root of the tree: the city of a city-wide installation, otherwise the agency itself."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def is_within(self, other: Organisation) -> bool:
        """Whether this organisation is `other` or lies below it."""
        node: Organisation | None = self
        while node is not None and node.pk != other.pk:
            node = node.parent
        return node is not None


def organisation_key(parent_id: int | None, name: str) -> str:
    return f"{parent_id or 0}/{normal_name(name)}"


class Person(models.Model):
    """A person of an agency, with or without an account."""

    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="persons")
    name = models.CharField("姓名", max_length=100)
    normal = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "normal"], name="people_person_once")]
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.normal = normal_name(self.name)
        super().save(*args, **kwargs)


class Post(models.Model):
    """What a person holds in an organisation: 科室责任人, 分管领导."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    title = models.CharField("职务", max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="people_post_once")]
        verbose_name = "职务"

    def __str__(self) -> str:
        return f"{self.organisation}{self.title}"


class Term(models.Model):
    """Who held a post from when to when; `until` is open while the term runs."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="terms")
    person = models.ForeignKey(Person, models.PROTECT, related_name="terms")
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "person", "since"], name="people_term_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="people_term_order",
            ),
        ]
        verbose_name = "任期"

    def __str__(self) -> str:
        return f"{self.person} {self.post}"


class PeerGroup(models.Model):
    """Agencies that review each other's plans in a year (同组单位)."""

    year = models.PositiveIntegerField("年度")
    name = models.CharField("组名", max_length=100)
    members = models.ManyToManyField(Organisation, related_name="peer_groups", verbose_name="成员单位")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="people_group_once")]
        ordering = ["-year", "name"]
        verbose_name = "互审分组"

    def __str__(self) -> str:
        return f"{self.year}年{self.name}"


class Account(AbstractUser):
    """A log-in. Without an organisation or a role it may see nothing."""

    class Role(models.TextChoices):
        NONE = "none", "未授予角色"
        OPERATOR = "operator", "绩效办经办人"
        GROUP_HEAD = "group_head", "领导小组组长"
        LEADER = "leader", "分管领导"
        OFFICE_HEAD = "office_head", "科室责任人"
        OFFICE_CLERK = "office_clerk", "科室经办人"
        ENTERPRISE = "enterprise", "企业填报员"
        UPPER = "upper", "上级绩效办"
        INSPECTOR = "inspector", "察访核验员"
        DISCIPLINE = "discipline", "纪检监察"
        READER = "reader", "查阅人"
        SYSTEM_ADMIN = "system_admin", "系统管理员"
        SECURITY_ADMIN = "security_admin", "安全管理员"
        AUDITOR = "auditor", "审计管理员"

    role = models.CharField("角色", max_length=16, choices=Role.choices, default=Role.READER)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="accounts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    has_start_password = models.BooleanField("须改密码", default=False)  # somebody else has seen the password

    class Meta:
        verbose_name = "账号"

    @property
    def shown_name(self) -> str:
        return self.person.name if self.person else self.first_name or self.username

    @property
    def agency(self) -> Organisation | None:
        return self.organisation.agency if self.organisation else None

    @property
    def actor(self) -> Actor:
        return Actor(f"{self.shown_name}（{self.username}）", self.pk)


class SignInFailure(models.Model):
    """How often a name was tried in vain from an address since `since`: holds guessing back."""

    name = models.CharField(max_length=150)
    address = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "address"], name="people_failure_once")]
        verbose_name = "登录失败"

    def __str__(self) -> str:
        return f"{self.name} {self.count}"
