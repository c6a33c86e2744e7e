"""What is wrong with the rules of a scheme, or with what a sheet brings, in Chinese sentences."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest
from scoring_cases import TABLE, a_sheet, an_entry, given

from jixiao.core.scoring.checking import problems_of, scheme_of, sheet_problems
from jixiao.core.scoring.entries import Claim, Decision, Effect, Event, Fault, Sheet
from jixiao.core.scoring.rules import Done, Panel, Proportional, Veto
from jixiao.core.scoring.scheme import (
    Assigned,
    Bonus,
    BonusClass,
    Component,
    Deductions,
    FaultClass,
    Grade,
    Grading,
    Places,
    Ranking,
    Scheme,
    Share,
    Source,
)
from jixiao.core.scoring.shape import Misfit

TWO = (given("甲", "60"), given("乙", "40"))
GRADES = (Grade("优秀", D(90), D("0.3")), Grade("良好", D(80), D("0.4")), Grade("一般"))


def problems(**rules: Any) -> list[str]:
    return list(problems_of(Scheme("办法", **rules)))


def test_a_plain_scheme_has_no_problems() -> None:
    assert problems() == []
    assert (
        problems(components=TWO, grading=Grading(GRADES), bonus=Bonus(cap=D(0)), deductions=Deductions(cap=D(0))) == []
    )


@pytest.mark.parametrize(
    ("base", "said"), [("0", ["base：总分应大于 0，现为 0。"]), ("-1", ["base：总分应大于 0，现为 -1。"]), ("1", [])]
)
def test_the_base_is_above_zero(base: str, said: list[str]) -> None:
    assert problems(base=D(base)) == said


def test_each_component_has_a_key_of_its_own() -> None:
    twice = (given("乙", "1"), given("甲", "1"), given("甲", "1"), given("乙", "1"), given("丙", "1"))
    assert problems(components=twice) == [
        "components：“乙”出现了多次，每个部分的 key 应各不相同。",
        "components：“甲”出现了多次，每个部分的 key 应各不相同。",
    ]


@pytest.mark.parametrize("key", ["total", "bonus", "deduction", "bounds", "rounding", "a/b", "/"])
def test_a_component_has_no_key_that_steps_of_the_score_have(key: str) -> None:
    assert problems(components=(given(key, "1"), given("worths", "1"))) == [
        f"components：key 不能用“{key}”：系统用它或“/”标记计分步骤，请换一个。"
    ]


@pytest.mark.parametrize("counts", ["0", "-1"])
def test_a_component_counts(counts: str) -> None:
    assert problems(components=(given("甲", counts),)) == [f"components：“部分甲”的 counts 应大于 0，现为 {counts}。"]
    assert problems(components=(given("甲", "0.1"),)) == []


@pytest.mark.parametrize("source", [Source.TABLE, Source.CLAIMED])
def test_the_scale_of_a_table_is_its_points(source: Source) -> None:
    component = Component("t", "目标考核", D(1), source, scale=D(0))
    assert problems(components=(component,)) == ["components：“目标考核”的满分就是各指标分值之和，不要填 scale。"]


@pytest.mark.parametrize("source", [Source.GIVEN, Source.RATED])
def test_a_scale_is_above_zero(source: Source) -> None:
    component = Component("t", "公众评议", D(1), source, scale=D(0))
    assert problems(components=(component,)) == ["components：“公众评议”的 scale 应大于 0，现为 0。"]
    assert problems(components=(replace(component, scale=D("0.1")),)) == []


def test_maxima_make_the_base() -> None:
    assert problems(components=TWO, share=Share.MAXIMUM) == []
    assert problems(components=TWO, share=Share.MAXIMUM, base=D(120)) == [
        "components：各部分满分合计 100，与总分 120 不符。"
    ]
    assert problems(components=TWO, base=D(120)) == []
    assert problems(share=Share.MAXIMUM) == []


def test_ties_are_broken_by_components_that_are_there() -> None:
    assert problems(components=TWO, ranking=Ranking(tie_break=("甲", "丙", "乙", "丁"))) == [
        "ranking.tie_break：没有“丙”这个部分。",
        "ranking.tie_break：没有“丁”这个部分。",
    ]


def test_bonus_figures() -> None:
    classes = {
        "a": BonusClass("甲类", D(-1), cap=D(-2), lifts="状元"),
        "b": BonusClass("乙类", D(0), cap=D(0), lifts="优秀"),
        "c": BonusClass("丙类", D(1)),
    }
    bonus = Bonus(cap=D(-3), item_share=D("1.1"), unit_share=D("-0.1"), classes=classes)
    assert problems(bonus=bonus, grading=Grading(GRADES)) == [
        "bonus.cap：不应小于 0，现为 -3。",
        "bonus.item_share：应在 0 和 1 之间，现为 1.1。",
        "bonus.unit_share：应在 0 和 1 之间，现为 -0.1。",
        "bonus.classes.a.points：不应小于 0，现为 -1。",
        "bonus.classes.a.cap：不应小于 0，现为 -2。",
        "bonus.classes.a.lifts：没有“状元”这个等次。",
    ]
    assert problems(bonus=Bonus(item_share=D(1), unit_share=D(0))) == []
    assert problems(bonus=Bonus(item_share=D(0), unit_share=D(1))) == []


def test_deduction_figures() -> None:
    classes = {"a": FaultClass("甲类", D(-1)), "b": FaultClass("乙类", D(0))}
    assert problems(components=TWO, deductions=Deductions(cap=D(-3), before="丙", classes=classes)) == [
        "deductions.cap：不应小于 0，现为 -3。",
        "deductions.classes.a.points：不应小于 0，现为 -1。",
        "deductions.before：没有“丙”这个部分。",
    ]
    assert problems(components=TWO, deductions=Deductions(before="乙")) == []


@pytest.mark.parametrize(
    ("grades", "said"),
    [
        ((Grade("优秀"), Grade("优秀")), ["grading.grades：有两个等次同名。"]),
        (
            (Grade("优秀", D(80)), Grade("良好", D(80)), Grade("一般")),
            ["grading.grades：分数线应从高到低，80 之后不应是 80。"],
        ),
        (
            (Grade("优秀", D(70)), Grade("其他"), Grade("良好", D(80)), Grade("一般")),
            ["grading.grades：分数线应从高到低，70 之后不应是 80。"],
        ),
        (
            (Grade("优秀", D(90)), Grade("一般", D(60))),
            ["grading.grades：最后一个等次“一般”收下其余单位，不应再设分数线或比例。"],
        ),
        (
            (Grade("优秀", D(90)), Grade("良好"), Grade("一般", D(60))),
            ["grading.grades：最后一个等次“一般”收下其余单位，不应再设分数线或比例。"],
        ),
        (
            (Grade("优秀", D(90)), Grade("一般", share=D("0.5"))),
            ["grading.grades：最后一个等次“一般”收下其余单位，不应再设分数线或比例。"],
        ),
        (
            (Grade("优秀", share=D("1.1")), Grade("良好", share=D("-0.2")), Grade("一般")),
            ["grading：“优秀”的比例应在 0 和 1 之间，现为 1.1。", "grading：“良好”的比例应在 0 和 1 之间，现为 -0.2。"],
        ),
        (
            (Grade("优秀", share=D("0.6")), Grade("良好", share=D("0.5")), Grade("一般")),
            ["grading：各等次比例合计超过 1。"],
        ),
        ((Grade("优秀", share=D("0.6")), Grade("良好", share=D("0.4")), Grade("一般")), []),
        ((Grade("优秀", share=D(1)), Grade("良好", share=D(0)), Grade("一般")), []),
        ((Grade("一般"),), []),
    ],
)
def test_grades_stand_from_the_best_to_the_last(grades: tuple[Grade, ...], said: list[str]) -> None:
    assert problems(grading=Grading(grades)) == said


def test_shares_of_a_group_are_of_grades_that_are_there() -> None:
    groups = {
        "党群": {"优秀": D("0.7"), "良好": D("0.4")},
        "经济": {"状元": D("0.1"), "一般": D("0.1"), "优秀": D(2)},
    }
    assert problems(grading=Grading(GRADES, groups=groups)) == [
        "grading（党群）：各等次比例合计超过 1。",
        "grading（经济）：“优秀”的比例应在 0 和 1 之间，现为 2。",
        "grading（经济）：各等次比例合计超过 1（没有另定的“良好”按 0.4 计）。",
        "grading.groups：没有“状元”这个等次。",
        "grading.groups：最后一个等次“一般”收下其余单位，不应设比例。",
    ]


def test_shares_of_a_group_are_summed_with_those_that_it_leaves_as_they_are() -> None:
    excellent, good = "优秀", "良好"
    groups = {"党群": {excellent: D("0.7")}, "经济": {good: D("0.71")}, "社会": {excellent: D("0.6"), good: D("0.4")}}
    grades = (Grade(excellent, share=D("0.3")), Grade(good, share=D("0.31")), Grade("合格"), Grade("一般"))
    assert problems(grading=Grading(grades, groups=groups)) == [
        "grading（党群）：各等次比例合计超过 1（没有另定的“良好”按 0.31 计）。",
        "grading（经济）：各等次比例合计超过 1（没有另定的“优秀”按 0.3 计）。",
    ]
    assert problems(grading=Grading(grades, groups={"党群": {excellent: D("0.69")}, "经济": {good: D("0.7")}})) == []


def test_all_grades_that_a_group_leaves_as_they_are_are_named() -> None:
    grades = (
        Grade("优秀", share=D("0.3")),
        Grade("良好", share=D("0.4")),
        Grade("合格", share=D("0.3")),
        Grade("一般"),
    )
    assert problems(grading=Grading(grades, groups={"党群": {"优秀": D("0.5")}})) == [
        "grading（党群）：各等次比例合计超过 1（没有另定的“良好”按 0.4 计、“合格”按 0.3 计）。"
    ]


def test_shares_that_are_wrong_for_all_are_told_once() -> None:
    grades = (Grade("优秀", share=D("0.6")), Grade("良好", share=D("0.5")), Grade("一般"))
    groups: dict[str, dict[str, D]] = {"党群": {}, "经济": {"优秀": D("0.5")}, "社会": {"优秀": D("0.5"), "良好": D(1)}}
    assert problems(grading=Grading(grades, groups=groups)) == [
        "grading：各等次比例合计超过 1。",
        "grading（社会）：各等次比例合计超过 1。",
    ]


@pytest.mark.parametrize("level", ["indicator", "component", "total"])
def test_places_are_few(level: str) -> None:
    assert problems(places=Places(**{level: 7})) == [f"places.{level}：小数位数应在 0 和 6 之间，现为 7。"]
    assert problems(places=Places(**{level: -1})) == [f"places.{level}：小数位数应在 0 和 6 之间，现为 -1。"]
    assert problems(places=Places(**{level: 6})) == problems(places=Places(**{level: 0})) == []


def test_rules_are_checked_and_named() -> None:
    rules = {"done": Done(otherwise=D(2)), "veto": Veto("状元"), "mild": Veto(), "strict": Veto("良好")}
    assert problems(rules=rules, grading=Grading(GRADES)) == [
        "rules.done：otherwise 应在 0 和 1 之间，现为 2。",
        "rules.veto.at_most：没有“状元”这个等次。",
    ]


def test_the_rules_that_are_assigned_are_there_where_the_table_counts() -> None:
    assigned = Assigned("甲", "乙", "丙", by_no={"1-1": "丁", "1-2": "done"}, by_category={"党建": "戊"})
    said = [
        "assigned.with_target：没有“甲”这条规则。",
        "assigned.with_ceiling：没有“乙”这条规则。",
        "assigned.without_target：没有“丙”这条规则。",
        "assigned.by_no.1-1：没有“丁”这条规则。",
        "assigned.by_category.党建：没有“戊”这条规则。",
    ]
    assert problems(assigned=assigned, components=(TABLE,)) == said
    assert problems(assigned=assigned, components=TWO) == []
    assert problems(components=(TABLE,)) == []


def test_a_scheme_with_problems_is_refused_with_all_of_them() -> None:
    with pytest.raises(Misfit) as refused:
        scheme_of({"title": "办法", "base": 0, "places": {"total": 9}})
    assert refused.value.problems == [
        "base：总分应大于 0，现为 0。",
        "places.total：小数位数应在 0 和 6 之间，现为 9。",
    ]
    assert str(refused.value) == "\n".join(refused.value.problems)


def test_a_scheme_without_problems_is_read() -> None:
    assert scheme_of({"title": "办法", "base": 1000}) == Scheme("办法", base=D(1000))


RULES = {"r": Proportional(cap=D("1.2")), "panel": Panel(scale=D(10))}
SCHEME = Scheme(
    "办法",
    components=(TABLE, given("甲", "60", scale=D(5)), given("乙", "40")),
    rules=RULES,
    bonus=Bonus(classes={"b": BonusClass("表彰", D(5))}),
    deductions=Deductions(classes={"f": FaultClass("问题", D(1))}),
    grading=Grading(GRADES),
)


def said(sheet: Sheet) -> list[str]:
    return list(sheet_problems(SCHEME, sheet))


def test_a_sheet_that_can_be_judged_has_no_problems() -> None:
    sheet = a_sheet(
        an_entry("1", claimed="12", decisions=(Decision("实地考评", D(12)), Decision("实地考评", D(0)))),
        an_entry("1", key="b", rule="panel", points="0", claimed="0", marks=("0", "10")),
        given={"甲": "5", "乙": "0"},
        claims=(Claim("c", "b", "事项", D(0)), Claim("d", "b", "事项")),
        faults=(Fault("f", "f"), Fault("g", "other", D(0))),
        events=(Event("e", Effect.LOWER), Event("p", Effect.PROMOTE, "优秀")),
    )
    assert said(sheet) == []


def test_an_indicator_stands_once_on_a_sheet() -> None:
    sheet = a_sheet(*(an_entry("1", key=key) for key in "babac"), name="某局")
    assert said(sheet) == ["某局：指标“a”出现了多次。", "某局：指标“b”出现了多次。"]


def test_what_an_indicator_brings() -> None:
    sheet = a_sheet(
        an_entry("1", rule="nowhere", no="1-1", points="-1"),
        an_entry("1", key="b", points="-1"),
        an_entry("1", key="c", decisions=(Decision("同类复核", D("12.1")), Decision("实地考评", D(-1)))),
        an_entry("1", key="d", rule="panel", claimed="10.5", marks=("11", "-1")),
        an_entry("1", key="e", claimed="-1"),
        an_entry("1", key="f", marks=("11",)),
    )
    assert said(sheet) == [
        "甲　1-1：没有“nowhere”这条规则。",
        "甲　b：分值不应小于 0，现为 -1。",
        "甲　c：同类复核给了 12.1 分，超出 0 到 12.0 的范围。",
        "甲　c：实地考评给了 -1 分，超出 0 到 12.0 的范围。",
        "甲　d：自评 10.5 分，超出 0 到 10 的范围。",
        "甲　d：打分 11 超出 0 到 10 的范围。",
        "甲　d：打分 -1 超出 0 到 10 的范围。",
        "甲　e：自评 -1 分，超出 0 到 12.0 的范围。",
    ]


def test_given_scores_are_of_components_and_on_their_scale() -> None:
    assert said(a_sheet(given={"甲": "5.1", "丙": "1", "乙": "-0.1"}, name="某局")) == [
        "某局：“部分甲”的得分应在 0 和 5 之间，现为 5.1。",
        "某局：给了“丙”的得分，但规则里没有这个部分。",
        "某局：“部分乙”的得分应在 0 和 100 之间，现为 -0.1。",
    ]


def test_claims_and_findings_are_of_classes_that_are_there() -> None:
    sheet = a_sheet(
        claims=(
            Claim("c", "x", "事项", title="某表彰"),
            Claim("d", "x", "事项", D(-1)),
            Claim("e", "b", "事项", D(-2)),
        ),
        faults=(Fault("f", "x", title="某问题"), Fault("g", "x"), Fault("h", "x", D(-1)), Fault("i", "f", D(-2))),
    )
    assert said(sheet) == [
        "甲：加分“某表彰”的类别“x”不在规则里。",
        "甲：加分“d”的类别“x”不在规则里。",
        "甲：加分“d”的分数不应小于 0，现为 -1。",
        "甲：加分“e”的分数不应小于 0，现为 -2。",
        "甲：扣分“某问题”的类别“x”不在规则里，也没有写明分数。",
        "甲：扣分“g”的类别“x”不在规则里，也没有写明分数。",
        "甲：扣分“h”的分数不应小于 0，现为 -1。",
        "甲：扣分“i”的分数不应小于 0，现为 -2。",
    ]


def test_events_are_about_grades_that_are_there() -> None:
    events = (
        Event("p", Effect.PROMOTE, "状元", title="荣获表彰"),
        Event("c", Effect.CAP, "末等"),
        Event("l", Effect.LOWER, "随意"),
    )
    assert said(a_sheet(events=events)) == [
        "甲：“荣获表彰”涉及的等次“状元”不在规则里。",
        "甲：“c”涉及的等次“末等”不在规则里。",
    ]


@pytest.mark.parametrize("steps", [0, -1])
def test_a_grade_is_lowered_by_one_step_at_least(steps: int) -> None:
    events = (Event("l", Effect.LOWER, steps=steps, title="约谈"), Event("m", Effect.LOWER, steps=steps))
    assert said(a_sheet(events=events)) == [
        f"甲：“约谈”降低的档数应大于 0，现为 {steps}。",
        f"甲：“m”降低的档数应大于 0，现为 {steps}。",
    ]
    assert said(a_sheet(events=(Event("p", Effect.PROMOTE, "优秀", steps=steps),))) == []
