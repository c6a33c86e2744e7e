"""The load: bars as long as their amounts, and a remark on whoever carries more than twice the median."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

from jixiao.press.load import BAR, Kind, Load, drawn, remarked, said

KINDS = (Kind("led", "牵头指标", "项", weighs=True), Kind("late", "滞后", "期", tone="late"))


def loads(*amounts: tuple[str, str]) -> list[Load]:
    return remarked([Load(f"第{at}科", tuple(map(Decimal, each))) for at, each in enumerate(amounts, 1)], KINDS)


def test_more_than_twice_the_median_is_remarked() -> None:
    assert [each.remark for each in loads(("3", "0"), ("3", "0"), ("7", "0"))] == ["", "", "牵头指标超过中位数的两倍"]


def test_exactly_twice_the_median_is_not() -> None:
    assert [each.remark for each in loads(("3", "0"), ("3", "0"), ("6", "0"))] == ["", "", ""]


def test_the_median_of_an_even_number_lies_between() -> None:
    assert [bool(each.remark) for each in loads(("1", "0"), ("1", "0"), ("2", "0"), ("4", "0"))] == [0, 0, 0, 1]


def test_a_kind_that_does_not_weigh_and_a_median_of_nothing_remark_nobody() -> None:
    assert [each.remark for each in loads(("1", "1"), ("1", "1"), ("1", "9"))] == ["", "", ""]
    assert [each.remark for each in loads(("0", "0"), ("0", "0"), ("5", "0"))] == ["", "", ""]


def test_the_sentence_names_who_carries_most() -> None:
    assert said(loads(("7", "0"), ("3", "0"), ("2", "1")), KINDS, "科室") == (
        "3个科室。牵头指标最多的是第1科，7项，中位数3项。负担偏重：第1科（牵头指标超过中位数的两倍）。"
    )
    assert said(loads(("1", "0"), ("1", "0")), KINDS, "人").startswith("2人。")
    assert said([], KINDS, "科室") == "还没有科室担任指标。"


def test_bars_are_in_proportion_and_their_amounts_are_written() -> None:
    made = ElementTree.fromstring(drawn(loads(("8", "0"), ("2.50", "0")), KINDS, "负担", "科室", "offices"))
    assert [int(str(rect.get("width"))) for rect in made.iter("rect")] == [BAR, BAR * 5 // 16]
    assert [each.text for each in made.iter("text") if each.get("class") == "amount"] == ["8", "2.5"]


def test_an_overload_is_marked_by_a_shape_and_told() -> None:
    made = ElementTree.fromstring(drawn(loads(("7", "0"), ("3", "0"), ("3", "0")), KINDS, "负担", "科室", "offices"))
    marked = [each for each in made.iter("g") if each.find("path") is not None]
    assert [each.find("title").text for each in marked] == ["第1科：牵头指标超过中位数的两倍"]
