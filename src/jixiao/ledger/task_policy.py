"""Who within a right may work on a task, a register and what is struck off."""

from __future__ import annotations

from jixiao.ledger.models import Addressee, Register, RegisterRow, Task, TaskList
from jixiao.ledger.policy import works_on
from jixiao.people.models import Account
from jixiao.people.policy import By, Console, Forbidden, Right, allows, require

Role = Account.Role
Thing = Task | RegisterRow | Addressee  # what can be struck off
NOT_YOURS = "这项工作由其他科室负责，您不能办理。"


def may_edit(account: Account, place: TaskList | Task | Register | RegisterRow) -> bool:
    """Whether the account may change lists, tasks, registers and rows there."""
    return allows(account, Right.TASK_EDIT, place) and _works_on(account, place)


def may_claim(account: Account, thing: Thing) -> bool:
    """Whether the account may ask for its strike-off."""
    if isinstance(thing, Addressee):
        return allows(account, Right.DIRECTIVE_ANSWER, thing)
    return allows(account, Right.STRIKE_CLAIM, thing) and _works_on(account, thing)


def require_editor(by: By, place: TaskList | Task | Register | RegisterRow) -> None:
    """Raises Forbidden unless `by` may change it."""
    require(by, Right.TASK_EDIT, place)
    if not isinstance(by, Console) and not may_edit(by, place):
        raise Forbidden(NOT_YOURS)


def require_claimer(by: By, thing: Thing) -> None:
    """Raises Forbidden unless `by` may ask for its strike-off."""
    if not isinstance(by, Console) and not may_claim(by, thing):
        raise Forbidden(NOT_YOURS)


def _works_on(account: Account, place: TaskList | Task | Register | RegisterRow) -> bool:
    """Whether the indicator is one on which the account works, or the task is its office's or its person's own."""
    role = Role(account.role)
    if role is Role.OPERATOR:
        return True
    if isinstance(place, Task):
        office = role in (Role.OFFICE_HEAD, Role.OFFICE_CLERK) and place.office_id == account.organisation_id
        if office or (account.person_id is not None and place.owner_id == account.person_id):
            return True
        item = place.list.item if place.list else None
        own_plan = role is Role.ENTERPRISE and place.organisation.pk == account.organisation_id
        return own_plan if item is None else works_on(account, item)
    register = place.register if isinstance(place, RegisterRow) else place
    return works_on(account, register.item)
