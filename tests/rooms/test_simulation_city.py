"""The city of the simulated year: its plans, ledgers and reports, and its evaluation through to frozen results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from jixiao.core import fairness
from jixiao.core.scoring.bundle import recompute, unpack
from jixiao.evaluations.models import Assignment, BonusClaim, Finding, Mark, Round, RoundKind, Visit
from jixiao.journal import queries
from jixiao.journal.models import Entry
from jixiao.ledger.actions.standings import restand
from jixiao.ledger.models import Cell, EvidenceUse, Report
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused
from jixiao.plans.models import Item, Plan, PlanVersion
from jixiao.scores.models import Composition, GivenScore, GradeEvent, Result
from jixiao.site import cli
from jixiao.site.simulation import city_cast, city_results, city_year, summary
from jixiao.site.simulation.agenda import Agenda, at
from jixiao.site.simulation.cast import founded
from jixiao.site.simulation.city import City

pytestmark = pytest.mark.programs

ENTERED = at(date(2026, 3, 9), 15)
YEAR, AGENCIES = 2025, 20


def evaluated(count: int, seed: int = 5) -> City:
    """A city whose year was scored."""
    agenda = Agenda(ENTERED)
    cast = founded("临澜市", "临澜市城市管理局", "临澜市政府绩效管理办公室", ENTERED)
    city = city_year.begin(seed, cast, agenda, YEAR, count, ENTERED)
    agenda.run(date(2026, 5, 31), Refused)
    return city


@dataclass
class Scored:
    city: City
    composition: Composition

    @property
    def results(self) -> list[Result]:
        return list(self.composition.results.select_related("organisation"))


@pytest.fixture(scope="module")
def scored(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scored]:
    """One city for all tests that only look at it."""
    uploads = override_settings(JIXIAO_UPLOADS=tmp_path_factory.mktemp("uploads"))
    with django_db_blocker.unblock(), transaction.atomic(), uploads:  # type: ignore[attr-defined]
        city = evaluated(AGENCIES)
        yield Scored(city, Composition.objects.get(state=Composition.State.FROZEN))
        transaction.set_rollback(True)


def test_nothing_that_people_did_was_refused_by_the_rules(scored: Scored) -> None:
    assert scored.city.agenda.refusals == []


def test_every_agency_has_a_result_and_a_rank_in_its_group_but_the_one_kept_apart(scored: Scored) -> None:
    assert Counter(result.group for result in scored.results) == dict.fromkeys(scored.city.groups, AGENCIES // 4)
    assert sum(result.apart for result in scored.results) == 1
    for name in scored.city.groups:
        ranks = sorted(result.rank for result in scored.results if result.group == name and result.rank is not None)
        assert ranks == list(range(1, len(ranks) + 1))
    assert all(result.total is not None and result.gaps == 0 for result in scored.results)
    assert all(result.grade for result in scored.results if not result.apart)


def test_the_frozen_bundle_recomputes_to_the_same_digits(scored: Scored) -> None:
    again = recompute(unpack(scored.composition.bundle))
    assert (again.differences, again.is_untouched) == ((), True)


def test_a_trial_was_computed_before_the_last_corrections(scored: Scored) -> None:
    trial = Composition.objects.get(number=1)
    assert (trial.state, scored.composition.number) == (Composition.State.TRIAL, 2)
    assert trial.digest != scored.composition.digest


def test_the_city_is_neither_perfect_nor_alike(scored: Scored) -> None:
    totals = {result.total for result in scored.results}
    assert len(totals) > AGENCIES * 0.8
    assert max(totals) - min(totals) > 3  # type: ignore[operator, type-var]
    assert any(result.deducted for result in scored.results)
    assert any(result.bonus for result in scored.results)


def test_each_plan_adds_up_and_common_indicators_read_the_same_everywhere(scored: Scored) -> None:
    plans = [member.plan for member in scored.city.members]
    assert {plan.total for plan in plans} == {Decimal(100)}
    assert all(20 <= plan.indicators <= 30 for plan in plans)
    titles = Counter(Item.objects.indicators().filter(plan__in=plans).values_list("title", flat=True))
    shared = [title for title, count in titles.items() if count == AGENCIES]
    assert len(shared) == 8
    assert PlanVersion.objects.filter(plan__in=plans).count() == AGENCIES


def test_reports_written_at_once_stand_as_the_ledger_judges_them(scored: Scored) -> None:
    """The cells say what judging them anew says."""
    cells = Cell.objects.filter(ledger__plan__in=[member.plan for member in scored.city.members[:4]])
    names = ("pk", "standing", "summary", "struck_off")
    before = sorted(cells.values_list(*names))
    assert {standing for _, standing, _, _ in before} >= {"done", "on_track", "short"}
    for item in set(cells.values_list("item_id", flat=True)):
        restand(item)
    assert sorted(cells.values_list(*names)) == before


def test_every_report_is_accepted_by_another_person_and_what_is_done_has_evidence(scored: Scored) -> None:
    reports = Report.objects.filter(cell__ledger__plan__year=YEAR)
    assert reports.count() == Cell.objects.count() > 1500
    assert [report for report in reports if report.submitted_by_id == report.decided_by_id] == []
    done = set(Cell.objects.filter(struck_off=True).values_list("pk", flat=True))
    assert done == set(EvidenceUse.objects.values_list("cell_id", flat=True))


def test_all_rounds_were_held_and_closed(scored: Scored) -> None:
    assert set(Round.objects.values_list("kind", flat=True)) == set(RoundKind.values)
    assert not Round.objects.filter(closed_at=None).exists()
    states = dict(Counter(Assignment.objects.filter(round__kind=RoundKind.SELF).values_list("state", flat=True)))
    assert states == {"accepted": AGENCIES}
    rated = Assignment.objects.filter(round__kind=RoundKind.PEER_RATING)
    assert rated.count() == rated.filter(state="submitted").count() == AGENCIES * (AGENCIES // 4 - 1)
    assert Visit.objects.count() == 4 * 4


def test_corrections_keep_what_stood_before_and_why(scored: Scored) -> None:
    corrected = Mark.objects.filter(assignment__round__kind=RoundKind.CATEGORY_REVIEW)
    assert corrected.count() == 3
    assert all(mark.old_points and mark.points is not None and mark.reason for mark in corrected)
    bundle = unpack(scored.composition.bundle)
    stages = {decision.stage for sheet in bundle.sheets for entry in sheet.entries for decision in entry.decisions}
    assert stages == {"实地考评", "同类复核"}


def test_findings_are_decided_by_another_than_their_finder(scored: Scored) -> None:
    states = Counter(Finding.objects.values_list("state", flat=True))
    assert set(states) <= {"upheld", "dropped"}
    assert states["upheld"] > 3
    assert not Finding.objects.filter(found_by=scored.city.upper).exists()
    assert Finding.objects.filter(state="upheld", rectified_at=None).exists()
    assert Finding.objects.exclude(rectified_at=None).exists()


def test_claims_are_checked_by_the_upper_office_and_no_fact_counts_twice(scored: Scored) -> None:
    claims = BonusClaim.objects.all()
    assert {claim.state for claim in claims} >= {"accepted", "refused"}
    assert all(claim.checked_by == scored.city.upper and claim.made_by != claim.checked_by for claim in claims)
    facts = Counter((claim.organisation_id, claim.fact) for claim in claims)
    assert set(facts.values()) == {1}


def test_marks_from_outside_are_checked_by_a_second_person(scored: Scored) -> None:
    rows = GivenScore.objects.all()
    assert rows.count() == 2 * AGENCIES
    assert {(row.entered_by, row.checked_by) for row in rows} == {(scored.city.upper, scored.city.second)}
    assert set(GradeEvent.objects.values_list("effect", flat=True)) == {"promote", "cap", "lower", "apart"}


def test_the_raters_have_characters_that_the_hints_find(scored: Scored) -> None:
    last = scored.city.group(scored.city.groups[-1])
    given: dict[str, dict[str, float]] = {}
    marks = Mark.objects.filter(assignment__round__kind=RoundKind.PEER_RATING, assignment__rater__in=_places(last))
    names = ("assignment__rater__name", "assignment__plan__organisation__name", "points")
    for rater, rated, points in marks.values_list(*names):
        given.setdefault(rater, {})[rated] = float(points or 0)
    found = fairness.severities(given)
    assert (found[0].rater, found[-1].rater) == (last[3].name, last[4].name)
    oddest = fairness.pairs(given)[0]
    assert {oddest.one, oddest.other} == {last[1].name, last[2].name}


def _places(members: list[city_cast.Member]) -> list[Organisation]:
    return [member.organisation for member in members]


def test_the_journal_says_what_was_entered_afterwards_and_verifies(scored: Scored) -> None:
    assert not queries.problems([])
    moments = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    entered = Entry.objects.filter(action="plan.act", facts__contains="模拟：补录")
    assert entered.count() == AGENCIES


def test_the_results_are_told_as_a_table_by_group_and_rank(scored: Scored) -> None:
    lines = list(city_results.table(scored.city.members[0].plan))
    assert len(lines) == 1 + 4 + AGENCIES
    first = min(scored.results, key=lambda result: (result.group, result.rank or 99))
    assert first.organisation.name in lines[2]
    assert f"{first.total:.2f}" in lines[2]
    assert sum("单列" in line for line in lines) == 1


def test_before_results_are_frozen_there_is_no_table(db: None) -> None:
    assert list(city_results.table(Plan(year=YEAR))) == []


def test_the_same_seed_gives_the_same_results_and_another_others(db: None) -> None:
    digests: list[str] = []
    for seed in (5, 5, 6):
        find_or_create_organisation(f"别处{len(digests)}", Organisation.Kind.AGENCY)  # numbers in the database differ
        with transaction.atomic():
            evaluated(8, seed)
            digests.append(summary.facts_digest())
            transaction.set_rollback(True)
    assert digests[0] == digests[1]
    assert digests[1] != digests[2]


GROUPS = {"甲组": ["教育局", "财政局", "审计局"], "乙组": ["水务局", "林业局", "体育局"]}


@pytest.mark.parametrize(
    ("known", "count", "groups"),
    [
        (["新市林业局"], 4, {"甲组": ["新市教育局", "新市财政局"], "乙组": ["新市林业局", "新市水务局"]}),
        (["别市教育局", "别市林业局"], 4, {"甲组": ["别市教育局", "新市财政局"], "乙组": ["别市林业局", "新市水务局"]}),
        (["新市某局"], 4, {"甲组": ["新市教育局", "新市财政局"], "乙组": ["新市某局", "新市水务局"]}),
        ([], 3, {"甲组": ["新市教育局"], "乙组": ["新市水务局", "新市林业局"]}),
    ],
)
def test_an_agency_that_is_there_takes_a_place_of_its_group(
    known: list[str], count: int, groups: dict[str, list[str]]
) -> None:
    assert city_cast.names_of("新市", GROUPS, known, count) == groups


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--agencies", "5"], "8 到 80"), (["--agencies", "8", "--until", "2026-05-01"], "--until")],
)
def test_a_city_that_cannot_be_scored_is_refused_at_once(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert cli.main(["simulate", *arguments, "--home", str(tmp_path)]) == 1
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_city_needs_no_password_of_its_own(scored: Scored) -> None:
    """All accounts of the city's agencies share the clerk's, hashed once."""
    assert len(set(Account.objects.filter(username__startswith="clerk").values_list("password", flat=True))) == 1
