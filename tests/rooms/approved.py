"""An approved plan of ten points in which everything is written down, and what happens to it afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import sample
from sample import NOW

from jixiao.core.drafting import HEADING, Change, Set
from jixiao.core.stages import Stage
from jixiao.people.models import Account, Organisation
from jixiao.plans.actions import amendments, drafting, imports
from jixiao.plans.actions.amendments import Given
from jixiao.plans.models import Amendment, Plan, PlanVersion, StageAct

ISSUED = date(2026, 3, 2)
LATER = NOW + timedelta(days=1)
GIVEN = Given("上级调整任务", "青政〔2026〕30号", "青园林〔2026〕12号", date(2026, 7, 10))


def approved_plan(clerk: Account, agency: Organisation, text: str = sample.TEXT, scale: str = "10") -> Plan:
    """Imported, given a scale and a date of issue, approved by 青政绩办〔2026〕5号."""
    document = imports.upload_document(clerk, agency, text.encode(), "方案.txt", NOW).document
    plan = imports.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    heading = {"scale": scale, "issued": ISSUED.isoformat(), "document_no": "青园林〔2026〕3号"}
    changes = [Set(HEADING, name, plan.draft.heading.get(name, ""), text) for name, text in heading.items()]
    draft = drafting.edit(clerk, plan.draft.pk, changes, "补写", NOW).draft
    plan.refresh_from_db()
    version = PlanVersion(document_no="青政绩办〔2026〕5号")
    drafting.freeze(plan, version, draft, NOW)
    StageAct.objects.create(
        plan=plan, act="approve", from_stage="submitted", to_stage="approved", on=ISSUED, digest=plan.digest, at=NOW
    )
    at(plan, Stage.APPROVED)
    return plan


def at(plan: Plan, stage: Stage) -> None:
    plan.stage = stage.value
    plan.save(update_fields=["stage"])


def amendment(by: Account, plan: Plan, *changes: Change, given: Given = GIVEN) -> Amendment:
    """An amendment with these changes in its draft."""
    begun = amendments.propose(by, plan.pk, given, NOW)
    done = drafting.edit(by, begun.draft.pk, changes, "调整", NOW)
    assert not done.conflicts, done.conflicts
    return Amendment.objects.get(pk=begun.pk)


def approve(by: Account, begun: Amendment, *, who: str = "") -> PlanVersion:
    begun.draft.refresh_from_db()
    return amendments.approve(by, begun.pk, begun.draft.version, LATER, who=who)
