"""Amounts in a sentence stand as plans write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.core.scoring.entries import Entry
from jixiao.core.scoring.rules.base import amount, decimals_scored


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("600000000", "元", "6亿元"),
        ("620000000", "元", "6.2亿元"),
        ("100000000", "元", "1亿元"),
        ("99999999", "元", "9999.9999万元"),
        ("120000", "平方米", "12万平方米"),
        ("10000", "元", "1万元"),
        ("9999", "元", "9999元"),
        ("-10000", "元", "-1万元"),
        ("123456.7", "元", "123456.7元"),  # 12.34567万元 would lose a digit
        ("120000", "", "120000"),
        ("98.3", "%", "98.3%"),
    ],
)
def test_large_amounts_are_told_in_ten_thousands_and_hundred_millions(value: str, unit: str, words: str) -> None:
    entry = Entry("k", Decimal(1), "r", unit=unit)
    assert amount(entry, Decimal(value)) == words


def test_a_column_of_points_has_the_decimals_of_the_finest_two_at_least() -> None:
    assert decimals_scored([]) == decimals_scored([Decimal(90), Decimal("0.5")]) == 2
    assert decimals_scored([Decimal(90), Decimal("0.125"), Decimal("1.5")]) == 3
