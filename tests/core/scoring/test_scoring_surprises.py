"""What would surprise whoever reads a result: cases in which the plain course of the engine was not the expected one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from jixiao.core.scoring.checking import scheme_of, sheet_problems
from jixiao.core.scoring.composing import work_all
from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.results import Result, Worked
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.shape import read
from jixiao.core.scoring.steps import Step
from jixiao.core.scoring.table import Field

TABLE = {"key": "table", "name": "目标考核", "counts": 100, "source": "table"}
GIVEN = {"key": "given", "name": "公众评议", "counts": 100}
GRADES = [{"name": "优秀", "share": "0.4"}, {"name": "良好", "share": "0.4"}, {"name": "一般"}]


def scheme(*components: Mapping[str, Any], **rest: Any) -> Scheme:
    return scheme_of({"title": "某市", "components": components, **rest})


def sheet(organisation: str, *entries: Mapping[str, Any], **rest: Any) -> Sheet:
    data = [{"key": f"i{at}", "points": 10, **entry} for at, entry in enumerate(entries)]
    return read(Sheet, {"organisation": organisation, "entries": data, **rest})


def given(organisation: str, score: object, **rest: Any) -> Sheet:
    return sheet(organisation, given={"given": {"score": score}}, **rest)


def worked(rules: Scheme, *sheets: Sheet) -> dict[str, Worked]:
    return {each.sheet.organisation: each for each in work_all(rules, sheets)}


def results(rules: Scheme, *sheets: Sheet) -> dict[str, Result]:
    return {name: each.result for name, each in worked(rules, *sheets).items()}


# indicators by period


def test_a_panel_is_scored_by_its_marks_however_the_periods_join() -> None:
    rules = scheme(TABLE, rules={"panel": {"kind": "panel"}}, assigned=all_by("panel"))
    entry = {"rule": "panel", "join": "each", "marks": [80, 90]}
    assert results(rules, sheet("甲", entry), sheet("乙", {**entry, "values": [1, None]}))["甲"].total == 85
    assert results(rules, sheet("乙", {**entry, "values": [1, None]}))["乙"].total == 85


def test_a_case_in_an_early_period_is_not_undone_by_a_later_period_without_one() -> None:
    rules = scheme(
        TABLE,
        rules={"veto": {"kind": "veto", "at_most": "一般"}},
        assigned=all_by("veto"),
        grading={"grades": [{"name": "优秀", "at_least": 0}, {"name": "一般"}]},
    )
    result = results(rules, sheet("甲", {"rule": "veto", "join": "each", "values": [1, 0, None]}))["甲"]
    assert (result.total, result.grade) == (0, "一般")


def all_by(rule: str) -> dict[str, str]:
    return {"with_target": rule, "with_ceiling": rule, "without_target": rule}


# deductions before weighting


@pytest.mark.parametrize("missing", ["average"])
def test_whoever_gets_the_average_for_want_of_data_still_bears_its_deductions(missing: str) -> None:
    rules = scheme({**GIVEN, "missing": missing}, deductions={"before": "given", "classes": FAULTS})
    fault = {"key": "f", "kind": "one"}
    made = results(rules, given("甲", 90), given("乙", 80, faults=[fault]), sheet("丙", faults=[fault]))
    assert {name: each.total for name, each in made.items()} == {"甲": 90, "乙": 75, "丙": 80}


def test_a_table_filled_by_average_bears_deductions_on_its_own_scale() -> None:
    rules = scheme({**TABLE, "missing": "average"}, deductions={"before": "table", "classes": FAULTS})
    full, open_ = {"rule": "done", "points": 200, "values": [1]}, {"rule": "done", "points": 200}
    made = results(rules, sheet("甲", full), sheet("乙", open_, faults=[{"key": "f", "kind": "one"}]))
    assert made["乙"].total == Decimal("97.50")


FAULTS = {"one": {"name": "一般问题", "points": 5}}


# promotion


def test_a_promotion_never_takes_a_better_grade_away() -> None:
    rules = scheme(GIVEN, grading={"grades": GRADES})
    first = given("甲", 95, events=[{"key": "e", "effect": "promote", "grade": "良好"}])
    made = results(
        rules, first, *(given(name, score) for name, score in zip("乙丙丁戊", (90, 85, 80, 75), strict=True))
    )
    assert [made[name].grade for name in "甲乙丙丁戊"] == ["优秀", "优秀", "良好", "良好", "一般"]


def test_a_promotion_above_a_ceiling_reaches_up_to_it_and_takes_nobodys_place() -> None:
    rules = scheme(GIVEN, grading={"grades": GRADES})
    events = [
        {"key": "e", "effect": "promote", "grade": "优秀"},
        {"key": "f", "effect": "cap", "grade": "良好"},
    ]
    scores = zip("甲乙丙丁戊", (95, 90, 85, 80, 75), strict=True)
    made = results(rules, *(given(name, score, events=events if name == "甲" else []) for name, score in scores))
    assert [made[name].grade for name in "甲乙丙丁戊"] == ["良好", "优秀", "优秀", "良好", "良好"]


def test_a_tie_with_somebody_promoted_is_judged_without_them() -> None:
    rules = scheme(GIVEN, grading={"grades": GRADES})
    events = [{"key": "e", "effect": "promote", "grade": "优秀"}]
    scores = zip("甲乙丙丁戊", (90, 90, 90, 80, 75), strict=True)
    made = results(rules, *(given(name, score, events=events if name == "甲" else []) for name, score in scores))
    assert [made[name].grade for name in "甲乙丙丁戊"] == ["优秀", "优秀", "优秀", "良好", "良好"]


# what cannot be: refused before it is scored


@pytest.mark.parametrize(
    ("rest", "word"),
    [
        ({"claims": [{"key": "c", "kind": "b", "fact": "x", "points": -1}]}, "加分“c”的分数不应小于 0，现为 -1"),
        ({"faults": [{"key": "f", "kind": "one", "points": -1}]}, "扣分“f”的分数不应小于 0，现为 -1"),
        ({"given": {"given": {"score": 101}}}, "“公众评议”的得分应在 0 和 100 之间，现为 101"),
        ({"given": {"given": {"score": -1}}}, "“公众评议”的得分应在 0 和 100 之间，现为 -1"),
        ({"given": {"scaled": {"score": 6}}}, "“领导评价”的得分应在 0 和 5 之间，现为 6"),
    ],
)
def test_points_that_cannot_be_are_named(rest: dict[str, Any], word: str) -> None:
    scaled = {"key": "scaled", "name": "领导评价", "counts": 100, "scale": 5}
    bonus = {"classes": {"b": {"name": "表彰", "points": 1}}}
    rules = scheme(GIVEN, scaled, bonus=bonus, deductions={"classes": FAULTS})
    assert any(word in problem for problem in sheet_problems(rules, sheet("甲", **rest)))


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"rule": "done", "claimed": 11}, "自评 11 分，超出 0 到 10 的范围"),
        ({"rule": "done", "claimed": -1}, "自评 -1 分，超出 0 到 10 的范围"),
        ({"rule": "panel", "marks": [80, 101]}, "打分 101 超出 0 到 100 的范围"),
        ({"rule": "panel", "marks": [-1]}, "打分 -1 超出 0 到 100 的范围"),
    ],
)
def test_marks_that_cannot_be_are_named(entry: dict[str, Any], word: str) -> None:
    rules = scheme(TABLE, rules={"done": {"kind": "done"}, "panel": {"kind": "panel"}}, assigned=all_by("done"))
    assert any(word in problem for problem in sheet_problems(rules, sheet("甲", entry)))


def test_points_at_the_bounds_are_no_problem() -> None:
    rules = scheme(TABLE, rules={"over": {"kind": "proportional", "cap": "1.2"}}, assigned=all_by("over"))
    entry = {"rule": "over", "claimed": 12, "values": [1]}
    assert list(sheet_problems(rules, sheet("甲", entry))) == []


# steps


def leaves(step: Step) -> Sequence[Step]:
    return list(step.leaves())


@pytest.mark.parametrize("places", [0, 1, 2, 3])
def test_steps_add_up_when_components_are_rounded_more_coarsely_than_the_total(places: int) -> None:
    rules = scheme(
        {**TABLE, "counts": 2}, {**GIVEN, "counts": 1}, places={"indicator": 4, "component": places, "total": 3}
    )
    entries = [{"rule": "proportional", "values": [value]} for value in ("0.333", "0.5171", "0.29")]
    one = sheet("甲", *entries, given={"given": {"score": "88.887"}})
    made = worked(rules, one)["甲"]
    step = explain(rules, made, Field(rules, [one]))
    assert made.result.total is not None
    table = next(child for child in step.children if child.key == "table")
    assert table.change == made.result.parts["table"].points - Decimal("66.667")
    assert rules.base + sum(leaf.change for leaf in leaves(step)) == made.result.total
    by_key = {leaf.key: leaf.change for leaf in leaves(step)}
    exact = {f"table/i{at}": Decimal(got) - 10 for at, got in enumerate(("3.33", "5.171", "2.9"))}
    unit = Decimal(200) / 3 / 30
    assert all(abs(by_key[key] - lost * unit) < Decimal("0.001") for key, lost in exact.items())
