"""The picture of how the totals of groups are spread."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from jixiao.press.group_strips import NARROW, WIDE, Dot, Strip, StripPicture, group_strips

D = Decimal
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


def drawn(*strips: Strip) -> StripPicture:
    return StripPicture("各组总分<分布>", "一句话。", strips)


def strip(name: str, *totals: str) -> Strip:
    return Strip(name, tuple(Dot(D(total), f"{total}分") for total in totals))


def of_class(svg: str, name: str) -> list[ElementTree.Element]:
    return [each for each in ElementTree.fromstring(svg).iter() if each.get("class") == name]


@WIDTHS
def test_each_organisation_has_a_dot_and_more_points_stand_further_right(width: int) -> None:
    svg = group_strips("s", drawn(strip("经济组", "81", "99.5", "90"), strip("社会组", "70")), width)
    first, second, third, other = (int(each.get("cx") or "") for each in of_class(svg, "dot"))
    assert 0 < other < first < third < second < width


def test_the_scale_ends_at_multiples_of_five_around_all_groups() -> None:
    svg = group_strips("s", drawn(strip("甲", "81", "84.9"), strip("乙", "92")))
    assert [each.text for each in of_class(svg, "axis")] == ["80分", "95分"]


def test_equal_totals_still_have_a_scale() -> None:
    svg = group_strips("s", drawn(strip("甲", "90", "90")))
    assert [each.text for each in of_class(svg, "axis")] == ["90分", "95分"]


def test_the_median_leaves_out_whoever_is_kept_apart() -> None:
    apart = Strip("甲", (Dot(D("99"), "单列", is_apart=True), Dot(D("80"), "a"), Dot(D("82"), "b")))
    svg = group_strips("s", drawn(apart))
    assert [each.text for each in of_class(svg, "figure")] == ["中位 81.00"]
    assert len(of_class(svg, "apart")) == 1


def test_a_group_without_totals_keeps_its_row() -> None:
    svg = group_strips("s", drawn(strip("甲", "90"), strip("乙")))
    assert [each.text for each in of_class(svg, "label")] == ["甲", "乙"]
    assert len(of_class(svg, "median")) == 1


def test_words_are_escaped() -> None:
    assert "<分布>" not in group_strips("s", drawn(strip("甲<b>", "90")))
