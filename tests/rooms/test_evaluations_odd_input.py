"""What odd words, numbers and dates come to in the forms of evaluations: a refusal, nothing written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import inspected
import pytest
import rounds_world
from django.test import Client
from django.urls import reverse
from test_evaluations_misuse import city, december, july, nothing_written, refused, town

from jixiao.evaluations.actions import findings, visits
from jixiao.evaluations.actions import sheet_decisions as decisions
from jixiao.evaluations.actions.findings import Decided
from jixiao.evaluations.models import Round, RoundKind
from jixiao.people.models import Account
from jixiao.plans.models import Plan

As = Callable[[Account], Client]
NOW, JULY = rounds_world.NOW, inspected.NOW
__all__ = ["city", "december", "july", "town"]


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize("button", [{}, {"do": ""}, {"do": "grant"}])
def test_without_its_button_no_claim_is_granted(town: inspected.City, as_: As, button: dict[str, str]) -> None:
    inspected.adopted(town.office)
    claim = inspected.claimed(town)
    client = as_(town.upper)
    with nothing_written():
        answer = client.post(reverse("bonus-check", args=[claim.pk]), {"seen": claim.version, **button})
    assert answer.status_code == 422


LONG = "长" * 100_000


def test_a_reason_has_an_end(city: rounds_world.City) -> None:
    sheet = rounds_world.claim_all(city.clerk, city.sheet(city.round()))
    refused(lambda: decisions.send_back(city.upper, sheet.pk, LONG, sheet.version, NOW), "不超过")


def test_what_is_said_to_a_rectification_has_an_end(town: inspected.City) -> None:
    finding = inspected.found(town, inspected.planned(town))
    finding = findings.answer(town.clerk, finding.pk, "属实。", [], finding.version, JULY)
    given = Decided(True, "按规定", words="窗口无人", points=Decimal("0.5"), rectify_by=date(2026, 12, 31))
    finding = findings.decide(town.upper, finding.pk, given, finding.version, JULY)
    finding = findings.report_mended(town.clerk, finding.pk, "已改。", [], finding.version, JULY)
    for mended in (True, False):
        refused(
            lambda mended=mended: findings.judge_mended(
                town.upper, finding.pk, LONG, finding.version, JULY, mended=mended
            ),  # type: ignore[misc]
            "不能超过",
        )
    assert findings.judge_mended(town.upper, finding.pk, "", finding.version, JULY, mended=True).rectified_at == JULY


def test_a_visit_before_its_round_is_refused(city: rounds_world.City) -> None:
    sheet = city.sheet(city.round(RoundKind.ON_SITE))
    early = visits.Given(date(2026, 11, 30), "公园", "甲、乙", "看了现场")
    refused(lambda: visits.record_visit(city.upper, sheet.pk, early, 1, NOW), "不能早于轮次开始的2026-12-01")


@pytest.mark.usefixtures("december")
def test_members_are_asked_for_no_plan_that_cannot_be_read(city: rounds_world.City, as_: As) -> None:
    held = city.round(RoundKind.ON_SITE)
    with nothing_written():
        answer = as_(city.upper).post(
            reverse("round-members", args=[held.pk]), {"plan": ["x"], "account": [city.second.pk]}
        )
    assert answer.status_code == 422


@pytest.mark.usefixtures("december")
@pytest.mark.parametrize(
    "typed", ["-1", "1e400", "NaN", "sNaN", "Infinity", "9" * 5000, "0.00001", "甲", "\x00x", LONG, "+-1"]
)
def test_no_odd_number_becomes_a_mark(city: rounds_world.City, as_: As, typed: str) -> None:
    rating = city.sheet(city.round(RoundKind.PEER_RATING), city.agency, Plan.objects.get(organisation=city.peers[0]))
    own, review = city.sheet(city.round()), city.sheet(city.round(RoundKind.CATEGORY_REVIEW))
    clerk, upper, item = as_(city.clerk), as_(city.upper), city.item().pk
    marks = {f"was-{item}": "", f"points-{item}": typed, f"reason-{item}": "据实", "do": "save", "seen": "1"}
    correction = {"sheet": review.pk, "item": item, "points": typed, "old": "", "reason": "核实"}
    with nothing_written():
        answers = [
            clerk.post(reverse("rating-sheet", args=[rating.pk]), {"points": typed, "reason": "据实", "do": "submit"}),
            clerk.post(reverse("self-sheet", args=[own.pk]), marks),
            upper.post(reverse("round-review", args=[review.round_id]), correction),
        ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]


@pytest.mark.usefixtures("december")
@pytest.mark.parametrize("opens", ["0001-01-01", "0000-01-01", "2026-12-01", "99999-01-01", "9999-12-31"])
def test_a_round_of_odd_days_is_refused_or_shown(city: rounds_world.City, as_: As, opens: str) -> None:
    client = as_(city.upper)
    typed = {"kind": "self", "year": "2026", "title": "自评", "opens": opens, "due": "9999-12-31"}
    answer = client.post(reverse("round-new"), typed)
    assert answer.status_code in (302, 422)
    for held in Round.objects.all():
        assert client.get(reverse("round", args=[held.pk])).status_code == 200
        sheet = city.sheet(held)
        assert as_(city.clerk).get(reverse("self-sheet", args=[sheet.pk])).status_code == 200
    for name in ("evaluations-home", "desk"):
        assert as_(city.clerk).get(reverse(name)).status_code == 200


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-12-30", "99999-01-01", "0000-00-00"])
@pytest.mark.parametrize("points", ["0.5", "NaN", "-1", "1e1", "99999", "０．５"])
def test_a_finding_decided_with_an_odd_day_or_number_is_refused_or_shown(
    town: inspected.City, as_: As, day: str, points: str
) -> None:
    finding = inspected.found(town, inspected.planned(town, ends=date(9999, 12, 31), answer_days=60))
    finding = findings.answer(town.clerk, finding.pk, "属实。", [], finding.version, JULY)
    upper, clerk = as_(town.upper), as_(town.clerk)
    typed = {"do": "uphold", "seen": finding.version, "words": "无人", "points": points, "rectify_by": day}
    assert upper.post(reverse("finding-decide", args=[finding.pk]), typed).status_code in (302, 422)
    for client, name in ((upper, "finding-organised"), (clerk, "finding")):
        assert client.get(reverse(name, args=[finding.pk])).status_code == 200
        assert client.get(reverse("findings")).status_code == 200
        assert client.get(reverse("desk")).status_code == 200


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize("when", ["0001-01-01T00:00", "9999-12-31T23:59", "0000-01-01T00:00", "99999-01-01T00:00", ""])
def test_a_finding_of_an_odd_time_is_refused(town: inspected.City, as_: As, when: str) -> None:
    inspection = inspected.planned(town)
    typed = {"facts": "无人", "place": "大厅", "found_at": when, "client_id": str(inspected.UUID(int=5))}
    client = as_(town.inspector)
    with nothing_written():
        answer = client.post(reverse("finding-new", args=[inspection.pk, town.agency.pk]), typed)
    assert answer.status_code == 422
