"""Findings: recorded on the spot, answered by the inspected, decided by a second person, mended and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from jixiao.core.evaluations import inspections as rules
from jixiao.core.ledger.windows import beijing_day
from jixiao.evaluations.actions.proofs import prove
from jixiao.evaluations.actions.stale import require_seen
from jixiao.evaluations.doors import Organised
from jixiao.evaluations.kinds import kinds_of_keeper
from jixiao.evaluations.models import Finding, FindingState, Inspection
from jixiao.evaluations.reading.findings import has_reported, standing_of
from jixiao.journal.actions import Subject, record
from jixiao.ledger.models import Evidence
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Console, Forbidden, Refused, Right, account_behind, is_same_person, require
from jixiao.plans.models import Item

_UP = "parent__parent"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen, as it came from a form. `client_id` was made with the form: sent twice it is one finding."""

    client_id: UUID
    object: int
    item: int | None
    found_at: datetime
    place: str
    facts: str
    kind: str = ""  # key of a deduction class; '' where the finder proposes none
    words: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it came from a form. Dropped findings have no deduction."""

    upheld: bool
    text: str
    kind: str = ""
    words: str = ""
    points: Decimal | None = None
    rectify_by: date | None = None


class SentBefore(Refused):
    """The draft was sent before and says something else now: it takes a number of its own to be another finding."""

    def __init__(self, earlier: Finding) -> None:
        super().__init__(
            f"这份草稿已经提交，记为第 {earlier.number} 号问题，内容与现在填写的不同。"
            "如果是另一个问题，请核对后再次提交；您填写的内容没有丢失。"
        )


@transaction.atomic
def find(by: By, inspection_id: int, seen: Seen, evidence: Sequence[Evidence], now: datetime) -> tuple[Finding, bool]:
    """Record a finding; whether it is new: sent again under its `client_id` it stays as it first came.

    Raises Refused, SentBefore. The evidence was kept for the organiser before.
    """
    inspection = _locked_inspection(inspection_id)
    require(by, Right.FINDING_WRITE, inspection)
    account = account_behind(by)
    if account is not None and not inspection.inspectors.filter(pk=account.pk).exists():
        raise Forbidden("您不在这次核验的人员名单里，不能记录问题。")
    again = Finding.objects.filter(client_id=seen.client_id).first()
    if again is not None:
        if not is_same_person(by, again.found_by) or not _says_same(again, inspection, seen):
            raise SentBefore(again)
        return again, False
    _require_findable(inspection, seen, now)
    made = _recorded(by, inspection, seen, now)
    names = prove(by, made, evidence, now)
    _note(by, made, "finding.find", {"facts": made.facts, "place": made.place, "evidence": names}, now)
    return made, True


@transaction.atomic
def answer(by: By, finding_id: int, text: str, evidence: Sequence[Evidence], seen: int, now: datetime) -> Finding:
    """What the inspected says to it; it may be mended until the decision. Raises Refused, Stale."""
    finding = _locked(finding_id)
    _require_inspected(by, finding)
    require_seen(finding.version, seen, _stands(finding))
    obstacle = rules.answer_obstacle(rules.State(finding.state)) or rules.text_obstacle(text, "答复")
    if obstacle:
        raise Refused(obstacle)
    finding.answer, finding.answered_by, finding.answered_at = text.strip(), account_behind(by), now
    finding.state = FindingState.ANSWERED
    _save(finding, "answer", "answered_by", "answered_at", "state")
    names = prove(by, finding, evidence, now, is_answer=True)
    _note(by, finding, "finding.answer", {"text": finding.answer, "evidence": names}, now)
    return finding


@transaction.atomic
def decide(by: By, finding_id: int, given: Decided, seen: int, now: datetime) -> Finding:
    """Uphold the finding with its deduction, or drop it; a second person of the organiser. Raises Refused, Stale."""
    finding, today = _locked(finding_id), beijing_day(now)
    require(by, Right.FINDING_DECIDE, Organised(finding))
    require_seen(finding.version, seen, _stands(finding))
    account = account_behind(by)
    obstacle = rules.decide_obstacle(
        standing_of(finding),
        today,
        found_it=is_same_person(by, finding.found_by),
        answered_it=finding.answered_at is not None and is_same_person(by, finding.answered_by),
        is_object=account is not None and account.organisation_id == finding.object_id,
    )
    obstacle = obstacle or rules.rectify_by_obstacle(given.rectify_by if given.upheld else None, today)
    if not given.upheld or given.text.strip():
        obstacle = obstacle or rules.text_obstacle(given.text, "认定意见" if given.upheld else "不予认定的理由")
    if obstacle:
        raise Refused(obstacle)
    _decided(finding, given)
    finding.decided_by, finding.decided_at = account, now
    _save(finding, *_DECIDED)
    facts = {"kind": finding.kind_name, "points": finding.points, "rectify_by": finding.rectify_by}
    what = "finding.uphold" if given.upheld else "finding.drop"
    _note(by, finding, what, {"text": finding.decision, **facts}, now)
    return finding


_DECIDED = ("state", "kind", "kind_name", "points", "rectify_by", "decision", "decided_by", "decided_at")


@transaction.atomic
def report_mended(
    by: By, finding_id: int, text: str, evidence: Sequence[Evidence], seen: int, now: datetime
) -> Finding:
    """The inspected says how it was mended. Raises Refused, Stale."""
    finding = _locked(finding_id)
    _require_inspected(by, finding)
    require_seen(finding.version, seen, _stands(finding))
    obstacle = rules.report_obstacle(standing_of(finding)) or rules.text_obstacle(text, "整改情况")
    if obstacle:
        raise Refused(obstacle)
    finding.rectified = text.strip()
    _save(finding, "rectified")
    names = prove(by, finding, evidence, now, is_answer=True)
    _note(by, finding, "finding.mend", {"text": finding.rectified, "evidence": names}, now)
    return finding


@transaction.atomic
def judge_mended(by: By, finding_id: int, reason: str, seen: int, now: datetime, *, mended: bool) -> Finding:
    """Another than who reported it confirms the rectification, or hands it back with the reason.

    Raises Refused, Stale.
    """
    finding = _locked(finding_id)
    require(by, Right.FINDING_DECIDE, Organised(finding))
    require_seen(finding.version, seen, _stands(finding))
    obstacle = rules.confirm_obstacle(standing_of(finding), reported_it=has_reported(by, finding))
    if reason.strip() or not mended:
        obstacle = obstacle or rules.text_obstacle(reason, "核实意见" if mended else "不通过的理由")
    if obstacle:
        raise Refused(obstacle)
    report = finding.rectified
    if mended:
        finding.rectified_at = now
    else:
        finding.rectified = ""  # its words stay in the journal
    _save(finding, "rectified", "rectified_at")
    what = "finding.mended" if mended else "finding.mend-again"
    _note(by, finding, what, {"reason": reason.strip(), "report": report}, now)
    return finding


def may_answer_for(by: By, finding: Finding) -> bool:
    """An office's finding is answered by the office itself or by its agency's operator, not by another office."""
    if isinstance(by, Console) or by.organisation is None or finding.object.kind == Organisation.Kind.AGENCY:
        return True
    return finding.object.is_within(by.organisation) or by.role == by.Role.OPERATOR


def _require_inspected(by: By, finding: Finding) -> None:
    require(by, Right.FINDING_ANSWER, finding)
    if not may_answer_for(by, finding):
        raise Forbidden("这条问题由被核验的科室自己答复。")


def _require_findable(inspection: Inspection, seen: Seen, now: datetime) -> None:
    objects = set(inspection.objects_of.values_list("pk", flat=True))
    frame = rules.Frame(inspection.starts, inspection.ends, inspection.closed_at is not None, objects)
    obstacle = (
        rules.find_obstacle(frame, seen.object, timezone.localdate(seen.found_at), beijing_day(now))
        or rules.text_obstacle(seen.place, "地点", rules.PLACE_LIMIT)
        or rules.text_obstacle(seen.facts, "事实")
    )
    items = Item.objects.indicators().filter(plan__organisation=seen.object, plan__year=inspection.year)
    if not obstacle and seen.item is not None and not items.filter(pk=seen.item).exists():
        obstacle = "所选指标不在被核验单位本年度的方案里，请重新选择。"
    if obstacle:
        raise Refused(obstacle)


def _says_same(finding: Finding, inspection: Inspection, seen: Seen) -> bool:
    then = (finding.inspection_id, finding.object_id, finding.item_id, finding.place, finding.facts)
    return then == (inspection.pk, seen.object, seen.item, seen.place.strip(), seen.facts.strip())


def _recorded(by: By, inspection: Inspection, seen: Seen, now: datetime) -> Finding:
    kinds = {kind.key: kind.name for kind in kinds_of_keeper(inspection.organiser, inspection.year).deductions}
    key = seen.kind if seen.kind in kinds else ""
    last = inspection.findings.aggregate(last=Max("number"))["last"] or 0
    return Finding.objects.create(
        inspection=inspection,
        object_id=seen.object,
        item_id=seen.item,
        client_id=seen.client_id,
        number=last + 1,
        found_at=seen.found_at,
        place=seen.place.strip(),
        facts=seen.facts.strip(),
        kind=key,
        kind_name=kinds.get(key, seen.words.strip()[: rules.KIND_LIMIT]),
        found_by=account_behind(by),
        made_at=now,
        answer_due=rules.answer_due(beijing_day(now), inspection.answer_days),
    )


def _decided(finding: Finding, given: Decided) -> None:
    """Write the decision into the finding, not yet saved. Raises Refused."""
    finding.decision = given.text.strip()
    if not given.upheld:
        finding.state, finding.points, finding.rectify_by = FindingState.DROPPED, None, None
        return
    keeper = finding.inspection.organiser
    kinds = kinds_of_keeper(keeper, finding.inspection.year).deductions
    taken = rules.deduction(kinds, given.kind, given.words, given.points)
    if isinstance(taken, str):
        raise Refused(taken)
    finding.state = FindingState.UPHELD
    finding.kind, finding.kind_name, finding.points = taken.kind, taken.name, taken.points
    finding.rectify_by = given.rectify_by


def _stands(finding: Finding) -> str:
    """How the finding stands now, for a form that was filled from an older version."""
    state = FindingState(finding.state).label
    who = {FindingState.ANSWERED: finding.answered_by, FindingState.UPHELD: finding.decided_by}
    actor = who.get(FindingState(finding.state))
    name = f"（{actor.shown_name}办理）" if actor else ""
    return f"这条问题在您打开页面以后有了变化，现在的状态是“{state}”{name}"


def _locked_inspection(pk: int) -> Inspection:
    """Locked so that two who record at once get numbers of their own. Raises Refused."""
    rows = Inspection.objects.select_for_update(of=("self",), no_key=True).select_related(f"organiser__{_UP}")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("没有这次核验。")
    return found


def _locked(pk: int) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",), no_key=True).select_related(
        f"object__{_UP}", f"inspection__organiser__{_UP}", "found_by", "answered_by__person", "decided_by__person"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("没有这条问题。")
    return found


def _save(finding: Finding, *fields: str) -> None:
    finding.version += 1
    finding.save(update_fields=[*fields, "version"])


def _note(by: By, finding: Finding, action: str, facts: dict[str, object], now: datetime) -> None:
    about = {"inspection": finding.inspection.title, "number": finding.number, "object": finding.object.name}
    record(by.actor, action, Subject("finding", finding.pk), {**about, **facts}, now)
