"""Locks that more than one kind of action takes."""

from __future__ import annotations

from jixiao.people.policy import Refused
from jixiao.plans.models import Plan


def locked_plan(plan_id: int) -> Plan:
    """The plan with its organisation, locked until the transaction ends. Raises Refused."""
    plans = Plan.objects.select_for_update(of=("self",)).select_related("organisation__parent__parent")
    plan = plans.filter(pk=plan_id).first()
    if plan is None:
        raise Refused("没有这份方案。")
    return plan
