"""Leading a plan through its procedure, and keeping the procedure's dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jixiao.core import stages
from jixiao.core.journal_chain import canonical, digest
from jixiao.core.procedure import Due
from jixiao.core.stages import Act, Paper, Stage
from jixiao.journal.actions import Subject, record
from jixiao.people.events import PLAN_APPROVED, PLAN_PUBLISHED, happened
from jixiao.people.models import Account
from jixiao.people.policy import By, Forbidden, Refused, Right, account_behind, require, rights_of
from jixiao.plans.actions import drafting, publication
from jixiao.plans.actions.locking import locked_plan
from jixiao.plans.models import CalendarStep, Plan, PlanVersion, StageAct
from jixiao.plans.papers import PaperFile
from jixiao.plans.procedure.calendar import keep_calendar
from jixiao.plans.procedure.facts import standing

_NO_LIMIT, _WHO_LIMIT = 100, 100
_EVENTS = {"approve": PLAN_APPROVED, "publish": PLAN_PUBLISHED}


class Hindered(Refused):
    """The act cannot be done now. `sentences` say everything that stands in its way."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("".join(sentences))
        self.sentences = tuple(sentences)


@transaction.atomic
def act(by: By, plan_id: int, name: str, paper: Paper, file: PaperFile | None, now: datetime) -> StageAct:
    """Do an act of the procedure, or record it with its paper. Raises Forbidden, Hindered."""
    wanted = stages.BY_NAME.get(name)
    plan = locked_plan(plan_id)
    rights = _rights(by, plan)
    if wanted is None or not (set(wanted.rights) & rights or (wanted.outside and stages.RECORD in rights)):
        raise Forbidden("您没有这项权限。")
    paper = replace(paper, file=file.name if file else "")
    found = standing(plan)
    stage = Stage(plan.stage)
    decision = stages.decide(wanted, stage, rights, found.facts, paper, timezone.localdate(now))
    too_long = _too_long(paper)
    if not decision.allowed or too_long:
        raise Hindered((*decision.obstacles, *too_long))
    done = StageAct(plan=plan, act=name, from_stage=stage.value, to_stage=decision.stage.value, digest=found.digest)
    _write_down(done, by, paper, file, now)
    _lead_on(plan, decision.stage)
    if wanted.name == "approve":
        _freeze(by, plan, paper, now)
    if wanted.name == "publish":
        publication.put_out(by, plan, done.on, now)
    facts = _facts(wanted, done) | {"outside": decision.outside}
    record(by.actor, "plan.act", Subject("plan", plan.pk, found.digest, plan.digest), facts, now)
    if wanted.name in _EVENTS:
        happened(_EVENTS[wanted.name], by, plan.pk, now)
    return done


def _rights(by: By, plan: Plan) -> frozenset[str]:
    return rights_of(by, plan) if isinstance(by, Account) else frozenset(str(right) for right in Right)


def _too_long(paper: Paper) -> list[str]:
    found = []
    if len(paper.document_no) > _NO_LIMIT:
        found.append(f"文号不能超过 {_NO_LIMIT} 个字。")
    if len(paper.who) > _WHO_LIMIT:
        found.append(f"领导或单位名称不能超过 {_WHO_LIMIT} 个字。")
    return found


def _write_down(done: StageAct, by: By, paper: Paper, file: PaperFile | None, now: datetime) -> None:
    if paper.on is None:
        raise ValueError("decide() lets no act without a date pass")
    done.on, done.who, done.note = paper.on, paper.who.strip(), paper.note.strip()
    done.document_no = paper.document_no.strip()
    if file is not None:
        done.file_name, done.file_sha256 = file.name, file.sha256
    done.by, done.at = account_behind(by), now
    done.save()


def _lead_on(plan: Plan, stage: Stage) -> None:
    plan.stage = stage.value
    plan.save(update_fields=["stage"])


def _freeze(by: By, plan: Plan, paper: Paper, now: datetime) -> None:
    """The approved text becomes the first version, under the approval's number."""
    version = PlanVersion(document_no=paper.document_no.strip(), by=account_behind(by))
    drafting.freeze(plan, version, plan.draft, now)


def _facts(wanted: Act, done: StageAct) -> dict[str, object]:
    return {
        "act": wanted.name,
        "title": wanted.title,
        "from": done.from_stage,
        "to": done.to_stage,
        "on": done.on.isoformat(),
        "who": done.who,
        "document_no": done.document_no,
        "file": done.file_name,
        "sha256": done.file_sha256,
        "note": done.note,
    }


def calendar_digest(plan: Plan) -> str:
    """What a form of the dates was filled from: two people never overwrite each other."""
    steps = CalendarStep.objects.filter(plan=plan).values_list("stage", "title", "due", "due_text")
    return digest(canonical([[stage, title, str(due or ""), text] for stage, title, due, text in steps]))


@transaction.atomic
def set_calendar(by: By, plan_id: int, dues: Sequence[Due], seen: str, now: datetime) -> None:
    """Put these dates in the place of the plan's; `seen` is the digest of those that the author saw. Raises Refused."""
    plan = locked_plan(plan_id)
    require(by, Right.PLAN_ADVANCE, plan)
    before = calendar_digest(plan)
    if before != seen:
        raise Refused("时限刚刚被别人改动过，请核对最新内容后再试。")
    keep_calendar(plan, dues)
    facts = {"dues": [asdict(due) | {"due": due.due.isoformat() if due.due else ""} for due in dues]}
    record(by.actor, "plan.calendar", Subject("plan", plan.pk, before, calendar_digest(plan)), facts, now)
