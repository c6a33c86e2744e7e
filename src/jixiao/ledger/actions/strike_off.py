"""Strike-off (销号) of tasks, register rows and addressees: asked for with evidence, confirmed by somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from jixiao.core.ledger.reporting import TEXT_LIMIT
from jixiao.core.ledger.strike_off import Claimed, Stage, claim_obstacle, confirm_obstacle
from jixiao.journal.actions import Subject, record
from jixiao.ledger.models import Addressee, EvidenceUse, RegisterRow, Task
from jixiao.ledger.task_policy import Thing, require_claimer
from jixiao.people.models import Account
from jixiao.people.policy import By, Refused, Right, account_behind, is_same_person, require

T = TypeVar("T", bound=Thing)
_UP = "plan__organisation__parent__parent"
_JOINED = {  # what rights and entries ask about the thing
    Task: ("list__item__plan", "office", f"ledger__{_UP}", "claimed_by"),
    RegisterRow: (f"register__item__{_UP}", "claimed_by"),
    Addressee: ("directive__ledger__plan", "office__parent__parent", "claimed_by"),
}
_NOUNS = {Task: "task", RegisterRow: "row", Addressee: "addressee"}  # of journal actions; also where evidence is used


@transaction.atomic
def claim(by: By, thing: T, done_text: str, now: datetime) -> T:
    """Ask for the strike-off of what was done. The same asked again is one. Raises Refused.

    Only the thing's kind and number are taken from `thing`; the rest is read anew under a lock.
    """
    locked = _locked(thing)
    require_claimer(by, locked)
    text = done_text.strip()
    if len(text) > TEXT_LIMIT:
        raise Refused(f"完成情况不能超过 {TEXT_LIMIT} 个字，现有 {len(text)} 个字。")
    asked_already = locked.stage == Stage.CLAIMED and locked.claimed_by_id == _number(by)
    if asked_already and locked.done_text == text:
        return locked
    if obstacle := claim_obstacle(claimed(locked), text):
        raise Refused(obstacle)
    locked.stage, locked.done_text, locked.reason = Stage.CLAIMED.value, text, ""
    locked.claimed_by, locked.claimed_at = account_behind(by), now
    locked.save(update_fields=["stage", "done_text", "reason", "claimed_by", "claimed_at"])
    _note(by, locked, "claim", {"text": text}, now)
    return locked


@transaction.atomic
def confirm(by: By, thing: T, now: datetime) -> T:
    """Strike off what somebody else asked for. Confirmed again by the same account is one. Raises Refused."""
    locked = _locked(thing)
    require(by, Right.STRIKE_CONFIRM, locked)
    if locked.stage == Stage.STRUCK_OFF and locked.decided_by_id == _number(by):
        return locked
    if obstacle := confirm_obstacle(claimed(locked), is_own=is_same_person(by, locked.claimed_by)):
        raise Refused(obstacle)
    _decide(locked, by, Stage.STRUCK_OFF, "", now)
    _note(by, locked, "confirm", {"text": locked.done_text}, now)
    return locked


@transaction.atomic
def send_back(by: By, thing: T, reason: str, now: datetime) -> T:
    """Return it with the reason; its strike-off can be asked for again. Raises Refused."""
    locked = _locked(thing)
    require(by, Right.STRIKE_CONFIRM, locked)
    if obstacle := confirm_obstacle(claimed(locked), is_own=is_same_person(by, locked.claimed_by)) or _reason_obstacle(
        reason, "退回"
    ):
        raise Refused(obstacle)
    _decide(locked, by, Stage.RETURNED, reason.strip(), now)
    _note(by, locked, "send-back", {"reason": reason.strip()}, now)
    return locked


@transaction.atomic
def reopen(by: By, thing: T, reason: str, now: datetime) -> T:
    """Take a strike-off back: only who keeps the ledger, and with a reason. Raises Refused."""
    locked = _locked(thing)
    require(by, Right.LEDGER_KEEP, locked)
    if obstacle := _reason_obstacle(reason, "重新开启"):
        raise Refused(obstacle)
    if locked.stage != Stage.STRUCK_OFF:
        raise Refused("只有已经销号的可以重新开启。")
    _decide(locked, by, Stage.OPEN, reason.strip(), now)
    _note(by, locked, "reopen", {"reason": reason.strip()}, now)
    return locked


def claimed(thing: Thing) -> Claimed:
    """What the rules ask about it. One statement."""
    used = EvidenceUse.objects.filter(**{_NOUNS[type(thing)]: thing}, taken_back=None).count()
    return Claimed(Stage(thing.stage), used)


def _locked(thing: T) -> T:
    kind: type[T] = type(thing)
    every: QuerySet[T] = QuerySet(kind)
    rows = every.select_for_update(of=("self",), no_key=True).select_related(*_JOINED[kind])
    locked = rows.filter(pk=thing.pk).first()
    if locked is None or (isinstance(locked, RegisterRow) and locked.removed):
        raise Refused("这一条已经删除，请刷新页面。")
    return locked


def _reason_obstacle(reason: str, what: str) -> str:
    if not reason.strip():
        return f"请写明{what}的理由。"
    return f"{what}的理由不能超过 {TEXT_LIMIT} 个字。" if len(reason) > TEXT_LIMIT else ""


def _decide(thing: Thing, by: By, stage: Stage, reason: str, now: datetime) -> None:
    thing.stage, thing.reason, thing.decided_by, thing.decided_at = stage.value, reason, account_behind(by), now
    thing.save(update_fields=["stage", "reason", "decided_by", "decided_at"])


def _number(by: By) -> int | None:
    return by.pk if isinstance(by, Account) else None


def _note(by: By, thing: Thing, verb: str, facts: dict[str, object], now: datetime) -> None:
    record(by.actor, f"{_NOUNS[type(thing)]}.{verb}", _subject(thing), {**_where(thing), **facts}, now)


def _subject(thing: Thing) -> Subject:
    if isinstance(thing, Task):
        return Subject("task", thing.pk)
    if isinstance(thing, RegisterRow):
        return Subject("register", thing.register_id)
    return Subject("directive", thing.directive_id)


def _where(thing: Thing) -> dict[str, object]:
    """What the entry says of where it is."""
    if isinstance(thing, Task):
        return {"plan": thing.ledger.plan_id, "task": thing.text[:60]}
    if isinstance(thing, RegisterRow):
        item = thing.register.item
        return {"plan": item.plan_id, "row": item.uid, "line": thing.pk, "position": thing.position}
    return {"plan": thing.directive.ledger.plan_id, "addressee": thing.pk, "office": thing.office.name}
