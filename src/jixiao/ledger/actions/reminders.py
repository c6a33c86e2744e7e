"""Making the day's digests and delivering them; what a person and an agency choose about it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max

from jixiao.core.ledger.reminders import Composed
from jixiao.core.ledger.reminders import digest as compose
from jixiao.core.ledger.windows import beijing_day
from jixiao.core.workdays import is_workday
from jixiao.journal.actions import Subject, record
from jixiao.ledger import jobs, sending
from jixiao.ledger.actions.directives import escalate_due
from jixiao.ledger.models import Channel, ChatRobot, Digest
from jixiao.ledger.reading.reminders import People, matters_of_all
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import By, Refused, Right, require

TRIES = 5
SECRET_LIMIT, EMAIL_LIMIT = 200, 254  # what a column holds
PAUSES = (2, 10, 60, 240)  # minutes before each further try
State = Digest.State


def scan(now: datetime) -> int:
    """Make the digests that are due and enqueue their delivery; returns how many. Run it as often as liked: an account
    has one digest a day, and a day without a scan is made up for by the next."""
    today = beijing_day(now)
    if not is_workday(today):
        return 0
    escalate_due(now)
    people = People.read()
    matters = matters_of_all(people, today)
    last = dict(Digest.objects.values_list("account").annotate(Max("day")))
    made = 0
    for pk, open_matters in matters.items():
        composed = compose(open_matters, last.get(pk), today)
        if composed is not None:
            made += _keep(people.accounts[pk], composed, today, now)
    return made


@transaction.atomic
def _keep(account: Account, composed: Composed, today: date, now: datetime) -> bool:
    kept = {"subject": composed.subject[:200], "text": composed.text, "lines": composed.lines, "made_at": now}
    digest, is_new = Digest.objects.get_or_create(account=account, day=today, defaults=kept)
    if is_new and sending.routes(digest, robots_of(account)):
        jobs.deliver.enqueue(digest.pk)
    elif is_new:
        digest.state = State.SHOWN
        digest.save(update_fields=["state"])
    return is_new


def robots_of(account: Account) -> list[ChatRobot]:
    agency = account.agency
    return list(ChatRobot.objects.filter(organisation=agency, active=True)) if agency else []


def deliver(digest_id: int, now: datetime) -> None:
    """Send the digest along each route that has not taken it yet; what fails is tried again later, TRIES times in all.

    No transaction is open while it sends. What a route took is written down at once, so that only a power cut in that
    very moment can make a message arrive twice.
    """
    digest = _begun(digest_id)
    if digest is None:
        return
    troubles = []
    for route in sending.routes(digest, robots_of(digest.account)):
        if route.word in digest.carried.split():
            continue
        try:
            route.send()
        except sending.Unsent as unsent:
            troubles.append(str(unsent))
        else:
            digest.carried = f"{digest.carried} {route.word}".strip()
            digest.save(update_fields=["carried"])
    _end(digest, troubles, now)


@transaction.atomic
def _begun(digest_id: int) -> Digest | None:
    """The waiting digest with one more try counted; None when there is nothing to do."""
    rows = Digest.objects.select_for_update(of=("self",), no_key=True).select_related(
        "account__organisation__parent__parent", "account__person"
    )
    digest = rows.filter(pk=digest_id, state=State.WAITING).first()
    if digest is None:
        return None
    digest.tries += 1
    digest.save(update_fields=["tries"])
    return digest


@transaction.atomic
def _end(digest: Digest, troubles: list[str], now: datetime) -> None:
    digest.trouble = "\n".join(troubles)
    if not troubles:
        digest.state = State.SENT if digest.carried else State.SHOWN
        digest.sent_at = now if digest.carried else None
    elif digest.tries >= TRIES:
        digest.state = State.FAILED
    else:
        pause = timedelta(minutes=PAUSES[digest.tries - 1])
        jobs.deliver.using(run_after=now + pause).enqueue(digest.pk)
    digest.save(update_fields=["state", "trouble", "sent_at"])


@transaction.atomic
def choose_channels(account: Account, email: str, *, by_mail: bool, by_chat: bool, now: datetime) -> Channel:
    """How the account wants to be reminded, and its address. Raises Refused."""
    email = email.strip()
    if by_mail and not email:
        raise Refused("要用邮件提醒，请先填写邮箱地址。")
    if len(email) > EMAIL_LIMIT:
        raise Refused(f"邮箱地址不能超过 {EMAIL_LIMIT} 个字符。")
    try:
        validate_email(email or "nobody@example.org")
    except ValidationError:
        raise Refused("邮箱地址的格式不对，例如 zhang@example.org。") from None
    channel = _locked_channel(account)
    channel.by_mail, channel.by_chat = by_mail, by_chat
    channel.save(update_fields=["by_mail", "by_chat"])
    if account.email != email:
        account.email = email
        account.save(update_fields=["email"])
    facts = {"mail": by_mail, "chat": by_chat}  # never the address itself
    record(account.actor, "reminder.channels", Subject("channel", channel.pk), facts, now)
    return channel


@transaction.atomic
def renew_feed(account: Account, now: datetime) -> str:
    """A new secret address part of the calendar feed, shown once; the one before leads nowhere from now on."""
    channel, token = _locked_channel(account), secrets.token_urlsafe(32)
    channel.feed = digest_of(token)
    channel.save(update_fields=["feed"])
    record(account.actor, "reminder.feed", Subject("channel", channel.pk), {"on": True}, now)
    return token


@transaction.atomic
def stop_feed(account: Account, now: datetime) -> None:
    """The calendar feed leads nowhere from now on."""
    channel = _locked_channel(account)
    if channel.feed is not None:
        channel.feed = None
        channel.save(update_fields=["feed"])
        record(account.actor, "reminder.feed", Subject("channel", channel.pk), {"on": False}, now)


def digest_of(token: str) -> str:
    """What is kept of the secret: whoever reads the database cannot open a feed."""
    return sha256(token.encode()).hexdigest()


def _locked_channel(account: Account) -> Channel:
    Account.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)
    return Channel.objects.get_or_create(account=account)[0]


@dataclass(frozen=True, slots=True)
class RobotGiven:
    """A robot as it came from a form. An empty token keeps the one that is there."""

    kind: ChatRobot.Kind
    token: str
    secret: str
    active: bool


@transaction.atomic
def set_robot(by: By, agency: Organisation, given: RobotGiven, now: datetime) -> ChatRobot:
    """Set a robot of the agency's chat groups. Raises Refused."""
    require(by, Right.REMINDER_EDIT, agency)
    robot = ChatRobot.objects.select_for_update(no_key=True).filter(organisation=agency, kind=given.kind).first()
    robot = robot or ChatRobot(organisation=agency, kind=given.kind)
    token, secret = given.token.strip(), given.secret.strip()
    if max(len(token), len(secret)) > SECRET_LIMIT:
        raise Refused(f"密钥不能超过 {SECRET_LIMIT} 个字符，请核对是否多复制了内容。")
    if token:
        robot.token, robot.secret = token, secret
    elif secret:
        robot.secret = secret
    if not robot.token:
        raise Refused("请填写机器人地址里的密钥。")
    if not all(each.isascii() and each.replace("-", "").replace("_", "").isalnum() for each in [robot.token]):
        raise Refused("密钥只含字母、数字、“-”和“_”：请只复制地址末尾“access_token=”“key=”或“hook/”后面的部分。")
    robot.active = given.active
    robot.save()
    facts = {"kind": given.kind.value, "active": given.active, "renewed": bool(token or secret)}  # never a secret
    record(by.actor, "robot.set", Subject("robot", robot.pk), facts, now)
    return robot


def try_robot(by: By, agency: Organisation, kind: str, now: datetime) -> None:
    """Send a test message. Raises Refused with the reason when it did not arrive."""
    require(by, Right.REMINDER_EDIT, agency)
    robot = ChatRobot.objects.filter(organisation=agency, kind=kind).first()
    if robot is None:
        raise Refused("请先保存机器人，再发测试消息。")
    try:
        sending.send_chat(robot, f"绩效提醒：{agency.name}的测试消息。收到这条消息，说明机器人已经设好。")
    except sending.Unsent as unsent:
        raise Refused(str(unsent)) from None
    with transaction.atomic():
        record(by.actor, "robot.test", Subject("robot", robot.pk), {"kind": robot.kind}, now)
