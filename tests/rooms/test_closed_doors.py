"""Every page: who is sent to sign in, who finds nothing, and with which headers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from jixiao.people.models import Account
from jixiao.plans.models import ImportedDocument, Item, Plan

READ = ["/plans/{plan}/", "/plans/{plan}/items/{item}/"]
OPERATE = ["/plans/import/{document}/", "/plans/import/{document}/rows/1/l2/"]
DECIDE = ["/plans/import/{document}/confirm/", "/plans/import/{document}/discard/"]


@pytest.fixture
def fill(plan: Plan, document: ImportedDocument) -> Callable[[str], str]:
    item = Item.objects.filter(plan=plan, level="indicator").first()
    assert item is not None
    return lambda address: address.format(plan=plan.pk, item=item.pk, document=document.pk)


@pytest.mark.parametrize("address", ["/", "/plans/", "/plans/import/", *READ, *OPERATE])
def test_nobody_is_sent_to_sign_in(client: Client, fill: Callable[[str], str], address: str) -> None:
    answer = client.get(fill(address))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("address", [*READ, *OPERATE])
def test_a_stranger_finds_nothing(
    as_: Callable[[Account], Client], stranger: Account, fill: Callable[[str], str], address: str
) -> None:
    assert as_(stranger).get(fill(address)).status_code == 404


@pytest.mark.parametrize("address", [*DECIDE, OPERATE[1]])
def test_a_stranger_can_do_nothing(
    as_: Callable[[Account], Client], stranger: Account, fill: Callable[[str], str], address: str
) -> None:
    assert as_(stranger).post(fill(address), {"version": 1, "typed": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["leader", "head", "reader"])
@pytest.mark.parametrize("address", ["/plans/import/", *OPERATE])
def test_only_the_operator_finds_the_import(
    request: pytest.FixtureRequest,
    as_: Callable[[Account], Client],
    fill: Callable[[str], str],
    who: str,
    address: str,
) -> None:
    assert as_(request.getfixturevalue(who)).get(fill(address)).status_code == 404


@pytest.mark.parametrize("who", ["leader", "head", "reader"])
@pytest.mark.parametrize("address", READ)
def test_the_agency_reads_its_plan(
    request: pytest.FixtureRequest,
    as_: Callable[[Account], Client],
    fill: Callable[[str], str],
    who: str,
    address: str,
) -> None:
    assert as_(request.getfixturevalue(who)).get(fill(address)).status_code == 200


def test_an_account_without_an_organisation_sees_an_empty_desk_and_nothing_else(
    as_: Callable[[Account], Client], plan: Plan
) -> None:
    lost = Account.objects.create(username="lost", role="operator")
    assert plan.title not in as_(lost).get("/").content.decode()
    assert as_(lost).get("/plans/").status_code == 404
    assert as_(lost).get(f"/plans/{plan.pk}/").status_code == 404


def test_a_page_lets_in_nothing_from_outside(client: Client, db: None) -> None:
    answer = client.get("/sign-in/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/", "/plans/", "/plans/import/", *READ, *OPERATE[:1]])
def test_a_page_has_no_inline_script_or_style(
    as_: Callable[[Account], Client], clerk: Account, fill: Callable[[str], str], address: str
) -> None:
    page = as_(clerk).get(fill(address)).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=")
