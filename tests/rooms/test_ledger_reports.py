"""Reports: one a cell, judged by rule, accepted by somebody else, never overwritten."""

from __future__ import annotations

from datetime import date, timedelta

import opened
import pytest
from opened import Q1_END, cell, typed

from jixiao.core.ledger.reporting import Progress
from jixiao.journal.models import Entry
from jixiao.ledger.actions import reports
from jixiao.ledger.models import Cell, Ledger, Measure, Report
from jixiao.ledger.reading.grid import grid
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


def test_a_plan_opens_a_cell_an_indicator_and_quarter_up_to_its_own_time_limit(ledger: Ledger) -> None:
    counted = {no: Cell.objects.filter(item__no=no).count() for no in ("1-1", "1-2", "2-1", "3-1")}
    assert counted == {"1-1": 4, "1-2": 4, "2-1": 2, "3-1": 4}
    last = cell(ledger, "2-1", 2)
    assert (last.is_last, last.ends, last.due, last.grace) == (
        True,
        date(2026, 6, 30),
        date(2026, 7, 7),
        date(2026, 7, 10),
    )


def test_measures_follow_the_targets_of_the_plan(ledger: Ledger) -> None:
    found = [(each.item.no, each.reckoning, each.comparator, each.target) for each in Measure.objects.all()]
    assert found == [("1-1", "cumulative", ">=", 12), ("1-2", "each", ">=", 1)]


def test_a_report_is_judged_by_its_pace(ledger: Ledger, head: Account, clerk: Account) -> None:
    first = cell(ledger, "1-1")
    opened.submitted(head, first, "3")
    first.refresh_from_db()
    assert (first.reporting, first.standing, first.summary) == ("submitted", "on_track", "3／12个")
    second = cell(ledger, "1-1", 2)
    opened.submitted(head, second, "5个", now=Q1_END + timedelta(days=95))
    second.refresh_from_db()
    assert (second.standing, second.summary) == ("behind", "5／12个")


def test_a_report_behind_its_pace_needs_a_note(ledger: Ledger, head: Account) -> None:
    with pytest.raises(Refused, match="请写明原因"):
        reports.submit(head, cell(ledger, "1-1").pk, typed(cell(ledger, "1-1"), "2"), 0, Q1_END)


def test_the_same_report_handed_in_again_is_the_same_report(ledger: Ledger, head: Account) -> None:
    what = typed(cell(ledger, "1-1"), "3")
    made = [reports.submit(head, cell(ledger, "1-1").pk, what, 0, Q1_END) for _ in range(3)]
    assert len({each.pk for each in made}) == 1
    assert Entry.objects.filter(action="report.submit").count() == 1


def test_another_report_on_an_old_version_is_a_conflict_and_nothing_is_lost(
    ledger: Ledger, head: Account, clerk: Account
) -> None:
    first = cell(ledger, "1-1")
    reports.save_draft(head, first.pk, typed(first, "3"), 0, Q1_END)
    with pytest.raises(reports.Conflict) as conflict:
        reports.save_draft(clerk, first.pk, typed(first, "4"), 0, Q1_END)
    assert conflict.value.theirs.values.get().typed == "3"


def test_a_draft_that_is_too_long_is_refused_and_never_cut_in_silence(ledger: Ledger, head: Account) -> None:
    first = cell(ledger, "1-1")
    with pytest.raises(Refused, match="4001 个字"):
        reports.save_draft(head, first.pk, typed(first, "3", sentence="字" * 4001), 0, Q1_END)
    assert len(reports.save_draft(head, first.pk, typed(first, "3", sentence="字" * 4000), 0, Q1_END).sentence) == 4000


def test_only_who_leads_the_indicator_may_report_on_it(ledger: Ledger, head: Account, reader: Account) -> None:
    with pytest.raises(Forbidden):
        reports.save_draft(head, cell(ledger, "2-1").pk, typed(cell(ledger, "2-1")), 0, Q1_END)
    with pytest.raises(Forbidden):
        reports.save_draft(reader, cell(ledger, "1-1").pk, typed(cell(ledger, "1-1"), "3"), 0, Q1_END)


def test_nobody_accepts_his_own_report(ledger: Ledger, clerk: Account) -> None:
    made = opened.submitted(clerk, cell(ledger, "1-1"), "3")
    with pytest.raises(Refused, match="自己"):
        reports.accept(clerk, made.pk, made.version, Q1_END)


def test_what_was_returned_stays_and_a_next_report_is_written(ledger: Ledger, head: Account, clerk: Account) -> None:
    first = cell(ledger, "1-1")
    made = opened.submitted(head, first, "3")
    reports.send_back(clerk, made.pk, made.version, "请附验收单。", Q1_END)
    first.refresh_from_db()
    assert (first.reporting, first.standing) == ("returned", "")
    again = opened.submitted(head, first, "4")
    assert [each.stage for each in Report.objects.filter(cell=first)] == ["submitted", "returned"]
    assert again.number == 2


def test_a_done_report_that_is_accepted_strikes_the_indicator_off(
    ledger: Ledger, head: Account, clerk: Account, agency: Organisation
) -> None:
    first = cell(ledger, "1-1")
    what = typed(first, "12", progress=Progress.DONE)
    with pytest.raises(Refused, match="佐证材料"):
        reports.submit(head, first.pk, what, 0, Q1_END)
    opened.evidence(head, agency, cell=first)
    made = reports.submit(head, first.pk, what, 0, Q1_END)
    reports.accept(clerk, made.pk, made.version, Q1_END)
    states = [line.state.value for line in grid(ledger, date(2026, 12, 1)).rows[0].cells]
    assert states == ["struck_off"] * 4


def test_a_correction_keeps_what_was_accepted_until_it_is_accepted_itself(
    ledger: Ledger, head: Account, clerk: Account
) -> None:
    first = cell(ledger, "1-1")
    opened.accepted(head, clerk, first, "3")
    with pytest.raises(Refused, match="审核通过"):
        reports.save_draft(head, first.pk, typed(first, "4"), 0, Q1_END)
    reports.reopen(clerk, first.pk, "数据误填", Q1_END)
    first.refresh_from_db()
    assert (first.reporting, first.standing, first.summary) == ("draft", "on_track", "3／12个")
    made = opened.submitted(head, first, "4")
    reports.accept(clerk, made.pk, made.version, Q1_END)
    first.refresh_from_db()
    assert first.summary == "4／12个"
    assert [each.values.get().typed for each in Report.objects.filter(cell=first)] == ["4", "3"]


def test_a_cell_is_closed_before_its_period(ledger: Ledger, head: Account) -> None:
    with pytest.raises(Refused, match="还没有开启"):
        reports.save_draft(head, cell(ledger, "1-1", 2).pk, typed(cell(ledger, "1-1"), "3"), 0, opened.OPENED)
