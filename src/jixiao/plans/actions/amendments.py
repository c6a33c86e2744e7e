"""Amending an approved plan: proposing, describing, approving, withdrawing, and moving onto a later version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jixiao.core import amending, draft_reading, freezing, rebasing
from jixiao.core.amending import Amending
from jixiao.core.drafting import Draft as DraftRecord
from jixiao.core.stages import Facts, Stage
from jixiao.core.stages import Paper as PaperRecord
from jixiao.journal.actions import Subject, record
from jixiao.people.events import PLAN_AMENDED, happened
from jixiao.people.models import Account
from jixiao.people.policy import By, Refused, Right, account_behind, allows, require
from jixiao.plans.actions import drafting
from jixiao.plans.actions.locking import locked_plan
from jixiao.plans.drafting.record import record_of, rows_json
from jixiao.plans.models import Amendment, Draft, Plan, PlanVersion
from jixiao.plans.papers import PaperFile
from jixiao.plans.versions import dynamic_goals

State = Amendment.State
ASIDE = "这件调整已经办结，不能再改。"


@dataclass(frozen=True, slots=True)
class Given:
    """What is said about an amendment. A `file` of None leaves the one that is there."""

    reason: str = ""
    basis: str = ""
    document_no: str = ""
    issued: date | None = None
    file: PaperFile | None = None

    def put_into(self, amendment: Amendment) -> list[str]:
        """Fill the amendment; returns the names of the fields."""
        amendment.reason, amendment.basis = self.reason.strip(), self.basis.strip()
        amendment.document_no, amendment.issued = self.document_no.strip(), self.issued
        if self.file is not None:
            amendment.file_name, amendment.file_sha256 = self.file.name, self.file.sha256
        return ["reason", "basis", "document_no", "issued", "file_name", "file_sha256"]


def latest(plan: Plan) -> PlanVersion:
    """The version in force. Raises Refused while nothing was frozen."""
    version = plan.versions.order_by("-number").first()
    if version is None:
        raise Refused("方案还没有定稿的版本。")
    return version


@transaction.atomic
def propose(by: By, plan_id: int, given: Given, now: datetime) -> Amendment:
    """Begin an amendment with a working copy of the version in force. Raises Refused."""
    plan = locked_plan(plan_id)
    require(by, Right.AMENDMENT_PROPOSE, plan)
    return begin(by, plan, Amendment(kind=Amendment.Kind.CHANGE), given, now)


def begin(by: By, plan: Plan, amendment: Amendment, given: Given, now: datetime) -> Amendment:
    """Keep a new amendment and its working copy, inside the caller's transaction. Raises Refused."""
    closed = amending.stage_obstacle(Stage(plan.stage))
    if closed:
        raise Refused(closed)
    if not given.reason.strip():
        raise Refused("请写明调整理由。")
    given.put_into(amendment)
    amendment.plan, amendment.base = plan, latest(plan)
    amendment.proposed_by, amendment.proposed_at = account_behind(by), now
    amendment.save()
    copy = freezing.working_copy(amendment.base.content, last=plan.last_uid)
    Draft.objects.create(amendment=amendment, heading=dict(copy.heading), rows=rows_json(copy))
    facts = {"kind": amendment.kind, "base": amendment.base.number, "reason": amendment.reason, "plan": plan.pk}
    note(by, amendment, "amendment.propose", facts, now)
    return amendment


@transaction.atomic
def describe(by: By, amendment_id: int, given: Given, now: datetime) -> Amendment:
    """Say reason, basis, number, date and file anew. Raises Refused."""
    amendment = locked(amendment_id)
    require(by, Right.AMENDMENT_PROPOSE, amendment)
    refuse_closed(amendment)
    amendment.save(update_fields=given.put_into(amendment))
    amendment.draft.version += 1  # nobody approves a paper that he has not seen
    amendment.draft.save(update_fields=["version"])
    facts = {"document_no": amendment.document_no, "issued": str(amendment.issued or ""), "file": amendment.file_sha256}
    note(by, amendment, "amendment.describe", {**facts, "reason": amendment.reason, "basis": amendment.basis}, now)
    return amendment


@transaction.atomic
def withdraw(by: By, amendment_id: int, now: datetime) -> Amendment:
    """Give the amendment up; it stays readable. Raises Refused."""
    amendment = locked(amendment_id)
    require(by, Right.AMENDMENT_PROPOSE, amendment)
    refuse_closed(amendment)
    amendment.state = State.WITHDRAWN
    amendment.save(update_fields=["state"])
    note(by, amendment, "amendment.withdraw", {"plan": amendment.plan_id}, now)
    return amendment


@transaction.atomic
def approve(by: By, amendment_id: int, draft_version: int, now: datetime, *, who: str = "") -> PlanVersion:
    """Freeze the next version of the plan. Who may not approve in the system may record an approval by `who` outside.

    `draft_version` is the edit that was looked at: nobody approves what he has not seen. Raises Refused.
    """
    amendment = locked(amendment_id)
    plan = amendment.plan
    outside = not (isinstance(by, Account) and allows(by, Right.AMENDMENT_APPROVE, plan))
    if outside:
        require(by, Right.PLAN_RECORD, plan)
    refuse_closed(amendment)
    amendment.draft = Draft.objects.select_for_update().select_related("amendment__plan").get(amendment=amendment)
    if amendment.draft.version != draft_version:
        raise Refused("您查看以后调整稿又有改动，请重新核对。")
    obstacles = obstacles_of(amendment, state_of(amendment, who=who, outside=outside), timezone.localdate(now))
    if obstacles:
        raise Refused("".join(obstacles))
    return _approve(by, plan, amendment, who if outside else "", now)


def _approve(by: By, plan: Plan, amendment: Amendment, who: str, now: datetime) -> PlanVersion:
    version = PlanVersion(amendment=amendment, document_no=amendment.document_no, by=account_behind(by))
    drafting.freeze(plan, version, amendment.draft, now)
    amendment.state, amendment.approved_by, amendment.approved_at = State.APPROVED, account_behind(by), now
    amendment.save(update_fields=["state", "approved_by", "approved_at"])
    plan.stage = amending.stage_after(Stage(plan.stage)).value
    plan.save(update_fields=["stage"])
    facts = {"plan": plan.pk, "version": version.number, "document_no": amendment.document_no, "who": who}
    facts |= {"stage": plan.stage, "file": amendment.file_sha256}
    subject = Subject("amendment", amendment.pk, amendment.base.digest, version.digest)
    happened(PLAN_AMENDED, by, plan.pk, now)  # before the journal's head is locked: see `ledger.actions.locking`
    record(by.actor, "amendment.approve", subject, facts, now)
    return version


@transaction.atomic
def rebase(by: By, amendment_id: int, onto: int, keep_mine: Collection[str], now: datetime) -> Amendment:
    """Put the amendment's own changes onto the version `onto`, which must be the one in force.

    Where another amendment changed the same, `keep_mine` names by `rebasing.key_of` what stays as it is here. Raises
    Refused.
    """
    amendment = locked(amendment_id)
    require(by, Right.AMENDMENT_PROPOSE, amendment)
    refuse_closed(amendment)
    target = latest(amendment.plan)
    if target.number != onto:
        raise Refused(f"现行版本已是第 {target.number} 版，请重新核对。")
    draft = Draft.objects.select_for_update().get(amendment=amendment)
    rebased = rebased_on(amendment, target, keep_mine)
    before, amendment.base = amendment.base, target
    amendment.save(update_fields=["base"])
    draft.heading, draft.rows, draft.version = dict(rebased.draft.heading), rows_json(rebased.draft), draft.version + 1
    draft.save(update_fields=["heading", "rows", "version"])
    conflicts = [rebasing.key_of(conflict) for conflict in rebased.conflicts]
    facts = {"from": before.number, "onto": target.number, "conflicts": conflicts, "mine": sorted(keep_mine)}
    note(by, amendment, "amendment.rebase", facts, now)
    return amendment


def rebased_on(amendment: Amendment, target: PlanVersion, keep_mine: Collection[str] = ()) -> rebasing.Rebased:
    """The amendment's changes on another version, with what both have touched."""
    last = amendment.plan.last_uid
    base, onto = (freezing.working_copy(version.content, last=last) for version in (amendment.base, target))
    return rebasing.rebase(base, record_of(amendment.draft), onto, keep_mine)


def state_of(amendment: Amendment, *, who: str = "", outside: bool = False) -> Amending:
    """What the rules ask about the amendment as it stands."""
    mine: DraftRecord = record_of(amendment.draft)
    reading = draft_reading.read(mine)
    changes = rebasing.changes_between(freezing.working_copy(amendment.base.content), mine)
    return Amending(
        stage=Stage(amendment.plan.stage),
        base_is_latest=latest(amendment.plan).pk == amendment.base_id,
        changes=len(changes),
        paper=PaperRecord(amendment.issued, who, amendment.document_no, amendment.file_sha256, amendment.reason),
        basis=amendment.basis,
        facts=Facts(len(reading.plan.rows), reading.findings(), has_scale=reading.plan.meta.scale is not None),
        outside=outside,
    )


def obstacles_of(amendment: Amendment, state: Amending, today: date) -> tuple[str, ...]:
    """Everything that stands in the way of approving it, as sentences."""
    dynamic = dynamic_goals.obstacles(amendment)
    return (*amending.content_obstacles(state), *dynamic, *amending.paper_obstacles(state, today))


def _plan_of(amendment_id: int) -> int:
    return Amendment.objects.values_list("plan_id", flat=True).filter(pk=amendment_id).first() or 0


def locked(amendment_id: int) -> Amendment:
    """The amendment with its draft, locked with its plan: an edit locks the plan first too. Raises Refused."""
    plan = locked_plan(_plan_of(amendment_id))
    wanted = Amendment.objects.select_for_update(of=("self",)).select_related("base", "draft")
    amendment = wanted.filter(pk=amendment_id).first()
    if amendment is None:
        raise Refused("没有这件调整。")
    amendment.plan = plan
    return amendment


def refuse_closed(amendment: Amendment) -> None:
    """Raises Refused for an amendment that was approved or withdrawn."""
    if amendment.state != State.PROPOSED:
        raise Refused(ASIDE)


def note(by: By, amendment: Amendment, action: str, facts: dict[str, object], now: datetime) -> None:
    """Write the act into the journal under the amendment."""
    record(by.actor, action, Subject("amendment", amendment.pk), facts, now)
