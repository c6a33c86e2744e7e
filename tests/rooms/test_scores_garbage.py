"""Addresses typed by hand: whatever stands behind the question mark, a page answers with a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import composed
import pytest
from composed import MADE
from django.test import Client
from django.urls import reverse

from jixiao.evaluations.models import Assignment, Round
from jixiao.people.models import Account
from jixiao.scores.actions import compositions
from jixiao.scores.models import Result

As = Callable[[Account], Client]
VALUES = [
    "",
    "0",
    "-1",
    "²",
    "９",
    "9" * 30,
    "1e999999999",
    "NaN",
    "abc",
    "\x00",
    "<svg onload=x>",
    "../../x",
    "a" * 3000,
]
NAMES = [
    "step",
    "only",
    "add",
    "rules",
    "round",
    "year",
    "component",
    "with",
    "rater",
    "state",
    "key",
    "all",
    "item",
    "v.aaaaaaaa",
]


@pytest.fixture
def upper(account: Callable[..., Account], db: None) -> Account:
    return composed.officer(account, composed.upper_office())


def pages(upper: Account) -> list[str]:
    office = upper.organisation
    assert office is not None
    plans = composed.city(office, 5, 2)
    rules = composed.rules(office)
    made = compositions.compose(upper, rules.pk, MADE)
    compositions.freeze(upper, made.pk, made.digest, MADE + timedelta(hours=1))
    result = Result.objects.filter(composition=made).order_by("pk")[0]
    held = Round.objects.create(
        organiser=office, year=composed.YEAR, kind="category_review", title="复核", opens=MADE.date(), due=MADE.date(),
        made_at=MADE,
    )  # fmt: skip
    for plan in plans:
        Assignment.objects.create(round=held, plan=plan, rater=office)
    one = {"result": result.pk, "what-if": result.pk, "composition": made.pk, "scheme": rules.pk, "scheme-text": rules.pk,
           "scheme-compare": rules.pk, "round": held.pk, "round-review": held.pk}  # fmt: skip
    own = ["scores-home", "compositions", "schemes", "given-scores", "fairness", "evaluations-home", "inspections"]
    own += ["bonus-list", "findings"]
    return [reverse(name, args=[pk]) for name, pk in one.items()] + [reverse(name) for name in own]


def test_no_question_brings_a_page_down(upper: Account, as_: As) -> None:
    client = as_(upper)
    for address in pages(upper):
        for value in VALUES:
            assert client.get(address, dict.fromkeys(NAMES, value)).status_code < 500, (address, value)
        for name in NAMES:
            assert client.get(address, {name: "²"}).status_code < 500, (address, name)


def test_supposed_values_of_every_indicator_may_be_nonsense(upper: Account, as_: As) -> None:
    client = as_(upper)
    address = next(each for each in pages(upper) if "what-if" in each)
    page = client.get(address).content.decode()
    names = {part.split('"')[0] for part in page.split('name="')[1:]}
    for value in VALUES:
        assert client.get(address, dict.fromkeys(names, value)).status_code < 500, value
