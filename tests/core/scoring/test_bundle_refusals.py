"""A file that is no bundle is refused with sentences, never with an exception of another kind."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from jixiao.core.scoring.bundle import pack, recompute, unpack
from jixiao.core.scoring.checking import repeated
from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Entry, Sheet
from jixiao.core.scoring.scheme import Component, Scheme, Source
from jixiao.core.scoring.shape import Misfit

SCHEME = Scheme("考评", components=(Component("table", "目标考核", Decimal(1), Source.TABLE),))
SHEETS = [
    Sheet(key, f"{key}局", "组", entries=(Entry("a", Decimal(1), "done", (Decimal(1),)),)) for key in ("甲", "乙")
]
TEXT = pack("考评", 2026, "2027-01-15", [], SCHEME, SHEETS, score_all(SCHEME, SHEETS))


def said(text: str) -> str:
    with pytest.raises(Misfit) as misfit:
        unpack(text)
    return "".join(misfit.value.problems)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("format", 2, "需要 format 为 1"),
        ("sheets", {}, "缺少 sheets 或 results"),
        ("results", None, "缺少 sheets 或 results"),
        ("results", {"甲": "90"}, "results.甲：应为一组设置。"),
        ("plans", [3], "plans[1]：应为一组设置。"),
        ("plans", 3, "plans：应为一列值。"),
        ("year", "今年", "year：应为整数，现为“今年”。"),
        ("year", True, "year：应为整数，现为“True”。"),
        ("scheme", [], "整份规则：应为一组设置。"),
        ("scheme", None, "整份规则：应为一组设置。"),
        ("sheets", [{"organisation": "甲"}, {"organisation": "甲"}], "“甲”有两份考评表。"),
        ("sheets", ["甲"], "sheets[1]：应为一组设置。"),
    ],
)
def test_what_does_not_fit_is_named(name: str, value: Any, sentence: str) -> None:
    assert sentence in said(json.dumps({**json.loads(TEXT), name: value}))


@pytest.mark.parametrize("text", ["", "方案", "[]", "null", "[" * 100_000, '{"format": 1'])
def test_a_file_that_is_none_at_all_is_refused(text: str) -> None:
    assert said(text).startswith("这不是得分包")


def test_a_result_of_an_organisation_without_a_sheet_is_a_difference() -> None:
    data = json.loads(TEXT)
    data["results"]["丙"] = data["results"]["甲"]
    (difference,) = recompute(unpack(json.dumps(data))).differences
    assert (difference.organisation, difference.figure, difference.computed) == ("丙", "sheet", "null")


def test_a_result_that_is_not_stated_is_a_difference_in_each_figure() -> None:
    data = json.loads(TEXT)
    del data["results"]["乙"]
    differences = recompute(unpack(json.dumps(data))).differences
    assert {each.organisation for each in differences} == {"乙局"}
    assert "total" in {each.figure for each in differences}


def test_a_binary_float_is_no_figure() -> None:
    data = json.loads(TEXT)
    data["results"]["甲"]["total"] = 100.0
    (difference,) = recompute(unpack(json.dumps(data))).differences
    assert (difference.figure, difference.stated, difference.computed) == ("total", "100.0", '"100.00"')
    data["sheets"][0]["entries"][0]["points"] = 0.1
    assert "sheets[1].entries[1].points：应为数字，现为“0.1”" in said(json.dumps(data))


def test_what_stands_more_than_once_is_found_in_one_pass() -> None:
    assert repeated(["b", "a", "b", "c", "a"]) == ["a", "b"]
    assert repeated([]) == []
