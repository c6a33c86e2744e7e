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


def test_missing_data_are_named_by_printed_number_title_or_component() -> None:
    sheet = replace(ONE, entries=(*ONE.entries, Entry("c", Decimal(1), "done", title="巡查")))
    assert gap_names(SCHEME, sheet, ["a", "b", "c", "table", "x"]) == ["1-1", "b", "巡查", "目标考核", "x"]


def test_of_many_names_the_first_are_told_and_how_many_there_are() -> None:
    assert named(["甲", "乙"]) == "甲、乙"
    assert named([str(at) for at in range(12)]) == "0、1、2、3、4、5、6、7、8、9等12项"
    assert named(["甲", "乙", "丙"], 2) == "甲、乙等3项"


def test_only_organisations_without_a_total_are_open() -> None:
    said = open_sheets(SCHEME, (ONE, TWO), {"1": None, "2": "90.00"}, {"1": ["a"], "2": ["b"]})
    assert said == ["甲局缺1-1"]
    assert open_sheets(SCHEME, (TWO,), {"2": None}, {"2": []}) == ["乙局缺全部数据"]


def test_sheets_that_changed_came_or_went_are_named() -> None:
    assert changed_names((ONE, TWO), (TWO, ONE)) == []
    assert changed_names((ONE, TWO), (replace(ONE, group="另组"),)) == ["甲局", "乙局"]
    assert changed_names((), (TWO,)) == ["乙局"]


@pytest.mark.parametrize(
    ("now", "seen", "waiting", "is_adopted", "said"),
    [
        (MADE, "d", [], True, ""),
        (MADE, "d", [], False, "这版规则没有启用"),
        (MADE, "d", ["甲局缺1-1"], True, "数据不全，不能冻结：甲局缺1-1。"),
        (MADE, "d", [f"{at}局缺1" for at in range(11)], True, "9局缺1等11家单位。"),
        (MADE, "other", [], True, "数据已经变化，不能冻结"),
        (replace(MADE, digest="e", sheets=(TWO,)), "d", [], True, "数据已经变化（甲局），不能冻结"),
        (replace(MADE, digest="e", scheme=replace(SCHEME, title="新")), "d", [], True, "规则已经变化"),
    ],
)
def test_a_computation_is_frozen_only_as_it_was_seen_and_still_is(
    now: Inputs, seen: str, waiting: list[str], *, is_adopted: bool, said: str
) -> None:
    found = obstacle(MADE, now, seen, waiting, is_adopted=is_adopted)
    assert said in found
    assert bool(found) is bool(said)
