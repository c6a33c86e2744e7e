"""Dynamic goals: proposing one as an amendment, giving the reason why it covers nothing else, confirming the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jixiao.core import drafting as core_drafting
from jixiao.core import dynamic, dynamic_overlap, freezing
from jixiao.core.dynamic import Give, PointsFrom, Trigger
from jixiao.core.dynamic_overlap import Kept
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Account
from jixiao.people.policy import By, Refused, Right, require
from jixiao.plans.actions import amendments, drafting
from jixiao.plans.actions.locking import locked_plan
from jixiao.plans.models import Amendment, Plan
from jixiao.plans.versions import dynamic_goals

State = Amendment.State
Given = amendments.Given


@dataclass(frozen=True, slots=True)
class NewGoal:
    """A dynamic goal as it is proposed: the row's cells, what called for it, where its points come from."""

    cells: Mapping[str, str]
    trigger: Trigger
    gives: Sequence[Give] = field(default_factory=tuple)
    given: Given = field(default_factory=Given)  # reason, basis, and the trigger's file
    overlap_reason: str = ""


class Overlapping(Refused):
    """The goal overlaps rows of the plan and no reason was given. `found` is what the check says."""

    def __init__(self, found: Kept) -> None:
        super().__init__(dynamic_overlap.obstacle(found, [], "", confirmed=False))
        self.found = found


@transaction.atomic
def propose(by: By, plan_id: int, new: NewGoal, now: datetime) -> Amendment:
    """Begin an amendment that puts the goal into the plan. Raises Refused, Unplaceable, Overlapping."""
    plan = locked_plan(plan_id)
    require(by, Right.AMENDMENT_PROPOSE, plan)
    _refuse_trigger(plan, new.trigger, now)
    base = freezing.thaw(amendments.latest(plan).content)
    placed = dynamic.place(base, new.cells, PointsFrom(plan.dynamic_points), new.gives)
    amendment = Amendment(kind=Amendment.Kind.DYNAMIC, overlap_reason=new.overlap_reason.strip())
    amendment.trigger_title, amendment.trigger_no = new.trigger.title.strip(), new.trigger.document_no.strip()
    amendment.trigger_date = new.trigger.on
    amendments.begin(by, plan, amendment, new.given, now)
    done = drafting.edit(by, amendment.draft.pk, placed.changes, "增设动态目标", now)
    amendment.uid = next(each.uid for each in done.done if isinstance(each, core_drafting.Insert))
    amendment.draft = done.draft
    amendment.overlaps = dynamic_goals.overlaps_now(amendment)
    if amendment.overlaps and not amendment.overlap_reason:
        raise Overlapping(amendment.overlaps)
    amendment.save(update_fields=["uid", "overlaps"])
    facts = {"uid": amendment.uid, "trigger": {**asdict(new.trigger), "on": str(new.trigger.on)}}
    amendments.note(by, amendment, "dynamic.propose", facts | _overlap_facts(amendment), now)
    return amendment


def _refuse_trigger(plan: Plan, trigger: Trigger, now: datetime) -> None:
    issued = dynamic_goals.issued_on(plan)
    if issued is None:
        raise Refused("方案没有印发日期，也没有登记批复日期，无法判断是否印发以后的事项。")
    obstacles = dynamic.trigger_obstacles(trigger, issued, timezone.localdate(now))
    if obstacles:
        raise Refused("".join(obstacles))


def _overlap_facts(amendment: Amendment) -> dict[str, object]:
    found = [{"uid": each["uid"], "no": each["no"], "score": each["score"]} for each in amendment.overlaps]
    return {"overlaps": found, "overlap_reason": amendment.overlap_reason}


@transaction.atomic
def explain(by: By, amendment_id: int, reason: str, now: datetime) -> Amendment:
    """Give the written reason why the goal covers nothing else. It has to be confirmed anew. Raises Refused."""
    amendment = amendments.locked(amendment_id)
    require(by, Right.AMENDMENT_PROPOSE, amendment)
    amendments.refuse_closed(amendment)
    if not reason.strip():
        raise Refused("请写明不重复的理由。")
    amendment.overlap_reason, amendment.overlaps = reason.strip(), dynamic_goals.overlaps_now(amendment)
    amendment.overlap_confirmed_by = amendment.overlap_confirmed_at = None
    amendment.save(update_fields=_OVERLAP)
    amendments.note(by, amendment, "dynamic.explain", _overlap_facts(amendment), now)
    return amendment


@transaction.atomic
def confirm(by: Account, amendment_id: int, draft_version: int, now: datetime) -> Amendment:
    """Confirm the reason as a second person, for the goal as worded in edit `draft_version`. Raises Refused."""
    amendment = amendments.locked(amendment_id)
    require(by, Right.OVERLAP_CONFIRM, amendment)
    amendments.refuse_closed(amendment)
    if amendment.proposed_by_id == by.pk:
        raise Refused("复核人不能是提出动态目标的人。")
    if amendment.draft.version != draft_version:
        raise Refused("您查看以后动态目标又有改动，请重新核对。")
    found = dynamic_goals.overlaps_now(amendment)
    if not found:
        raise Refused("动态目标与现有各项没有达到需要复核的重叠，不必复核。")
    if not amendment.overlap_reason.strip():
        raise Refused("还没有写明不重复的理由，不能复核。")
    amendment.overlaps, amendment.overlap_confirmed_by, amendment.overlap_confirmed_at = found, by, now
    amendment.save(update_fields=_OVERLAP)
    amendments.note(by, amendment, "dynamic.confirm", _overlap_facts(amendment), now)
    return amendment


_OVERLAP = ["overlaps", "overlap_reason", "overlap_confirmed_by", "overlap_confirmed_at"]


@transaction.atomic
def set_points_rule(by: By, plan_id: int, rule: str, now: datetime) -> Plan:
    """Say where the points of this plan's dynamic goals come from. Raises Refused."""
    plan = locked_plan(plan_id)
    require(by, Right.AMENDMENT_PROPOSE, plan)
    if rule not in Plan.DynamicPoints.values:
        raise Refused("请选择动态目标分值的来源。")
    before, plan.dynamic_points = plan.dynamic_points, rule
    plan.save(update_fields=["dynamic_points"])
    facts = {"from": before, "to": rule}
    record(by.actor, "plan.dynamic-points", Subject("plan", plan.pk, plan.digest, plan.digest), facts, now)
    return plan
