"""The agenda of a dispatch meeting: exceptions only, in their order, each with its facts; the draft of the minutes."""

from __future__ import annotations

from datetime import date

import pytest

from jixiao.core.ledger.agenda import (
    Alarmed,
    Decision,
    Discussed,
    Exceptions,
    Held,
    OverdueDirective,
    agenda,
    minutes_draft,
    numeral,
)
from jixiao.core.ledger.lagging import Lag
from jixiao.core.ledger.states import State
from jixiao.core.ledger.strike_off import Stage

TODAY = date(2026, 4, 20)
DUE = date(2026, 4, 8)


def lag(tag: str, office: str, state: State, days: int = 8) -> Lag:
    return Lag(int(tag[-1]), tag, f"第{tag}项工作。", (office,), "第一季度", state, False, DUE, days)


def test_nothing_is_no_agenda() -> None:
    assert agenda(Exceptions(), TODAY) == ()


def test_the_agenda_begins_with_the_last_decisions_and_ends_with_warnings() -> None:
    found = Exceptions(
        lags=(lag("1-1", "绿化科", State.LATE), lag("1-2", "绿化科", State.AT_RISK)),
        directives=(OverdueDirective(5, "督办〔2026〕1号", "加快建设", ("绿化科",), DUE),),
        decisions=(Decision(9, "完成选址。", "绿化科", DUE, Stage.OPEN, "第1次会", of_last=True),),
        alarms=(Alarmed("青澜公司", "资产负债率", "76%", "红色预警"),),
    )
    points = agenda(found, TODAY)
    assert [point.kind for point in points] == ["task", "task", "cell", "cell", "directive", "warning"]
    assert (points[1].task, points[2].cell, points[4].directive) == (9, 1, 5)


def test_what_became_of_the_last_decisions_is_counted_and_the_done_ones_are_named() -> None:
    last = (
        Decision(1, "完成选址。", "绿化科", DUE, Stage.STRUCK_OFF, "第1次会", of_last=True),
        Decision(2, "补种树木。", "办公室", DUE, Stage.OPEN, "第1次会", of_last=True),
        Decision(3, "清理河道。", "办公室", DUE, Stage.CLAIMED, "第1次会", of_last=True),
    )
    first, *rest = agenda(Exceptions(decisions=last), TODAY)
    assert first.facts == ("第1次会议定 3 项，已落实 1 项，未落实 2 项（其中逾期 1 项）。\n已落实：完成选址（绿化科）")
    assert [point.task for point in rest] == [2, 3], "what is done needs no discussion"
    assert rest[0].facts == "第1次会议定，办公室承办，应于 2026年4月8日前完成，滞后 8 个工作日，还没有完成。"
    assert "正在核实" in rest[1].facts and "滞后" not in rest[1].facts


def test_late_indicators_come_one_by_one_the_office_with_the_most_first() -> None:
    lags = (
        lag("1-1", "办公室", State.LATE, 9),
        lag("1-2", "绿化科", State.LATE, 2),
        lag("1-3", "绿化科", State.LATE, 5),
    )
    assert [point.cell for point in agenda(Exceptions(lags=lags), TODAY)] == [3, 2, 1]


def test_indicators_at_risk_are_one_point_an_office() -> None:
    lags = tuple(
        lag(tag, office, State.AT_RISK, -2) for tag, office in [("1-1", "甲科"), ("1-2", "乙科"), ("1-3", "甲科")]
    )
    points = agenda(Exceptions(lags=lags), TODAY)
    assert [point.text for point in points] == ["甲科预警指标 2 项：1-1、1-3", "1-2 第1-2项工作（乙科）预警"]
    assert points[0].facts.count("还有 2 个工作日到期") == 2


def test_every_exception_names_indicator_office_and_days_late() -> None:
    lags = (lag("1-1", "绿化科", State.LATE),)
    directives = (OverdueDirective(5, "督办〔2026〕1号", "加快建设", ("绿化科",), DUE, "分管领导苏望舒"),)
    late, overdue = agenda(Exceptions(lags=lags, directives=directives), TODAY)
    for part in ("1-1", "绿化科", "滞后 8 个工作日"):
        assert part in late.text + late.facts
    assert "滞后 8 个工作日。已提请分管领导苏望舒。" in overdue.facts


def test_the_minutes_are_drafted_from_what_was_agreed_only() -> None:
    points = [
        Discussed("1-1 口袋公园", "加快施工。\n每周报告。", (("完成选址", "绿化科", DUE),)),
        Discussed("1-2 巡查", " "),
    ]
    text = minutes_draft(Held("第2次绩效调度会", TODAY, "三楼会议室", "苏望舒", "绿化科 办公室"), points)
    assert text.splitlines() == [
        "2026年4月20日在三楼会议室召开第2次绩效调度会，苏望舒主持。会议对照台账研究了例外事项，议定如下：",
        "一、1-1 口袋公园",
        "加快施工。",
        "每周报告。",
        "议定事项：完成选址（由绿化科负责，2026年4月8日前完成）。",
        "参加：绿化科、办公室",
    ]


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_points_are_numbered_in_chinese(number: int, text: str) -> None:
    assert numeral(number) == text
