"""Drafting, editing and issuing the analysis of a quarter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jixiao.core.journal_chain import canonical, digest
from jixiao.core.ledger import analysis as rules
from jixiao.core.ledger.windows import beijing_day
from jixiao.journal.actions import Subject, record
from jixiao.ledger.actions.locking import locked_ledger
from jixiao.ledger.models import Analysis, Ledger
from jixiao.ledger.reading.analysis import begins, snapshot, snapshot_before
from jixiao.people.policy import By, Refused, Right, account_behind, require

TEXT_LIMIT = 30000


class Conflict(Refused):
    """Somebody else saved the text since it was shown; `theirs` is what stands now."""

    def __init__(self, theirs: Analysis) -> None:
        who = theirs.written_by.shown_name if theirs.written_by else "命令行"
        super().__init__(f"{who}刚刚也保存了这份分析，请对照后再保存。您填写的内容没有丢失。")
        self.theirs = theirs


@transaction.atomic
def draft(by: By, plan_id: int, quarter: int, now: datetime) -> Analysis:
    """Draft the quarter from the ledger as it stands. What a person edited stays until the draft is accepted.

    Raises Refused.
    """
    ledger = locked_ledger(plan_id)
    require(by, Right.DISPATCH_KEEP, ledger)
    if quarter not in rules.QUARTERS:
        raise Refused("季度填 1 至 4。")
    today = beijing_day(now)
    if today < begins(ledger, quarter):
        raise Refused(f"{rules.QUARTERS[quarter]}还没有开始，不能起草分析。")
    found = snapshot(ledger, quarter, today)
    text = rules.draft(found, snapshot_before(ledger, quarter))
    made = ledger.analyses.filter(quarter=quarter).first()
    if made is None:
        made = Analysis(ledger=ledger, quarter=quarter, text=text)
    _require_draft(made)
    if made.text == made.drafted:  # nobody edited it
        made.text = text
    made.drafted, made.snapshot, made.version = text, found, made.version + (made.pk is not None)
    _write(by, made, now)
    _note(by, made, "analysis.draft", now)
    return made


@transaction.atomic
def save(by: By, plan_id: int, quarter: int, text: str, seen: int, now: datetime) -> Analysis:
    """Keep the text as edited. The same text saved again is the same. Raises Refused, Conflict."""
    made = _locked(by, plan_id, quarter)
    edited = text.strip().replace("\r\n", "\n")
    if not edited:
        raise Refused("正文是空的，没有保存。")
    if len(edited) > TEXT_LIMIT:
        raise Refused(f"正文不能超过 {TEXT_LIMIT} 个字，现有 {len(edited)} 个字。")
    if made.text == edited:
        return made
    if made.version != seen:
        raise Conflict(made)
    made.text, made.version = edited, made.version + 1
    _write(by, made, now)
    _note(by, made, "analysis.save", now)
    return made


@transaction.atomic
def accept(by: By, plan_id: int, quarter: int, seen: int, now: datetime) -> Analysis:
    """Take the drafted text in place of the edited one. Raises Refused, Conflict."""
    made = _locked(by, plan_id, quarter)
    if made.text == made.drafted:
        return made
    if made.version != seen:
        raise Conflict(made)
    record_before = digest(made.text)
    made.text, made.version = made.drafted, made.version + 1
    _write(by, made, now)
    _note(by, made, "analysis.accept", now, record_before)
    return made


@transaction.atomic
def issue(by: By, plan_id: int, quarter: int, seen: int, now: datetime) -> Analysis:
    """Freeze the text with its figures under their digest. Issued again it stays as it is. Raises Refused, Conflict."""
    made = _locked(by, plan_id, quarter, must_be_draft=False)
    if made.stage == Analysis.Stage.ISSUED:
        return made
    if made.version != seen:
        raise Conflict(made)
    made.stage, made.issued_at, made.digest = Analysis.Stage.ISSUED, now, digest_of(made)
    made.save(update_fields=["stage", "issued_at", "digest"])
    _note(by, made, "analysis.issue", now)
    return made


def digest_of(made: Analysis) -> str:
    """The digest of text and figures together."""
    return digest(canonical({"text": made.text, "snapshot": made.snapshot}))


def _locked(by: By, plan_id: int, quarter: int, *, must_be_draft: bool = True) -> Analysis:
    ledger = locked_ledger(plan_id)
    require(by, Right.DISPATCH_KEEP, ledger)
    made = _of(ledger, quarter)
    if made is None:
        raise Refused("这个季度还没有起草分析。")
    if must_be_draft:
        _require_draft(made)
    return made


def _of(ledger: Ledger, quarter: int) -> Analysis | None:
    made = ledger.analyses.select_related("written_by__person").filter(quarter=quarter).first()
    if made is not None:
        made.ledger = ledger
    return made


def _require_draft(made: Analysis) -> None:
    if made.stage == Analysis.Stage.ISSUED:
        raise Refused("这份分析已经印发，不能再改。")


def _write(by: By, made: Analysis, now: datetime) -> None:
    made.written_by, made.written_at = account_behind(by), now
    made.save()


def _note(by: By, made: Analysis, action: str, now: datetime, before: str = "") -> None:
    facts = {"plan": made.ledger.plan_id, "quarter": made.quarter, "characters": len(made.text)}
    after = made.digest or digest(made.text)
    record(by.actor, action, Subject("analysis", made.pk, before, after), facts, now)
