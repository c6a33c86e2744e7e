"""The picture of a trend: every line is named where it ends, labels do not overlap, nothing leaves the picture."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from jixiao.press.thresholds import Line, Mark, sparkline, thresholds
from jixiao.press.trend import HEIGHT, WIDTH, Foretold, Point, TrendPicture, trend

D = Decimal


def drawn(*actual: int | None, foretold: Foretold | None = None, target: int = 12, of: int = 4) -> TrendPicture:
    values = [*actual, *[None] * (of - len(actual))]
    points = tuple(
        Point(f"{number}季度", None if value is None else D(value), D(target) * number / of)
        for number, value in enumerate(values, 1)
    )
    return TrendPicture(
        "口袋公园<进度>", "年底约10个。", "个", points, D(target), "目标", str, str, True, foretold, "04-08报送"
    )


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str, css: str = "") -> list[str]:
    return ["".join(each.itertext()) for each in parsed(svg).iter("text") if css in each.get("class", "")]


def test_the_lines_are_named_where_they_end() -> None:
    svg = trend("t", drawn(3, 5, foretold=Foretold(D(10), D(8), D(14))))
    assert {"目标12", "预计10", "14", "8", "序时进度", "04-08报送"} <= set(texts(svg))
    assert [len(parsed(svg).findall(f".//*[@class='{css}']")) for css in ("target", "plan", "actual", "band")] == [
        1
    ] * 4


def test_a_picture_says_its_title_and_its_summary_and_escapes_both() -> None:
    root = parsed(trend("t", drawn(3)))
    assert (root.get("role"), root.findtext("title"), root.findtext("desc")) == (
        "img",
        "口袋公园<进度>",
        "年底约10个。",
    )


def test_nothing_is_drawn_of_what_is_not_known() -> None:
    svg = trend("t", drawn())
    assert "band" not in svg
    assert "actual" not in svg
    assert texts(svg, "target-word") == ["目标12"]


@pytest.mark.parametrize("high", [12, 13, 500])
def test_labels_at_the_right_do_not_overlap(high: int) -> None:
    root = parsed(trend("t", drawn(3, 5, foretold=Foretold(D(12), D(11), D(high)))))
    right = [
        each for each in root.iter("text") if each.get("class", "") in ("target-word", "foretold-word", "band-word")
    ]
    heights = sorted(int(each.get("y", "0")) for each in right)
    assert len(heights) == 4
    assert all(after - before >= 16 for before, after in pairwise(heights))
    assert heights[-1] <= HEIGHT


@pytest.mark.parametrize("values", [(0, 0, 0, 0), (-5, 3), (10**15, 10**16), (12, 12, 12, 12)])
def test_nothing_leaves_the_picture(values: tuple[int, ...]) -> None:
    svg = trend("t", drawn(*values))
    for points in re.findall(r'points="([^"]+)"', svg):
        for x, y in (pair.split(",") for pair in points.split()):
            assert 0 <= int(x) <= WIDTH
            assert 0 <= int(y) <= HEIGHT


def test_twelve_months_write_every_other_label_and_the_last_value() -> None:
    svg = trend("t", drawn(1, 2, 3, of=12))
    assert len(texts(svg, "axis")) == 6 + 1  # and the day of the report
    assert texts(svg, "value") == ["3"]


def test_thresholds_are_named_and_values_carry_their_sign() -> None:
    lines = [Line(D(65), "黄线65%", "yellow"), Line(D(65), "橙线65%", "orange"), Line(D(75), "红线75%", "late")]
    marks = [
        Mark("1季度", "2026年", D(60), "60", "●", "good"),
        Mark("2季度", ""),
        Mark("3季度", "", D(80), "80", "■", "late"),
    ]
    svg = thresholds("l", "资产负债率", "60、80", marks, lines)
    assert {"黄线65%", "橙线65%", "红线75%", "●", "■", "60", "80", "2026年"} <= set(texts(svg))
    places = sorted(int(each.get("y", "0")) for each in parsed(svg).iter("text") if "word" in each.get("class", ""))
    assert all(after - before >= 16 for before, after in pairwise(places))
    (course,) = parsed(svg).findall(".//*[@class='course']")
    assert course.get("d", "").count("M") == 2, "a quarter that was not reported is not bridged"


def test_a_sparkline_needs_two_values() -> None:
    assert sparkline([None, D(1)], D(2), "…") == ""
    svg = sparkline([D(1), None, D(3)], D(2), "资产负债率：<3>")
    assert parsed(svg).get("aria-label") == "资产负债率：<3>"
