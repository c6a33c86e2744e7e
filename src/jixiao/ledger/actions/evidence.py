"""Evidence: kept once, used in many places, taken back while its place is open. Nothing is ever deleted."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from jixiao.intake.attachments import look_at
from jixiao.journal.actions import Subject, record
from jixiao.ledger.evidence_places import (
    NOUNS,
    Place,
    item_of,
    kept_because,
    key_of,
    label_of,
    may_attach,
    place_of,
    place_of_use,
    plan_of,
)
from jixiao.ledger.models import Cell, Evidence, EvidenceLook, EvidenceUse
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import By, Console, Forbidden, Refused, Right, account_behind, require
from jixiao.plans import storage

TITLE_LIMIT = 200
NOT_YOURS = "这里由其他科室负责，您不能添加或撤回佐证材料。"
GONE = "使用材料的地方已经不在了，可能方案已经调整。请刷新页面。"


@transaction.atomic
def add(
    by: By,
    organisation: Organisation,
    name: str,
    data: bytes,
    title: str,
    now: datetime,
    right: Right = Right.EVIDENCE_ADD,
) -> Evidence:
    """Keep a file. The same bytes in the same organisation are the evidence that is there already.

    Such evidence has an `uploaded_at` other than `now`. Another `right` is asked where a file comes with an act that
    has a right of its own: who records a finding brings its photos. Raises Unfit (`intake.attachments`), Refused.
    """
    require(by, right, organisation)
    looked = look_at(name, data)
    account = account_behind(by)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # two who bring the same files wait
    evidence, is_new = Evidence.objects.get_or_create(
        organisation=organisation,
        sha256=storage.keep(data),
        defaults={
            "name": looked.safe_name,
            "kind": looked.kind,
            "size": len(data),
            "title": _title(title),
            "uploaded_by": account,
            "uploaded_at": now,
            "uploaded_for": account.organisation if account else None,
        },
    )
    if is_new:
        facts = {"name": evidence.name, "kind": evidence.kind, "size": evidence.size}
        record(by.actor, "evidence.add", Subject("evidence", evidence.pk, "", evidence.sha256), facts, now)
    return evidence


@transaction.atomic
def use(by: By, evidence_id: int, place: Place, now: datetime) -> EvidenceUse:
    """Use a piece of evidence in a place; used there already, it is the same use. Raises Refused."""
    locked = place_of(key_of(place), lock=True)
    evidence = Evidence.objects.select_related("organisation__parent__parent").filter(pk=evidence_id).first()
    if locked is None:
        raise Refused(GONE)
    _require_place(by, locked)
    if evidence is None:
        raise Refused("没有这份佐证材料，请重新选择。")
    require(by, Right.EVIDENCE_READ, evidence)
    found, is_new = EvidenceUse.objects.get_or_create(
        evidence=evidence, **{NOUNS[type(locked)]: locked}, defaults={"by": account_behind(by), "at": now}
    )
    if not is_new and found.taken_back is None:
        return found
    if not is_new:
        found.by, found.at, found.taken_back = account_behind(by), now, None
        found.save(update_fields=["by", "at", "taken_back"])
    _note(by, "evidence.use", evidence, locked, now)
    return found


@transaction.atomic
def take_back(by: By, use_id: int, now: datetime) -> EvidenceUse:
    """Use it there no longer. The file stays, and so does the use, marked. Raises Refused."""
    found = EvidenceUse.objects.select_related("cell", "task", "row", "addressee").filter(pk=use_id).first()
    place = place_of(key_of(place_of_use(found)), lock=True) if found is not None else None
    if found is None or place is None:
        raise Refused(GONE)
    _require_place(by, place)
    found = EvidenceUse.objects.select_related("evidence").get(pk=use_id)
    if found.taken_back is not None:
        return found
    if reason := kept_because(place):
        raise Refused(reason)
    found.taken_back = now
    found.save(update_fields=["taken_back"])
    _note(by, "evidence.take-back", found.evidence, place, now)
    return found


@transaction.atomic
def describe(by: By, evidence_id: int, title: str, dated: date | None, now: datetime) -> Evidence:
    """Say what a piece of evidence is and of which day. Raises Refused."""
    evidence = Evidence.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation__parent__parent"
    )
    found = evidence.filter(pk=evidence_id).first()
    if found is None:
        raise Refused("没有这份佐证材料。")
    require(by, Right.EVIDENCE_ADD, found)
    if not isinstance(by, Console) and not may_describe(by, found):
        raise Forbidden("这份材料由其他科室上传，您不能修改它的说明。")
    after = (_title(title), dated)
    if after == (found.title, found.dated):
        return found
    facts = {"name": found.name, "old": found.title, "title": after[0], "dated": dated.isoformat() if dated else ""}
    found.title, found.dated = after
    found.save(update_fields=["title", "dated"])
    record(by.actor, "evidence.describe", Subject("evidence", found.pk), facts, now)
    return found


def may_describe(account: Account, evidence: Evidence) -> bool:
    """Whether it is the account's own upload or its office's; an operator keeps all of them in order."""
    own = account.pk == evidence.uploaded_by_id or account.organisation_id == evidence.uploaded_for_id
    return own or account.role == Account.Role.OPERATOR


@transaction.atomic
def looked(by: Account, evidence: Evidence, now: datetime) -> None:
    """Note that the account looked. No entry of the journal: nothing was changed. Raises Refused."""
    require(by, Right.EVIDENCE_READ, evidence)
    _, is_first = EvidenceLook.objects.get_or_create(
        evidence=evidence, account=by, defaults={"first": now, "last": now, "count": 1}
    )
    if not is_first:
        EvidenceLook.objects.filter(evidence=evidence, account=by).update(last=now, count=F("count") + 1)


def _title(title: str) -> str:
    """Raises Refused."""
    text = " ".join(title.replace("\0", "").split())
    if len(text) > TITLE_LIMIT:
        raise Refused(f"材料说明不能超过 {TITLE_LIMIT} 个字，现有 {len(text)} 个字。")
    return text


def _require_place(by: By, place: Place) -> None:
    if not isinstance(by, Console) and not may_attach(by, place):
        raise Forbidden(NOT_YOURS)


def _note(by: By, action: str, evidence: Evidence, place: Place, now: datetime) -> None:
    item = item_of(place)
    facts: dict[str, object] = {
        "plan": plan_of(place).pk,
        "row": item.uid if item else None,
        "no": item.no if item else "",
        "period": place.period.label if isinstance(place, Cell) else "",
        "evidence": evidence.pk,
        "name": evidence.name,
        "sha256": evidence.sha256,
        "place": label_of(place),
    }
    kind = {"row": "register", "addressee": "directive"}.get(NOUNS[type(place)], NOUNS[type(place)])
    record(by.actor, action, Subject(kind, _number(place)), facts, now)


def _number(place: Place) -> int:
    """The number under which the journal knows the place: a row's is its register, an addressee's its directive."""
    return getattr(place, "register_id", None) or getattr(place, "directive_id", None) or place.pk
