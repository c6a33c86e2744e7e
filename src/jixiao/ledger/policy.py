"""What within a right depends on who answers for an indicator. Rights themselves stand in `people.policy`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from jixiao.ledger.models import Cell
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import By, Console, Forbidden, Right, allows, require
from jixiao.plans.models import Item, Responsibility

Role = Account.Role
NOT_YOURS = "这项指标由其他科室负责，您不能填报。"


def answers_for(account: Account, item: Item) -> bool:
    """Whether the account answers for the indicator: its office is the first that is named, or its person owns it.

    An operator writes for everybody; an enterprise for its own plan. Seven offices may share an indicator: the first
    one reports, so that it is reported once.
    """
    role = Role(account.role)
    if role is Role.OPERATOR:
        return True
    if role is Role.ENTERPRISE:
        return item.plan.organisation_id == account.organisation_id
    if role not in (Role.OFFICE_HEAD, Role.OFFICE_CLERK):
        return False
    duties = item.responsibilities.all()
    if account.organisation_id is not None and account.organisation_id == lead_office(duties):
        return True
    return account.person_id is not None and any(
        duty.role == Responsibility.Role.OWNER and duty.person_id == account.person_id for duty in duties
    )


def lead_office(duties: Iterable[Responsibility]) -> int | None:
    """The office that leads: the first one named."""
    offices = [duty for duty in duties if duty.role == Responsibility.Role.LEAD_OFFICE]
    return min(offices, key=lambda duty: duty.position).organisation_id if offices else None


def works_on(account: Account, item: Item) -> bool:
    """Whether the account's office is named at all: it may add evidence and tasks beside the one that leads."""
    return answers_for(account, item) or (
        account.role in (Role.OFFICE_HEAD, Role.OFFICE_CLERK)
        and any(duty.organisation_id == account.organisation_id for duty in item.responsibilities.all())
    )


def may_write(account: Account, cell: Cell) -> bool:
    """Whether the account may write the report of the cell."""
    return allows(account, Right.REPORT_WRITE, cell) and answers_for(account, cell.item)


def require_writer(by: By, cell: Cell) -> None:
    """Raises Forbidden unless `by` may write the report of the cell."""
    require(by, Right.REPORT_WRITE, cell)
    if not isinstance(by, Console) and not answers_for(by, cell.item):
        raise Forbidden(NOT_YOURS)


def mine(account: Account) -> Q:
    """Which indicators (`Item`) the account answers for in the first place; none for those who only read."""
    role = Role(account.role)
    if role is Role.ENTERPRISE:
        return Q(plan__organisation=account.organisation_id)
    by_person = Q(responsibilities__person=account.person_id) if account.person_id else Q(pk__in=[])
    if role is Role.LEADER:
        return by_person
    office = account.organisation
    if role in (Role.OFFICE_HEAD, Role.OFFICE_CLERK) and office and office.kind != Organisation.Kind.AGENCY:
        leads = Q(
            responsibilities__organisation=office,
            responsibilities__role=Responsibility.Role.LEAD_OFFICE,
            responsibilities__position=0,
        )
        return leads | by_person
    return by_person if role is Role.OFFICE_HEAD else Q(pk__in=[])
