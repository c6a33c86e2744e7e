"""Rules on row numbers: number-missing, number-doubled, number-gap."""

from __future__ import annotations

import pytest
from checks_build import changed, found, row, rows

from jixiao.core.checks import number_doubled, number_gap, number_missing
from jixiao.core.places import Source
from jixiao.core.records import Row


def numbered(*numbers: str, **fields: object) -> list[Row]:
    return [row(at, no=no, **fields) for at, no in enumerate(numbers, 1)]


def test_number_missing_points_at_the_row() -> None:
    [one] = found(number_missing, changed(rows(3), 2, no=None, no_source=Source.MISSING))
    assert (one.row, one.row_no, one.field) == (2, None, "no")
    assert "第2行（建成充电桩20台。）没有序号" in one.message


def test_number_missing_speaks_once_for_a_column_that_is_hardly_used() -> None:
    bare = rows(5, no=None, no_source=Source.MISSING)
    [one] = found(number_missing, [row(), *bare[1:]])
    assert "只有1行有序号，其余4行没有" in one.message


def test_number_missing_is_silent_without_a_column() -> None:
    assert found(number_missing, rows(3, no=None), columns=["l1", "weight"]) == []
    assert found(number_missing, [*rows(3), row(4, no=None, no_source=Source.NONE)]) == []
    assert found(number_missing, rows(3)) == []


def test_number_doubled_points_at_the_later_row() -> None:
    [one] = found(number_doubled, numbered("1-1-1", "1-1-2", "1-1-2"))
    assert (one.row, [p.line for p in one.places]) == (3, [13, 12])
    [one] = found(number_doubled, numbered("1-1-1", "1-1-1"))
    assert one.row == 2


@pytest.mark.parametrize("numbers", [("1", "2", "1", "2"), ("一", "二", "一", "二"), ("1-1", "1-2", "1-1", "1-2")])
def test_number_doubled_lets_each_part_count_anew(numbers: tuple[str, ...]) -> None:
    titles = ["甲", "甲", "乙", "乙"]
    parts = [row(at, no=no, category=title) for at, (no, title) in enumerate(zip(numbers, titles, strict=True), 1)]
    assert found(number_doubled, parts) == []
    assert len(found(number_doubled, [*parts, row(5, no=numbers[3], category="乙")])) == 1


@pytest.mark.parametrize(("numbers", "doubled"), [("12123", []), ("1123", [2]), ("1213", [3]), ("12312", [])])
def test_number_doubled_sees_a_new_count_without_a_title(numbers: str, doubled: list[int]) -> None:
    assert [one.row for one in found(number_doubled, numbered(*numbers))] == doubled


def test_number_doubled_ignores_inferred_and_merged_numbers() -> None:
    assert found(number_doubled, [row(), row(2, no="1-1-1", no_source=Source.DOWN)]) == []
    assert found(number_doubled, [row(), row(2, no="1-1-1", no_source=Source.INFERRED)]) == []


@pytest.mark.parametrize(
    ("numbers", "lost"),
    [(("1-1-1", "1-1-3"), "1-1-2"), (("1-1-2", "1-3-1"), "1-2"), (("1-1", "1-3"), "1-2"), (("2.1", "2.4"), "2-2")],
)
def test_number_gap_names_the_first_number_left_out(numbers: tuple[str, ...], lost: str) -> None:
    [one] = found(number_gap, numbered(*numbers))
    assert f"由{numbers[0]}跳到{numbers[1]}，缺{lost}；" in one.message
    assert one.row == 2


@pytest.mark.parametrize(
    "numbers",
    [
        ("1-1-1", "1-1-2", "1-2-1"),
        ("1-2", "3-1"),
        ("6-5", "8"),
        ("1", "4"),
        ("1-9", "1-10"),
        ("1-3", "1-1"),
        ("A1", "A3"),
    ],
)
def test_number_gap_is_silent_for_a_sound_step(numbers: tuple[str, ...]) -> None:
    assert found(number_gap, numbered(*numbers)) == []


def test_number_gap_takes_inferred_numbers_for_filled_places() -> None:
    some = numbered("1-1-1", "1-1-2", "1-1-3")
    assert found(number_gap, changed(some, 2, no_source=Source.INFERRED)) == []
