"""The steps of a plan's table: as the plan is laid out, a sentence for each indicator."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from scoring_cases import TABLE, a_scheme, a_sheet, an_entry

from jixiao.core.scoring.composing import work_all
from jixiao.core.scoring.entries import Decision, Entry, Join, Sheet
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.rules import Done, Panel, Proportional, Rank, RatioToBest, Rule, Said
from jixiao.core.scoring.scheme import Missing, Places, Scheme
from jixiao.core.scoring.steps import Step, StepKind
from jixiao.core.scoring.table import Field

COMPLETION = Proportional()


def table(scheme: Scheme, sheet: Sheet, *others: Sheet) -> Step:
    sheets = [sheet, *others]
    worked = work_all(scheme, sheets)[0]
    step = explain(scheme, worked, Field(scheme, sheets))
    if worked.result.total is not None:
        assert scheme.base + sum(leaf.change for leaf in step.leaves()) == worked.result.total
    return step.children[0]


def sentence(rule: Rule, entry: Entry, *others: Entry, **more: Any) -> tuple[str, str]:
    sheets = [a_sheet(each, organisation=str(at)) for at, each in enumerate((entry, *others))]
    said = next(table(a_scheme(rule, **more), *sheets).leaves()).said
    return said.zh, said.en


def outline(step: Step, depth: int = 0) -> list[tuple[int, str, StepKind, str]]:
    made = [(depth, step.key, step.kind, step.title)]
    return made + [line for each in step.children for line in outline(each, depth + 1)]


def test_indicators_stand_under_category_and_goal_as_in_the_plan() -> None:
    sheet = a_sheet(
        an_entry("1", key="1", path=("业务工作", "项目建设"), title="开工"),
        an_entry("1", key="2", path=("党的建设",), title="学习"),
        an_entry("1", key="3", path=("业务工作", "招商"), title="签约"),
        an_entry("1", key="4", title="其他"),
        an_entry("0.5", key="5", path=("业务工作", "项目建设", "重点项目"), title="竣工"),
    )
    step = table(a_scheme(COMPLETION), sheet)
    assert outline(step)[1:] == [
        (1, "table/业务工作", StepKind.CATEGORY, "业务工作"),
        (2, "table/业务工作/项目建设", StepKind.GOAL, "项目建设"),
        (3, "table/1", StepKind.INDICATOR, "开工"),
        (3, "table/业务工作/项目建设/重点项目", StepKind.GOAL, "重点项目"),
        (4, "table/5", StepKind.INDICATOR, "竣工"),
        (2, "table/业务工作/招商", StepKind.GOAL, "招商"),
        (3, "table/3", StepKind.INDICATOR, "签约"),
        (1, "table/党的建设", StepKind.CATEGORY, "党的建设"),
        (2, "table/2", StepKind.INDICATOR, "学习"),
        (1, "table/4", StepKind.INDICATOR, "其他"),
    ]
    category = step.children[0]
    assert (category.got, category.full, category.change) == (25, 30, -10)
    assert category.said == Said("得25.00分，满分30.00分", "25.00 of 30.00")


def test_a_leaf_carries_all_that_is_known_of_its_indicator() -> None:
    decisions = (Decision("实地考评", D(8)),)
    entry = an_entry("1", no="1-1", title="开工", evidence=("a.pdf",), decisions=decisions)
    leaf = next(table(a_scheme(COMPLETION), a_sheet(entry)).leaves())
    assert (leaf.no, leaf.title, leaf.rule, leaf.evidence, leaf.decisions) == (
        "1-1",
        "开工",
        "r",
        ("a.pdf",),
        decisions,
    )
    assert (leaf.got, leaf.full, leaf.is_missing, leaf.kind) == (8, 10, False, StepKind.INDICATOR)
    assert next(table(a_scheme(COMPLETION), a_sheet(an_entry("1"))).leaves()).title == "a"


def test_changes_are_shared_out_so_that_they_make_the_component_s_change() -> None:
    scheme = a_scheme(Done(), places=Places(indicator=2, component=2))
    sheet = a_sheet(*(an_entry("0", key=key, points="1") for key in "cab"))
    step = table(scheme, sheet)
    assert [(leaf.key, str(leaf.change)) for leaf in step.leaves()] == [
        ("table/c", "-33.34"), ("table/a", "-33.33"), ("table/b", "-33.33"),
    ]  # fmt: skip
    assert str(step.change) == "-100.00"


def test_components_rounded_more_coarsely_than_the_total_leave_a_rest() -> None:
    scheme = a_scheme(Done(), places=Places(component=0))
    step = table(scheme, a_sheet(*(an_entry(value, key=key) for key, value in (("a", "1"), ("b", "0"), ("c", "1")))))
    assert [(each.key, str(each.change)) for each in step.children] == [
        ("table/a", "0.00"), ("table/b", "-33.33"), ("table/c", "0.00"), ("rounding/component/table", "0.33"),
    ]  # fmt: skip
    rest = step.children[-1]
    assert (rest.kind, rest.title) == (StepKind.ROUNDING, "四舍五入")
    assert rest.said == Said("本部分得分保留0位小数", "the part is rounded to 0 decimals")


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("1", "完成率100%；得满分10.00分", "completion 100%; all 10.00 points"),
        ("0.75", "完成率75%；得7.50分（满分10.00），失2.50分", "completion 75%; 7.50 of 10.00, 2.50 lost"),
        ("1.15", "完成率115%；得11.50分（满分10.00），多得1.50分", "completion 115%; 11.50 of 10.00, 1.50 more"),
    ],
)
def test_an_indicator_says_what_it_lost_or_gained(value: str, zh: str, en: str) -> None:
    assert sentence(Proportional(cap=D("1.2")), an_entry(value)) == (zh, en)


def test_points_are_told_with_two_decimals_or_as_many_as_they_have() -> None:
    assert sentence(COMPLETION, an_entry("0.33333"))[0] == "完成率33.333%；得3.3333分（满分10.00），失6.6667分"


def test_periods_that_are_scored_apart_say_so() -> None:
    assert sentence(COMPLETION, an_entry("0.5", "1", None, "0.9", join=Join.EACH)) == (
        "4期分别计分后平均（有数据3期），最近一期完成率90%；得6.00分（满分10.00），失4.00分",
        "mean of 4 periods (3 known), the latest: completion 90%; 6.00 of 10.00, 4.00 lost",
    )


def test_rules_that_take_the_year_as_a_whole_do_not_speak_of_periods() -> None:
    entry = an_entry("1", "2", join=Join.EACH)
    assert sentence(RatioToBest(), entry)[0] == "实际2，组内最优2，比值100%；得满分10.00分"
    assert sentence(Panel(), an_entry("1", join=Join.EACH, marks=("100",)))[0].startswith(
        "1人打分，平均100（满分100）；"
    )


def test_a_comparing_rule_speaks_of_the_group() -> None:
    assert sentence(Rank(step=D("0.1")), an_entry("3"), an_entry("4")) == (
        "列第2名（组内2家），每低一名少10%；得9.00分（满分10.00），失1.00分",
        "place 2 of 2, 10% a place; 9.00 of 10.00, 1.00 lost",
    )


def test_the_last_decision_is_told_with_who_when_and_why() -> None:
    first = Decision("同类复核", D(9))
    last = Decision("实地考评", D("7.5"), "佐证不足", "考评一组", "2025-02-10", old=D(10))
    assert sentence(COMPLETION, an_entry("1", decisions=(first, last))) == (
        "完成率100%；实地考评由10.00分改为7.50分（考评一组，2025-02-10），理由：佐证不足；得7.50分（满分10.00），失2.50分",
        "completion 100%; 实地考评: 10.00 → 7.50 （考评一组，2025-02-10） 佐证不足; 7.50 of 10.00, 2.50 lost",
    )


@pytest.mark.parametrize(
    ("decision", "zh", "en"),
    [
        (Decision("实地考评", D(8)), "实地考评定为8.00分", "实地考评: 8.00"),
        (Decision("实地考评", D(8), by="一组"), "实地考评定为8.00分（一组）", "实地考评: 8.00 （一组）"),
        (Decision("实地考评", D(8), on="2025-02-10"), "实地考评定为8.00分", "实地考评: 8.00"),
        (Decision("实地考评", D(8), "属实"), "实地考评定为8.00分，理由：属实", "实地考评: 8.00 属实"),
        (Decision("实地考评", D(8), "见附X。"), "实地考评定为8.00分，理由：见附X", "实地考评: 8.00 见附X"),
        (Decision("实地考评", D(8), old=D(0)), "实地考评由0.00分改为8.00分", "实地考评: 0.00 → 8.00"),
    ],
)
def test_a_decision_says_as_much_as_is_known(decision: Decision, zh: str, en: str) -> None:
    assert sentence(COMPLETION, an_entry(None, decisions=(decision,))) == (
        f"{zh}；得8.00分（满分10.00），失2.00分",
        f"{en}; 8.00 of 10.00, 2.00 lost",
    )


@pytest.mark.parametrize(
    ("missing", "zh", "en", "change"),
    [
        (Missing.ZERO, "没有数据，按零分计（满分10.00）", "no data: nothing of 10.00", "-50.0000"),
        (Missing.EXCLUDE, "没有数据，按规则不计入，其余指标按比例放大", "no data: left out", "0.0000"),
        (
            Missing.AVERAGE,
            "没有数据，按组内平均得分率计8.00分（满分10.00）",
            "no data: the group's mean, 8.00 of 10.00",
            "-10.0000",
        ),
    ],
)
def test_a_gap_says_by_which_rule_it_was_filled(missing: Missing, zh: str, en: str, change: str) -> None:
    mine = a_sheet(an_entry("1"), an_entry(None, key="b"))
    other = a_sheet(an_entry("1"), an_entry("0.8", key="b"), organisation="乙")
    whole, gap = table(a_scheme(COMPLETION, missing=missing), mine, other).leaves()
    assert (gap.said.zh, gap.said.en, str(gap.change), gap.is_missing) == (zh, en, change, True)
    assert (whole.is_missing, whole.change) == (False, 0)


def test_an_average_of_nobody_says_that_it_is_left_out() -> None:
    mine = a_sheet(an_entry("1"), an_entry(None, key="b"))
    gap = list(table(a_scheme(COMPLETION, missing=Missing.AVERAGE), mine).leaves())[1]
    assert gap.said.zh == "没有数据，按规则不计入，其余指标按比例放大"


def test_a_table_that_is_open_is_one_step() -> None:
    step = table(a_scheme(COMPLETION, components=(TABLE,)), a_sheet(an_entry("1"), an_entry(None, key="b")))
    assert (step.said.zh, step.children, step.is_missing) == ("数据不全，暂不能计分", (), True)
