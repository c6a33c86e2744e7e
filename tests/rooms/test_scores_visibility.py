"""Who must not see what of scores, and what one person alone cannot bring about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import composed
import pytest
from composed import MADE, YEAR
from django.test import Client
from django.urls import reverse

from jixiao.core.evaluations.same import key_of
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.models import Item
from jixiao.scores.actions import given, schemes
from jixiao.scores.actions.compositions import compose, freeze
from jixiao.scores.actions.given import Noted, Scored
from jixiao.scores.models import Composition, GivenScore, Result, SchemeRules

As = Callable[[Account], Client]
Make = Callable[..., Account]
D = Decimal
FROM = "市统计局（青统〔2027〕1号）"
ASSESSED = ("operator", "office_head", "office_clerk", "reader", "enterprise", "group_head", "leader", "discipline")


@dataclass
class Town:
    """Six agencies, their office with two people, checked scores, a trial composition."""

    office: Organisation
    agencies: list[Organisation]
    upper: Account
    second: Account
    rules: SchemeRules
    trial: Composition

    def result(self, at: int) -> Result:
        return Result.objects.get(composition=self.trial, organisation=self.agencies[at])

    def freeze(self) -> None:
        freeze(self.upper, self.trial.pk, self.trial.digest, MADE)


@pytest.fixture
def town(db: None, account: Make) -> Town:
    office = composed.upper_office()
    agencies = [plan.organisation for plan in composed.city(office, 6)]
    upper, second = composed.officer(account, office), composed.officer(account, office, "upper-2")
    rules = composed.rules(office)
    rows = [Scored(each.pk, "81.5", FROM, 0) for each in agencies]
    given.enter(upper, office.pk, YEAR, "public", rows, MADE)
    given.check(second, office.pk, YEAR, dict(GivenScore.objects.values_list("pk", "version")), MADE)
    return Town(office, agencies, upper, second, rules, compose(upper, rules.pk, MADE))


def keys() -> dict[int, int]:
    return dict(GivenScore.objects.filter(checked_at=None).values_list("pk", "version"))


def status(client: Client, name: str, *arguments: object, **query: object) -> int:
    return client.get(reverse(name, args=arguments), query).status_code


# --- what an assessed agency sees


def test_a_trial_is_seen_by_its_organiser_alone(town: Town, account: Make, as_: As) -> None:
    for role in ASSESSED:
        client = as_(account(f"own-{role}", role, town.agencies[2]))
        assert status(client, "result", town.result(2).pk) == 404
        assert status(client, "what-if", town.result(2).pk) == 404
        assert reverse("result", args=[town.result(2).pk]) not in client.get(reverse("scores-home")).content.decode()
    assert status(as_(town.upper), "result", town.result(2).pk) == 200


def test_an_assessed_agency_sees_its_own_frozen_result_and_nobody_elses(town: Town, account: Make, as_: As) -> None:
    town.freeze()
    strange = [
        ("result", town.result(1).pk),
        ("what-if", town.result(1).pk),
        ("composition", town.trial.pk),
        ("composition-bundle", town.trial.pk),
        ("scheme", town.rules.pk),
        ("scheme-file", town.rules.pk),
        ("scheme-compare", town.rules.pk),
    ]
    for role in ASSESSED:
        client = as_(account(f"own-{role}", role, town.agencies[2]))
        assert status(client, "result", town.result(2).pk) == 200
        assert [status(client, name, pk) for name, pk in strange] == [404] * len(strange), role


def test_no_page_of_an_assessed_agency_names_another_one(town: Town, account: Make, as_: As) -> None:
    given.add_event(
        town.upper, town.office.pk, YEAR,
        Noted(town.agencies[0].pk, "lower", "", 1, "both", "发生责任事故", "青安〔2027〕2号"), MADE,
    )  # fmt: skip
    town.trial = compose(town.upper, town.rules.pk, MADE)
    town.freeze()
    own = town.agencies[2]
    item = Item.objects.filter(plan__organisation=own, level="indicator")[0]
    others = [each.name for each in town.agencies if each != own]
    for role in ("operator", "group_head", "reader"):
        client = as_(account(f"own-{role}", role, own))
        pages = [
            reverse("scores-home"), reverse("score-forecast"), reverse("result", args=[town.result(2).pk]),
            reverse("what-if", args=[town.result(2).pk]) + f"?v.{key_of(item.title)}=1&rules={town.rules.pk}",
        ]  # fmt: skip
        if role != "reader":
            pages += [reverse("given-scores"), reverse("fairness"), reverse("compositions")]
        for page in pages:
            text = client.get(page).content.decode()
            assert not [name for name in others if name in text], page
            assert "责任事故" not in text, page


def test_what_if_takes_neither_keys_of_others_nor_rules_of_others(town: Town, account: Make, as_: As) -> None:
    town.freeze()
    client = as_(account("clerk-2", "operator", town.agencies[2]))
    draft = composed.rules(town.office, state="draft", number=2, adopted_at=None)
    inside = composed.rules(town.agencies[1], scope="inside")
    for rules in (draft, inside):
        answer = client.get(reverse("what-if", args=[town.result(2).pk]), {"rules": rules.pk})
        assert answer.status_code == 200
        assert answer.context["rules"] is None
        assert answer.context["versions"] == []
    odd = {f"v.{town.agencies[1].pk}": "1", "v.": "1", "g.table": "100", "g.": "1", "organisation": town.agencies[1].pk}
    answer = client.get(reverse("what-if", args=[town.result(2).pk]), odd)
    assert answer.context["fields"] == []
    assert as_(town.upper).get(reverse("what-if", args=[town.result(2).pk]), {"rules": inside.pk}).context[
        "rules"
    ] is None  # fmt: skip


def test_the_upper_office_of_another_city_is_a_stranger(town: Town, account: Make, as_: As) -> None:
    town.freeze()
    far = composed.officer(account, composed.upper_office("栖川市"), "far")
    client = as_(far)
    for name, pk in (
        ("result", town.result(0).pk), ("what-if", town.result(0).pk), ("composition", town.trial.pk),
        ("composition-bundle", town.trial.pk), ("scheme", town.rules.pk), ("scheme-file", town.rules.pk),
    ):  # fmt: skip
        assert status(client, name, pk) == 404
    for act in (
        lambda: compose(far, town.rules.pk, MADE),
        lambda: freeze(far, town.trial.pk, town.trial.digest, MADE),
        lambda: schemes.set_aside(far, town.rules.pk, 1, MADE),
        lambda: given.enter(far, town.office.pk, YEAR, "public", [], MADE),
        lambda: given.check(far, town.office.pk, YEAR, {1: 1}, MADE),
    ):
        with pytest.raises(Forbidden):
            act()
    assert "青澜市" not in client.get(reverse("given-scores") + f"?year={YEAR}").content.decode()


# --- what one person alone cannot bring about


def test_a_checked_score_that_was_changed_counts_only_when_checked_anew(town: Town) -> None:
    row = GivenScore.objects.first()
    assert row is not None
    given.enter(
        town.second, town.office.pk, YEAR, "public", [Scored(row.organisation_id, "10", FROM, row.version)], MADE
    )
    row.refresh_from_db()
    assert row.checked_at is None
    with pytest.raises(Refused, match="另一人"):
        given.check(town.second, town.office.pk, YEAR, keys(), MADE)


def test_the_same_person_under_another_account_checks_nothing_of_its_own(town: Town, account: Make) -> None:
    person = find_or_create_person("苏望舒", town.office)
    one, two = account("one", "upper", town.office, person), account("two", "upper", town.office, person)
    row = GivenScore.objects.first()
    assert row is not None
    given.enter(one, town.office.pk, YEAR, "public", [Scored(row.organisation_id, "10", FROM, row.version)], MADE)
    with pytest.raises(Refused, match="另一人"):
        given.check(two, town.office.pk, YEAR, keys(), MADE)


def test_nothing_is_frozen_while_an_entered_score_waits_for_its_check(town: Town) -> None:
    row = GivenScore.objects.first()
    assert row is not None
    given.enter(
        town.upper, town.office.pk, YEAR, "public", [Scored(row.organisation_id, "10", FROM, row.version)], MADE
    )
    made = compose(town.upper, town.rules.pk, MADE)
    with pytest.raises(Refused, match="没有复核"):
        freeze(town.upper, made.pk, made.digest, MADE)
    given.check(town.second, town.office.pk, YEAR, keys(), MADE)
    made = compose(town.upper, town.rules.pk, MADE)
    assert freeze(town.upper, made.pk, made.digest, MADE).state == "frozen"


def test_a_checked_score_is_not_taken_away_by_one_person_alone(town: Town) -> None:
    row = GivenScore.objects.first()
    assert row is not None
    taken_back = [Scored(row.organisation_id, "", "", row.version)]
    assert given.enter(town.upper, town.office.pk, YEAR, "public", taken_back, MADE) == 1
    row.refresh_from_db()
    assert (row.score, row.source, row.checked_at) == (None, "", None)
    made = compose(town.upper, town.rules.pk, MADE)
    with pytest.raises(Refused, match="没有复核"):
        freeze(town.upper, made.pk, made.digest, MADE)
    with pytest.raises(Refused, match="另一人"):
        given.check(town.upper, town.office.pk, YEAR, keys(), MADE)
    assert given.check(town.second, town.office.pk, YEAR, keys(), MADE) == 1
    assert not GivenScore.objects.filter(pk=row.pk).exists()


def test_a_score_that_was_changed_and_then_taken_back_waits_for_another_too(town: Town) -> None:
    row = GivenScore.objects.first()
    assert row is not None
    for text in ("10", ""):
        row.refresh_from_db()
        rows = [Scored(row.organisation_id, text, FROM if text else "", row.version)]
        given.enter(town.upper, town.office.pk, YEAR, "public", rows, MADE)
    row.refresh_from_db()
    assert (row.score, row.checked_at) == (None, None)


def test_a_score_that_waits_to_be_taken_back_is_entered_anew(town: Town) -> None:
    row = GivenScore.objects.first()
    assert row is not None
    for text in ("", "90"):
        row.refresh_from_db()
        rows = [Scored(row.organisation_id, text, FROM if text else "", row.version)]
        given.enter(town.upper, town.office.pk, YEAR, "public", rows, MADE)
    row.refresh_from_db()
    assert (row.score, row.source, row.checked_at) == (D(90), FROM, None)


def test_adopted_rules_are_neither_edited_nor_set_aside_nor_adopted_again(town: Town) -> None:
    text, rules = town.rules.text, town.rules
    for act in (
        lambda: schemes.edit(town.upper, rules.pk, rules.version, text.replace("80", "70"), MADE),
        lambda: schemes.set_aside(town.upper, rules.pk, rules.version, MADE),
        lambda: schemes.adopt(town.upper, rules.pk, rules.version, rules.pk, "依据", MADE),
    ):
        with pytest.raises(Refused):
            act()
    rules.refresh_from_db()
    assert (rules.text, rules.state) == (text, "adopted")


def test_a_frozen_composition_stays_as_it_was_whatever_digest_comes(town: Town, account: Make) -> None:
    town.freeze()
    before = Composition.objects.values().get(pk=town.trial.pk)
    freeze(town.second, town.trial.pk, "f" * 64, MADE)
    assert Composition.objects.values().get(pk=town.trial.pk) == before


def test_an_event_of_another_organiser_is_not_withdrawn(town: Town, account: Make) -> None:
    event = given.add_event(
        town.upper, town.office.pk, YEAR, Noted(town.agencies[0].pk, "lower", "", 1, "both", "事故", "文"), MADE
    )
    clerk = account("clerk-0", "operator", town.agencies[0])
    with pytest.raises(Refused):
        given.withdraw_event(clerk, town.agencies[0].pk, event.pk, "不对", MADE)
    with pytest.raises(Forbidden):
        given.withdraw_event(clerk, town.office.pk, event.pk, "不对", MADE)
    inside = find_or_create_organisation("综合科", Organisation.Kind.OFFICE, town.agencies[0])
    with pytest.raises(Forbidden):
        given.enter(account("hand", "operator", inside), town.office.pk, YEAR, "public", [], MADE)
