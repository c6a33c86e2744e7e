"""Words for the states and kinds of this room."""

from __future__ import annotations

from django.db import models


class RoundKind(models.TextChoices):
    SELF = "self", "自评"
    PEER_RATING = "peer_rating", "同组互评"
    ON_SITE = "on_site", "实地考评"
    CATEGORY_REVIEW = "category_review", "同类复核"


class SheetState(models.TextChoices):
    OPEN = "open", "待填写"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已确认"


class Method(models.TextChoices):
    OPEN = "open", "明察"
    SECRET = "secret", "暗访"
    DATA = "data", "数据核验"


class FindingState(models.TextChoices):
    FOUND = "found", "待答复"
    ANSWERED = "answered", "待认定"
    UPHELD = "upheld", "已认定"
    DROPPED = "dropped", "不予认定"


class ClaimState(models.TextChoices):
    DRAFT = "draft", "拟申报"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回补充"
    ACCEPTED = "accepted", "已认定"
    REFUSED = "refused", "不予认定"


class Purpose(models.TextChoices):
    """What an achievement is used for; the same fact only once (M36)."""

    BONUS = "bonus", "正向激励"
    INNOVATION = "innovation", "改革创新成果"
