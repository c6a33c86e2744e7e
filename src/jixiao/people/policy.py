"""Who may do what. Every right is listed here; what is not listed is refused."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from django.contrib.auth.models import AnonymousUser

from jixiao.people.models import Account, Organisation


class Right(StrEnum):
    PLAN_READ = "plan.read"
    PLAN_IMPORT = "plan.import"  # upload a document, correct it, discard it, read it before it is confirmed
    PLAN_CONFIRM = "plan.confirm"


class Owned(Protocol):
    """Anything that belongs to an organisation."""

    @property
    def organisation(self) -> Organisation: ...


_EVERYONE = frozenset(Account.Role)
_HOLDERS: dict[str, frozenset[Account.Role]] = {
    Right.PLAN_READ: _EVERYONE,
    Right.PLAN_IMPORT: frozenset({Account.Role.OPERATOR}),
    Right.PLAN_CONFIRM: frozenset({Account.Role.OPERATOR}),
}


def allows(account: Account | AnonymousUser, right: Right | str, obj: Organisation | Owned) -> bool:
    """Whether the account may use the right on the object, which must belong to the account's own agency.

    An unknown right, an inactive account, an account without an organisation: refused.
    """
    if not isinstance(account, Account) or not account.is_active or account.organisation is None:
        return False
    holders = _HOLDERS.get(right)
    if holders is None or account.role not in holders:
        return False
    organisation = obj if isinstance(obj, Organisation) else obj.organisation
    return organisation.agency == account.agency


def holds(account: Account | AnonymousUser, right: Right | str) -> bool:
    """Whether the account has the right in its own agency at all."""
    return isinstance(account, Account) and account.agency is not None and allows(account, right, account.agency)
