"""The band in which the value lies gives its share of the points."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from scoring_cases import an_entry, share_of, told

from jixiao.core.scoring.rules import Band, Bands

VOTES = Bands((Band(D(90), D(1)), Band(D(80), D("0.95")), Band(D(60), D("0.8"))))
COMPLETION = Bands((Band(D(1), D(1)), Band(D("0.8"), D("0.5"))), of_target=True)


@pytest.mark.parametrize(
    ("value", "share"),
    [("100", "1"), ("90", "1"), ("89.99", "0.95"), ("80", "0.95"), ("79.9", "0.8"), ("60", "0.8"), ("59.99", "0")],
)
def test_a_band_begins_exactly_at_its_line(value: str, share: str) -> None:
    assert share_of(VOTES, an_entry(value)) == D(share)


@pytest.mark.parametrize(("value", "share"), [("50", "1"), ("49.9", "0.5"), ("40", "0.5"), ("39.9", "0")])
def test_completion_is_judged_where_the_bands_are_of_the_target(value: str, share: str) -> None:
    assert share_of(COMPLETION, an_entry(value, target="50")) == D(share)


def test_bands_of_the_target_judge_the_value_where_no_target_is_set() -> None:
    assert share_of(COMPLETION, an_entry("0.8")) == D("0.5")


def test_bands_of_the_value_do_not_look_at_the_target() -> None:
    assert share_of(VOTES, an_entry("90", target="1000")) == 1


def test_it_says_which_band() -> None:
    assert told(VOTES, an_entry("85", unit="分", target="90")) == (
        "实际85分，达到80分一档，得分值的95%",
        "actual 85分, in the band from 80分: 95% of the points",
    )
    assert told(VOTES, an_entry("50", unit="分")) == ("实际50分，低于最低一档", "actual 50分, below the last band")


def test_it_says_the_completion_where_that_is_judged() -> None:
    assert told(COMPLETION, an_entry("45", target="50")) == (
        "完成率90%，达到80%一档，得分值的50%",
        "completion 90%, in the band from 80%: 50% of the points",
    )
    assert told(COMPLETION, an_entry("0.1", target="50")) == (
        "完成率0.2%，低于最低一档",
        "completion 0.2%, below the last band",
    )
    assert told(COMPLETION, an_entry("0.8")) == (
        "实际0.8，达到0.8一档，得分值的50%",
        "actual 0.8, in the band from 0.8: 50% of the points",
    )


@pytest.mark.parametrize(
    ("bands", "problems"),
    [
        ((), ["bands 至少要有一档。"]),
        ((Band(D(1), D("1.5")),), ["share 应在 0 和 1 之间，现为 1.5。"]),
        ((Band(D(1), D(1)), Band(D(1), D(1))), ["各档应从高到低排列：1 之后不应是 1。"]),
        ((Band(D(1), D("0.5")), Band(D(0), D("0.6"))), ["高档的得分不应少于低档：1 档 0.5，0 档 0.6。"]),
        ((Band(D(2), D("0.5")), Band(D(1), D("0.5"))), []),
    ],
)
def test_bands_stand_from_the_top_down(bands: tuple[Band, ...], problems: list[str]) -> None:
    assert list(Bands(bands).problems()) == problems


def test_it_has_a_name() -> None:
    assert (Bands.NAME.zh, Bands.NAME.en) == ("分档计分", "bands")
    assert share_of(Bands(), an_entry("1")) == 1
