"""Personas, and a plan that one of them imported."""
# ruff: noqa: E402

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import django
import pytest
import sample
from sample import NOW, PASSWORD

django.setup()  # models can only be imported after this

from django.test import Client

from jixiao.people.actions.accounts import NewAccount, create_account
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.models import Account, Organisation, Person
from jixiao.people.policy import Console
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import ImportedDocument, Plan


@pytest.fixture(autouse=True)
def _quiet_static_files(settings: object) -> None:
    """Whitenoise would list every static file anew for each client."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def uploads(settings: object, tmp_path: Path) -> Path:
    """A place of the test's own for uploaded bytes."""
    settings.JIXIAO_UPLOADS = tmp_path / "uploads"  # type: ignore[attr-defined]
    return tmp_path / "uploads"


@pytest.fixture
def agency(db: None) -> Organisation:
    return find_or_create_organisation("青澜市园林局", Organisation.Kind.AGENCY)


@pytest.fixture
def account(agency: Organisation) -> Callable[..., Account]:
    def make(
        username: str, role: str, organisation: Organisation | None = None, person: Person | None = None
    ) -> Account:
        new = NewAccount(username, Account.Role(role), organisation or agency, PASSWORD, person)
        return create_account(Console(), new, NOW)

    return make


@pytest.fixture
def clerk(account: Callable[..., Account]) -> Account:
    return account("clerk", "operator")


@pytest.fixture
def chief(account: Callable[..., Account]) -> Account:
    return account("chief", "group_head")


@pytest.fixture
def reader(account: Callable[..., Account]) -> Account:
    return account("reader", "reader")


@pytest.fixture
def leader(account: Callable[..., Account], agency: Organisation) -> Account:
    return account("leader", "leader", person=find_or_create_person("苏望舒", agency))


@pytest.fixture
def head(account: Callable[..., Account], agency: Organisation) -> Account:
    office = find_or_create_organisation("绿化科", Organisation.Kind.OFFICE, agency)
    return account("head", "office_head", office, find_or_create_person("陆行舟", agency))


@pytest.fixture
def stranger(account: Callable[..., Account]) -> Account:
    """The operator of another agency: has every right, but not here."""
    other = find_or_create_organisation("栖川市档案局", Organisation.Kind.AGENCY)
    return account("stranger", "operator", other)


@pytest.fixture
def as_() -> Callable[[Account], Client]:
    """A browser that is signed in as the account."""

    def sign_in(account: Account) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def document(clerk: Account, agency: Organisation) -> ImportedDocument:
    return actions.upload_document(clerk, agency, sample.TEXT.encode(), "方案.txt", NOW).document


@pytest.fixture
def plan(clerk: Account, document: ImportedDocument) -> Plan:
    return actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages ask the clock; here it stands at NOW."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    yield
