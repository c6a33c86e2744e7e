"""The explanation of a score: every step with its sentence, and the changes that lead from full marks to the total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from decimal import localcontext
from typing import Any

import pytest
from scoring_cases import TABLE, a_scheme, a_sheet, an_entry, given

from jixiao.core.scoring.composing import work_all
from jixiao.core.scoring.entries import Claim, Fault, Given, Sheet
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.rules import Done, Proportional, Said
from jixiao.core.scoring.scheme import (
    Bonus,
    BonusClass,
    Component,
    Deductions,
    FaultClass,
    Missing,
    Places,
    Scheme,
    Share,
    Source,
)
from jixiao.core.scoring.steps import Step, StepKind, parent
from jixiao.core.scoring.table import Field


def tree(scheme: Scheme, sheet: Sheet, *others: Sheet) -> Step:
    sheets = [sheet, *others]
    worked = work_all(scheme, sheets)[0]
    step = explain(scheme, worked, Field(scheme, sheets))
    if worked.result.total is not None:
        assert scheme.base + sum(leaf.change for leaf in step.leaves()) == worked.result.total
    return step


def lines(step: Step) -> list[tuple[str, str, str, str]]:
    """Key, change and sentences of the step's children."""
    return [(each.key, str(each.change), each.said.zh, each.said.en) for each in step.children]


def child(step: Step, key: str) -> Step:
    return next(each for each in step.children if each.key == key)


def every(step: Step) -> list[Step]:
    return [step, *(each for below in step.children for each in every(below))]


ONE = (given("甲", "100"),)
BONUS = {
    "state": BonusClass("国家级", D(5)),
    "city": BonusClass("市级", D(2), cap=D(3)),
}
FAULTS = {"slack": FaultClass("作风懈怠", D(2))}


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


def with_bonus(**more: Any) -> Scheme:
    return a_scheme(components=ONE, bonus=Bonus(name="加分项", classes=BONUS, **more))


def claims(*claims: Claim) -> Sheet:
    return a_sheet(given={"甲": "80"}, claims=claims)


def test_a_bonus_is_the_sum_of_its_claims() -> None:
    claim = Claim("c1", "state", "事项", title="荣获表彰", source="某部〔2025〕1号", evidence=("a.pdf",))
    step = child(tree(with_bonus(), claims(claim, Claim("c2", "city", "别事"))), "bonus")
    assert (step.kind, step.title, str(step.change)) == (StepKind.BONUS, "加分项", "7.0000")
    assert step.said == Said("2项，加7.00分", "2 claims")
    assert lines(step) == [
        ("bonus/c1", "5.0000", "国家级（某部〔2025〕1号），加5.00分", "国家级（某部〔2025〕1号）, plus 5.00"),
        ("bonus/c2", "2.0000", "市级，加2.00分", "市级, plus 2.00"),
    ]
    one, other = step.children
    assert (one.kind, one.title, one.got, one.full, one.rule, one.evidence) == (
        StepKind.CLAIM, "荣获表彰", 5, 5, "state", ("a.pdf",),
    )  # fmt: skip
    assert other.title == "市级"


def test_a_claim_that_counts_less_says_why() -> None:
    sheet = claims(
        Claim("a", "state", "x"),
        Claim("b", "city", "x"),
        Claim("c", "city", "y", item="a"),
        Claim("d", "city", "z"),
        Claim("e", "city", "w"),
        Claim("f", "nowhere", "v"),
    )
    step = child(tree(with_bonus(item_share=D("0.1")), replace(sheet, entries=(an_entry("1"),))), "bonus")
    assert lines(step) == [
        ("bonus/a", "5.0000", "国家级，加5.00分", "国家级, plus 5.00"),
        (
            "bonus/b",
            "0",
            "市级，加0.00分：同一事项已按最高档计，不重复加分",
            "市级, plus 0.00: the same fact counts once, at its highest",
        ),
        (
            "bonus/c",
            "1.0000",
            "市级，加1.00分：超过所属指标分值的上限，按上限计",
            "市级, plus 1.00: limited to a share of its indicator's points",
        ),
        ("bonus/d", "2.0000", "市级，加2.00分", "市级, plus 2.00"),
        (
            "bonus/e",
            "0.0000",
            "市级，加0.00分：超过本类加分上限的部分不计",
            "市级, plus 0.00: beyond the cap of its class",
        ),
        ("bonus/f", "0.0000", "nowhere，加0.00分", "nowhere, plus 0.00"),
    ]
    assert (step.children[2].got, step.children[2].full) == (1, 2)


def test_what_goes_beyond_the_cap_of_the_bonus_is_a_step() -> None:
    step = child(tree(with_bonus(cap=D(6)), claims(Claim("a", "state", "x"), Claim("b", "city", "y"))), "bonus")
    assert step.said == Said("2项，加6.00分", "2 claims")
    assert lines(step)[2:] == [
        ("bonus/cap", "-1.0000", "加分项合计超过上限6.00分的部分不计", "beyond the cap of the bonus")
    ]
    assert (step.children[2].kind, step.children[2].title) == (StepKind.CAP, "超出上限")


def test_a_bonus_that_fell_away_is_a_step() -> None:
    step = child(tree(with_bonus(unit_share=D(0)), claims(Claim("a", "state", "x"))), "bonus")
    assert (step.change, step.said.zh) == (0, "1项，加0.00分")
    assert lines(step)[1:] == [
        (
            "bonus/units",
            "-5.0000",
            "只有一定比例的单位可以加分，本单位未列入",
            "only a share of the units may get a bonus",
        )
    ]
    assert (step.children[1].kind, step.children[1].title) == (StepKind.CAP, "加分面限制")


def deducted(*faults: Fault, score: str = "80", **more: Any) -> Step:
    scheme = a_scheme(components=ONE, deductions=Deductions(classes=FAULTS, **more))
    return tree(scheme, a_sheet(given={"甲": score}, faults=faults))


def test_deductions_are_the_sum_of_their_findings() -> None:
    one = Fault("f1", "slack", title="空岗", source="通报3号", rectified=False, evidence=("b.jpg",))
    step = child(deducted(one, Fault("f2", "slack", D("0.5")), Fault("f3", "other", D(1)), doubles=True), "deduction")
    assert (step.kind, step.title, str(step.change)) == (StepKind.DEDUCTION, "察访核验", "-5.5000")
    assert step.said == Said("3项，扣5.50分", "3 findings")
    assert lines(step) == [
        (
            "deduction/f1",
            "-4.0000",
            "作风懈怠（通报3号），扣4.00分：未按期整改，加倍扣分",
            "作风懈怠（通报3号）, minus 4.00: doubled because it was not rectified",
        ),
        ("deduction/f2", "-0.5000", "作风懈怠，扣0.50分", "作风懈怠, minus 0.50"),
        ("deduction/f3", "-1.0000", "other，扣1.00分", "other, minus 1.00"),
    ]
    first = step.children[0]
    assert (first.kind, first.title, first.got, first.full, first.rule, first.evidence) == (
        StepKind.FAULT, "空岗", 4, 2, "slack", ("b.jpg",),
    )  # fmt: skip


def test_what_goes_beyond_the_cap_of_deductions_is_a_step() -> None:
    step = child(deducted(Fault("a", "slack"), Fault("b", "slack"), cap=D(3)), "deduction")
    assert step.said == Said("2项，扣3.00分", "2 findings")
    assert lines(step)[2:] == [
        ("deduction/cap", "1.0000", "扣分合计超过上限3.00分的部分不扣", "beyond the cap of deductions")
    ]
    assert (step.children[2].kind, step.children[2].title) == (StepKind.CAP, "超出上限")


def test_without_claims_and_findings_no_such_steps() -> None:
    assert [each.key for each in deducted().children] == ["甲"]


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
