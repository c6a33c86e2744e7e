"""The simulated year: the same by the same seed, through the rules of the rooms, and on any plan that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
import sample
from django.db import connection, transaction
from django.test import override_settings

from jixiao.core.ledger.states import State
from jixiao.intake.attachments import look_at
from jixiao.journal import queries
from jixiao.journal.models import Entry
from jixiao.ledger.models import (
    Addressee,
    Analysis,
    Cell,
    Directive,
    Evidence,
    EvidenceUse,
    Ledger,
    Measure,
    Meeting,
    Reading,
    RegisterRow,
    Report,
    Task,
    TaskList,
)
from jixiao.ledger.reading.feeds import fed_values
from jixiao.ledger.reading.grid import grid
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Refused
from jixiao.plans.models import Plan
from jixiao.scores.models import Result
from jixiao.site.simulation import summary, whole
from jixiao.site.simulation.files import note, pdf, png
from jixiao.site.simulation.world import World

pytestmark = pytest.mark.programs

PLAN = (
    sample.long_text(10)
    + "\n\t6-1\t《巡查规则》\t加强巡查\t每月开展一次联合巡查。\t1\t12月底前\t苏望舒\t绿化科\t陆行舟"
)
PLAN += "\n\t6-2\t\t\t清理积存点位120处以上。\t1\t12月底前\t苏望舒\t办公室\t何知远"
ENDS = date(2027, 1, 15)


def simulated(text: str = PLAN, seed: int = 3, until: date | None = None) -> tuple[World, Plan]:
    said: list[str] = []
    return whole.simulate(text.encode(), "方案.txt", seed, None, until, said.append)


@dataclass
class Year:
    world: World
    plan: Plan
    statements: int

    @property
    def ledger(self) -> Ledger:
        return Ledger.objects.get(plan=self.plan)


@pytest.fixture(scope="module")
def year(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Year]:
    """One year for all tests that only look at it."""
    statements = 0

    def count(execute: object, *arguments: object) -> object:
        nonlocal statements
        statements += 1
        return execute(*arguments)  # type: ignore[operator]

    uploads = override_settings(JIXIAO_UPLOADS=tmp_path_factory.mktemp("uploads"))
    with django_db_blocker.unblock(), transaction.atomic(), uploads:  # type: ignore[attr-defined]
        with connection.execute_wrapper(count):
            world, plan = simulated()
        yield Year(world, plan, statements)
        transaction.set_rollback(True)


def test_nothing_that_people_did_was_refused_by_the_rules(year: Year) -> None:
    assert year.world.agenda.refusals == []


def test_every_report_is_accepted_or_returned_by_another_person(year: Year) -> None:
    decided = Report.objects.exclude(decided_at=None)
    assert decided.count() > 40
    assert [report for report in decided if report.submitted_by_id in (None, report.decided_by_id)] == []


def test_whoever_reports_answers_for_the_indicator(year: Year) -> None:
    reports = Report.objects.exclude(submitted_by=None).filter(cell__ledger=year.ledger)
    for who, office in reports.values_list("submitted_by__organisation", "cell__item__responsibilities__organisation"):
        assert office is None or who == office


def test_every_strike_off_is_confirmed_by_another_person(year: Year) -> None:
    for table in (Task, RegisterRow, Addressee):
        struck = table._default_manager.filter(stage="struck_off")
        assert struck.exists(), table
        assert [each for each in struck if each.claimed_by_id in (None, each.decided_by_id)] == []


def test_the_year_has_its_four_quarters_with_all_that_belongs_to_them(year: Year) -> None:
    counted = summary.counted(year.plan)
    for name in ("填报", "按期", "审核通过", "调度会", "季度分析", "监测值"):
        assert min(counted[name].values()) > 0, name
    for name in ("逾期", "退回", "更正", "佐证使用", "清单销号", "督办单", "督办销号"):
        assert sum(counted[name].values()) > 0, name


def test_the_summary_adds_up_with_the_ledger(year: Year) -> None:
    counted = {name: sum(by_quarter.values()) for name, by_quarter in summary.counted(year.plan).items()}
    assert counted["按期"] + counted["逾期"] == counted["填报"]
    assert counted["填报"] == Cell.objects.filter(ledger=year.ledger, dropped=False).exclude(reported_on=None).count()
    accepted = Report.objects.filter(cell__ledger=year.ledger, stage="accepted")
    assert counted["审核通过"] == accepted.count()
    found = grid(year.ledger, ENDS)
    assert sum(found.counts().values()) == Cell.objects.filter(ledger=year.ledger, dropped=False).count()
    reported = [cell for cell in found.cells if cell.reported_on]
    assert len(reported) == counted["填报"]


def test_the_year_is_neither_perfect_nor_lost(year: Year) -> None:
    counts = grid(year.ledger, date(2026, 7, 31)).counts(2)
    assert counts[State.ON_TRACK] + counts[State.DONE] > 0
    assert counts[State.AT_RISK] + counts[State.LATE] > 0


def test_a_correction_keeps_what_was_said_before(year: Year) -> None:
    corrected = Report.objects.exclude(correction="").filter(stage="accepted").select_related("opened_by").first()
    assert corrected is not None
    before = Report.objects.filter(cell=corrected.cell_id, number__lt=corrected.number, stage="accepted").last()
    assert before is not None
    assert before.counts is None
    values = [dict(each.values.values_list("measure", "value")) for each in (before, corrected)]
    assert values[0] != values[1]


def test_a_list_has_as_many_tasks_as_its_target_counts_and_feeds_the_reports(year: Year) -> None:
    fed = TaskList.objects.exclude(feeds=None).filter(feeds__comparator=">=").select_related("feeds")
    assert fed.exists()
    for each in fed:
        assert each.feeds is not None
        assert each.tasks.count() == each.feeds.target
        last = Report.objects.filter(cell__item=each.item_id, counts=True).order_by("cell__starts").last()
        value = last.values.get(measure=each.feeds).value if last else 0
        assert value is not None
        assert value <= fed_values(each.item_id)[each.feeds.pk]


def test_a_directive_that_is_neglected_goes_up_once(year: Year) -> None:
    escalated = Directive.objects.exclude(escalated_at=None)
    assert escalated.exists()
    entries = Entry.objects.filter(action="directive.escalate")
    assert entries.count() == escalated.count()


def test_meetings_decide_and_their_decisions_become_tasks(year: Year) -> None:
    assert set(Meeting.objects.values_list("stage", flat=True)) == {"held"}
    assert Task.objects.exclude(meeting=None).filter(stage="struck_off").exists()
    assert Analysis.objects.filter(stage="issued").count() == 4


def test_evidence_is_used_in_several_places(year: Year) -> None:
    assert EvidenceUse.objects.count() > Evidence.objects.count() > 10
    assert {"pdf", "png"} <= set(Evidence.objects.values_list("kind", flat=True))


def test_a_reading_is_corrected_and_the_old_one_stays(year: Year) -> None:
    assert Reading.objects.filter(current=None).exists()
    assert set(Reading.objects.filter(current=True).values_list("quarter", flat=True)) == {1, 2, 3, 4}


def test_a_monthly_indicator_is_reported_on_every_month(year: Year) -> None:
    monthly = Cell.objects.filter(ledger=year.ledger, frequency="month", dropped=False)
    assert monthly.count() == 12
    assert monthly.exclude(reported_on=None).count() >= 9


def test_the_journal_of_the_year_verifies(year: Year) -> None:
    assert not queries.problems([])
    moments = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_a_year_needs_no_more_statements_than_its_acts(year: Year) -> None:
    assert year.statements / Entry.objects.count() < 60


def test_the_same_seed_gives_the_same_year_and_another_a_different_one(db: None) -> None:
    digests: list[str] = []
    for seed in (3, 3, 4):
        find_or_create_organisation(f"别处{len(digests)}", Organisation.Kind.AGENCY)  # numbers in the database differ
        with transaction.atomic():
            simulated(sample.TEXT, seed, date(2026, 5, 15))
            digests.append(summary.facts_digest())
            transaction.set_rollback(True)
    assert digests[0] == digests[1]
    assert digests[1] != digests[2]


BARE = "\n".join(
    [
        sample.TITLE,
        "项目\t序号\t文件依据\t一级指标\t二级指标\t完成时限\t分管领导",
        "重点工作\t1-1\t《公园条例》\t建设口袋公园\t全年建成口袋公园12个以上。\t12月底前\t苏望舒",
        "\t1-2\t\t\t每季度巡查全部公园。\t12月底前\t苏望舒",
        "行政能力\t2-1\t《机关规则》\t推进依法行政\t修订巡查办法。\t6月底前\t何知远",
    ]
)


def test_a_plan_without_offices_and_points_lives_too(db: None) -> None:
    """The clerk reports on everything, and the group's head accepts."""
    world, plan = simulated(BARE, 3, date(2026, 5, 15))
    assert world.agenda.refusals == []
    ledger = Ledger.objects.get(plan=plan)
    assert ledger.opened == date(2026, 1, 15)
    reports = Report.objects.filter(cell__ledger=ledger, stage="accepted")
    assert set(reports.values_list("submitted_by__username", "decided_by__username")) == {("clerk", "chief")}
    assert set(Cell.objects.filter(ledger=ledger, number=1).values_list("reporting", flat=True)) == {"accepted"}


def test_a_plan_that_lived_is_scored_among_the_agencies_of_its_city(db: None) -> None:
    """By its own ledger: what it did not report earns nothing."""
    world, plan = simulated(BARE, 3)
    said: list[str] = []
    whole.evaluate(world, plan, 8, said.append)
    assert world.agenda.refusals == []
    result = Result.objects.get(composition__state="frozen", organisation=plan.organisation)
    assert (result.plan, result.of) == (plan, 2)
    assert result.composition.year == plan.year
    assert result.total is not None
    accepted = Report.objects.filter(cell__ledger__plan=plan, stage="accepted")
    assert set(accepted.values_list("submitted_by__username", flat=True)) == {"clerk"}


def test_a_plan_without_year_and_day_asks_for_the_day_of_opening(db: None) -> None:
    text = BARE.replace("2026年度", "")
    with pytest.raises(Refused, match="--year-opened"):
        simulated(text)
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("issued", "year", "given", "opens"),
    [
        (date(2026, 3, 6), 2026, None, date(2026, 3, 6)),
        (date(2026, 2, 1), 2026, None, date(2026, 2, 2)),
        (date(2024, 8, 2), 2024, None, date(2024, 1, 15)),
        (None, 2025, None, date(2025, 1, 15)),
        (date(2024, 8, 2), 2024, date(2024, 8, 5), date(2024, 8, 5)),
        (date(2025, 12, 20), 2026, None, date(2026, 1, 15)),
    ],
)
def test_the_ledger_opens_so_that_four_quarters_end(
    issued: date | None, year: int, given: date | None, opens: date
) -> None:
    assert whole.opening_day(issued, year, given)[0] == opens


@pytest.mark.parametrize(("made", "name"), [(pdf, "核验.pdf"), (png, "照片.png"), (note, "说明.txt")])
def test_files_of_the_year_are_what_their_names_say(made: object, name: str) -> None:
    data = made("绿化科第一季度现场核验")  # type: ignore[operator]
    assert look_at(name, data).kind == name.partition(".")[2]
    assert data == made("绿化科第一季度现场核验")  # type: ignore[operator]
    assert data != made("绿化科第二季度现场核验")  # type: ignore[operator]


def test_measures_are_never_reported_below_what_was_reported_before(year: Year) -> None:
    """Cumulative amounts of the reports that count."""
    for measure in Measure.objects.filter(item__plan=year.plan, reckoning="cumulative", retired=False):
        values = measure.values.filter(report__counts=True).order_by("report__cell__starts")
        amounts = [value for value in values.values_list("value", flat=True) if value is not None]
        assert amounts == sorted(amounts), measure
