"""The page of reminders: how I am reminded, my calendar feed, my digests; for the performance office its robots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.ledger.actions import reminders as actions
from jixiao.ledger.models import ChatRobot
from jixiao.ledger.reading import reminders_page as reading
from jixiao.people.doors import own_door, signed_in_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of

BOTH = ["GET", "POST"]  # GET: signed in again after the session ended under the button
_FRESH = "fresh feed"  # the new address, until it has been shown once


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a form was refused for, at which card."""

    at: str
    text: str


@signed_in_door
@never_cache
@require_safe
def reminders(request: HttpRequest, account: Account) -> HttpResponse:
    return _page(request, account)


@signed_in_door
@never_cache
@require_http_methods(BOTH)
def channels(request: HttpRequest, account: Account) -> HttpResponse:
    """Save how the account is reminded."""
    if request.method == "GET":
        return redirect("reminders")
    given = request.POST
    by_mail, by_chat = "by_mail" in given, "by_chat" in given
    email = given.get("email", "")
    try:
        actions.choose_channels(account, email, by_mail=by_mail, by_chat=by_chat, now=timezone.now())
    except Refused as refused:
        typed = {"email": email, "by_mail": by_mail, "by_chat": by_chat}
        return _page(request, account, Trouble("channels", str(refused)), typed=typed)
    messages.success(request, "提醒方式已保存。")
    return redirect("reminders")


@signed_in_door
@never_cache
@require_http_methods(BOTH)
def feed_address(request: HttpRequest, account: Account) -> HttpResponse:
    """Make the feed's address anew, or switch it off, by the button that was pressed."""
    if request.POST.get("want") == "renew":
        request.session[_FRESH] = actions.renew_feed(account, timezone.now())
    elif request.POST.get("want") == "stop":
        actions.stop_feed(account, timezone.now())
        messages.success(request, "日历订阅已停用，原来的地址不能再打开。")
    return redirect("reminders")


@own_door(Right.REMINDER_EDIT)
@never_cache
@sensitive_post_parameters("token", "secret")
@require_http_methods(BOTH)
def robots(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Save one robot, or send its test message, by the button that was pressed."""
    if request.method == "GET":
        return redirect("reminders")
    account, kind = account_of(request), request.POST.get("kind", "")
    try:
        words = _robot(request, account, organisation.agency, kind)
    except Refused as refused:
        return _page(request, account, Trouble(kind, str(refused)))
    messages.success(request, words)
    return redirect("reminders")


def _robot(request: HttpRequest, account: Account, agency: Organisation, kind: str) -> str:
    if kind not in ChatRobot.Kind.values:
        raise Refused("请选择机器人的类型。")
    label = ChatRobot.Kind(kind).label
    if request.POST.get("want") == "test":
        actions.try_robot(account, agency, kind, timezone.now())
        return f"测试消息已发到{label}群，请到群里查看。"
    given = request.POST
    wanted = actions.RobotGiven(
        ChatRobot.Kind(kind), given.get("token", ""), given.get("secret", ""), "active" in given
    )
    actions.set_robot(account, agency, wanted, timezone.now())
    return f"{label}机器人已保存。"


def _page(
    request: HttpRequest, account: Account, trouble: Trouble | None = None, typed: dict[str, Any] | None = None
) -> HttpResponse:
    token = request.session.pop(_FRESH, "")
    context = {
        **reading.page(account),
        "account": account,
        "trouble": trouble,
        "fresh": request.build_absolute_uri(reverse("reminder-ics", args=[token])) if token else "",
        "section": "reminders",
    }
    context |= {"typed": typed} if typed else {}
    return render(request, "ledger/reminders.html", context, status=409 if trouble else 200)
