"""Writing accounts. One administrator makes them, another grants the role, a third looks on: no two in one hand."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jixiao.journal.actions import Subject, record
from jixiao.journal.models import Entry
from jixiao.people.models import Account, Organisation, Person
from jixiao.people.passwords import flaws
from jixiao.people.policy import ABOVE, ADMINISTRATORS, By, Refused, Right, require

Role = Account.Role
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike


@dataclass(frozen=True, slots=True)
class NewAccount:
    username: str
    role: Account.Role
    organisation: Organisation
    password: str
    person: Person | None = None
    name: str = ""
    has_start_password: bool = False


def start_password() -> str:
    """A password to be told once and changed at the first sign-in: some 59 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def create_account(by: By, new: NewAccount, now: datetime) -> Account:
    """Make an account. Whoever makes accounts grants no roles, so theirs begin without one. Raises Refused."""
    require(by, Right.ACCOUNT_EDIT, new.organisation)
    if isinstance(by, Account) and new.role != Role.NONE:
        raise Refused("角色由安全管理员授予。")
    if new.organisation.retired:
        raise Refused(f"{new.organisation.name}已撤销，不能再设账号。")
    if Account.objects.filter(username__iexact=new.username).exists():
        raise Refused(f"用户名 {new.username} 已被占用。")
    account = Account(
        username=new.username,
        role=new.role,
        organisation=new.organisation,
        person=new.person,
        first_name=new.name,
        has_start_password=new.has_start_password,
    )
    account.set_password(new.password)
    account.save()
    facts = {"username": new.username, "role": new.role, "organisation": new.organisation.name}
    record(by.actor, "account.create", Subject("account", account.pk), facts, now)
    return account


@transaction.atomic
def grant_role(by: By, account_id: int, role: Account.Role, now: datetime) -> Account:
    """Give the account a role, or take it with Role.NONE. Raises Refused.

    Nobody grants to oneself. An account that ever held an administrator's role never takes another one.
    """
    account = _locked(by, account_id, Right.ROLE_GRANT)
    if isinstance(by, Account) and by.pk == account.pk:
        raise Refused("不能给自己授予角色，请由另一位安全管理员办理。")
    old = Role(account.role)
    if role == old:
        return account
    _require_apart(account, role)
    if isinstance(by, Account) and role in ABOVE and not _is_of_city(account):
        raise Refused("上级绩效办和察访核验员能看各机关，只能授予市级机构的账号。")
    if isinstance(by, Account) and role == Role.ENTERPRISE and not _is_of_enterprise(account):
        raise Refused("企业填报员只看本企业，只能授予企业的账号。")
    if old in ADMINISTRATORS:
        _require_another(account)
    account.role = role
    account.save(update_fields=["role"])
    facts = {"username": account.username, "old": old, "new": role}
    record(by.actor, "account.role", Subject("account", account.pk), facts, now)
    return account


def _require_apart(account: Account, role: Account.Role) -> None:
    """Business and the three administrations never meet on one account, nor two administrations in one person."""
    held = _roles_held(account) - {Role.NONE}
    if role != Role.NONE and any(each in ADMINISTRATORS or role in ADMINISTRATORS for each in held - {role}):
        raise Refused("管理员账号和业务账号不能互换，三类管理员也不能互换，请另建账号。")
    if role not in ADMINISTRATORS or account.person is None:
        return
    others = Account.objects.filter(person=account.person, role__in=ADMINISTRATORS, is_active=True)
    if others.exclude(pk=account.pk).exclude(role=role).exists():
        raise Refused(f"{account.person.name}已是另一类管理员，三类管理员须由不同的人担任。")


def _is_of_city(account: Account) -> bool:
    return account.agency is not None and account.agency.kind == Organisation.Kind.CITY


def _is_of_enterprise(account: Account) -> bool:
    return account.organisation is not None and account.organisation.kind == Organisation.Kind.ENTERPRISE


def _roles_held(account: Account) -> set[str]:
    """Every role that the account has or ever had, by the journal."""
    entries = Entry.objects.about("account", account.pk).filter(action__in=["account.create", "account.role"])
    facts = [json.loads(text) for text in entries.values_list("facts", flat=True)]
    return {account.role} | {each.get("new") or each.get("role") or Role.NONE for each in facts}


@transaction.atomic
def lock_account(by: By, account_id: int, now: datetime) -> Account:
    """Nobody signs in with it any more; sessions end with the next page. Raises Refused."""
    account = _locked(by, account_id, Right.ACCOUNT_EDIT)
    if isinstance(by, Account) and by.pk == account.pk:
        raise Refused("不能停用自己的账号。")
    if account.role in ADMINISTRATORS:
        _require_another(account)
    return _set_active(by, account, False, now)


@transaction.atomic
def unlock_account(by: By, account_id: int, now: datetime) -> Account:
    """Let a locked account sign in again. Raises Refused."""
    account = _locked(by, account_id, Right.ACCOUNT_EDIT)
    if account.role in ADMINISTRATORS:
        _require_apart(account, Role(account.role))
    if account.organisation and account.organisation.retired:
        raise Refused(f"{account.organisation.name}已撤销，账号不能再启用。")
    return _set_active(by, account, True, now)


def _set_active(by: By, account: Account, active: bool, now: datetime) -> Account:
    if account.is_active == active:
        return account
    account.is_active = active
    account.save(update_fields=["is_active"])
    action = "account.unlock" if active else "account.lock"
    record(by.actor, action, Subject("account", account.pk), {"username": account.username}, now)
    return account


def _require_another(account: Account) -> None:
    """The last administrator of a kind stays, or nobody could watch the others."""
    alike = Account.objects.filter(role=account.role, is_active=True).exclude(pk=account.pk)
    agency = account.agency
    if not any(other.agency == agency for other in alike.select_related("organisation__parent__parent")):
        raise Refused(f"这是最后一个{account.get_role_display()}账号，请先设好另一个。")


@transaction.atomic
def reset_password(by: By, account_id: int, now: datetime) -> str:
    """Give a start password and return it, to be shown once. Raises Refused.

    The other administrators' passwords are not the system administrator's to give: that would join what is apart.
    """
    account = _locked(by, account_id, Right.ACCOUNT_EDIT)
    if isinstance(by, Account) and account.role in ADMINISTRATORS:
        raise Refused("管理员账号的密码只能在服务器上用命令重置：jixiao user password。")
    password = start_password()
    account.set_password(password)
    account.has_start_password = True
    account.save(update_fields=["password", "has_start_password"])
    record(by.actor, "account.reset", Subject("account", account.pk), {"username": account.username}, now)
    return password


@transaction.atomic
def change_own_password(account: Account, old: str, new: str, now: datetime) -> None:
    """The account's own change. Raises Refused."""
    own = Account.objects.select_for_update().get(pk=account.pk)
    if not own.check_password(old):
        raise Refused("原密码不正确。")
    if old == new:
        raise Refused("新密码不能与原密码相同。")
    wrong = flaws(new, own)
    if wrong:
        raise Refused(wrong)
    own.set_password(new)
    own.has_start_password = False
    own.save(update_fields=["password", "has_start_password"])
    record(account.actor, "account.password", Subject("account", own.pk), {}, now)


def _locked(by: By, account_id: int, right: Right) -> Account:
    found = Account.objects.select_for_update(of=("self",)).select_related("organisation__parent__parent", "person")
    account = found.filter(pk=account_id).first()
    if account is None:
        raise Refused("没有这个账号。")
    if account.organisation is not None:
        require(by, right, account.organisation)
    elif isinstance(by, Account):
        raise Refused("这个账号没有所属单位，只能在服务器上处理。")
    return account
