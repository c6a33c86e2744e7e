"""Writing the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from jixiao.core.journal_chain import GENESIS, Link, canonical, seal, stamp
from jixiao.journal.models import Entry, Head


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the name as shown, and the account's number; None for the command line."""

    label: str
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted upon, with the digests of its state before and after where it has one."""

    kind: str
    id: object
    before: str = ""
    after: str = ""


def record(actor: Actor, action: str, subject: Subject, facts: Mapping[str, object], now: datetime) -> Entry:
    """Append one entry. Call it inside the action's transaction, so that both stand or fall together.

    Raises RuntimeError outside a transaction, or when the head is gone while entries exist.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an entry is written inside the transaction of its action")
    head = _locked_head()
    link = Link(
        seq=head.seq + 1,
        at=stamp(now),
        actor=actor.label,
        account=actor.account_id,
        action=action,
        object_kind=subject.kind,
        object_id=str(subject.id),
        before=subject.before,
        after=subject.after,
        facts=canonical(facts),
        previous=head.hash,
    )
    entry = _insert(replace(link, hash=seal(link)), now)
    Head.objects.filter(pk=1).update(seq=entry.seq, hash=entry.hash)
    return entry


def _locked_head() -> Head:
    """The head, locked until the transaction ends. SQLite's write lock is held already (IMMEDIATE)."""
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        if Entry.objects.exists():
            raise RuntimeError("the head of the journal is missing: run `jixiao verify`")
        head, _ = Head.objects.select_for_update().get_or_create(pk=1, defaults={"seq": 0, "hash": GENESIS})
    return head


def _insert(link: Link, now: datetime) -> Entry:
    return Entry.objects.create(
        seq=link.seq,
        at=now,
        actor=link.actor,
        account_id=link.account,
        action=link.action,
        object_kind=link.object_kind,
        object_id=link.object_id,
        before=link.before,
        after=link.after,
        facts=link.facts,
        previous=link.previous,
        hash=link.hash,
    )
