"""Handing a post over: the day before ends the old term, and nothing overlaps."""

from __future__ import annotations

from datetime import date

import pytest

from jixiao.core.terms import BadHandOver, Span, last_day

TODAY = date(2026, 7, 15)
RUNNING = Span(1, date(2026, 3, 1))


def day(month: int, of: int) -> date:
    return date(2026, month, of)


def test_the_old_term_ends_the_day_before() -> None:
    assert last_day([RUNNING], RUNNING, 2, day(7, 1), TODAY) == day(6, 30)


def test_a_vacant_post_ends_nobody_s_term() -> None:
    assert last_day([], None, 2, day(7, 1), TODAY) is None
    assert last_day([Span(1, day(1, 1), day(5, 31))], None, 2, day(6, 1), TODAY) is None


@pytest.mark.parametrize(
    ("spans", "leaving", "to", "on", "sentence"),
    [
        ([RUNNING], RUNNING, 2, date(2026, 3, 1), "之后"),
        ([RUNNING], RUNNING, 2, date(2026, 2, 1), "之后"),
        ([RUNNING], RUNNING, 2, date(2026, 7, 16), "晚于今天"),
        ([RUNNING], RUNNING, 1, date(2026, 7, 1), "就是现任"),
        ([Span(1, date(2026, 1, 1), date(2026, 5, 31))], None, 2, date(2026, 5, 31), "2026-05-31"),
        ([RUNNING, Span(2, date(2026, 4, 1))], RUNNING, 2, date(2026, 7, 1), "已在任"),
        ([RUNNING, Span(2, date(2026, 1, 1), date(2026, 7, 1))], RUNNING, 2, date(2026, 7, 1), "2026-07-01"),
    ],
)
def test_an_impossible_day_or_holder_is_refused(
    spans: list[Span], leaving: Span | None, to: int, on: date, sentence: str
) -> None:
    with pytest.raises(BadHandOver, match=sentence):
        last_day(spans, leaving, to, on, TODAY)


def test_a_post_of_several_holders_gains_one_more() -> None:
    assert last_day([RUNNING], None, 2, day(3, 1), TODAY) is None
