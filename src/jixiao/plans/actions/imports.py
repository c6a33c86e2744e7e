"""What is done to imported documents, up to the plan that begins with one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.core import draft_reading, plan_json
from jixiao.core.findings import Finding, Severity
from jixiao.core.journal_chain import digest
from jixiao.core.procedure import calendar_of
from jixiao.core.records import PlanRecord
from jixiao.intake import Reading, read_document
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Refused, Right, account_behind, require
from jixiao.plans import storage
from jixiao.plans.drafting.record import rows_json, with_uids
from jixiao.plans.importing import corrections
from jixiao.plans.models import Draft, ImportedDocument, Plan
from jixiao.plans.numbers import points_text
from jixiao.plans.procedure.calendar import keep_calendar
from jixiao.plans.projection import Directory, project

State = ImportedDocument.State


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The document, and whether this upload made it: False when it had been imported before."""

    document: ImportedDocument
    is_new: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person typed into one cell. `version` is the draft's version that the person saw."""

    position: int
    field: str
    typed: str
    version: int
    shared: bool = False


def upload_document(by: By, organisation: Organisation, data: bytes, name: str, now: datetime) -> Uploaded:
    """Read a document and keep it as a draft. The same bytes again give the document that is there already.

    Raises intake.Unreadable when it cannot be read; nothing is kept then. Raises Forbidden.
    """
    require(by, Right.PLAN_IMPORT, organisation)
    known = _known(organisation, data)
    if known is not None and known.state != State.DISCARDED:
        return Uploaded(known, False)
    reading = read_document(data, name)
    try:
        return Uploaded(_keep(by, organisation, reading, data, name, now), True)
    except IntegrityError:  # somebody uploaded the same document meanwhile
        known = _known(organisation, data)
        if known is None:
            raise
        return Uploaded(known, False)


def _known(organisation: Organisation, data: bytes) -> ImportedDocument | None:
    return ImportedDocument.objects.filter(organisation=organisation, sha256=storage.digest_of(data)).first()


@transaction.atomic
def _keep(
    by: By, organisation: Organisation, reading: Reading, data: bytes, name: str, now: datetime
) -> ImportedDocument:
    discarded = ImportedDocument.objects.select_for_update().filter(
        organisation=organisation, sha256=storage.digest_of(data), state=State.DISCARDED
    )
    document = discarded.first() or ImportedDocument(organisation=organisation)
    document.sha256 = storage.keep(data)
    document.name, document.media_type, document.size = name[:255], media_type(name), len(data)
    document.text, document.state, document.corrections = reading.text, State.DRAFT, []
    document.uploaded_by, document.uploaded_at = account_behind(by), now
    after = _put(document, reading.plan, reading.findings)
    document.version += 1
    document.save()
    facts = {"name": document.name, "sha256": document.sha256, "rows": document.rows, "errors": document.errors}
    record(by.actor, "document.upload", Subject("document", document.pk, "", after), facts, now)
    return document


def draft_digest(draft: dict[str, Any]) -> str:
    """SHA-256 of the draft's JSON with sorted keys. Fractions are JSON numbers here, so it is no journal form."""
    return digest(json.dumps(draft, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def media_type(name: str) -> str:
    """By the ending of the name; the reader judges the content itself."""
    ending = name.rpartition(".")[2].lower()
    return {"html": "text/html", "htm": "text/html", "md": "text/markdown"}.get(ending, "text/plain")


def _put(document: ImportedDocument, plan: PlanRecord, findings: tuple[Finding, ...]) -> str:
    """Set the draft and its figures on the document; returns the draft's digest."""
    document.record = plan_json.dump(plan, findings)
    document.rows = len(plan.rows)
    document.errors = sum(finding.severity == Severity.ERROR for finding in findings)
    document.warnings = sum(finding.severity == Severity.WARNING for finding in findings)
    return draft_digest(document.record)


@transaction.atomic
def correct_cell(by: By, document_id: int, correction: Correction, now: datetime) -> ImportedDocument:
    """Correct one cell of a draft and check the plan anew. Raises corrections.Invalid, Refused."""
    document = _locked_draft(by, document_id, Right.PLAN_IMPORT, correction.version)
    plan, findings = plan_json.load(document.record)
    before = draft_digest(document.record)
    done = corrections.correct(plan, correction.position, correction.field, correction.typed, shared=correction.shared)
    if done.old == done.new:
        return document
    who, when = by.actor.label, timezone.localtime(now).isoformat(timespec="seconds")
    facts: dict[str, Any] = {"rows": list(done.rows), "field": correction.field, "old": done.old, "new": done.new}
    document.corrections = [
        *document.corrections,
        *({"row": row, "field": correction.field, "old": done.old, "new": done.new, "who": who, "when": when}
          for row in done.rows),
    ]  # fmt: skip
    corrected = frozenset((entry["row"], entry["field"]) for entry in document.corrections)
    after = _put(document, done.plan, corrections.findings_after(findings, plan, done.plan, corrected))
    document.version += 1
    document.save(update_fields=["record", "rows", "errors", "warnings", "corrections", "version"])
    record(by.actor, "document.correct", Subject("document", document.pk, before, after), facts, now)
    return document


@transaction.atomic
def discard_import(by: By, document_id: int, version: int, now: datetime) -> ImportedDocument:
    """Give a draft up. The document stays on record and may be uploaded again. Raises Refused."""
    document = _locked_draft(by, document_id, Right.PLAN_IMPORT, version)
    document.state = State.DISCARDED
    document.version += 1
    document.save(update_fields=["state", "version"])
    before = draft_digest(document.record)
    record(by.actor, "document.discard", Subject("document", document.pk, before), {"name": document.name}, now)
    return document


@transaction.atomic
def confirm_import(by: By, document_id: int, version: int, now: datetime, *, errors_accepted: bool = False) -> Plan:
    """Make the draft a plan: its tree, offices, persons and targets, all or nothing. Raises Refused."""
    document = _locked_draft(by, document_id, Right.PLAN_CONFIRM, version)
    plan_record, findings = plan_json.load(document.record)
    if not plan_record.rows:
        raise Refused("这份文件里没有读出指标，不能确认。")
    if document.errors and not errors_accepted:
        raise Refused(f"还有 {document.errors} 处错误。请先改正，或勾选“已逐条核对”后再确认。")
    draft = draft_reading.write(plan_record)
    plan_record = with_uids(plan_record, draft)
    plan = _plan(by, document, draft.last, now)
    directory = Directory(document.organisation.agency)
    directory.make_missing(plan_record, plan_record.meta.issued or timezone.localtime(now).date())
    project(plan, plan_record, findings, directory)
    keep_calendar(plan, calendar_of(plan_record.steps, plan_record.meta.year))
    Draft.objects.create(of_plan=plan, heading=dict(draft.heading), rows=rows_json(draft))
    document.state = State.CONFIRMED
    document.version += 1
    document.save(update_fields=["state", "version"])
    facts = {
        "title": plan.title,
        "indicators": plan.indicators,
        "total": points_text(plan.total),
        "errors": document.errors,
    }
    record(by.actor, "plan.confirm", Subject("plan", plan.pk, "", plan.digest), facts, now)
    return plan


def _plan(by: By, document: ImportedDocument, last: int, now: datetime) -> Plan:
    return Plan.objects.create(
        organisation=document.organisation,
        imported=document,
        title=document.name,
        last_uid=last,
        begun_by=account_behind(by),
        begun_at=now,
    )


def _locked_draft(by: By, document_id: int, right: Right, version: int) -> ImportedDocument:
    document = (
        ImportedDocument.objects.select_for_update(of=("self",))
        .select_related("organisation__parent")
        .filter(pk=document_id)
        .first()
    )
    if document is None:
        raise Refused("没有这份文件。")
    require(by, right, document.organisation)
    if document.state != State.DRAFT:
        raise Refused(f"这份文件{document.get_state_display()}，不能再改动。")
    if document.version != version:
        raise Refused("这份文件刚刚被别人改动过，请核对最新内容后再试。")
    return document
