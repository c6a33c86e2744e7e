"""The versions of a plan as a page lists them: what each changed, who approved it, whether its points add up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jixiao.core import freezing
from jixiao.core.numbers import format_points
from jixiao.core.totals import sum_points
from jixiao.journal.models import Entry
from jixiao.people.models import Account
from jixiao.plans.actions.publication import formed_on
from jixiao.plans.models import Plan, PlanVersion, StageAct
from jixiao.plans.versions.changes import phrase_between


@dataclass(frozen=True, slots=True)
class Past:
    """One version. `before` is the number of the version before it, None for the first."""

    version: PlanVersion
    on: date
    approved_by: str
    phrase: str
    total: str
    scale: str
    even: bool
    before: int | None


def history(plan: Plan) -> list[Past]:
    """The plan's versions, the latest first. Four statements."""
    versions = list(plan.versions.select_related("amendment__approved_by__person", "by__person").order_by("number"))
    for version in versions:
        version.plan = plan
    said = approvals(version.amendment_id for version in versions if version.amendment_id)
    records = [freezing.thaw(version.content) for version in versions]
    found = []
    for at, (version, record) in enumerate(zip(versions, records, strict=True)):
        total, scale = sum_points(record.rows), record.meta.scale
        found.append(
            Past(
                version=version,
                on=formed_on(version),
                approved_by=_approved_by(version, said),
                phrase=phrase_between(records[at - 1], record) if at else f"批复定稿，{len(record.rows)} 项指标",
                total=format_points(total),
                scale="" if scale is None else format_points(scale),
                even=total == scale,
                before=versions[at - 1].number if at else None,
            )
        )
    return found[::-1]


def approvals(amendments: Iterable[int]) -> dict[str, str]:
    """By the amendment's number: who outside the system approved it."""
    entries = Entry.objects.filter(
        object_kind="amendment", action="amendment.approve", object_id__in=[str(pk) for pk in amendments]
    )
    return {entry.object_id: json.loads(entry.facts).get("who", "") for entry in entries}


def _approved_by(version: PlanVersion, said: dict[str, str]) -> str:
    amendment = version.amendment
    if amendment is None:
        act = StageAct.objects.select_related("by__person").filter(plan=version.plan, act="approve").last()
        return (act.who or named(act.by)) if act else ""
    return approved_by(amendment.approved_by, said.get(str(amendment.pk), ""))


def approved_by(account: Account | None, who: str) -> str:
    """The approver; of an approval outside also who wrote it down."""
    return f"{who}（{named(account)}登记）" if who else named(account)


def named(account: Account | None) -> str:
    return account.shown_name if account is not None else "命令行"
