"""Rules of inspections: planned before found, answered in working days, decided by a second person, mended in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jixiao.core.evaluations import inspections as rules
from jixiao.core.evaluations.inspections import Course, Frame, Planned, Standing, State
from jixiao.core.evaluations.kinds import Kind

TODAY = date(2026, 7, 15)
PLANNED = Planned("窗口核验", "窗口服务", 2026, TODAY, date(2026, 7, 20), 10, [1], [2])
FRAME = Frame(TODAY, date(2026, 7, 20), is_closed=False, objects=[1])
FOUND = Standing(State.FOUND, date(2026, 7, 29))
UPHELD = Standing(State.UPHELD, date(2026, 7, 29), date(2026, 8, 14))
KINDS = (Kind("absent", "窗口无人值守", Decimal("0.5")),)


def test_a_whole_plan_that_begins_today_has_no_obstacle() -> None:
    assert rules.plan_obstacle(PLANNED, TODAY) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "名称"),
        ({"scope": ""}, "内容"),
        ({"starts": None}, "日期"),
        ({"ends": date(2026, 7, 14)}, "结束日期不能早于"),
        ({"starts": date(2026, 7, 14)}, "已经过去"),
        ({"year": 2025}, "2025 年度"),
        ({"answer_days": 0}, "1 到 60"),
        ({"answer_days": 61}, "1 到 60"),
        ({"objects": []}, "对象"),
        ({"inspectors": []}, "人员"),
    ],
)
def test_an_incomplete_or_backdated_plan_is_refused(changed: dict[str, object], said: str) -> None:
    assert said in rules.plan_obstacle(replace(PLANNED, **changed), TODAY)  # type: ignore[arg-type]


def test_within_its_plan_about_an_object_a_finding_has_no_obstacle() -> None:
    assert rules.find_obstacle(FRAME, 1, TODAY, TODAY) == ""
    assert rules.find_obstacle(FRAME, 1, date(2026, 7, 20), date(2026, 7, 21)) == ""  # sent when the network was back


def test_before_the_first_day_nothing_is_found() -> None:
    assert "开始" in rules.find_obstacle(FRAME, 1, TODAY, date(2026, 7, 14))
    assert "开始" in rules.find_obstacle(FRAME, 1, date(2026, 7, 14), TODAY)


def test_after_the_last_day_in_the_future_elsewhere_or_closed_nothing_is_found() -> None:
    assert "为止" in rules.find_obstacle(FRAME, 1, date(2026, 7, 21), date(2026, 7, 21))
    assert "还没有到" in rules.find_obstacle(FRAME, 1, date(2026, 7, 16), TODAY)
    assert "不是本次核验的对象" in rules.find_obstacle(FRAME, 2, TODAY, TODAY)
    assert "结束" in rules.find_obstacle(replace(FRAME, is_closed=True), 1, TODAY, TODAY)


def test_the_answer_is_due_in_working_days() -> None:
    assert rules.answer_due(date(2026, 7, 17), 1) == date(2026, 7, 20)  # over a weekend
    assert rules.answer_due(date(2026, 9, 30), 1) == date(2026, 10, 8)  # over the holidays


@pytest.mark.parametrize(
    ("standing", "today", "course"),
    [
        (FOUND, date(2026, 7, 29), Course.ANSWER),
        (FOUND, date(2026, 7, 30), Course.ANSWER_LATE),
        (replace(FOUND, state=State.ANSWERED), date(2026, 8, 30), Course.DECISION),
        (replace(FOUND, state=State.DROPPED), TODAY, Course.DROPPED),
        (replace(UPHELD, rectify_by=None), TODAY, Course.UPHELD),
        (UPHELD, date(2026, 8, 14), Course.MENDING),
        (replace(UPHELD, reported=True), date(2026, 8, 14), Course.CHECK),
        (UPHELD, date(2026, 8, 15), Course.MEND_LATE),
        (replace(UPHELD, reported=True), date(2026, 8, 15), Course.MEND_LATE),
        (replace(UPHELD, reported=True, confirmed=True), date(2026, 8, 15), Course.MENDED),
    ],
)
def test_how_far_a_finding_is(standing: Standing, today: date, course: Course) -> None:
    assert rules.course_of(standing, today) is course


def test_only_when_its_day_has_passed_unconfirmed_a_finding_is_not_rectified() -> None:
    assert rules.is_rectified(UPHELD, date(2026, 8, 14))
    assert not rules.is_rectified(replace(UPHELD, reported=True), date(2026, 8, 15))
    assert rules.is_rectified(replace(UPHELD, confirmed=True), date(2026, 8, 15))


def _decide(standing: Standing = FOUND, today: date = TODAY, **who: bool) -> str:
    flags = {"found_it": False, "answered_it": False, "is_object": False} | who
    return rules.decide_obstacle(standing, today, **flags)


def test_a_second_person_decides_once_the_answer_is_there_or_late() -> None:
    answered = replace(FOUND, state=State.ANSWERED)
    assert _decide(answered) == ""
    assert _decide(FOUND, date(2026, 7, 30)) == ""
    assert "还没有答复" in _decide(FOUND, date(2026, 7, 29))
    assert "第二个人" in _decide(answered, found_it=True)
    assert "被核验单位" in _decide(answered, is_object=True)
    assert "答复人" in _decide(answered, answered_it=True)
    assert "已经认定过" in _decide(UPHELD)


def test_with_a_scheme_a_class_must_be_chosen_and_its_points_are_the_most() -> None:
    assert rules.deduction(KINDS, "absent", "", None) == rules.Deduction("absent", "窗口无人值守", Decimal("0.5"))
    assert rules.deduction(KINDS, "absent", "", Decimal("0.3")) == rules.Deduction(
        "absent", "窗口无人值守", Decimal("0.3")
    )
    assert "最多扣 0.5" in str(rules.deduction(KINDS, "absent", "", Decimal("0.6")))
    assert "选择一项" in str(rules.deduction(KINDS, "", "无人", Decimal("0.3")))
    assert "大于 0" in str(rules.deduction(KINDS, "absent", "", Decimal(0)))


def test_without_classes_the_case_is_named_in_words_with_its_points() -> None:
    assert rules.deduction((), "", " 无人值守 ", Decimal(1)) == rules.Deduction("", "无人值守", Decimal(1))
    assert "写明" in str(rules.deduction((), "", "无人值守", None))
    assert "写明" in str(rules.deduction((), "", " ", Decimal(1)))
    assert "200" in str(rules.deduction((), "", "无" * 201, Decimal(1)))


def test_an_answer_can_be_mended_until_the_decision() -> None:
    assert rules.answer_obstacle(State.FOUND) == rules.answer_obstacle(State.ANSWERED) == ""
    assert rules.answer_obstacle(State.UPHELD) and rules.answer_obstacle(State.DROPPED)


def test_rectification_is_reported_when_asked_for_and_confirmed_when_reported() -> None:
    assert rules.report_obstacle(UPHELD) == ""
    assert "没有要求整改" in rules.report_obstacle(replace(UPHELD, rectify_by=None))
    assert "没有要求整改" in rules.report_obstacle(FOUND)
    assert "已经核实" in rules.report_obstacle(replace(UPHELD, confirmed=True))
    assert "还没有报告" in rules.confirm_obstacle(UPHELD)
    assert rules.confirm_obstacle(replace(UPHELD, reported=True)) == ""
    assert "已经核实" in rules.confirm_obstacle(replace(UPHELD, reported=True, confirmed=True))


def test_the_day_of_rectification_lies_ahead() -> None:
    assert rules.rectify_by_obstacle(None, TODAY) == rules.rectify_by_obstacle(date(2026, 7, 16), TODAY) == ""
    assert "晚于今天" in rules.rectify_by_obstacle(TODAY, TODAY)
    assert rules.rectify_by_obstacle(TODAY + timedelta(366), TODAY) == ""
    assert "核对年份" in rules.rectify_by_obstacle(TODAY + timedelta(367), TODAY)


def test_a_text_is_there_and_not_too_long() -> None:
    assert rules.text_obstacle("看到了。", "事实") == ""
    assert rules.text_obstacle("  ", "事实") == "请填写事实。"
    assert "4001" in rules.text_obstacle("字" * 4001, "事实")
