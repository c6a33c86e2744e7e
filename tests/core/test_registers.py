"""Registers: what a cell of each kind takes, and what a column gives to the target."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.core.ledger.amounts import Unreadable
from jixiao.core.ledger.registers import (
    Column,
    Kind,
    amount,
    column_obstacle,
    columns_of,
    feeds,
    stored_columns,
    total,
    written,
)

AREA = Column("c1", "面积", Kind.NUMBER, "平方米")
MONEY = Column("c2", "租金", Kind.MONEY, "万元")
STATE = Column("c3", "状态", Kind.CHOICE, choices=("闲置", "盘活"))


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        (AREA, " 1,200 ", "1,200"),
        (MONEY, "0.5亿元", "0.5亿元"),
        (Column("d", "日期", Kind.DATE), "2026年3月1日", "2026-03-01"),
        (Column("d", "日期", Kind.DATE), "2026/3/1", "2026-03-01"),
        (Column("y", "是否", Kind.YES), "√", "是"),
        (Column("y", "是否", Kind.YES), "无", "否"),
        (Column("t", "说明", Kind.TEXT), "甲\n乙 ", "甲\n乙"),
        (STATE, "盘活", "盘活"),
        (AREA, "", ""),
    ],
)
def test_a_cell_is_kept_as_its_kind_writes_it(column: Column, typed: str, kept: str) -> None:
    assert written(column, typed) == kept


@pytest.mark.parametrize(
    ("column", "typed", "sentence"),
    [
        (AREA, "很大", "不是数量"),
        (AREA, "12万元", "不是数量"),
        (Column("d", "日期", Kind.DATE), "3月", "不是日期"),
        (Column("d", "日期", Kind.DATE), "2026年2月30日", "不是日期"),
        (Column("y", "是否", Kind.YES), "或许", "不是“是”或“否”"),
        (STATE, "出租", "可填：闲置、盘活"),
        (Column("t", "说明", Kind.TEXT), "字" * 501, "超过 500 个字"),
    ],
)
def test_what_a_cell_cannot_be_is_refused(column: Column, typed: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        written(column, typed)


def test_an_office_is_one_that_is_known() -> None:
    column = Column("o", "科室", Kind.OFFICE)
    assert written(column, "绿化科", {"绿化科"}) == "绿化科"
    with pytest.raises(Unreadable, match="没有名为“绿化处”"):
        written(column, "绿化处", {"绿化科"})


def test_a_column_is_summed_in_its_base_unit_whatever_was_typed() -> None:
    rows = [{"c2": "20"}, {"c2": "0.5亿元"}, {"c2": ""}, {"c2": "不详"}, {}]
    assert total(MONEY, rows) == Decimal(50200000)
    assert amount(MONEY, "20") == Decimal(200000)
    assert amount(STATE, "20") is None


def test_a_column_feeds_only_a_target_in_its_unit() -> None:
    assert feeds(MONEY, "元")
    assert not feeds(MONEY, "个")
    assert not feeds(STATE, "")


def test_columns_come_back_as_they_were_stored() -> None:
    columns = (AREA, MONEY, STATE, Column("c4", "备注", Kind.TEXT))
    assert columns_of(stored_columns(columns)) == columns
    assert stored_columns([Column("c4", "备注", Kind.TEXT)]) == [{"key": "c4", "name": "备注", "kind": "text"}]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ([], "至少"),
        ([AREA] * 13, "最多 12 个"),
        ([AREA, AREA], "重复"),
        ([Column("c", "数", Kind.NUMBER)], "请填写单位"),
        ([Column("c", "钱", Kind.MONEY, "个")], "元、万元或亿元"),
        ([Column("c", "选", Kind.CHOICE, choices=("一",))], "至少两个选项"),
        ([Column("c", "字" * 31, Kind.TEXT)], "超过 30 个字"),
    ],
)
def test_columns_that_make_no_register_are_refused(columns: list[Column], sentence: str) -> None:
    assert sentence in column_obstacle(columns)


def test_a_column_is_headed_by_its_unit() -> None:
    assert (AREA.title, STATE.title) == ("面积（平方米）", "状态")
