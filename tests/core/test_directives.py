"""Directives: how far each is, when it goes up, and what it says when it is begun."""

from __future__ import annotations

from datetime import date

import pytest

from jixiao.core.ledger.directives import (
    Course,
    Issued,
    Part,
    course,
    course_of,
    draft_of,
    due_by_rule,
    escalations,
    obstacle,
)
from jixiao.core.ledger.lagging import Lag, days_text, situation
from jixiao.core.ledger.states import State
from jixiao.core.ledger.strike_off import Stage

DUE = date(2026, 4, 8)
LATE = Lag(7, "1-1", "全年建成口袋公园12个以上。", ("绿化科", "办公室"), "第一季度", State.LATE, False, DUE, 4)
UNREAD, WORKING = Part(Stage.OPEN, False), Part(Stage.OPEN, True)
CLAIMED, CLOSED = Part(Stage.CLAIMED, True), Part(Stage.STRUCK_OFF, True)


@pytest.mark.parametrize(
    ("part", "on_time", "late"),
    [
        (UNREAD, Course.UNREAD, Course.LATE),
        (WORKING, Course.WORKING, Course.LATE),
        (Part(Stage.RETURNED, True), Course.WORKING, Course.LATE),
        (CLAIMED, Course.CLAIMED, Course.CLAIMED),
        (CLOSED, Course.CLOSED, Course.CLOSED),
    ],
)
def test_an_answer_stops_the_clock_and_nothing_else_does(part: Part, on_time: Course, late: Course) -> None:
    assert (course_of(part, DUE, DUE), course_of(part, DUE, date(2026, 4, 9))) == (on_time, late)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((CLOSED, CLOSED), Course.CLOSED),
        ((CLOSED, CLAIMED), Course.CLAIMED),
        ((CLOSED, WORKING, CLAIMED), Course.WORKING),
        ((WORKING, UNREAD), Course.UNREAD),
    ],
)
def test_a_directive_is_as_far_as_its_gravest_addressee(parts: tuple[Part, ...], expected: Course) -> None:
    assert course(Issued(1, DUE, parts), DUE) is expected


def test_it_goes_up_once_after_so_many_working_days() -> None:
    issued = [
        Issued(1, DUE, (WORKING,)),
        Issued(2, DUE, (WORKING,), is_escalated=True),
        Issued(3, DUE, (CLAIMED,)),
        Issued(4, DUE, (CLOSED, UNREAD)),
    ]
    assert escalations(issued, 5, date(2026, 4, 14)) == []  # the fourth working day after
    assert escalations(issued, 5, date(2026, 4, 15)) == [1, 4]
    assert escalations(issued, 0, DUE) == [], "what is not late never goes up"
    assert escalations(issued, 0, date(2026, 4, 9)) == [1, 4]


def test_the_draft_names_indicator_period_due_date_and_days_late() -> None:
    made = draft_of(LATE)
    assert made.title == "关于指标 1-1“全年建成口袋公园12个以上”的督办"
    assert made.text.startswith("第一季度应于 2026年4月8日前报送，至今没有报送，滞后 4 个工作日。")
    assert "请补报" in made.text


def test_a_reported_lag_gives_figures_reason_and_what_else_is_owed() -> None:
    lag = Lag(
        7, "1-1", "建成", ("绿化科",), "第二季度", State.AT_RISK, True, DUE, 2, "5／12个", "雨季停工", ("第一季度",)
    )
    assert situation(lag) == ("第二季度完成 5／12个，落后于进度。另有第一季度没有报送。填报说明：雨季停工。")


def test_a_sentence_is_no_figure() -> None:
    lag = Lag(7, "1-1", "建成", ("绿化科",), "第二季度", State.LATE, True, DUE, 2, "前期调研耗时较长。")
    assert situation(lag) == "第二季度没有达到进度要求（滞后 2 个工作日）。进展：前期调研耗时较长。"


def test_days_are_said_before_on_and_after_the_due_date() -> None:
    assert [days_text(days) for days in (-2, 0, 3)] == ["还有 2 个工作日到期", "今天到期", "滞后 3 个工作日"]


def test_the_due_date_by_rule_skips_holidays() -> None:
    assert due_by_rule(date(2026, 4, 29)) == date(2026, 5, 9)  # 5 May holidays, the 9th is worked


@pytest.mark.parametrize(
    ("title", "text", "due", "offices", "expected"),
    [
        ("", "请", DUE, [1], "督办事项"),
        ("题", " ", DUE, [1], "督办要求"),
        ("题", "请", DUE, [], "承办单位"),
        ("题", "请", None, [1], "办结期限"),
        ("题", "请", date(2026, 4, 7), [1], "不能早于今天"),
        ("题" * 201, "请", DUE, [1], "200"),
        ("题", "请", DUE, [1], ""),
    ],
)
def test_what_keeps_a_directive_from_being_issued(
    title: str, text: str, due: date | None, offices: list[int], expected: str
) -> None:
    found = obstacle(title, text, due, offices, DUE)
    assert expected in found and bool(found) == bool(expected)
