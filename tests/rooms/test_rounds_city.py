"""Rounds over a city of eighty agencies in four groups: the pages stay small in statements and quick."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest
import rounds_world
from django.test import Client
from django.urls import reverse
from rounds_world import NOW, City, accepted, claim_all

from jixiao.evaluations.models import Assignment, RoundKind
from jixiao.people.models import Account, PeerGroup

As = Callable[[Account], Client]
Count = Callable[[int], Any]


@pytest.fixture
def city(db: None, account: Callable[..., Account], monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)

    def quick(username: str, role: str, organisation: object) -> Account:
        return Account.objects.create(username=username, role=role, organisation=organisation)  # type: ignore[misc]

    made = rounds_world.build(quick, peers=79)
    members = [made.agency, *made.peers]
    PeerGroup.objects.all().delete()
    for at in range(4):
        PeerGroup.objects.create(year=2026, name=f"第{at + 1}组").members.set(members[at * 20 : at * 20 + 20])
    return made


def test_a_round_of_eighty_agencies(city: City, as_: As, django_assert_max_num_queries: Count) -> None:
    own, rating = city.round(), city.round(RoundKind.PEER_RATING)
    review = city.round(RoundKind.CATEGORY_REVIEW)
    assert own.assignments.count() == review.assignments.count() == 80
    assert rating.assignments.count() == 4 * 20 * 19
    accepted(city, own)
    for peer in city.peers:
        claim_all(city.clerks[peer.pk], Assignment.objects.get(round=own, rater=peer))
    browser = as_(city.upper)
    for name, held in (("round", own), ("round", rating), ("round-review", review)):
        browser.get(reverse(name, args=[held.pk]))  # the first page of its kind reads addresses and templates
        with django_assert_max_num_queries(12):
            began = perf_counter()
            answer = browser.get(reverse(name, args=[held.pk]))
            took = perf_counter() - began
        assert answer.status_code == 200
        assert took < 3, f"{name} took {took:.2f} s"
    sides = browser.get(reverse("round-review", args=[review.pk])).context["review"].sides
    assert len(sides) == 80
    assert {side.claimed for side in sides} == {1}
    assert browser.get(reverse("round", args=[own.pk])).context["progress"].handed_in == 80
    with django_assert_max_num_queries(12):
        home = browser.get(reverse("evaluations-home"))
    assert home.status_code == 200
