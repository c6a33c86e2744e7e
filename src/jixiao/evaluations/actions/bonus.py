"""Bonus claims and innovation results: drawn up, handed in, checked by another person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from jixiao.core.evaluations import bonus as rules
from jixiao.core.evaluations.kinds import kind_of
from jixiao.core.ledger.windows import beijing_day
from jixiao.evaluations.actions.proofs import prove
from jixiao.evaluations.actions.stale import require_seen
from jixiao.evaluations.kinds import kinds_for
from jixiao.evaluations.models import BonusClaim, ClaimState, Purpose
from jixiao.evaluations.reading.bonus import is_keepers, is_makers
from jixiao.journal.actions import Subject, record
from jixiao.ledger.models import Evidence
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Refused, Right, account_behind, require
from jixiao.plans.models import Item

_SAID = ("year", "title", "issuing_body", "document_no", "dated", "kind", "kind_name", "points", "item", "note", "fact")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as it came from a form."""

    year: int
    title: str
    body: str
    number: str
    dated: date | None
    kind: str = ""  # key of a bonus class; an innovation result has none
    points: Decimal | None = None  # None: all that the class gives
    item: int | None = None
    note: str = ""


@transaction.atomic
def begin(
    by: By,
    organisation: Organisation,
    purpose: Purpose,
    said: Said,
    evidence: Sequence[Evidence],
    now: datetime,
    *,
    hand_in: bool,
) -> BonusClaim:
    """Draw up a claim, and hand it in if asked to. Raises Refused: of what was claimed before, with its name."""
    _lock(organisation)
    require(by, Right.BONUS_CLAIM, organisation)
    claim = BonusClaim(organisation=organisation, purpose=purpose, made_by=account_behind(by), made_at=now)
    _say(claim, said, now)
    claim.save()
    _note(by, claim, "bonus.begin", {"fact": claim.fact, "evidence": prove(by, claim, evidence, now)}, now)
    return _handed_in(by, claim, now) if hand_in else claim


@transaction.atomic
def change(
    by: By, claim_id: int, said: Said, evidence: Sequence[Evidence], seen: int, now: datetime, *, hand_in: bool
) -> BonusClaim:
    """Change a claim that is drawn up or was returned, and hand it in if asked to. Raises Refused, Stale."""
    claim = _locked(claim_id)
    require(by, Right.BONUS_CLAIM, claim)
    require_seen(claim.version, seen, _stands(claim))
    if rules.State(claim.state) not in rules.EDITABLE:
        raise Refused("这项申报已经提交，退回后才能修改。")
    _say(claim, said, now)
    claim.made_by = account_behind(by)  # whoever changes it stands for it: nobody checks what he wrote
    _save(claim, *_SAID, "made_by")
    _note(by, claim, "bonus.change", {"fact": claim.fact, "evidence": prove(by, claim, evidence, now)}, now)
    return _handed_in(by, claim, now) if hand_in else claim


@transaction.atomic
def accept(by: By, claim_id: int, granted: Decimal | None, reason: str, seen: int, now: datetime) -> BonusClaim:
    """Grant at most what was asked for; an innovation result has no points of its own. Raises Refused, Stale."""
    claim = _checkable(by, claim_id, seen)
    if claim.purpose == Purpose.BONUS:
        kind = kind_of(kinds_for(claim.organisation, claim.year).bonus, claim.kind)
        asked = claim.points if kind is None or claim.points is not None else kind.points
        granted = asked if granted is None else granted
        obstacle = rules.points_obstacle(kind, granted) or rules.granted_obstacle(granted, asked)
        if obstacle:
            raise Refused(obstacle)
        claim.granted = granted
    return _checked(by, claim, ClaimState.ACCEPTED, "bonus.accept", reason, now)


@transaction.atomic
def send_back(by: By, claim_id: int, reason: str, seen: int, now: datetime) -> BonusClaim:
    """Return the claim to be completed. Raises Refused, Stale."""
    return _checked(by, _checkable(by, claim_id, seen), ClaimState.RETURNED, "bonus.return", _told(reason), now)


@transaction.atomic
def refuse(by: By, claim_id: int, reason: str, seen: int, now: datetime) -> BonusClaim:
    """Refuse the claim: its fact can be claimed again, as what it is. Raises Refused, Stale."""
    return _checked(by, _checkable(by, claim_id, seen), ClaimState.REFUSED, "bonus.refuse", _told(reason), now)


def _say(claim: BonusClaim, said: Said, now: datetime) -> None:
    """Write what was said into the claim, not yet saved. Raises Refused."""
    is_result = claim.purpose == Purpose.INNOVATION
    asked = None if is_result else said.points
    facts = (said.year, said.title, said.body, said.number, said.dated, asked)
    obstacle = rules.claim_obstacle(
        rules.Said(*facts, needs_item=is_result, has_item=said.item is not None), beijing_day(now)
    )
    if obstacle or said.dated is None:
        raise Refused(obstacle)
    try:
        number = rules.mended_number(said.number)
    except rules.Unreadable as wrong:
        raise Refused(str(wrong)) from wrong
    kind = None if is_result else kind_of(kinds_for(claim.organisation, said.year).bonus, said.kind)
    if kind is not None and (obstacle := rules.points_obstacle(kind, asked)):
        raise Refused(obstacle)
    claim.year, claim.title, claim.issuing_body = said.year, said.title.strip(), said.body.strip()
    claim.document_no, claim.dated, claim.note, claim.points = number, said.dated, said.note.strip(), asked
    claim.kind, claim.kind_name = (kind.key, kind.name) if kind else ("", "")
    claim.item = _item(claim, said.item)
    claim.fact = rules.fact_of(said.body, number, said.title, said.dated)
    _require_unused(claim)


def _item(claim: BonusClaim, number: int | None) -> Item | None:
    if number is None:
        return None
    items = Item.objects.indicators().filter(plan__organisation=claim.organisation, plan__year=claim.year)
    item = items.filter(pk=number).first()
    if item is None:
        raise Refused(f"所选指标不在{claim.organisation.name} {claim.year} 年度的方案里，请重新选择。")
    return item


def _require_unused(claim: BonusClaim) -> None:
    """The same fact counts once, for one purpose. Raises Refused with the name of the earlier claim."""
    same = BonusClaim.objects.filter(organisation=claim.organisation, year=claim.year, fact=claim.fact)
    earlier = same.exclude(pk=claim.pk).exclude(state=ClaimState.REFUSED).first()
    if earlier is not None:
        raise Refused(
            f"同一事实只能使用一次：这份文件已用于{earlier.get_purpose_display()}“{earlier.title}”"
            f"（{earlier.get_state_display()}）。需要改变用途的，请先由审核单位对原申报作不予认定。"
        )


def _handed_in(by: By, claim: BonusClaim, now: datetime) -> BonusClaim:
    if not claim.proofs.exists():
        raise Refused("请上传证明文件后再提交：文件、证书、通报等。")
    if claim.purpose == Purpose.BONUS:
        kind = kind_of(kinds_for(claim.organisation, claim.year).bonus, claim.kind)
        if obstacle := rules.points_obstacle(kind, claim.points):
            raise Refused(obstacle)
    claim.state = ClaimState.SUBMITTED
    _save(claim, "state")
    _note(by, claim, "bonus.submit", {"kind": claim.kind_name, "points": claim.points}, now)
    return claim


def _checkable(by: By, claim_id: int, seen: int) -> BonusClaim:
    """The claim, locked, for whoever may check it. Raises Refused, Stale."""
    claim = _locked(claim_id)
    require(by, Right.BONUS_CHECK, claim)
    require_seen(claim.version, seen, _stands(claim))
    account = account_behind(by)
    keepers = account is None or is_keepers(account, claim, kinds_for(claim.organisation, claim.year))
    obstacle = rules.check_obstacle(rules.State(claim.state), made_it=is_makers(by, claim), is_keepers=keepers)
    if obstacle:
        raise Refused(obstacle)
    return claim


def _checked(by: By, claim: BonusClaim, state: ClaimState, what: str, reason: str, now: datetime) -> BonusClaim:
    claim.state, claim.reason = state, reason.strip()[: rules.TEXT_LIMIT]
    claim.checked_by, claim.checked_at = account_behind(by), now
    _save(claim, "state", "reason", "checked_by", "checked_at", "granted")
    _note(by, claim, what, {"reason": claim.reason, "granted": claim.granted}, now)
    return claim


def _told(reason: str) -> str:
    if not reason.strip():
        raise Refused("请写明理由。")
    return reason


def _stands(claim: BonusClaim) -> str:
    who = f"（{claim.checked_by.shown_name}办理）" if claim.checked_by and claim.state != ClaimState.SUBMITTED else ""
    return f"这项申报在您打开页面以后有了变化，现在的状态是“{claim.get_state_display()}”{who}"


def _lock(organisation: Organisation) -> None:
    """Two who claim for the organisation wait for each other, so that the second sees what the first claimed."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _locked(pk: int) -> BonusClaim:
    found = BonusClaim.objects.select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise Refused("没有这项申报。")
    _lock(found.organisation)
    rows = BonusClaim.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation__parent__parent", "made_by", "checked_by__person").get(pk=pk)


def _save(claim: BonusClaim, *fields: str) -> None:
    claim.version += 1
    claim.save(update_fields=[*fields, "version"])


def _note(by: By, claim: BonusClaim, action: str, facts: dict[str, object], now: datetime) -> None:
    about = {"title": claim.title, "organisation": claim.organisation.name, "purpose": claim.purpose}
    source = {"body": claim.issuing_body, "number": claim.document_no, "dated": claim.dated}
    record(by.actor, action, Subject("bonus", claim.pk), {**about, **source, **facts}, now)
