"""Issuing a directive, signing for it, answering it, confirming the answer; and escalation by the daily worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from jixiao.core.ledger import directives as rules
from jixiao.core.ledger.strike_off import Stage
from jixiao.core.ledger.windows import beijing_day
from jixiao.journal.actions import Actor, Subject, record
from jixiao.ledger.actions import strike_off
from jixiao.ledger.actions.locking import locked_ledger
from jixiao.ledger.models import Addressee, Cell, Directive, Ledger
from jixiao.ledger.reading.directives import as_issued, label_of, leader_of, offices_for
from jixiao.ledger.reading.exceptions import lags_with_offices
from jixiao.people.policy import By, Refused, Right, account_behind, require

WORKER = Actor("定时任务")
_UP = "ledger__plan__organisation__parent__parent"


@dataclass(frozen=True, slots=True)
class Given:
    """A directive as it came from a form. The first of `offices` leads."""

    title: str
    text: str
    offices: tuple[int, ...]
    due: date | None
    cell: int | None = None


@transaction.atomic
def issue(by: By, plan_id: int, given: Given, now: datetime) -> Directive:
    """Number the directive and send it to its addressees. The same one issued again is one. Raises Refused."""
    ledger = locked_ledger(plan_id)
    require(by, Right.DIRECTIVE_ISSUE, ledger)
    offices = tuple(dict.fromkeys(given.offices))
    obstacle = rules.obstacle(given.title, given.text, given.due, offices, beijing_day(now))
    if obstacle or given.due is None:
        raise Refused(obstacle)
    known = {office.pk: office for office in offices_for(ledger)}
    if not set(offices) <= set(known):
        raise Refused("只能选择本单位现有的科室和企业。")
    again = _twin(ledger, by, given, given.due, offices)
    if again is not None:
        return again
    directive = _numbered(by, ledger, given, given.due, now)
    for office in offices:
        Addressee.objects.create(directive=directive, office=known[office], is_lead=office == offices[0])
    names = [known[office].name for office in offices]
    _note(by.actor, directive, "directive.issue", {"offices": names, "due": directive.due}, now)
    return directive


@transaction.atomic
def issue_for(by: By, plan_id: int, cells: Sequence[int], due: date | None, now: datetime) -> list[Directive]:
    """A directive for each of several late cells, as it would be drafted; all of them or none. Raises Refused."""
    ledger = locked_ledger(plan_id)
    require(by, Right.DIRECTIVE_ISSUE, ledger)
    if not cells:
        raise Refused("请先勾选要督办的指标。")
    rows = {lag.cell: (lag, offices) for lag, offices in lags_with_offices(ledger, beijing_day(now))}
    if not set(cells) <= set(rows):
        raise Refused("有的指标已经不再滞后或预警，请刷新页面后重新勾选。")
    bare = [rows[cell][0].tag for cell in cells if not rows[cell][1]]
    if bare:
        raise Refused(f"{'、'.join(bare)}没有责任科室，请逐件督办，并选择承办单位。")
    made = []
    for cell in dict.fromkeys(cells):
        lag, offices = rows[cell]
        said = rules.draft_of(lag)
        made.append(issue(by, plan_id, Given(said.title, said.text, offices, due, cell), now))
    return made


@transaction.atomic
def receive(by: By, addressee_id: int, now: datetime) -> Addressee:
    """Sign for the directive. Signed again it stays as it was. Raises Refused."""
    addressee = _locked(by, addressee_id)
    if addressee.read_at is None:
        addressee.read_by, addressee.read_at = account_behind(by), now
        addressee.save(update_fields=["read_by", "read_at"])
        _note(by.actor, addressee.directive, "directive.receive", {"office": addressee.office.name}, now)
    return addressee


@transaction.atomic
def reply(by: By, addressee_id: int, text: str, now: datetime) -> Addressee:
    """Answer what was done, which asks for the strike-off; whoever answers has read it. Raises Refused."""
    addressee = receive(by, addressee_id, now)
    return strike_off.claim(by, addressee, text, now)


@transaction.atomic
def confirm(by: By, addressee_id: int, now: datetime) -> Addressee:
    """Strike the addressee off: somebody of the issuer's side, never who answered. Raises Refused."""
    return strike_off.confirm(by, _issuers(by, addressee_id), now)


@transaction.atomic
def send_back(by: By, addressee_id: int, reason: str, now: datetime) -> Addressee:
    """Return the answer with the reason. Raises Refused."""
    return strike_off.send_back(by, _issuers(by, addressee_id), reason, now)


def escalate_due(now: datetime) -> int:
    """Take up to the supervising leader what is late by the ledger's rule; returns how many. Run as often as liked:
    each directive goes up once."""
    count = 0
    for ledger in Ledger.objects.filter(directives__escalated_at=None).distinct():
        for pk in rules.escalations(_open(ledger), ledger.escalate_days, beijing_day(now)):
            count += _escalate(pk, ledger, now)
    return count


def _open(ledger: Ledger) -> list[rules.Issued]:
    directives = ledger.directives.filter(escalated_at=None).prefetch_related("addressees")
    return [as_issued(directive, list(directive.addressees.all())) for directive in directives]


@transaction.atomic
def _escalate(pk: int, ledger: Ledger, now: datetime) -> bool:
    """Judge again under the lock: an answer may have come, or another worker been quicker."""
    rows = Directive.objects.select_for_update(of=("self",), no_key=True).select_related("cell", "ledger__plan")
    directive = rows.get(pk=pk)
    issued = as_issued(directive, list(directive.addressees.all()))
    if not rules.escalations([issued], ledger.escalate_days, beijing_day(now)):
        return False
    directive.escalated_to = leader_of(directive.cell) if directive.cell else None
    directive.escalated_at = now
    directive.save(update_fields=["escalated_to", "escalated_at"])
    leader = directive.escalated_to.name if directive.escalated_to else ""
    _note(WORKER, directive, "directive.escalate", {"leader": leader, "due": directive.due}, now)
    return True


def _twin(ledger: Ledger, by: By, given: Given, due: date, offices: Sequence[int]) -> Directive | None:
    """The same directive of the same issuer, while nobody has answered it: a double click."""
    same = ledger.directives.filter(
        cell=given.cell, title=given.title.strip(), text=given.text.strip(), due=due, issued_by=account_behind(by)
    )
    for directive in same.prefetch_related("addressees"):
        addressees = directive.addressees.all()
        untouched = all(each.stage == Stage.OPEN for each in addressees)
        if untouched and {each.office_id for each in addressees} == set(offices):
            return directive
    return None


def _numbered(by: By, ledger: Ledger, given: Given, due: date, now: datetime) -> Directive:
    if given.cell is not None and not Cell.objects.filter(pk=given.cell, ledger=ledger).exists():
        raise Refused("台账里没有这一格，可能方案已经调整。")
    last = ledger.directives.aggregate(last=Max("number"))["last"] or 0
    return Directive.objects.create(
        ledger=ledger,
        number=last + 1,
        cell_id=given.cell,
        title=given.title.strip(),
        text=given.text.strip(),
        issued_by=account_behind(by),
        issued_at=now,
        due=due,
    )


def _locked(by: By, addressee_id: int) -> Addressee:
    """The addressee, locked, for those who answer for its office. Raises Refused."""
    rows = Addressee.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("office__parent__parent", "directive__ledger__plan").filter(pk=addressee_id).first()
    if found is None:
        raise Refused("没有这件督办。")
    require(by, Right.DIRECTIVE_ANSWER, found)
    return found


def _issuers(by: By, addressee_id: int) -> Addressee:
    """The addressee, for the side that issues directives. Raises Refused."""
    found = Addressee.objects.select_related(f"directive__{_UP}").filter(pk=addressee_id).first()
    if found is None:
        raise Refused("没有这件督办。")
    require(by, Right.DIRECTIVE_ISSUE, found.directive)
    return found


def _note(actor: Actor, directive: Directive, action: str, facts: dict[str, object], now: datetime) -> None:
    plan = directive.ledger.plan
    about = {"plan": plan.pk, "label": label_of(plan.year, directive.number), "title": directive.title}
    record(actor, action, Subject("directive", directive.pk), {**about, **facts}, now)
