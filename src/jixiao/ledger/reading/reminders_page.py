"""What the page of reminders shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from jixiao.core.ledger.reminders import SUBJECT
from jixiao.ledger.models import Channel, ChatRobot, Digest
from jixiao.ledger.sending import WORDS, masked
from jixiao.people.models import Account
from jixiao.people.policy import Right, holds

DIGESTS = 14
_HINTS = {
    ChatRobot.Kind.DINGTALK: "机器人地址里“access_token=”后面的部分。安全设置选“加签”的，再填加签密钥。",
    ChatRobot.Kind.WECOM: "机器人地址里“key=”后面的部分。",
    ChatRobot.Kind.FEISHU: "机器人地址里“hook/”后面的部分。安全设置请选“自定义关键词”，填“绩效提醒”。",
}
_TONES: dict[str, str] = {Digest.State.SENT: "good", Digest.State.FAILED: "late", Digest.State.WAITING: "soon"}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a digest: a heading, or a text with the page it leads to."""

    text: str
    href: str
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Shown:
    day: date
    subject: str
    said: tuple[Said, ...]
    state: str
    tone: str
    trouble: str


@dataclass(frozen=True, slots=True)
class RobotCard:
    kind: str
    label: str
    hint: str
    token: str  # masked; '' while there is none
    secret: str
    active: bool
    takes_secret: bool


def page(account: Account) -> dict[str, Any]:
    channel = Channel.objects.filter(account=account).first() or Channel(account=account)
    robots = {robot.kind: robot for robot in ChatRobot.objects.filter(organisation=account.agency)}
    digests = Digest.objects.filter(account=account).order_by("-day")[:DIGESTS]
    return {
        "typed": {"email": account.email, "by_mail": channel.by_mail, "by_chat": channel.by_chat},
        "has_feed": channel.feed is not None,
        "has_mail": settings.JIXIAO_MAIL,
        "groups": "、".join(robot.get_kind_display() for robot in robots.values() if robot.active),
        "digests": [_shown(digest) for digest in digests],
        "robots": [_card(kind, robots.get(kind)) for kind in ChatRobot.Kind] if may_set(account) else [],
    }


def may_set(account: Account) -> bool:
    return holds(account, Right.REMINDER_EDIT)


def _shown(digest: Digest) -> Shown:
    state, trouble = digest.get_state_display(), ""
    ways = "、".join(WORDS.get(word, word) for word in digest.carried.split())
    if digest.state == Digest.State.SENT:
        state = f"已发送：{ways}"
    elif digest.trouble:
        trouble = f"{f'{ways}已送达；' if ways else ''}{digest.trouble}"
        state = f"第 {digest.tries} 次没有送达，稍后再试" if digest.state == Digest.State.WAITING else state
    subject = digest.subject.removeprefix(f"{SUBJECT}：")
    return Shown(digest.day, subject, _said(digest.text), state, _TONES.get(digest.state, "calm"), trouble)


def _said(text: str) -> tuple[Said, ...]:
    """Each line with the link that stands below it."""
    lines = text.split("\n")
    after = [*lines[1:], ""]
    return tuple(
        Said(line, below if below.startswith("/") else "", line.startswith("【"))
        for line, below in zip(lines, after, strict=True)
        if not line.startswith("/")
    )


def _card(kind: ChatRobot.Kind, robot: ChatRobot | None) -> RobotCard:
    token, secret = (masked(robot.token), masked(robot.secret)) if robot else ("", "")
    active = robot.active if robot else True
    return RobotCard(kind.value, kind.label, _HINTS[kind], token, secret, active, kind is ChatRobot.Kind.DINGTALK)
