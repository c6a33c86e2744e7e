"""Carrying a digest out of the house: by mail, and by the robot of a chat group."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from threading import Lock
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.mail import EmailMessage

from jixiao.core.ledger.reminders import addressed
from jixiao.ledger.models import Channel, ChatRobot, Digest
from jixiao.people.models import Account

MAIL = "mail"
WORDS = {MAIL: "邮件", **dict(ChatRobot.Kind.choices)}
_CHAT_LIMIT = 600  # characters: WeCom takes 2,048 bytes, and a Chinese character has three
_SHOWN = 4
_ONE_AT_A_TIME = Lock()  # while one listens, see `_Listening`


class Unsent(Exception):
    """The message did not arrive; `str()` says why, without any secret."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a person. `word` is kept with the digest once it has taken it; `send` raises Unsent."""

    word: str
    send: Callable[[], None]


def mailable(account: Account, channel: Channel | None) -> bool:
    return bool(settings.JIXIAO_MAIL and channel and channel.by_mail and account.email)


def routes(digest: Digest, robots: list[ChatRobot]) -> list[Route]:
    """The ways that the account has chosen and that there are: mail, and the robots of its agency."""
    account: Account = digest.account
    channel = Channel.objects.filter(account=account).first()
    text = addressed(digest.text, settings.JIXIAO_BASE_URL)
    found = [Route(MAIL, partial(send_mail, account.email, digest.subject, text))] if mailable(account, channel) else []
    if channel is not None and channel.by_chat:
        said = _short(f"{account.shown_name}：{digest.subject}\n{text}")
        found += [Route(robot.kind, partial(send_chat, robot, said)) for robot in robots]
    return found


def _short(text: str) -> str:
    return text if len(text) <= _CHAT_LIMIT else f"{text[:_CHAT_LIMIT].rpartition(chr(10))[0]}\n……其余请登录系统查看。"


def send_mail(address: str, subject: str, text: str) -> None:
    """Raises Unsent."""
    try:
        EmailMessage(subject, text, to=[address]).send()
    except OSError as error:  # smtplib's own errors are of this kind too
        raise Unsent(f"邮件没有发出：{_reason(error)}") from error


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def send_chat(robot: ChatRobot, text: str) -> None:
    """Raises Unsent."""
    try:
        plugin = _plugin(robot)
    except ImportError as error:
        raise Unsent("没有安装群机器人所需的 apprise，请联系系统管理员安装“notify”附加包。") from error
    except TypeError as error:  # apprise's word for a token of the wrong form
        raise Unsent("密钥的格式不对，请核对。") from error
    with _ONE_AT_A_TIME, _Listening(plugin) as heard:
        sent = plugin.notify(body=text, body_format="text")
    if not sent or heard.trouble:
        reason = _without_secrets(heard.trouble or "没有连上服务。", robot)
        raise Unsent(f"{robot.get_kind_display()}没有送达：{reason}")


def _plugin(robot: ChatRobot) -> Any:
    """apprise's messenger for the robot. Raises ImportError, TypeError."""
    kind = ChatRobot.Kind(robot.kind)
    if kind is ChatRobot.Kind.WECOM:
        return import_module("apprise.plugins.wecombot").NotifyWeComBot(key=robot.token)
    if kind is ChatRobot.Kind.FEISHU:
        return import_module("apprise.plugins.feishu").NotifyFeishu(token=robot.token)
    plugin = import_module("apprise.plugins.dingtalk").NotifyDingTalk(token=robot.token, secret=robot.secret or None)
    quoted = plugin.get_signature

    def signature() -> tuple[str, str]:
        """apprise 2 quotes the signature, and requests quotes it again: DingTalk would refuse every signed message."""
        moment, signed = quoted()
        return moment, unquote(signed)

    plugin.get_signature = signature
    return plugin


class _Listening:
    """Hears what the service answers while a plugin sends.

    All three services answer a refused message with status 200 and an error number in the body; apprise looks at the
    status only and would call it delivered.
    """

    def __init__(self, plugin: Any) -> None:
        base = next(each for each in type(plugin).__mro__ if each.__module__.startswith("apprise.plugins."))
        self._module: Any = sys.modules[base.__module__]
        self._requests: Any = self._module.requests
        self.trouble = ""

    def __enter__(self) -> _Listening:
        self._module.requests = self
        return self

    def __exit__(self, *_: object) -> None:
        self._module.requests = self._requests

    def __getattr__(self, name: str) -> Any:
        return getattr(self._requests, name)

    def post(self, *args: Any, **kwargs: Any) -> Any:
        try:
            answer = self._requests.post(*args, **kwargs)
        except self._requests.RequestException as error:
            self.trouble = f"没有连上服务（{type(error).__name__}）。"
            raise
        self.trouble = _refusal(answer)
        return answer


def _refusal(answer: Any) -> str:
    """Why the service refused the message; '' when it took it."""
    try:
        said = answer.json()
    except ValueError:
        said = {}
    said = said if isinstance(said, dict) else {}
    number = said.get("errcode", said.get("code", 0))
    if answer.status_code == 200 and number == 0:
        return ""
    words = " ".join(str(said.get("errmsg") or said.get("msg") or "").split())[:200]
    return f"{words or '服务拒绝了消息'}（{number or answer.status_code}）"


def _without_secrets(text: str, robot: ChatRobot) -> str:
    for secret in filter(None, (robot.token, robot.secret)):
        text = text.replace(secret, masked(secret))
    return text


def masked(secret: str) -> str:
    """The last characters only, so that whoever set it knows it again."""
    return f"••••{secret[-_SHOWN:]}" if len(secret) > 2 * _SHOWN else "••••" if secret else ""
