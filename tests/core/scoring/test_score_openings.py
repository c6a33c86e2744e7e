"""What keeps a score open, in words; when a computation may be frozen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jixiao.core.scoring.entries import Entry, Sheet
from jixiao.core.scoring.openings import Inputs, changed_names, gap_names, named, obstacle, open_sheets
from jixiao.core.scoring.scheme import Component, Scheme, Source

SCHEME = Scheme("考评", components=(Component("table", "目标考核", Decimal(1), Source.TABLE),))
ONE = Sheet("1", "甲局", "组", entries=(Entry("a", Decimal(1), "done", no="1-1"), Entry("b", Decimal(1), "done")))
TWO = Sheet("2", "乙局", "组")
MADE = Inputs(SCHEME, (ONE, TWO), "d")
AGAIN = "，不能冻结这次计算。请重新计算，核对结果后再冻结。"


def test_missing_data_are_named_by_printed_number_title_or_component() -> None:
    both = Entry("d", Decimal(1), "done", no="1-2", title="公园")
    sheet = replace(ONE, entries=(*ONE.entries, Entry("c", Decimal(1), "done", title="巡查"), both))
    keys = ["a", "b", "c", "d", "table", "x"]
    assert gap_names(SCHEME, sheet, keys) == ["1-1", "b", "巡查", "1-2", "目标考核", "x"]
    assert gap_names(SCHEME, sheet, []) == []


def test_of_many_names_the_first_are_told_and_how_many_there_are() -> None:
    assert named([]) == ""
    assert named(["甲", "乙"]) == "甲、乙"
    assert named([str(at) for at in range(10)]) == "0、1、2、3、4、5、6、7、8、9"
    assert named([str(at) for at in range(12)]) == "0、1、2、3、4、5、6、7、8、9等12项"
    assert named(["甲", "乙", "丙"], 2) == "甲、乙等3项"
    assert named(["甲", "乙", "丙"], 3) == "甲、乙、丙"


def test_only_organisations_without_a_total_are_open() -> None:
    said = open_sheets(SCHEME, (ONE, TWO), {"1": None, "2": "90.00"}, {"1": ["a", "table"], "2": ["b"]})
    assert said == ["甲局缺1-1、目标考核"]
    assert open_sheets(SCHEME, (TWO,), {"2": None}, {"2": []}) == ["乙局缺全部数据"]
    assert open_sheets(SCHEME, (ONE, TWO), {"1": None, "2": None}, {"1": ["b"], "2": ["b"]}) == ["甲局缺b", "乙局缺b"]


def test_sheets_that_changed_came_or_went_are_named() -> None:
    assert changed_names((ONE, TWO), (TWO, ONE)) == []
    assert changed_names((ONE, TWO), (replace(ONE, group="另组"),)) == ["甲局", "乙局"]
    assert changed_names((), (TWO,)) == ["乙局"]
    assert changed_names((TWO,), ()) == ["乙局"]


def test_an_organisation_is_named_as_it_is_called_now() -> None:
    assert changed_names((ONE, TWO), (replace(ONE, name="新甲局"), TWO)) == ["新甲局"]


@pytest.mark.parametrize(
    ("now", "seen", "waiting", "is_adopted", "said"),
    [
        (MADE, "d", [], True, ""),
        (MADE, "d", ["甲局缺1-1"], False, "这版规则没有启用，或者已经停用。请先启用规则，再按启用的规则计算并冻结。"),
        (
            MADE,
            "other",
            ["甲局缺1-1", "乙局缺b"],
            True,
            "数据不全，不能冻结：甲局缺1-1；乙局缺b。请补齐后重新计算，再冻结。",
        ),
        (MADE, "other", [], True, f"数据已经变化{AGAIN}"),
        (replace(MADE, digest="e"), "e", [], True, f"数据已经变化{AGAIN}"),
        (replace(MADE, digest="e", sheets=(TWO,)), "d", [], True, f"数据已经变化（甲局）{AGAIN}"),
        (replace(MADE, digest="e", sheets=()), "d", [], True, f"数据已经变化（甲局、乙局）{AGAIN}"),
        (replace(MADE, digest="e", scheme=replace(SCHEME, title="新")), "d", [], True, f"规则已经变化{AGAIN}"),
    ],
)
def test_a_computation_is_frozen_only_as_it_was_seen_and_still_is(
    now: Inputs, seen: str, waiting: list[str], *, is_adopted: bool, said: str
) -> None:
    assert obstacle(MADE, now, seen, waiting, is_adopted=is_adopted) == said


@pytest.mark.parametrize(("count", "many"), [(10, ""), (11, "等11家单位")])
def test_of_many_open_organisations_the_first_are_told_and_how_many_there_are(count: int, many: str) -> None:
    said = obstacle(MADE, MADE, "d", [f"{at}局缺1" for at in range(count)], is_adopted=True)
    listed = "；".join(f"{at}局缺1" for at in range(10))
    assert said == f"数据不全，不能冻结：{listed}{many}。请补齐后重新计算，再冻结。"
