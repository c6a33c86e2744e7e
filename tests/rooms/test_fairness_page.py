"""The page about raters: who sees it, what it says when there is much, little or nothing to say."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
import rounds_world
from django.test import Client
from django.urls import reverse
from rounds_world import LATE, NOW, City

from jixiao.evaluations.models import Assignment, Mark, Round, RoundKind, SheetState
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, PeerGroup
from jixiao.scores.reading.fairness import chance

As = Callable[[Account], Client]
Count = Callable[[int], Any]
ADDRESS = "fairness"


@pytest.fixture
def city(db: None, account: Callable[..., Account], monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)

    def quick(username: str, role: str, organisation: object) -> Account:
        return Account.objects.create(username=username, role=role, organisation=organisation)  # type: ignore[misc]

    return rounds_world.build(quick, peers=11)


def rated(city: City, lift: float = 0, close: bool = True, title: str = "") -> Round:
    """A peer rating with everybody's marks; the first two peers lift each other."""
    held = city.round(RoundKind.PEER_RATING, title=title)
    dice = random.Random(7)
    first, second = city.peers[0].pk, city.peers[1].pk
    sheets = list(Assignment.objects.filter(round=held).select_related("plan").order_by("rater_id", "plan_id"))
    level = {pk: 75 + at for at, pk in enumerate(sorted({sheet.rater_id for sheet in sheets}))}
    marks = []
    for sheet in sheets:
        points = level[sheet.plan.organisation_id] + dice.gauss(0, 2)
        if {sheet.rater_id, sheet.plan.organisation_id} == {first, second}:
            points += lift
        marks.append(Mark(assignment=sheet, points=f"{points:.2f}", at=NOW))
    Mark.objects.bulk_create(marks)
    held.assignments.update(state=SheetState.SUBMITTED)
    if close:
        Round.objects.filter(pk=held.pk).update(closed_at=LATE)
    return held


def page(browser: Client, held: Round | None = None) -> str:
    answer = browser.get(reverse(ADDRESS), {"round": held.pk} if held else {})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_agreement_severity_and_an_odd_pair_are_told_with_their_uncertainty(city: City, as_: As) -> None:
    rated(city, lift=14)
    browser = as_(city.upper)
    answer = browser.get(reverse(ADDRESS))
    (circle,) = answer.context["circles"]
    assert (circle.name, circle.raters, circle.word) == ("城建组", 12, "看法比较一致")
    assert [{pair.one, pair.other} for pair in circle.odd] == [{"青澜市第1局", "青澜市第2局"}]
    assert len(circle.rows) == 12
    said = page(browser)
    assert "单凭偶然达到这个程度的可能不到0.1%" in said
    assert "系统不据此改动任何得分" in said
    assert "95% 的范围" in said
    assert "全组单凭偶然出现这样一对的可能约" in said


def test_the_picture_has_a_twin_in_figures(city: City, as_: As) -> None:
    rated(city)
    answer = as_(city.upper).get(reverse(ADDRESS))
    (circle,) = answer.context["circles"]
    assert str(circle.picture).count('class="rater') == len(circle.rows)
    for row in circle.rows:
        assert f"{row.name}{row.by}分" in str(circle.picture)
        assert f'<td class="num">{row.bounds}</td>' in answer.content.decode()


def test_without_an_odd_pair_the_page_says_how_many_were_compared(city: City, as_: As) -> None:
    rated(city)
    assert f"比较了 {12 * 11 // 2} 对，没有明显互抬的" in page(as_(city.upper))


def test_without_a_closed_round_the_page_says_so(city: City, as_: As) -> None:
    rated(city, close=False)
    assert "还没有结束的同组互评" in page(as_(city.upper))


def test_a_round_of_too_few_raters_says_that_nothing_can_be_said(city: City, as_: As) -> None:
    held = rated(city)
    few = [peer.pk for peer in city.peers[:3]]
    held.assignments.exclude(rater__in=few).update(state=SheetState.OPEN)
    said = page(as_(city.upper))
    assert "交来评分的只有 3 家，不足 4 家" in said
    assert "一致程度" not in said


def test_a_closed_round_without_marks_says_so(city: City, as_: As) -> None:
    held = rated(city)
    held.assignments.update(state=SheetState.OPEN)
    assert "这一轮没有交来的评分" in page(as_(city.upper))


def test_raters_who_agree_on_nothing_are_not_called_agreed(city: City, as_: As) -> None:
    held = rated(city)
    dice = random.Random(3)
    for mark in Mark.objects.filter(assignment__round=held):
        mark.points = f"{80 + dice.gauss(0, 3):.2f}"  # type: ignore[assignment]
        mark.save(update_fields=["points"])
    said = page(as_(city.upper))
    assert "看不出一致：这样的程度，单凭偶然也有约" in said


def test_groups_are_judged_apart(city: City, as_: As) -> None:
    PeerGroup.objects.all().delete()
    members = [city.agency, *city.peers]
    for at, name in enumerate(("甲组", "乙组")):
        PeerGroup.objects.create(year=2026, name=name).members.set(members[at * 6 : at * 6 + 6])
    rated(city)
    circles = as_(city.upper).get(reverse(ADDRESS)).context["circles"]
    assert [(circle.name, circle.raters, circle.compared) for circle in circles] == [("甲组", 6, 15), ("乙组", 6, 15)]


def test_another_round_is_chosen_by_its_number(city: City, as_: As) -> None:
    first, second = rated(city, title="上半年互评"), rated(city, lift=14, title="下半年互评")
    browser = as_(city.upper)
    assert browser.get(reverse(ADDRESS), {"round": first.pk}).context["held"] == first
    assert browser.get(reverse(ADDRESS), {"round": second.pk}).context["held"] == second


def test_a_round_of_another_kind_or_organiser_or_still_open_is_not_there(city: City, as_: As) -> None:
    browser = as_(city.upper)
    other = find_or_create_organisation("市督查室", Organisation.Kind.OFFICE, city.city)
    rounds = [city.round(), rated(city, close=False, title="未结束"), rated(city, title="别的单位")]
    Round.objects.filter(pk=rounds[2].pk).update(organiser=other)
    for held in [str(each.pk) for each in rounds] + ["0", "x", ""]:
        assert browser.get(reverse(ADDRESS), {"round": held}).status_code == 404


def test_an_assessed_agency_sees_nothing_of_the_upper_offices_round(city: City, as_: As) -> None:
    held = rated(city)
    assert as_(city.clerk).get(reverse(ADDRESS), {"round": held.pk}).status_code == 404
    assert "还没有结束的同组互评" in page(as_(city.clerk))


def test_the_page_takes_few_statements(city: City, as_: As, django_assert_max_num_queries: Count) -> None:
    rated(city)
    browser = as_(city.upper)
    browser.get(reverse(ADDRESS))
    with django_assert_max_num_queries(12):
        browser.get(reverse(ADDRESS))


def test_no_mark_is_changed_by_looking(city: City, as_: As) -> None:
    rated(city, lift=14)
    before = list(Mark.objects.order_by("pk").values())
    as_(city.upper).get(reverse(ADDRESS))
    assert list(Mark.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(("p", "said"), [(0.0009, "不到0.1%"), (0.001, "0.1%"), (0.0346, "3.5%"), (1.0, "100.0%")])
def test_a_chance_is_said_in_percent(p: float, said: str) -> None:
    assert chance(p) == said
