"""Signing out."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_signing_out_of_an_ended_session_leads_to_the_sign_in_page() -> None:
    answer = Client().post("/sign-out/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/"
