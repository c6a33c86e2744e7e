"""Records from plain data and back; every misfit named with its place."""

from __future__ import annotations

import tomllib
from decimal import Decimal as D
from typing import Any

import pytest

from jixiao.core.scoring.entries import Decision, Effect, Entry, Event, Given, Join, Sheet
from jixiao.core.scoring.rules import Band, Bands, Direction, Done, External, Rank, Steps
from jixiao.core.scoring.scheme import (
    Bonus,
    BonusClass,
    Component,
    Grade,
    Grading,
    Missing,
    Places,
    Scheme,
    Share,
    Source,
)
from jixiao.core.scoring.shape import Misfit, plain, read

SHEET = Sheet(
    "o1",
    name="某局",
    apart=True,
    entries=(
        Entry(
            "a", D("10.5"), "r", (D(1), None), Join.EACH, target=D(3), marks=(D(80),), path=("党建",),
            decisions=(Decision("实地考评", D(2), old=D(1)),),
        ),
    ),
    given={"甲": Given(D("90.5"), "某办")},
    events=(Event("e", Effect.LOWER, steps=2),),
)  # fmt: skip

SHEET_DATA = {
    "organisation": "o1",
    "name": "某局",
    "apart": True,
    "entries": [
        {
            "key": "a",
            "points": D("10.5"),
            "rule": "r",
            "values": [D(1), None],
            "join": "each",
            "target": D(3),
            "marks": [D(80)],
            "path": ["党建"],
            "decisions": [{"stage": "实地考评", "points": D(2), "old": D(1)}],
        }
    ],
    "given": {"甲": {"score": D("90.5"), "source": "某办"}},
    "events": [{"key": "e", "effect": "lower", "steps": 2}],
}

SCHEME = Scheme(
    "办法",
    share=Share.MAXIMUM,
    components=(
        Component("t", "目标考核", D(60), Source.TABLE),
        Component("g", "公众评议", D(40), missing=Missing.ZERO),
    ),
    bonus=Bonus(classes={"b": BonusClass("表彰", D(1), cap=D(2))}, may_exceed=False),
    grading=Grading((Grade("优秀", share=D("0.4")), Grade("一般")), groups={"党群": {"优秀": D("0.5")}}),
    places=Places(component=2),
    rules={"done": Done(direction=Direction.LOWER), "bands": Bands((Band(D(1), D(1)), Band(D(0), D("0.5"))))},
)

SCHEME_DATA = {
    "title": "办法",
    "share": "maximum",
    "components": [
        {"key": "t", "name": "目标考核", "counts": D(60), "source": "table"},
        {"key": "g", "name": "公众评议", "counts": D(40), "missing": "zero"},
    ],
    "bonus": {"may_exceed": False, "classes": {"b": {"name": "表彰", "points": D(1), "cap": D(2)}}},
    "grading": {
        "grades": [{"name": "优秀", "share": D("0.4")}, {"name": "一般"}],
        "groups": {"党群": {"优秀": D("0.5")}},
    },
    "places": {"component": 2},
    "rules": {
        "done": {"kind": "done", "direction": "lower"},
        "bands": {
            "kind": "bands",
            "bands": [{"at_least": D(1), "share": D(1)}, {"at_least": D(0), "share": D("0.5")}],
        },
    },
}


def test_records_become_data_without_what_is_at_its_default() -> None:
    assert plain(SHEET) == SHEET_DATA
    assert plain(SCHEME) == SCHEME_DATA


def test_data_become_records() -> None:
    assert read(Sheet, SHEET_DATA) == SHEET
    assert read(Scheme, SCHEME_DATA) == SCHEME


def test_numbers_may_be_written_as_text_or_as_toml_numbers() -> None:
    assert read(Given, {"score": "90.5"}) == read(Given, {"score": D("90.5")}) == Given(D("90.5"))
    data = tomllib.loads("score = 90.10", parse_float=D)
    assert str(read(Given, data).score) == "90.10"
    assert read(Places, {"indicator": D("3.0")}) == read(Places, {"indicator": 3}) == Places(indicator=3)


def test_nothing_may_stand_for_what_is_optional() -> None:
    assert read(Grade, {"name": "优秀", "at_least": None}) == Grade("优秀")


def misfits(record: type[Any], data: object, where: str = "") -> list[str]:
    with pytest.raises(Misfit) as refused:
        read(record, data, where)
    assert str(refused.value) == "\n".join(refused.value.problems)
    return refused.value.problems


@pytest.mark.parametrize(
    ("record", "data", "said"),
    [
        (Scheme, [], "整份规则：应为一组设置。"),
        (Scheme, None, "整份规则：应为一组设置。"),
        (Scheme, {}, "title：缺少这一项。"),
        (Scheme, {"title": 1}, "title：应为文字，现为“1”。"),
        (Scheme, {"title": None}, "title：应为文字，现为“None”。"),
        (Scheme, {"title": "甲", "base": "多"}, "base：应为数字，现为“多”。"),
        (Scheme, {"title": "甲", "base": 0.1}, "base：应为数字，现为“0.1”。"),
        (Scheme, {"title": "甲", "base": True}, "base：应为数字，现为“True”。"),
        (Scheme, {"title": "甲", "base": "NaN"}, "base：应为数字，现为“NaN”。"),
        (Scheme, {"title": "甲", "base": "1e18"}, "base：应为数字，现为“1e18”。"),
        (Scheme, {"title": "甲", "base": "-1e18"}, "base：应为数字，现为“-1e18”。"),
        (Scheme, {"title": "甲", "base": "1e999999999"}, "base：应为数字，现为“1e999999999”。"),
        (Scheme, {"title": "甲", "base": "1e-31"}, "base：最多30位小数，现为“1e-31”。"),
        (Scheme, {"title": "甲", "base": "1e-999999999"}, "base：最多30位小数，现为“1e-999999999”。"),
        (Scheme, {"title": "甲", "base": "x" * 61}, f"base：应为数字，现为“{'x' * 60}…”。"),
        (Scheme, {"title": "甲", "base": "x" * 60}, f"base：应为数字，现为“{'x' * 60}”。"),
        (Scheme, {"title": "甲", "share": "half"}, "share：应为 weight、maximum 之一，现为“half”。"),
        (Scheme, {"title": "甲", "share": []}, "share：应为 weight、maximum 之一，现为“[]”。"),
        (Scheme, {"title": "甲", "components": "乙"}, "components：应为一列值。"),
        (Scheme, {"title": "甲", "components": {}}, "components：应为一列值。"),
        (Scheme, {"title": "甲", "components": [1]}, "components[1]：应为一组设置。"),
        (Scheme, {"title": "甲", "bonus": 1}, "bonus：应为一组设置。"),
        (Scheme, {"title": "甲", "bonus": {"classes": []}}, "bonus.classes：应为一组设置。"),
        (Scheme, {"title": "甲", "bonus": {"classes": {"b": 1}}}, "bonus.classes.b：应为一组设置。"),
        (Scheme, {"title": "甲", "bonus": {"may_exceed": 1}}, "bonus.may_exceed：应为true 或 false，现为“1”。"),
        (Scheme, {"title": "甲", "places": {"total": "2"}}, "places.total：应为整数，现为“2”。"),
        (Scheme, {"title": "甲", "places": {"total": True}}, "places.total：应为整数，现为“True”。"),
        (Scheme, {"title": "甲", "places": {"total": D("2.5")}}, "places.total：应为整数，现为“2.5”。"),
        (
            Scheme,
            {"title": "甲", "grading": {"groups": {"乙": {"丙": "x"}}}},
            "grading.groups.乙.丙：应为数字，现为“x”。",
        ),
        (Scheme, {"title": "甲", "rules": {"r": 1}}, "rules.r：应为一组设置。"),
        (
            Scheme,
            {"title": "甲", "rules": {"r": {"kind": "done", "otherwise": "x"}}},
            "rules.r.otherwise：应为数字，现为“x”。",
        ),
        (
            Scheme,
            {"title": "甲", "rules": {"r": {"kind": "done", "floor": 0}}},
            "rules.r.floor：没有这一项，可用的有：otherwise、direction。",
        ),
        (Sheet, {"organisation": "甲", "entries": [{}, 1]}, "entries[2]：应为一组设置。"),
        (Sheet, {"organisation": "甲", "entries": [{"values": [1, "x"]}]}, "entries[1].values[2]：应为数字，现为“x”。"),
    ],
)
def test_a_misfit_is_named_with_its_place(record: type[Any], data: object, said: str) -> None:
    assert said in misfits(record, data)


def test_a_rule_is_of_a_kind() -> None:
    kinds = "done、proportional、steps、bands、rank、ratio_to_best、history、panel、given、veto"
    assert misfits(Scheme, {"title": "甲", "rules": {"r": {}}}) == [f"rules.r.kind：应为 {kinds} 之一，现为“”。"]
    assert misfits(Scheme, {"title": "甲", "rules": {"r": {"kind": "magic"}}}) == [
        f"rules.r.kind：应为 {kinds} 之一，现为“magic”。"
    ]


def test_all_misfits_are_named_not_only_the_first() -> None:
    assert misfits(Component, {"key": 1, "colour": "red", "counts": "x", "scale": "y"}, "components[2]") == [
        "components[2].colour：没有这一项，可用的有：key、name、counts、source、scale、missing。",
        "components[2].key：应为文字，现为“1”。",
        "components[2].counts：应为数字，现为“x”。",
        "components[2].scale：应为数字，现为“y”。",
        "components[2].name：缺少这一项。",
    ]


def test_a_misfit_deep_inside_is_named_once() -> None:
    assert misfits(Scheme, {"title": "甲", "components": [{"key": "a", "name": "乙", "counts": "x"}]}) == [
        "components[1].counts：应为数字，现为“x”。"
    ]


@pytest.mark.parametrize("rule", [Done(D("0.5")), Steps(step=D("0.5")), Rank(places=(D(1), D("0.5"))), External()])
def test_a_rule_keeps_its_kind_there_and_back(rule: Any) -> None:
    data = plain(Scheme("办法", rules={"r": rule}))
    assert data["rules"]["r"]["kind"] == rule.KIND
    assert read(Scheme, data).rules["r"] == rule


def test_large_numbers_are_read() -> None:
    assert read(Given, {"score": "999999999999999999"}).score == D("999999999999999999")
    assert read(Given, {"score": "1e-30"}).score == D("1e-30")
