"""What nobody may bring about in scores by a stale tab, an odd number, a state that is over."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import composed
import pytest
from composed import MADE, YEAR
from django.test import Client
from django.urls import reverse
from unwritten import Room

from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.scores.actions import given, schemes
from jixiao.scores.actions.compositions import compose, freeze
from jixiao.scores.actions.given import Noted, Scored
from jixiao.scores.actions.schemes import Begun
from jixiao.scores.models import Composition, GivenScore, GradeEvent, SchemeRules

As = Callable[[Account], Client]
FROM = "市统计局（青统〔2027〕1号）"
LONG = "长" * 100_000


class Town:
    """Two agencies, their office with two people, adopted rules and a draft."""

    def __init__(self, account: Callable[..., Account]) -> None:
        self.office = composed.upper_office()
        self.agencies = [plan.organisation for plan in composed.city(self.office, 2)]
        self.upper = composed.officer(account, self.office)
        self.second = composed.officer(account, self.office, "upper-2")
        self.rules = composed.rules(self.office)
        self.draft = schemes.begin(self.upper, self.office.pk, Begun(YEAR, self.rules.text), MADE)

    def enter(self, by: Account, text: str, seen: int) -> None:
        rows = [Scored(self.agencies[0].pk, text, FROM if text else "", seen)]
        given.enter(by, self.office.pk, YEAR, "public", rows, MADE)

    def noted(self, organisation: Organisation | None = None) -> Noted:
        return Noted((organisation or self.agencies[0]).pk, "lower", "", 1, "both", "事故", "通报")


@pytest.fixture
def town(db: None, account: Callable[..., Account]) -> Town:
    return Town(account)


ROOM = Room(SchemeRules, GivenScore, GradeEvent, Composition)
nothing_written, refused = ROOM.nothing_written, ROOM.refused


# --- states


def test_retired_rules_are_neither_edited_nor_adopted_nor_computed_by(town: Town) -> None:
    draft = schemes.set_aside(town.upper, town.draft.pk, town.draft.version, MADE)
    for act in (
        lambda: schemes.edit(town.upper, draft.pk, draft.version, draft.text.replace("80", "70"), MADE),
        lambda: schemes.set_aside(town.upper, draft.pk, draft.version, MADE),
        lambda: schemes.adopt(town.upper, draft.pk, draft.version, town.rules.pk, "依据", MADE),
        lambda: compose(town.upper, draft.pk, MADE),
    ):
        refused(act)


def test_a_trial_of_a_draft_or_of_what_has_changed_is_not_frozen(town: Town) -> None:
    trial = compose(town.upper, town.draft.pk, MADE)
    refused(lambda: freeze(town.upper, trial.pk, trial.digest, MADE))
    trial = compose(town.upper, town.rules.pk, MADE)
    refused(lambda: freeze(town.upper, trial.pk, "0" * 64, MADE))
    town.enter(town.upper, "81", 0)
    refused(lambda: freeze(town.upper, trial.pk, trial.digest, MADE))


def test_a_withdrawn_event_stays_withdrawn(town: Town) -> None:
    event = given.add_event(town.upper, town.office.pk, YEAR, town.noted(), MADE)
    refused(lambda: given.withdraw_event(town.upper, town.office.pk, event.pk, LONG, MADE), "不超过")
    given.withdraw_event(town.upper, town.office.pk, event.pk, "不实", MADE)
    with nothing_written():
        given.withdraw_event(town.second, town.office.pk, event.pk, "再撤", MADE)


# --- mixed numbers


def test_a_stranger_gets_no_score_and_no_event(town: Town) -> None:
    far = composed.upper_office("白沙市")
    stranger = find_or_create_organisation("白沙市园林局", Organisation.Kind.AGENCY, far.top)
    for outside in (stranger, far, town.office, town.office.top):
        refused(lambda outside=outside: given.add_event(town.upper, town.office.pk, YEAR, town.noted(outside), MADE))  # type: ignore[misc]
        rows = [Scored(outside.pk, "8", FROM, 0)]
        refused(lambda rows=rows: given.enter(town.upper, town.office.pk, YEAR, "public", rows, MADE), "不合适")  # type: ignore[misc]
    rows = [Scored(town.agencies[0].pk, "8", FROM, 0)]
    refused(lambda: given.enter(town.upper, town.office.pk, YEAR, "table", rows, MADE), "没有这个")


def test_a_score_of_another_year_or_organiser_is_not_checked_along(town: Town) -> None:
    town.enter(town.upper, "81", 0)
    seen = dict(GivenScore.objects.values_list("pk", "version"))
    refused(lambda: given.check(town.second, town.office.pk, YEAR - 1, seen, MADE))
    refused(lambda: given.check(town.second, town.office.pk, YEAR, {**seen, 10**15: 1}, MADE))
    refused(lambda: given.check(town.second, town.office.pk, YEAR, dict.fromkeys(seen, 7), MADE))


# --- two tabs


def test_a_draft_is_adopted_and_set_aside_only_as_it_was_seen(town: Town) -> None:
    seen = town.draft.version
    schemes.edit(town.upper, town.draft.pk, seen, town.draft.text.replace("80", "70"), MADE)
    refused(lambda: schemes.adopt(town.second, town.draft.pk, seen, town.rules.pk, "依据", MADE))
    refused(lambda: schemes.set_aside(town.second, town.draft.pk, seen, MADE))
    refused(lambda: schemes.edit(town.second, town.draft.pk, seen, town.draft.text, MADE))
    refused(lambda: schemes.adopt(town.second, town.draft.pk, seen + 1, 0, "依据", MADE))


# --- what comes from forms


ODD = ["-1", "1e400", "NaN", "sNaN", "Infinity", "9" * 5000, "0.00001", "甲", "\x00x", LONG, "²"]


@pytest.mark.parametrize("typed", ODD)
def test_no_odd_number_becomes_a_score(town: Town, as_: As, typed: str) -> None:
    client, pk = as_(town.upper), town.agencies[0].pk
    form = {"year": YEAR, "component": "public", f"score-{pk}": typed, f"source-{pk}": FROM, "do": "save"}
    with nothing_written():
        answer = client.post(reverse("given-enter"), form)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "seen",
    ["[1]", "{", '{"PK": [1e999, "", ""]}', '{"PK": [NaN, "", ""]}', '{"PK": ["\\ud800", "", ""]}', '{"PK": null}',
     '{"PK": [0, "\\ud800", "\\udfff"]}', '{"PK": [9e300, "", ""]}', "[" * 90_000, '{"１": [0, "", ""]}',
     '{"PK": [0, "\\u0000", ""]}'],
)  # fmt: skip
@pytest.mark.parametrize("do", ["save", "fill"])
def test_what_the_page_is_said_to_have_shown_breaks_nothing(town: Town, as_: As, seen: str, do: str) -> None:
    client, pk = as_(town.upper), town.agencies[0].pk
    form = {"year": YEAR, "component": "public", f"score-{pk}": "x", "do": do, "seen": seen.replace("PK", str(pk))}
    with nothing_written():
        answer = client.post(reverse("given-enter"), form)
    assert answer.status_code in (200, 409, 422)


@pytest.mark.parametrize(
    "wrong",
    [{"effect": "x"}, {"effect": ""}, {"subject": "x"}, {"steps": 0}, {"steps": 10}, {"title": LONG}, {"source": LONG},
     {"title": " "}, {"effect": "cap", "grade": "特优"}, {"organisation": 10**9}],
)  # fmt: skip
def test_an_event_that_makes_no_sense_is_refused(town: Town, as_: As, wrong: dict[str, object]) -> None:
    refused(lambda: given.add_event(town.upper, town.office.pk, YEAR, replace(town.noted(), **wrong), MADE))
    form = {"year": YEAR, "organisation": town.agencies[0].pk, "effect": "lower", "steps": "1", "subject": "both",
            "title": "事故", "source": "通报"} | wrong  # fmt: skip
    with nothing_written():
        assert as_(town.upper).post(reverse("grade-events"), form).status_code == 422


@pytest.mark.parametrize("year", ["0000", "9999", "99999", "２０２６", "-1", "", "20e2"])
def test_no_odd_year_becomes_rules(town: Town, as_: As, year: str) -> None:
    form = {"year": year, "start": f"rules:{town.rules.pk}"}
    with nothing_written():
        assert as_(town.upper).post(reverse("scheme-new"), form).status_code == 422


@pytest.mark.parametrize(
    "text",
    ["", "a" * 200_001, "x = " + "[" * 90_000, "x = " + "9" * 5000, "x = nan", "x = 1e999999999", "title = 1979-05-27",
     '"\x00" = 1', "\x00", 'title = "甲"\ncomponents = 3', 'title = "甲"\n[components]\nx = 1',
     'title = "甲"\nplaces = 999999999', 'title = "甲"\nplaces = -5', 'title = "甲"\nrounding = nan'],
)  # fmt: skip
def test_no_odd_text_becomes_rules(town: Town, as_: As, text: str) -> None:
    form = {"text": text, "version": town.draft.version}
    with nothing_written():
        answer = as_(town.upper).post(reverse("scheme-text", args=[town.draft.pk]), form)
    assert answer.status_code == 422


@pytest.mark.parametrize("typed", ["-1", "1e400", "NaN", "Infinity", "9" * 5000, "甲", LONG, "²", "1e999999999", ""])
@pytest.mark.parametrize("section", ["components", "grades", "bonus", "deductions", "rules"])
def test_no_odd_number_breaks_the_forms_of_rules(town: Town, as_: As, section: str, typed: str) -> None:
    address = reverse("scheme-edit", args=[town.draft.pk, section])
    client = as_(town.upper)
    names = re.findall(r'<(?:input|select|textarea)[^>]*? name="([^"]+)"', client.get(address).content.decode())
    fields = dict.fromkeys(names, typed)
    fields |= {"version": str(town.draft.version), "do": "save"}
    assert client.post(address, fields).status_code in (302, 409, 422)
    assert client.get(reverse("scheme", args=[town.draft.pk])).status_code == 200


@pytest.mark.parametrize(("basis", "version", "force"), [("", 1, 0), (LONG, 1, 0), ("依据", "²", 0), ("依据", 1, "x")])
def test_rules_are_not_adopted_by_an_odd_form(town: Town, as_: As, basis: str, version: object, force: object) -> None:
    form = {"basis": basis, "version": version, "force": force or town.rules.pk}
    with nothing_written():
        answer = as_(town.upper).post(reverse("scheme-adopt", args=[town.draft.pk]), form)
    assert answer.status_code in (409, 422)


def test_what_is_ticked_to_be_checked_is_read_with_care(town: Town, as_: As) -> None:
    town.enter(town.upper, "81", 0)
    row = GivenScore.objects.get()
    for ticked in (
        "",
        "x",
        f"{row.pk}",
        f"{row.pk}-9",
        f"{row.pk}--1",
        "9" * 30 + "-1",
        f"{row.pk}-²",
        json.dumps([1]),
    ):
        with nothing_written():
            answer = as_(town.second).post(reverse("given-check"), {"year": YEAR, "score": ticked})
        assert answer.status_code in (409, 422)
