"""What the rules of dynamic goals say about an amendment as it stands: pure reading, for pages and actions."""

from __future__ import annotations

from datetime import date

from jixiao.core import draft_reading, dynamic_overlap, freezing
from jixiao.core.dynamic import DYNAMIC, Trigger
from jixiao.core.records import PlanRecord, Row
from jixiao.plans.drafting.record import record_of
from jixiao.plans.models import Amendment, Plan, StageAct


def issued_on(plan: Plan) -> date | None:
    """The day after which an event can make a dynamic goal: the plan's date of issue, else that of its approval."""
    if plan.issued is not None:
        return plan.issued
    return approved_on(plan)


def approved_on(plan: Plan) -> date | None:
    """The day of the approval by its paper; None when none was written down."""
    act = StageAct.objects.filter(plan=plan, act="approve").order_by("pk").last()
    return act.on if act else None


def trigger_of(amendment: Amendment) -> Trigger:
    return Trigger(amendment.trigger_title, amendment.trigger_no, amendment.trigger_date)


def overlaps_now(amendment: Amendment) -> dynamic_overlap.Kept:
    """What the check says of the goal as it is worded in the draft now, against the version it set out from."""
    row = goal_row(amendment, draft_reading.read(record_of(amendment.draft)).plan)
    if row is None:
        return []
    goal = dynamic_overlap.work_of(row, trigger_of(amendment))
    return dynamic_overlap.overlapping(goal, freezing.thaw(amendment.base.content))


def goal_row(amendment: Amendment, plan: PlanRecord) -> Row | None:
    """The dynamic goal's row in the amended plan; None when it was taken out or the amendment has none."""
    return next((row for row in plan.rows if amendment.uid and row.uid == amendment.uid), None)


def obstacles(amendment: Amendment) -> tuple[str, ...]:
    """Why the amendment cannot be approved for the sake of its dynamic goals.

    A row becomes a dynamic goal only by its own page, where the trigger and the overlaps are asked.
    """
    drafted = draft_reading.read(record_of(amendment.draft)).plan
    before = {row.uid: row for row in freezing.thaw(amendment.base.content).rows}
    smuggled = [
        row
        for row in drafted.rows
        if row.goal_kind == DYNAMIC
        and row.uid != amendment.uid
        and (row.uid not in before or before[row.uid].goal_kind != DYNAMIC)
    ]
    found = [
        f"第 {row.position} 行是新的动态目标，请改在“增设动态目标”页提出，以便核对触发文件和交叉重叠。"
        for row in smuggled
    ]
    if amendment.kind != Amendment.Kind.DYNAMIC:
        return tuple(found)
    row = goal_row(amendment, drafted)
    if row is None or row.goal_kind != DYNAMIC:
        return (*found, "调整稿里没有这项动态目标，请撤回后重新提出。")
    goal = dynamic_overlap.work_of(row, trigger_of(amendment))
    now = dynamic_overlap.overlapping(goal, freezing.thaw(amendment.base.content))
    confirmed = amendment.overlap_confirmed_at is not None
    reason = amendment.overlap_reason
    sentence = dynamic_overlap.obstacle(now, amendment.overlaps, reason, confirmed=confirmed)
    return (*found, sentence) if sentence else tuple(found)
