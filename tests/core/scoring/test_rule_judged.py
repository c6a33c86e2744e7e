"""Points by the word of others: a panel's marks, another office, a veto."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from scoring_cases import an_entry, share_of, told

from jixiao.core.scoring.entries import Join
from jixiao.core.scoring.rules import NOBODY, External, Panel, Rule, Veto

SEVEN = ("60", "80", "85", "85", "90", "90", "100")


def test_the_mean_of_the_marks_on_their_scale() -> None:
    assert share_of(Panel(), an_entry(marks=("80", "90"))) == D("0.85")
    assert share_of(Panel(scale=D(10)), an_entry(marks=("8", "9"))) == D("0.85")


def test_highest_and_lowest_fall_away_where_there_are_enough() -> None:
    assert share_of(Panel(trim=1), an_entry(marks=SEVEN)) == D("0.86")
    assert share_of(Panel(trim=2), an_entry(marks=SEVEN)) == D(260) / 3 / 100
    assert share_of(Panel(), an_entry(marks=("10", *["100"] * 5))) == D("0.85")


def test_exactly_as_many_marks_as_the_limit_are_not_trimmed() -> None:
    five = ("50", "80", "80", "80", "100")
    assert share_of(Panel(trim=1), an_entry(marks=five)) == D("0.78")
    assert share_of(Panel(trim=1, trim_above=4), an_entry(marks=five)) == D("0.8")
    assert share_of(Panel(trim=1, trim_above=2), an_entry(marks=("1", "7", "100"))) == D("0.07")


def test_the_order_of_marks_does_not_matter() -> None:
    assert share_of(Panel(trim=1), an_entry(marks=SEVEN[::-1])) == D("0.86")


def test_marks_outside_the_scale_count_as_its_ends() -> None:
    assert share_of(Panel(), an_entry(marks=("120",))) == 1
    assert share_of(Panel(), an_entry(marks=("-5",))) == 0


def test_without_marks_the_data_are_missing() -> None:
    assert Panel().known(an_entry("90")) is None


def test_the_panel_says_how_many_marks_counted() -> None:
    assert told(Panel(), an_entry(marks=("80", "90"))) == ("2人打分，平均85（满分100）", "2 marks, mean 85 of 100")
    assert told(Panel(trim=1), an_entry(marks=SEVEN)) == (
        "7人打分，去掉2个最高最低分，平均86（满分100）",
        "7 marks, 2 highest and lowest left out, mean 86 of 100",
    )


@pytest.mark.parametrize(
    ("rule", "problems"),
    [
        (Panel(scale=D(0)), ["scale 应大于 0，现为 0。"]),
        (Panel(scale=D(1)), []),
        (Panel(trim=-1), ["trim 去掉最高最低分之后至少要剩一个分，请调大 trim_above。"]),
        (Panel(trim=1, trim_above=1), ["trim 去掉最高最低分之后至少要剩一个分，请调大 trim_above。"]),
        (Panel(trim=3, trim_above=5), ["trim 去掉最高最低分之后至少要剩一个分，请调大 trim_above。"]),
        (Panel(trim=1, trim_above=2), []),
        (Panel(trim=0, trim_above=-1), []),
    ],
)
def test_at_least_one_mark_must_be_left(rule: Panel, problems: list[str]) -> None:
    assert list(rule.problems()) == problems


def test_another_office_s_points_are_on_its_scale() -> None:
    assert share_of(External(scale=D(5)), an_entry("4")) == D("0.8")
    assert share_of(External(), an_entry("4", points="8")) == D("0.5")


def test_another_office_s_points_stay_between_nothing_and_all() -> None:
    assert share_of(External(scale=D(5)), an_entry("6")) == 1
    assert share_of(External(scale=D(5)), an_entry("-1")) == 0
    assert share_of(External(), an_entry("1", points="0")) == 0
    assert share_of(External(), an_entry("0.5", points="0.5")) == 1


def test_another_office_s_points_are_told() -> None:
    assert told(External(scale=D(5)), an_entry("4.50")) == ("主管部门评4.5分（满分5）", "given 4.5 of 5")
    assert told(External(), an_entry("4", points="8")) == ("主管部门评4分（满分8）", "given 4 of 8")


@pytest.mark.parametrize("bad", ["0", "-1"])
def test_another_office_s_scale_is_above_zero(bad: str) -> None:
    assert list(External(scale=D(bad)).problems()) == [f"scale 应大于 0，现为 {bad}。"]
    assert list(External().problems()) == list(External(scale=D(1)).problems()) == []


@pytest.mark.parametrize(("value", "share"), [("0", 1), ("1", 0), ("0.5", 0), ("2", 0)])
def test_one_case_takes_all_points(value: str, share: int) -> None:
    assert share_of(Veto("良好"), an_entry(value)) == share


def test_a_case_in_any_period_is_a_case() -> None:
    early = an_entry("1", "0", None, "0", join=Join.EACH)
    assert Veto().known(early) == 1
    assert Veto().known(an_entry("1", "0")) == 0  # counted up to the end of the year: the correction stands
    assert Veto().known(an_entry(None, join=Join.EACH)) is None


def test_a_veto_says_the_cases_and_the_grade_that_is_left() -> None:
    assert told(Veto("良好"), an_entry("2")) == ("发生2起否决情形，等次不高于“良好”", "2 cases; grade at most 良好")
    assert told(Veto(), an_entry("2")) == ("发生2起否决情形", "2 cases")
    assert told(Veto("良好"), an_entry("0")) == ("未发生否决情形", "no case")
    assert told(Veto(), an_entry("1")) == ("发生1起否决情形", "1 cases")


def test_fewer_cases_are_better() -> None:
    assert Veto().better(D(5), D(1), an_entry("5")) == 4
    assert Panel().better(D(5), D(1), an_entry("5")) == External().better(D(5), D(1), an_entry("5")) == 6


def test_they_have_names() -> None:
    assert (Panel.NAME.zh, Panel.NAME.en) == ("评审打分", "panel")
    assert (External.NAME.zh, External.NAME.en) == ("外部评分", "externally given")
    assert (Veto.NAME.zh, Veto.NAME.en) == ("一票否决", "veto")


def test_a_kind_says_itself_what_a_value_earns_and_why() -> None:
    with pytest.raises(NotImplementedError):
        Rule().share(an_entry("1"), D(1), NOBODY)
    with pytest.raises(NotImplementedError):
        Rule().reason(an_entry("1"), D(1), NOBODY)
    assert list(Rule().problems()) == []
