"""Trends: what is reported and foretold of an indicator, in few statements."""

from __future__ import annotations

from datetime import UTC, date, datetime

import opened
import pytest
from opened import cell

from jixiao.ledger.models import Ledger
from jixiao.ledger.reading.trend import trend_of
from jixiao.people.models import Account, Organisation

TODAY = date(2026, 4, 20)


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


def test_a_trend_foretells_the_years_end_from_what_is_reported(ledger: Ledger, head: Account) -> None:
    opened.submitted(head, cell(ledger, "1-1"), "3")
    (trend,) = trend_of(cell(ledger, "1-1").item_id, TODAY)
    assert trend.forecast is not None
    assert trend.forecast.low < 12 <= trend.forecast.high
    assert trend.sentence.startswith("按目前进度，年底约")
    assert [(row.expected, row.actual) for row in trend.rows] == [("3", "3"), ("6", ""), ("9", ""), ("12", "")]
    assert trend.rows[0].reported == date(2026, 4, 2)
    assert trend.sentence in trend.picture


@pytest.mark.parametrize(
    ("reported", "word", "sentence"),
    [
        (datetime(2026, 11, 6, 2, tzinfo=UTC), "进行中", "考核期还没有结束"),
        (datetime(2027, 1, 5, 2, tzinfo=UTC), "未完成", "没有达到"),
    ],
)
def test_a_last_report_before_the_years_end_is_no_result(
    ledger: Ledger, head: Account, reported: datetime, word: str, sentence: str
) -> None:
    opened.submitted(head, cell(ledger, "1-1", 4), "11", now=reported)
    (trend,) = trend_of(cell(ledger, "1-1").item_id, reported.date())
    assert trend.chance == word
    assert sentence in trend.sentence


def test_a_trend_without_reports_says_what_is_missing(ledger: Ledger) -> None:
    (trend,) = trend_of(cell(ledger, "1-1").item_id, TODAY)
    assert (trend.sentence, trend.forecast, trend.rows[0].actual) == ("", None, "未报")


def test_an_indicator_without_numbers_has_no_trend(ledger: Ledger) -> None:
    assert trend_of(cell(ledger, "3-1").item_id, TODAY) == []


def test_trends_are_read_in_four_statements(
    ledger: Ledger, head: Account, django_assert_max_num_queries: object
) -> None:
    opened.submitted(head, cell(ledger, "1-1"), "3")
    item = cell(ledger, "1-1").item_id
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        trend_of(item, TODAY)
