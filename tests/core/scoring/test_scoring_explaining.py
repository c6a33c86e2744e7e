"""The explanation of a score: every step with its sentence, and the changes that lead from full marks to the total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from decimal import localcontext
from typing import Any

import pytest
from scoring_cases import (
    BONUS,
    FAULTS,
    ONE,
    TABLE,
    a_scheme,
    a_sheet,
    an_entry,
    child,
    deducted,
    every,
    given,
    lines,
    tree,
    with_bonus,
)

from jixiao.core.scoring.composing import work_all
from jixiao.core.scoring.entries import Claim, Fault, Given
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.rules import Done, Proportional, Said
from jixiao.core.scoring.scheme import (
    Bonus,
    Component,
    Deductions,
    Missing,
    Places,
    Scheme,
    Share,
    Source,
)
from jixiao.core.scoring.steps import Step, StepKind, parent
from jixiao.core.scoring.table import Field


def test_the_total_says_from_where_to_where() -> None:
    step = tree(a_scheme(components=ONE), a_sheet(given={"甲": "87.5"}))
    assert (step.key, step.kind, step.title, step.change) == ("total", StepKind.TOTAL, "总分", D("-12.5"))
    assert step.said == Said("满分100.00分，最后得87.50分", "87.50 of 100.00")
    assert (step.got, step.full) == (None, None)


def test_an_open_total_says_so_and_what_is_missing_stands_without_a_change() -> None:
    step = tree(a_scheme(components=(given("甲", "1"), given("乙", "2"))), a_sheet(given={"甲": "90"}))
    assert step.said == Said("数据不全，暂不能得出总分", "data are missing: no total yet")
    assert lines(step) == [
        ("甲", "-3.3333", "得90.00分（满分100.00），占33.3333分，折合30.00分", "90.00 of 100.00, worth 33.3333: 30.00"),
        ("乙", "0", "数据不全，暂不能计分", "data are missing"),
    ]
    missing = child(step, "乙")
    assert (missing.kind, missing.title, missing.is_missing, missing.got) == (StepKind.COMPONENT, "部分乙", True, None)
    assert not child(step, "甲").is_missing


def test_a_component_from_elsewhere_is_one_step_with_its_source() -> None:
    scheme = a_scheme(components=(given("甲", "60"), given("乙", "40", scale=D(40))))
    sheet = replace(a_sheet(), given={"甲": Given(D("85.5"), "某办〔2025〕3号"), "乙": Given(D(38), "统计局")})
    step = tree(scheme, sheet)
    assert lines(step) == [
        (
            "甲",
            "-8.7000",
            "得85.50分（满分100.00），占60.00分，折合51.30分（某办〔2025〕3号）",
            "85.50 of 100.00, worth 60.00: 51.30（某办〔2025〕3号）",
        ),
        ("乙", "-2.0000", "得38.00分，满分40.00分（统计局）", "38.00 of 40.00（统计局）"),
    ]
    one = child(step, "甲")
    assert (one.kind, one.title, one.got, one.full, one.children) == (
        StepKind.COMPONENT, "部分甲", D("51.3"), D(60), (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("missing", "change", "zh", "en"),
    [
        (Missing.ZERO, "-60.0000", "没有数据，按零分计", "no data: counts nothing"),
        (Missing.AVERAGE, "-12.0000", "没有数据，按组内平均得分率计48.00分", "no data: the group's mean counts, 48.00"),
        (
            Missing.EXCLUDE,
            "0",
            "没有数据，按规则不计入，其余部分按比例放大",
            "no data: left out, the rest counts for the whole",
        ),
    ],
)
def test_a_component_without_data_says_by_which_rule(missing: Missing, change: str, zh: str, en: str) -> None:
    scheme = a_scheme(components=(given("甲", "60", missing=missing), given("乙", "40")))
    other = a_sheet(given={"甲": "80", "乙": "100"}, organisation="乙")
    step = child(tree(scheme, a_sheet(given={"乙": "100"}), other), "甲")
    assert (str(step.change), step.said.zh, step.said.en) == (change, zh, en)
    assert step.is_missing is (missing is Missing.EXCLUDE)


def test_a_table_is_summed_and_its_indicators_follow() -> None:
    scheme = a_scheme(Done(), components=(replace(TABLE, counts=D(60)), given("甲", "40")))
    step = tree(scheme, a_sheet(an_entry("1"), an_entry("0", key="b", points="15"), given={"甲": "100"}))
    table = child(step, "table")
    assert (table.kind, table.title, str(table.change)) == (StepKind.COMPONENT, "目标考核", "-36.0000")
    assert (table.got, table.full) == (24, 60)
    assert table.said == Said(
        "各项合计10.00分（满分25.00），占60.00分，折合24.00分", "10.00 of 25.00, worth 60.00: 24.00"
    )
    assert lines(table) == [
        ("table/a", "0.0000", "已完成；得满分10.00分", "done; all 10.00 points"),
        ("table/b", "-36.0000", "未完成；得0.00分（满分15.00），失15.00分", "not done; 0.00 of 15.00, 15.00 lost"),
    ]


def test_a_table_on_the_scale_of_its_worth_needs_no_conversion() -> None:
    step = tree(a_scheme(Done()), a_sheet(an_entry("1", points="60"), an_entry("0", key="b", points="40")))
    assert child(step, "table").said == Said("各项合计60.00分，满分100.00分", "60.00 of 100.00 altogether")


@pytest.mark.parametrize("source", [Source.TABLE, Source.GIVEN])
def test_a_component_filled_by_the_average_is_one_step(source: Source) -> None:
    component = Component("c", "部分", D(100), source, missing=Missing.AVERAGE)
    scheme = a_scheme(Done(), components=(component,))
    other = a_sheet(an_entry("1"), an_entry("0", key="b"), organisation="乙", given={"c": "50"})
    step = child(tree(scheme, a_sheet(an_entry("1"), an_entry(None, key="b")), other), "c")
    assert (str(step.change), step.children) == ("-50.0000", ())
    assert step.said.zh == "没有数据，按组内平均得分率计50.00分"


def deducted_before(component: Component, **more: Any) -> Scheme:
    deductions = Deductions(classes=FAULTS, before="c")
    return a_scheme(Proportional(), components=(component, given("乙", "40")), deductions=deductions, **more)


def test_deductions_before_weighting_stand_in_their_component() -> None:
    scheme = deducted_before(Component("c", "公众评议", D(60)))
    step = tree(scheme, a_sheet(given={"c": "90", "乙": "100"}, faults=(Fault("f", "slack"),)))
    component = child(step, "c")
    assert component.said == Said(
        "各项合计88.00分（满分100.00），占60.00分，折合52.80分", "88.00 of 100.00, worth 60.00: 52.80"
    )
    assert (component.kind, component.title, str(component.change)) == (StepKind.COMPONENT, "公众评议", "-7.2000")
    assert (component.got, component.full) == (D("52.8"), 60)
    assert lines(component) == [
        (
            "c/score",
            "-6.0000",
            "得90.00分（满分100.00），占60.00分，折合54.00分",
            "90.00 of 100.00, worth 60.00: 54.00",
        ),
        ("c/deductions", "-1.2000", "察访核验在折算前从本部分扣2.00分", "2.00 taken before weighting"),
    ]
    assert [(each.kind, each.title) for each in component.children] == [
        (StepKind.SCORE, "公众评议"),
        (StepKind.DEDUCTION, "察访核验"),
    ]
    assert [each.key for each in step.children] == ["c", "乙"]


def test_deductions_before_weighting_from_an_average() -> None:
    scheme = deducted_before(Component("c", "公众评议", D(60), missing=Missing.AVERAGE))
    other = a_sheet(given={"c": "90", "乙": "100"}, organisation="乙")
    step = child(tree(scheme, a_sheet(given={"乙": "100"}, faults=(Fault("f", "slack"),)), other), "c")
    assert lines(step)[0] == (
        "c/score", "-6.0000", "没有数据，按组内平均得分率计54.00分", "no data: the group's mean counts, 54.00",
    )  # fmt: skip


def test_deductions_before_weighting_stand_after_the_table_s_indicators() -> None:
    scheme = deducted_before(Component("c", "目标考核", D(60), Source.TABLE))
    sheet = a_sheet(an_entry("0.9", points="100"), given={"乙": "100"}, faults=(Fault("f", "slack"),))
    assert lines(child(tree(scheme, sheet), "c")) == [
        (
            "c/a",
            "-6.0000",
            "完成率90%；得90.00分（满分100.00），失10.00分",
            "completion 90%; 90.00 of 100.00, 10.00 lost",
        ),
        ("c/deductions", "-1.2000", "察访核验在折算前从本部分扣2.00分", "2.00 taken before weighting"),
    ]


def test_at_equal_remainders_deductions_before_weighting_are_taken_down_last() -> None:
    component = Component("c", "目标考核", D(50), Source.TABLE)
    scheme = replace(deducted_before(component, places=Places(component=2)), components=(component, given("乙", "50")))
    sheet = a_sheet(
        an_entry("0.9999", key="A", points="100"), given={"乙": "100"}, faults=(Fault("f", "slack", D("0.01")),)
    )
    steps = child(tree(scheme, sheet), "c").children
    assert [(each.key, str(each.change)) for each in steps] == [("c/A", "-0.01"), ("c/deductions", "0.00")]


def test_worths_that_do_not_come_out_even_leave_a_rest() -> None:
    scheme = a_scheme(components=tuple(given(key, "1") for key in "甲乙丙"))
    step = tree(scheme, a_sheet(given=dict.fromkeys("甲乙丙", "100")))
    rest = child(step, "rounding/worths")
    assert (str(rest.change), rest.kind, rest.title) == ("-0.0001", StepKind.ROUNDING, "四舍五入")
    assert rest.said == Said("各部分满分取整后的差额", "what rounding the parts' full marks leaves")
    assert [each.key for each in step.children] == ["甲", "乙", "丙", "rounding/worths", "rounding/total"]
    last = child(step, "rounding/total")
    assert (str(last.change), last.said) == ("0.0001", Said("总分保留2位小数", "rounded to 2 decimals"))


@pytest.mark.parametrize("key", ["worths", "base", "component"])
def test_no_two_steps_have_the_same_key_whatever_a_component_is_called(key: str) -> None:
    components = (replace(TABLE, key=key, counts=D(1)), given("甲", "1"), given("乙", "1"))
    scheme = a_scheme(Done(), components=components, places=Places(component=1))
    sheet = a_sheet(
        *(an_entry(value, key=each) for each, value in (("a", "1"), ("b", "0"), ("c", "1"))),
        given={"甲": "9", "乙": "9"},
    )
    keys = [step.key for step in every(tree(scheme, sheet))]
    assert {"rounding/worths", f"rounding/component/{key}"} < set(keys)
    assert sorted(set(keys)) == sorted(keys)


def test_even_worths_leave_no_rest() -> None:
    step = tree(a_scheme(components=(given("甲", "60"), given("乙", "40"))), a_sheet(given={"甲": "100", "乙": "100"}))
    assert [each.key for each in step.children] == ["甲", "乙"]


def test_the_total_is_cut_at_the_base() -> None:
    step = tree(
        a_scheme(components=ONE, bonus=Bonus(classes=BONUS, may_exceed=False)),
        a_sheet(given={"甲": "98"}, claims=(Claim("a", "state", "x"),)),
    )
    assert lines(step)[2:] == [
        ("bounds/base", "-3.0000", "总分不超过100.00分，超出部分不计", "the total is at most 100.00")
    ]
    assert (step.children[2].kind, step.children[2].title) == (StepKind.CAP, "总分封顶")


def test_exactly_at_the_base_nothing_is_cut() -> None:
    step = tree(
        a_scheme(components=ONE, bonus=Bonus(classes=BONUS, may_exceed=False)),
        a_sheet(given={"甲": "95"}, claims=(Claim("a", "state", "x"),)),
    )
    assert [each.key for each in step.children] == ["甲", "bonus"]


def test_a_total_that_may_exceed_the_base_is_not_cut() -> None:
    sheet = a_sheet(given={"甲": "98"}, claims=(Claim("a", "state", "x"),))
    assert [each.key for each in tree(with_bonus(), sheet).children] == ["甲", "bonus"]


def test_the_total_is_held_at_zero() -> None:
    step = deducted(Fault("a", "slack", D(81)))
    assert lines(step)[2:] == [("bounds/zero", "1.0000", "总分不低于0分", "the total is not below zero")]
    assert (step.children[2].kind, step.children[2].title) == (StepKind.CAP, "总分保底")
    assert [each.key for each in deducted(Fault("a", "slack", D(80))).children] == ["甲", "deduction"]


def test_the_last_rounding_is_a_step() -> None:
    scheme = a_scheme(components=ONE, places=Places(total=1))
    step = tree(scheme, a_sheet(given={"甲": "80.16"}))
    assert lines(step)[1:] == [("rounding/total", "0.0400", "总分保留1位小数", "rounded to 1 decimals")]
    assert step.said == Said("满分100.00分，最后得80.2分", "80.2 of 100.00")


def test_an_open_total_has_no_bounds() -> None:
    scheme = a_scheme(components=ONE, deductions=Deductions(classes=FAULTS))
    step = tree(scheme, a_sheet(faults=(Fault("f", "slack", D(200)),)))
    assert [each.key for each in step.children] == ["甲", "deduction"]


def test_without_components_the_base_is_told() -> None:
    scheme = Scheme("扣分制", base=D(10), deductions=Deductions(name="扣分", classes=FAULTS))
    step = tree(scheme, a_sheet(faults=(Fault("f", "slack"),)))
    assert [each.key for each in step.children] == ["deduction"]
    assert step.said.zh == "满分10.00分，最后得8.00分"
    assert step.children[0].title == "扣分"


def test_by_maximum_a_given_score_is_on_the_scale_of_its_points() -> None:
    scheme = a_scheme(components=(given("甲", "100"),), share=Share.MAXIMUM)
    assert lines(tree(scheme, a_sheet(given={"甲": "87.125"}))) == [
        ("甲", "-12.8750", "得87.125分，满分100.00分", "87.125 of 100.00"),
        ("rounding/total", "0.0050", "总分保留2位小数", "rounded to 2 decimals"),
    ]


def test_the_caller_s_decimal_context_does_not_matter() -> None:
    scheme = a_scheme(components=tuple(given(key, "1") for key in "甲乙丙"))
    sheet = a_sheet(given=dict.fromkeys("甲乙丙", "77.77777"))
    plain = tree(scheme, sheet)
    worked = work_all(scheme, [sheet])[0]
    with localcontext(prec=2):
        assert explain(scheme, worked, Field(scheme, [sheet])).children == plain.children


def test_leaves_carry_the_changes_in_the_order_of_the_tree() -> None:
    said = Said("", "")
    one, two, three = (Step(key, StepKind.CLAIM, key, D(at), said) for at, key in enumerate("abc"))
    inner = parent("p", StepKind.GOAL, "目标", said, (two, three), got=D(1), full=D(2))
    outer = parent("q", StepKind.CATEGORY, "类别", said, (one, inner))
    assert (inner.change, outer.change, inner.got, inner.full, outer.got) == (3, 3, 1, 2, None)
    assert [leaf.key for leaf in outer.leaves()] == ["a", "b", "c"]
