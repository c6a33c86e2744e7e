"""Sending plans and contracts up for the record (报备), and receiving them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jixiao.journal.actions import Subject, record
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import By, Forbidden, Refused, Right, account_behind, require
from jixiao.plans.actions.cascade import locked_parent
from jixiao.plans.models import Filing
from jixiao.plans.papers import PaperFile


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written down when something is filed. `to` is None for an office outside the system."""

    to: Organisation | None
    to_name: str
    sent_on: date
    document_no: str = ""


@transaction.atomic
def send(by: By, plan_id: int, facts: Facts, file: PaperFile | None, now: datetime) -> Filing:
    """File the plan as it stands now. Raises Refused."""
    plan = locked_parent(by, plan_id)
    name = facts.to.name if facts.to else facts.to_name.strip()
    if not name:
        raise Refused("请选择或填写报备机关。")
    if facts.sent_on > timezone.localdate(now):
        raise Refused("报送日期不能晚于今天。")
    if not plan.indicators:
        raise Refused("方案还没有指标，不能报备。")
    if plan.filings.filter(to_name=name, digest=plan.digest, received_on=None).exists():
        raise Refused(f"同样的内容已经报送{name}，正在等待备案。")
    filing = Filing.objects.create(
        plan=plan,
        to=facts.to,
        to_name=name,
        sent_on=facts.sent_on,
        document_no=facts.document_no,
        file_name=file.name if file else "",
        file_sha256=file.sha256 if file else "",
        digest=plan.digest,
        by=account_behind(by),
    )
    record(by.actor, "filing.send", Subject("filing", filing.pk, "", filing.digest), {"to": name}, now)
    return filing


@transaction.atomic
def receive(by: By, filing_id: int, receipt_no: str, received_on: date, now: datetime) -> Filing:
    """Give the receipt of what was filed: the office that it was sent to, or, for one outside the system, the
    operator who has its receipt. Raises Refused."""
    filings = Filing.objects.select_for_update(of=("self",)).select_related("plan__organisation__parent__parent", "to")
    filing = filings.filter(pk=filing_id).first()
    if filing is None:
        raise Refused("没有这件报备。")
    require(by, Right.FILING_RECEIVE if filing.to else Right.CASCADE_EDIT, filing.plan)
    if isinstance(by, Account) and filing.to and not is_sent_to(filing, by):
        raise Forbidden("这件报备不是报送您单位的。")
    if filing.received_on:
        raise Refused(f"这件报备已经备案，备案号{filing.receipt_no}。")
    if not receipt_no.strip():
        raise Refused("请填写备案号。")
    if not filing.sent_on <= received_on <= timezone.localdate(now):
        raise Refused("备案日期不能早于报送日期，也不能晚于今天。")
    filing.receipt_no, filing.received_on = receipt_no.strip(), received_on
    filing.received_by = account_behind(by)
    filing.save(update_fields=["receipt_no", "received_on", "received_by"])
    facts = {"receipt_no": filing.receipt_no, "from": filing.to_name}
    record(by.actor, "filing.receive", Subject("filing", filing.pk, filing.digest, filing.digest), facts, now)
    return filing


def is_sent_to(filing: Filing, account: Account) -> bool:
    """Whether the account's office is the one that it was sent to, or one above or below it."""
    own = account.organisation
    return own is not None and filing.to is not None and (own.is_within(filing.to) or filing.to.is_within(own))
