"""Drafting a plan: beginning one, editing its table, taking an edit back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from jixiao.core import draft_reading, drafting, freezing
from jixiao.core.drafting import Change, Conflict
from jixiao.core.drafting import Draft as DraftRecord
from jixiao.core.findings import Finding
from jixiao.core.journal_chain import canonical, digest
from jixiao.core.stages import EDITABLE, TITLES, Stage
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Refused, Right, account_behind, require
from jixiao.plans.actions.locking import locked_plan
from jixiao.plans.drafting.edits import to_redo, to_undo
from jixiao.plans.drafting.record import record_of, rows_json
from jixiao.plans.drafting.words import plain_summary, summary_of
from jixiao.plans.models import Amendment, Draft, Edit, Plan, PlanVersion
from jixiao.plans.projection import Directory, project

SCALE = "100"  # of a plan that begins blank; the heading can be changed


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edit: the draft afterwards, what was done, and what met another person's change."""

    draft: Draft
    reading: draft_reading.Reading
    findings: tuple[Finding, ...]
    done: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    edit: Edit | None  # None when nothing changed


@transaction.atomic
def begin_blank(by: By, organisation: Organisation, title: str, year: int, now: datetime) -> Plan:
    """Begin an empty plan. Raises Refused."""
    require(by, Right.PLAN_DRAFT, organisation)
    heading = {
        "title": title,
        "year": str(year),
        "organisation": organisation.name,
        "scale": SCALE,
        "points_unit": "分",
    }
    return begin(by, Plan(organisation=organisation, origin=Plan.Origin.BLANK), DraftRecord(heading), now)


@transaction.atomic
def begin_copy(by: By, source: Plan, now: datetime) -> Plan:
    """Begin the next year's plan with the rows of an earlier one. Wordings are kept, so that a person decides.

    Raises Refused.
    """
    require(by, Right.PLAN_DRAFT, source.organisation)
    version = source.versions.order_by("-number").first()
    if version is not None:
        copy = freezing.working_copy(version.content)
    else:
        copy = record_of(Draft.objects.select_related("of_plan").get(of_plan=source))
    year = (source.year or now.year) + 1
    heading = {name: text for name, text in copy.heading.items() if name not in ("document_no", "issued", "basis")}
    heading |= {"year": str(year), "title": _next_title(source, year)}
    rows = tuple(replace(row, cells=_without_dates(row.cells)) for row in copy.rows)
    plan = Plan(organisation=source.organisation, origin=Plan.Origin.COPY, copied_from=source)
    return begin(by, plan, replace(copy, heading=heading, rows=rows), now)


def _next_title(source: Plan, year: int) -> str:
    return source.title.replace(str(source.year), str(year)) if source.year else source.title


def _without_dates(cells: Mapping[str, str]) -> dict[str, str]:
    """Dates that were typed beside a wording are last year's."""
    return {name: text for name, text in cells.items() if name != "deadline"}


def begin(by: By, plan: Plan, draft: DraftRecord, now: datetime) -> Plan:
    """Keep a new plan with its working copy, inside the caller's transaction."""
    plan.last_uid, plan.title = draft.last, draft.heading.get("title", "")
    plan.begun_by, plan.begun_at = account_behind(by), now
    plan.save()
    kept = Draft.objects.create(of_plan=plan, heading=dict(draft.heading), rows=rows_json(draft))
    reading = draft_reading.read(record_of(kept))
    project(plan, reading.plan, reading.findings(), Directory(plan.organisation.agency))
    facts = {"title": plan.title, "origin": plan.origin, "indicators": plan.indicators}
    record(by.actor, "plan.begin", Subject("plan", plan.pk, "", plan.digest), facts, now)
    return plan


@transaction.atomic
def edit(by: By, draft_id: int, changes: Sequence[Change], summary: str, now: datetime) -> Edited:
    """Change the working copy; what meets another person's change is not done and comes back. Raises Refused.

    `summary` says in the history what was done; '' leaves that to the changes themselves.
    """
    draft = _locked(by, draft_id)
    return _edit(by, draft, changes, summary, None, now)


@transaction.atomic
def undo(by: By, draft_id: int, now: datetime) -> Edited:
    """Take back one's own last edit that stands. Raises Refused when there is none."""
    return _turn(by, draft_id, "撤销", now, back=True)


@transaction.atomic
def redo(by: By, draft_id: int, now: datetime) -> Edited:
    """Do again what one took back last. Raises Refused when there is nothing."""
    return _turn(by, draft_id, "恢复", now, back=False)


def _turn(by: By, draft_id: int, word: str, now: datetime, *, back: bool) -> Edited:
    draft = _locked(by, draft_id)
    account = account_behind(by)
    wanted = to_undo(draft, account) if back else to_redo(draft, account)
    if wanted is None:
        raise Refused(f"没有可以{word}的编辑。")
    changes = drafting.inverse(drafting.load(wanted.changes))
    summary = plain_summary(wanted)
    done = _edit(by, draft, changes, f"{word}：{summary}"[:200], wanted, now)
    if done.edit is None:
        raise Refused(f"这处内容已被改动，不能{word}“{summary}”。")
    return done


def _edit(by: By, draft: Draft, changes: Sequence[Change], summary: str, undoes: Edit | None, now: datetime) -> Edited:
    before = record_of(draft)
    applied = drafting.apply(before, changes)
    reading = draft_reading.read(applied.draft)
    findings = reading.findings()
    if not applied.done:
        return Edited(draft, reading, findings, (), applied.conflicts, None)
    summary = summary or summary_of(before, applied.done)
    kept = _keep(by, draft, applied, summary, undoes, now)
    if draft.of_plan is not None:
        project(draft.of_plan, reading.plan, findings, Directory(draft.organisation.agency))
    facts = {"summary": summary, "changes": kept.changes}
    subject = Subject("plan", draft.plan.pk, _digest(before), _digest(applied.draft))
    record(by.actor, "plan.edit", subject, facts, now)
    return Edited(draft, reading, findings, applied.done, applied.conflicts, kept)


def _keep(by: By, draft: Draft, applied: drafting.Applied, summary: str, undoes: Edit | None, now: datetime) -> Edit:
    draft.heading, draft.rows = dict(applied.draft.heading), rows_json(applied.draft)
    draft.version += 1
    draft.save(update_fields=["heading", "rows", "version"])
    if applied.draft.last != draft.plan.last_uid:
        draft.plan.last_uid = applied.draft.last
        draft.plan.save(update_fields=["last_uid"])
    return Edit.objects.create(
        draft=draft,
        number=draft.version,
        by=account_behind(by),
        at=now,
        summary=summary[:200],
        changes=drafting.dump(applied.done),
        undoes=undoes,
        takes_back=undoes is not None and not undoes.takes_back,
    )


def _digest(draft: DraftRecord) -> str:
    return digest(canonical({"heading": draft.heading, "rows": rows_json(draft)}))


def _locked(by: By, draft_id: int) -> Draft:
    """The working copy, locked with its plan: two amendments must not give one number to two rows. Raises Refused."""
    owner = Draft.objects.filter(pk=draft_id).values_list("of_plan_id", "amendment__plan_id").first()
    if owner is None:
        raise Refused("没有这份工作稿。")
    plan = locked_plan(owner[0] or owner[1])
    draft = Draft.objects.select_for_update(of=("self",)).select_related("amendment").get(pk=draft_id)
    if draft.amendment is not None:
        draft.amendment.plan = plan
    else:
        draft.of_plan = plan
    right = Right.PLAN_DRAFT if draft.amendment is None else Right.AMENDMENT_PROPOSE
    require(by, right, draft.organisation)
    sentence = closed_because(draft)
    if sentence:
        raise Refused(sentence)
    return draft


def closed_because(draft: Draft) -> str:
    """Why the working copy cannot be edited now, as a sentence; '' when it can."""
    if draft.amendment is not None:
        return "" if draft.amendment.state == Amendment.State.PROPOSED else "这件调整已经办结，不能再改。"
    stage = Stage(draft.plan.stage)
    return "" if stage in EDITABLE else f"方案现在处于“{TITLES[stage]}”，不能编辑。如需修改，请先退回。"


def freeze(plan: Plan, version: PlanVersion, draft: Draft, now: datetime) -> PlanVersion:
    """Freeze the working copy as the next version and make the columns say what it says.

    Inside the caller's transaction; the caller has the right and has filled in what the version is of. From here on
    every name of the plan is somebody: offices and persons that are not yet known are made. Raises Refused for a cell
    that cannot be read.
    """
    reading = draft_reading.read(record_of(draft))
    if reading.flags:
        flag = reading.flags[0]
        raise Refused(f"“{flag.label}”中的“{flag.text}”无法识别，请先改正。")
    last = plan.versions.order_by("-number").first()
    version.plan, version.number, version.at = plan, (last.number + 1 if last else 1), now
    version.content = freezing.freeze(reading.plan)
    version.digest = digest(version.content)
    version.save()
    directory = Directory(plan.organisation.agency)
    directory.make_missing(reading.plan, reading.plan.meta.issued or now.date())
    touch_all(plan)
    project(plan, reading.plan, reading.findings(), directory)
    return version


def touch_all(plan: Plan) -> None:
    """Have every row written anew, because names that were nobody's may be somebody's now."""
    plan.items.filter(uid__isnull=False).update(content="")
