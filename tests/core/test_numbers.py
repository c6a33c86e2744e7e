from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.core.numbers import chinese_to_int, format_points, parse_number, parse_points, parse_quantity
from jixiao.core.rounding import round_half_up


@pytest.mark.parametrize(
    ("text", "value"),
    [("二十", 20), ("一百零五", 105), ("两", 2), ("两百", 200), ("十", 10), ("十五", 15), ("一百五", 150),
     ("一万五", 15000),     ("一千零五", 1005), ("一百一十", 110), ("一千二百万", 12_000_000), ("一亿二千万", 120_000_000), ("二〇二四", 2024),
     ("十万", 100_000), ("零", 0), ("三四", None), ("万", None), ("", None), ("第三", None), ("九" * 16, None),
     ("一万亿亿", None), ("百" * 1000, None)],
)  # fmt: skip
def test_chinese_numerals_have_one_value_or_none(text: str, value: int | None) -> None:
    assert chinese_to_int(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", "1234.5"), ("１２", "12"), ("３.５", "3.5"), ("－2", "-2"), ("3万", "30000"), ("1.5亿", "150000000"),
     ("三点五", "3.5"), (" 12 ", "12"), ("一百零五", "105")],
)  # fmt: skip
def test_a_number_is_read_whatever_its_digits(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1" * 16, *"1e5 1e999 nan inf 1,23 百分之五 - 1.2.3 ① ٣ ½".split(), ""])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit", "base", "base_unit"),
    [("45亿元", "45", "亿元", "4500000000", "元"), ("800万元", "800", "万元", "8000000", "元"),
     ("２项", "2", "项", "2", "项"),     ("5％", "5", "%", "5", "%"), ("百分之五", "5", "%", "5", "%"), ("千分之三", "3", "‰", "0.3", "%"),
     ("2个百分点", "2", "百分点", "2", "百分点"), ("1.5万人", "1.5", "万人", "15000", "人"),
     ("三千万元", "3000", "万元", "30000000", "元"),     ("一亿二千万元", "120000000", "元", "120000000", "元"), ("3 公里", "3", "公里", "3", "公里"),
     ("1,000吨", "1000", "吨", "1000", "吨"),     ("二十场", "20", "场", "20", "场"), ("3千米", "3", "千米", "3", "千米"), ("7方面", "7", "方面", "7", "方面")],
)  # fmt: skip
def test_a_quantity_keeps_its_unit_and_knows_its_base(
    text: str, value: str, unit: str, base: str, base_unit: str
) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.value, found.unit, found.base_value, found.base_unit) == (
        Decimal(value), unit, Decimal(base), base_unit,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["5", "元", "五以上", "5项任务", "1e5元", "百分之", ""])
def test_a_quantity_is_a_number_with_a_unit_and_nothing_else(text: str) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("2", "2"), ("２", "2"), ("2分", "2"), ("2.5", "2.5"), ("5%", "5"), ("３‰", "3"), ("-2", "-2"), ("－2", "-2"),
     ("十分", "10"), (" 4 ", "4")],
)  # fmt: skip
def test_points_of_a_cell(text: str, value: str) -> None:
    assert parse_points(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "分", "2项", "1e9", "12月底前", "2分钟", "①", "2万分", "办公室", "1-1"])
def test_a_cell_of_anything_else_has_no_points(text: str) -> None:
    assert parse_points(text) is None


@pytest.mark.parametrize(
    ("value", "text"), [("2.50", "2.5"), ("1E+2", "100"), ("100", "100"), ("-0.0", "0"), ("0.10", "0.1"), ("-3", "-3")]
)
def test_points_are_shown_without_zeros_behind_and_without_exponent(value: str, text: str) -> None:
    assert format_points(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.5", 0, "3"), ("-0.001", 2, "0.00"), ("1E+40", 2, "1E+40")],
)
def test_a_half_is_rounded_away_from_zero(value: str, places: int, rounded: str) -> None:
    result = round_half_up(Decimal(value), places)
    assert result == Decimal(rounded)
    assert not (result.is_zero() and result.is_signed())
