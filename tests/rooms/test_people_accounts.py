"""Accounts: made by one administrator, given their role by another; nobody for oneself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from sample import NOW, PASSWORD

from jixiao.journal.models import Entry
from jixiao.people.actions import accounts
from jixiao.people.actions.accounts import NewAccount
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ADMINISTRATORS, Console, Forbidden, Refused

Role = Account.Role
Make = Callable[..., Account]
As = Callable[[Account], Client]


@pytest.fixture
def admin(account: Make) -> Account:
    return account("system", "system_admin")


@pytest.fixture
def security(account: Make) -> Account:
    return account("security", "security_admin")


@pytest.fixture
def newcomer(admin: Account, agency: Organisation) -> Account:
    return accounts.create_account(admin, NewAccount("new", Role.NONE, agency, PASSWORD), NOW)


def test_who_makes_an_account_grants_it_no_role(admin: Account, agency: Organisation) -> None:
    with pytest.raises(Refused, match="安全管理员授予"):
        accounts.create_account(admin, NewAccount("new", Role.OPERATOR, agency, PASSWORD), NOW)
    with pytest.raises(Refused, match="占用"):
        accounts.create_account(admin, NewAccount("SYSTEM", Role.NONE, agency, PASSWORD), NOW)


def test_only_the_security_administrator_grants_a_role(admin: Account, security: Account, newcomer: Account) -> None:
    with pytest.raises(Forbidden):
        accounts.grant_role(admin, newcomer.pk, Role.READER, NOW)
    assert accounts.grant_role(security, newcomer.pk, Role.OPERATOR, NOW).role == Role.OPERATOR
    entry = Entry.objects.get(action="account.role")
    assert json.loads(entry.facts) == {"username": "new", "old": "none", "new": "operator"}


def test_nobody_grants_to_oneself(security: Account) -> None:
    with pytest.raises(Refused, match="不能给自己"):
        accounts.grant_role(security, security.pk, Role.OPERATOR, NOW)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_a_business_account_never_becomes_an_administrator(security: Account, clerk: Account, role: str) -> None:
    with pytest.raises(Refused, match="不能互换"):
        accounts.grant_role(security, clerk.pk, Role(role), NOW)


def test_not_even_when_the_role_was_taken_away_between(security: Account, clerk: Account) -> None:
    accounts.grant_role(security, clerk.pk, Role.NONE, NOW)
    with pytest.raises(Refused, match="不能互换"):
        accounts.grant_role(security, clerk.pk, Role.AUDITOR, NOW)
    assert accounts.grant_role(security, clerk.pk, Role.READER, NOW).role == Role.READER


def test_the_three_administrators_are_three_persons(security: Account, account: Make, agency: Organisation) -> None:
    person = find_or_create_person("严守正", agency)
    account("auditor", "auditor", person=person)
    second = account("second", "none", person=person)
    with pytest.raises(Refused, match="不同的人"):
        accounts.grant_role(security, second.pk, Role.SYSTEM_ADMIN, NOW)
    assert accounts.grant_role(security, second.pk, Role.AUDITOR, NOW).role == Role.AUDITOR


def test_the_upper_office_s_role_is_not_an_agency_s_to_give(security: Account, newcomer: Account) -> None:
    for role in (Role.UPPER, Role.INSPECTOR):
        with pytest.raises(Refused, match="市级"):
            accounts.grant_role(security, newcomer.pk, role, NOW)


def test_the_last_administrator_of_a_kind_stays(admin: Account, account: Make) -> None:
    auditor = account("auditor", "auditor")
    with pytest.raises(Refused, match="最后一个"):
        accounts.lock_account(admin, auditor.pk, NOW)
    account("auditor2", "auditor")
    assert not accounts.lock_account(admin, auditor.pk, NOW).is_active


def test_a_locked_account_is_out_at_once_and_back_when_unlocked(as_: As, admin: Account, clerk: Account) -> None:
    client = as_(clerk)
    accounts.lock_account(admin, clerk.pk, NOW)
    assert client.get("/")["Location"].startswith("/sign-in/")
    accounts.unlock_account(admin, clerk.pk, NOW)
    assert as_(clerk).get("/").status_code == 200
    with pytest.raises(Refused, match="自己"):
        accounts.lock_account(admin, admin.pk, NOW)


def test_the_system_administrator_cannot_reset_the_password_of_an_administrator(
    admin: Account, security: Account
) -> None:
    with pytest.raises(Refused, match="服务器上"):
        accounts.reset_password(admin, security.pk, NOW)
    assert accounts.reset_password(Console(), security.pk, NOW)


def test_start_passwords_are_long_and_differ() -> None:
    made = {accounts.start_password() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([a-z2-9]{4}-){2}[a-z2-9]{4}", each) for each in made)


def test_from_making_an_account_to_its_first_page(
    as_: As, client: Client, admin: Account, security: Account, agency: Organisation
) -> None:
    told = as_(admin).post("/people/accounts/new/", {"username": "lin", "name": "林见深", "organisation": agency.pk})
    found = re.search(r'class="secret">([^<]+)<', told.content.decode())
    assert found is not None
    assert "no-store" in told["Cache-Control"]
    password = found[1]
    assert password not in "".join(Entry.objects.values_list("facts", flat=True))
    refused = client.post("/sign-in/", {"username": "lin", "password": password})
    assert (refused.status_code, "还没有授予角色" in refused.content.decode()) == (422, True)
    made = Account.objects.get(username="lin")
    assert as_(security).post(f"/people/accounts/{made.pk}/role/", {"role": "reader"}).status_code == 302
    assert client.post("/sign-in/", {"username": "lin", "password": password}).status_code == 302
    assert client.get("/")["Location"] == "/me/password/"
    change = {"old": password, "new": "一句足够长的新的密码", "again": "一句足够长的新的密码"}
    assert client.post("/me/password/", change)["Location"] == "/me/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"old": "wrong", "new": "一句足够长的新的密码", "again": "一句足够长的新的密码"}, 409, "原密码不正确"),
        ({"old": PASSWORD, "new": "短", "again": "短"}, 409, "密码太短"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, 409, "相同"),
        ({"old": PASSWORD, "new": "一句足够长的新的密码", "again": "另一句"}, 422, "不一致"),
    ],
)
def test_a_bad_password_change_says_why(
    as_: As, clerk: Account, change: dict[str, str], status: int, sentence: str
) -> None:
    answer = as_(clerk).post("/me/password/", change)
    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_the_list_shows_role_place_and_state_and_only_of_the_own_agency(
    as_: As, security: Account, head: Account, stranger: Account
) -> None:
    accounts.lock_account(Console(), head.pk, NOW)
    page = as_(security).get("/people/accounts/").content.decode()
    assert all(word in page for word in ("科室责任人", "绿化科", "已停用", "从未登录"))
    assert "stranger" not in page
    assert "新建账号" not in page


def test_lock_reset_and_role_work_from_the_page_or_say_why(
    as_: As, admin: Account, security: Account, clerk: Account
) -> None:
    at, system = f"/people/accounts/{clerk.pk}/", as_(admin)
    assert system.post(f"{at}lock/", {"want": "lock"}).status_code == 302
    assert system.post(f"{at}lock/", {"want": "unlock"}).status_code == 302
    assert "初始密码" in system.post(f"{at}reset/").content.decode()
    refused = as_(security).post(f"{at}role/", {"role": "auditor"})
    assert (refused.status_code, "不能互换" in refused.content.decode()) == (409, True)
    last = system.post(f"/people/accounts/{security.pk}/lock/", {"want": "lock"})
    assert (last.status_code, "最后一个" in last.content.decode()) == (409, True)


def test_everybody_sees_and_takes_away_the_own_data_and_nobody_else_s(as_: As, clerk: Account, reader: Account) -> None:
    accounts.change_own_password(reader, PASSWORD, "一句足够长的新的密码", NOW)
    reader.refresh_from_db()
    data = json.loads(as_(reader).get("/me/data.json").content)
    assert (data["username"], data["role"]) == ("reader", "查阅人")
    assert [act["action"] for act in data["acts"]] == ["account.password"]
    assert "clerk" not in json.dumps(data)


def test_an_account_without_an_organisation_is_told_so_at_the_door(client: Client, db: None) -> None:
    Account.objects.create_user("lost", password=PASSWORD, role="operator")
    answer = client.post("/sign-in/", {"username": "lost", "password": PASSWORD})
    assert (answer.status_code, "所属单位" in answer.content.decode()) == (422, True)


def test_an_agency_s_administrator_finds_no_account_of_another(as_: As, admin: Account, stranger: Account) -> None:
    assert as_(admin).get(f"/people/accounts/{stranger.pk}/").status_code == 404
    other = find_or_create_organisation("栖川市档案局", Organisation.Kind.AGENCY)
    with pytest.raises(Forbidden):
        accounts.create_account(admin, NewAccount("x1", Role.NONE, other, PASSWORD), NOW)
