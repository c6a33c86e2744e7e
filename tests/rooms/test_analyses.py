"""Quarterly analyses: drafted from the ledger, edited by a person, compared, issued and frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import opened
import pytest
from django.test import Client
from opened import cell
from pytest_django import DjangoAssertNumQueries

from jixiao.journal.models import Entry
from jixiao.ledger.actions import analyses, reports
from jixiao.ledger.actions.analyses import Conflict, digest_of
from jixiao.ledger.models import Analysis, Ledger
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused

As = Callable[[Account], Client]
NOW = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)  # the report of the first quarter was due on 2026-04-08
JULY = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def ledger(clerk: Account, head: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def made(ledger: Ledger, clerk: Account) -> Analysis:
    return analyses.draft(clerk, ledger.plan_id, 1, NOW)


def test_the_draft_names_what_is_late_with_office_reason_and_days(
    ledger: Ledger, head: Account, clerk: Account
) -> None:
    what = opened.typed(cell(ledger, "1-1"), "1", note="雨季停工")
    reports.submit(head, cell(ledger, "1-1").pk, what, 0, NOW)
    text = analyses.draft(clerk, ledger.plan_id, 1, NOW).text
    assert (
        "1-1 全年建成口袋公园12个以上（滞后，绿化科）。第一季度完成 1／12个" in text and "填报说明：雨季停工。" in text
    )
    assert "2-1 推进依法行政（滞后，办公室）。第一季度应于 2026年4月8日前报送，至今没有报送，滞后 8 个工作日。" in text
    assert "全年绩效目标共 4 项指标：滞后 4 项。" in text


def test_the_next_quarter_says_what_moved(ledger: Ledger, made: Analysis, head: Account, clerk: Account) -> None:
    for number in (1, 2):
        part = cell(ledger, "1-1", number)
        reports.submit(head, part.pk, opened.typed(part, "6", note="补报"), 0, JULY)
    text = analyses.draft(clerk, ledger.plan_id, 2, JULY).text
    assert "与第一季度相比，1 项好转，0 项变差" in text and "1-1（由滞后变为正常）" in text


def test_a_quarter_that_has_not_begun_is_not_drafted_and_only_the_office_drafts(
    ledger: Ledger, clerk: Account, head: Account
) -> None:
    with pytest.raises(Refused, match="还没有开始"):
        analyses.draft(clerk, ledger.plan_id, 3, NOW)
    with pytest.raises(Forbidden):
        analyses.draft(head, ledger.plan_id, 1, NOW)


def test_a_new_draft_follows_unless_the_text_was_edited_and_then_waits_to_be_accepted(
    ledger: Ledger, made: Analysis, clerk: Account
) -> None:
    later = NOW + timedelta(days=1)
    again = analyses.draft(clerk, ledger.plan_id, 1, later)
    assert again.pk == made.pk and again.text == again.drafted != made.text
    edited = analyses.save(clerk, ledger.plan_id, 1, "人写的正文。", again.version, later)
    third = analyses.draft(clerk, ledger.plan_id, 1, NOW + timedelta(days=2))
    assert third.text == "人写的正文。" and third.drafted != again.drafted and third.version > edited.version
    assert analyses.accept(clerk, ledger.plan_id, 1, third.version, later).text == third.drafted


def test_a_text_saved_meanwhile_is_never_overwritten(ledger: Ledger, made: Analysis, clerk: Account) -> None:
    analyses.save(clerk, ledger.plan_id, 1, "先保存的。", made.version, NOW)
    with pytest.raises(Conflict) as conflict:
        analyses.save(clerk, ledger.plan_id, 1, "后保存的。", made.version, NOW)
    assert conflict.value.theirs.text == "先保存的。"
    with pytest.raises(Refused, match="空的"):
        analyses.save(clerk, ledger.plan_id, 1, " ", made.version + 1, NOW)


def test_what_was_issued_is_frozen_under_its_digest(ledger: Ledger, made: Analysis, clerk: Account) -> None:
    issued = analyses.issue(clerk, ledger.plan_id, 1, made.version, NOW)
    assert issued.digest == digest_of(Analysis.objects.get()) and len(issued.digest) == 64
    assert Entry.objects.get(action="analysis.issue").after == issued.digest
    assert analyses.issue(clerk, ledger.plan_id, 1, made.version, NOW).issued_at == issued.issued_at
    for act in (
        lambda: analyses.save(clerk, ledger.plan_id, 1, "改", issued.version, NOW),
        lambda: analyses.draft(clerk, ledger.plan_id, 1, NOW),
        lambda: analyses.accept(clerk, ledger.plan_id, 1, issued.version, NOW),
    ):
        with pytest.raises(Refused, match="已经印发"):
            act()
    Analysis.objects.update(text="改过的")
    assert digest_of(Analysis.objects.get()) != issued.digest


def test_a_clerk_drafts_edits_compares_and_issues_through_the_pages(
    as_: As, ledger: Ledger, clerk: Account, reader: Account
) -> None:
    browser = as_(clerk)
    base = f"/ledger/plans/{ledger.plan_id}/analyses/"
    assert "还没有起草" in browser.get(base).content.decode()
    browser.post(f"{base}1/draft/")
    first = Analysis.objects.get()
    edited = first.text.replace("一、总体情况", "一、总的情况")
    browser.post(f"{base}1/save/", {"text": edited, "seen": first.version})
    stale = browser.post(f"{base}1/save/", {"text": "另外写的。", "seen": first.version})
    assert stale.status_code == 409
    assert "一、总的情况" in stale.content.decode() and "另外写的。" in stale.content.decode()
    compared = browser.get(f"{base}1/compare/").content.decode()
    assert "<del>" in compared and "<ins>" in compared
    browser.post(f"{base}1/save/", {"text": edited, "seen": first.version, "do": "issue"})
    first.refresh_from_db()
    assert (first.stage, first.text) == ("issued", edited)
    assert first.digest in as_(reader).get(f"{base}1/").content.decode()
    assert "<h2>一、总的情况</h2>" in as_(reader).get(f"{base}1/print/").content.decode()
    assert browser.get(f"{base}5/").status_code == 404
    assert as_(reader).post(f"{base}2/draft/").status_code == 404


def test_the_pages_ask_few_statements(
    as_: As, ledger: Ledger, made: Analysis, clerk: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = as_(clerk)
    for page in ("", "1/", "1/compare/", "1/print/", "2/"):
        with django_assert_max_num_queries(12):
            assert browser.get(f"/ledger/plans/{ledger.plan_id}/analyses/{page}").status_code == 200


def test_a_target_that_is_hard_to_reach_is_foretold_with_its_office(
    ledger: Ledger, head: Account, clerk: Account
) -> None:
    for number, amount in ((1, "1"), (2, "2"), (3, "2")):
        part, now = cell(ledger, "1-1", number), datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
        reports.submit(head, part.pk, opened.typed(part, amount, note="补报"), 0, now)
    made = analyses.draft(clerk, ledger.plan_id, 3, datetime(2026, 10, 20, 3, 0, tzinfo=UTC))
    assert len(made.snapshot["forecasts"]) == 1
    assert made.snapshot["forecasts"][0].startswith("1-1") and "绿化科" in made.snapshot["forecasts"][0]
    assert "以下目标全年完成有风险" in made.text and "研究加力措施" in made.text
    early = analyses.draft(clerk, ledger.plan_id, 4, datetime(2026, 10, 20, 3, 0, tzinfo=UTC))
    assert early.snapshot["forecasts"], "the last quarter is not reported yet"
