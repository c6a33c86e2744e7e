"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from sample import NOW, PASSWORD

from jixiao.journal.models import Entry
from jixiao.people.actions import sign_in as actions
from jixiao.people.models import Account, SignInFailure


def post(client: Client, name: str, password: str, **more: str) -> int:
    return client.post("/sign-in/", {"username": name, "password": password, **more}).status_code


def test_the_right_password_leads_to_the_desk_and_into_the_journal(client: Client, clerk: Account) -> None:
    answer = client.post("/sign-in/", {"username": "clerk", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(action="account.sign_in", object_id=str(clerk.pk)).count() == 1


def test_a_wrong_password_says_so_and_keeps_the_door_shut(client: Client, clerk: Account) -> None:
    answer = client.post("/sign-in/", {"username": "clerk", "password": "wrong"})
    assert answer.status_code == 422
    assert "用户名或密码不正确。" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_sign_in_returns_to_the_page_that_was_asked_for_but_never_leaves_the_site(
    client: Client, clerk: Account
) -> None:
    answer = client.post("/sign-in/", {"username": "clerk", "password": PASSWORD, "next": "/plans/"})
    assert answer["Location"] == "/plans/"
    client.logout()
    answer = client.post("/sign-in/", {"username": "clerk", "password": PASSWORD, "next": "//elsewhere.example/"})
    assert answer["Location"] == "/"


def test_guessing_is_held_back_for_that_name_and_address_only(client: Client, clerk: Account, reader: Account) -> None:
    assert [post(client, "clerk", "wrong") for _ in range(5)] == [422] * 5
    assert post(client, "clerk", PASSWORD) == 429
    assert post(client, "reader", PASSWORD) == 302
    other = Client(REMOTE_ADDR="10.9.8.7")
    assert post(other, "clerk", PASSWORD) == 302


@pytest.mark.django_db
def test_failures_are_forgotten_after_a_quarter_of_an_hour() -> None:
    for _ in range(5):
        actions.note_failure("clerk", "10.0.0.1", NOW)
    assert actions.held_back("clerk", "10.0.0.1", NOW + timedelta(minutes=14))
    assert not actions.held_back("clerk", "10.0.0.1", NOW + timedelta(minutes=16))
    actions.note_failure("other", "10.0.0.1", NOW + timedelta(minutes=16))
    assert SignInFailure.objects.count() == 1


def test_demo_accounts_are_shown_in_the_demo_only(client: Client, db: None, settings: LazySettings) -> None:
    assert "jixiao-demo" not in client.get("/sign-in/").content.decode()
    settings.JIXIAO_DEMO = True
    assert "jixiao-demo" in client.get("/sign-in/").content.decode()


def test_a_fragment_asked_for_after_the_session_ended_reloads_the_page(client: Client, db: None) -> None:
    answer = client.get("/", headers={"HX-Request": "true"}, follow=True)
    assert answer["HX-Refresh"] == "true"
    assert answer.content == b""


def test_signing_out_takes_a_post(client: Client, clerk: Account) -> None:
    client.force_login(clerk)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/").status_code == 302
