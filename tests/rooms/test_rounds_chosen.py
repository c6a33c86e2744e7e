"""An on-site assessment of a part of the organisations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rounds_world
from django.test import Client
from rounds_world import DUE, NOW, OPENS, City

from jixiao.evaluations.actions import rounds
from jixiao.evaluations.actions.rounds import Given
from jixiao.evaluations.models import Round, RoundKind
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused

As = Callable[[Account], Client]
Make = Callable[..., Account]


@pytest.fixture
def city(db: None, account: Make) -> City:
    return rounds_world.build(account)


def on_site(city: City, *chosen: Organisation, kind: RoundKind = RoundKind.ON_SITE) -> Round:
    given = Given(2026, kind, "抽查", OPENS, DUE, frozenset(each.pk for each in chosen))
    return rounds.hold(city.upper, city.office.pk, given, NOW)


def assessed(held: Round) -> set[str]:
    return set(held.assignments.values_list("plan__organisation__name", flat=True))


def test_only_the_chosen_have_sheets_also_when_sheets_are_given_out_again(city: City) -> None:
    held = on_site(city, city.agency, city.peers[0])
    assert rounds.assign(city.upper, held.pk, NOW) == 0
    assert assessed(held) == {city.agency.name, city.peers[0].name}


def test_with_nobody_chosen_it_is_about_all(city: City) -> None:
    assert len(assessed(on_site(city))) == 3


def test_the_same_choice_again_is_one_round_and_another_choice_is_refused(city: City) -> None:
    assert on_site(city, city.agency).pk == on_site(city, city.agency).pk
    with pytest.raises(Refused, match="已经有名为"):
        on_site(city, city.peers[0])


@pytest.mark.parametrize("kind", [RoundKind.SELF, RoundKind.PEER_RATING, RoundKind.CATEGORY_REVIEW])
def test_other_rounds_are_about_all(city: City, kind: RoundKind) -> None:
    with pytest.raises(Refused, match="只有实地考评"):
        on_site(city, city.agency, kind=kind)
    assert not Round.objects.exists()


def test_whoever_is_not_assessed_by_the_organiser_cannot_be_chosen(city: City) -> None:
    with pytest.raises(Refused, match="有 1 家在2026年没有可以考评的方案"):
        on_site(city, city.agency, city.office)
    assert not Round.objects.exists()


def test_the_form_offers_the_organisations_and_keeps_what_was_ticked(city: City, as_: As) -> None:
    form = {"kind": "self", "year": "2026", "title": "抽查", "opens": "2026-12-01", "due": "2026-12-31"}
    sent = as_(city.upper).post("/evaluations/rounds/new/", form | {"chosen": [city.agency.pk]})
    assert sent.status_code == 422
    page = sent.content.decode()
    assert f'value="{city.agency.pk}" checked' in page
    assert f'value="{city.peers[0].pk}">' in page
    sent = as_(city.upper).post("/evaluations/rounds/new/", form | {"kind": "on_site", "chosen": [city.agency.pk]})
    assert sent.status_code == 302
    assert assessed(Round.objects.get()) == {city.agency.name}
