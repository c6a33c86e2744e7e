"""The rules of a scheme in words: every setting has a label, every problem a place, every sentence its figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from jixiao.core.given_rows import read_pasted, score_of
from jixiao.core.pasting import parse_block
from jixiao.core.scheme_words.labels import KIND_HELP, LABELS, WORDS
from jixiao.core.scheme_words.places_in_words import changes, problem_of
from jixiao.core.scheme_words.telling import told
from jixiao.core.scheme_words.telling_rules import in_percent, rule_name, rule_tag, rule_told
from jixiao.core.scoring.checking import scheme_of
from jixiao.core.scoring.library import TEMPLATES
from jixiao.core.scoring.rules import (
    KINDS,
    Band,
    Bands,
    Direction,
    Done,
    External,
    Panel,
    Proportional,
    Rank,
    Steps,
    Veto,
)
from jixiao.core.scoring.rules.rank import Ties
from jixiao.core.scoring.rules.steps import Measure
from jixiao.core.scoring.scheme import (
    Bonus,
    BonusClass,
    Component,
    Deductions,
    FaultClass,
    Grade,
    Grading,
    Missing,
    Ranking,
    Scheme,
    Share,
    Source,
    TotalTies,
)
from jixiao.core.scoring.shape import Misfit, plain

TABLE = Component("table", "目标考核", Decimal(70), Source.TABLE)
LEAD = Component("lead", "领导评价", Decimal(30), missing=Missing.EXCLUDE)
SCHEME = Scheme(
    "年度考评",
    components=(TABLE, LEAD),
    bonus=Bonus(classes={"k1": BonusClass("表彰", Decimal(2))}),
    deductions=Deductions(classes={"k1": FaultClass("窗口", Decimal(1))}),
    grading=Grading((Grade("优秀", Decimal(90), Decimal("0.2")), Grade("一般"))),
)


def all_told(scheme: Scheme) -> str:
    return "\n".join(sentence for chapter in told(scheme) for sentence in chapter.sentences)


@pytest.mark.parametrize("record", LABELS)
def test_every_field_has_a_label(record: type) -> None:
    assert {field.name for field in dataclasses.fields(record)} == set(LABELS[record])
    assert all(label.name for label in LABELS[record].values())


@pytest.mark.parametrize("choice", WORDS)
def test_every_choice_has_a_word(choice: Any) -> None:
    assert {each.value for each in choice} == set(WORDS[choice])


def test_every_kind_of_rule_is_explained_and_told() -> None:
    assert set(KIND_HELP) == set(KINDS.values())
    assert all(rule_told(kind()) for kind in KINDS.values())


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_template_is_told_without_a_word_for_machines(key: str) -> None:
    scheme = scheme_of(TEMPLATES[key].data)
    assert len(told(scheme)) == 5
    assert not set("abcdefghijklmnopqrstuvwxyz") & set(all_told(scheme))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Done(), "达到目标值）得满分，否则不得分"),
        (Done(Decimal("0.4"), Direction.LOWER), "不超过目标值）得满分，否则得分值的40%"),
        (Proportional(none_below=Decimal("0.6")), "完成率低于60%的不得分，封顶为满分"),
        (Proportional(Decimal("0.3"), Decimal("1.2"), Decimal("0.6")), "低于60%的只得保底分，最少得分值的30%，最多得分值的120%"),
        (Proportional(direction=Direction.LOWER), "超过的按目标值÷实际值计"),
        (Steps(Decimal("0.02"), Decimal("0.5"), Measure.PERCENT), "每低于目标值的2%扣0.5分，不足一档的不扣，扣完为止"),
        (Steps(Decimal(3), whole=False, floor=Decimal("0.5"), direction=Direction.LOWER), "每超过3（按指标的单位）扣1分，不足一档的按比例扣，最少得分值的50%"),
        (Bands((Band(Decimal("0.9"), Decimal(1)),), of_target=True), "按完成率分档：达到90%的得分值的100%"),
        (Rank(ties=Ties.VOID), "每低一名少得分值的2%；并列的都不得分"),
        (Rank(places=(Decimal(1), Decimal("0.8")), is_given=True), "按上级公布的名次，第一名起依次得分值的100%、80%"),
        (Panel(trim=1), "多于5人打分时去掉最高、最低分各1个"),
        (External(), "在指标分值内直接评分"),
        (External(Decimal(100)), "按100分满分评分"),
        (Veto("良好"), "等次不高于“良好”"),
    ],
)  # fmt: skip
def test_a_rule_is_told_with_all_of_its_figures(rule: Any, words: str) -> None:
    assert words in rule_told(rule)


@pytest.mark.parametrize(
    ("key", "rule", "name"),
    [("分档", Bands(), "分档"), ("done", Done(), "完成得分"), ("within", Done(direction=Direction.LOWER), "完成得分（越低越好）"), ("x1", Done(), "完成得分")],
)  # fmt: skip
def test_a_rule_is_called_by_its_own_name_or_by_its_kind(key: str, rule: Any, name: str) -> None:
    assert rule_name(key, rule) == name


def test_where_rules_are_mended_two_of_a_kind_are_told_apart_by_their_keys() -> None:
    assert rule_tag("x1", Done()) == "完成得分（x1）"
    assert rule_tag("done", Done()) == "完成得分"
    assert rule_tag("分档", Bands()) == "分档"


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        (Scheme("甲"), "扣分制：每个单位从100分起"),
        (SCHEME, "领导评价占30%：外部给出的得分，满分100分；没有得分的，不计入，其余按比例放大。"),
        (SCHEME, "目标考核没有得分的，暂不出总分"),
        (Scheme("甲", share=Share.MAXIMUM, components=(TABLE, LEAD)), "领导评价满分30分：外部给出的得分；没有得分的"),
        (Scheme("甲", components=(LEAD,)), "不对单项指标计分"),
        (Scheme("甲", bonus=Bonus(may_exceed=False, item_share=Decimal("0.1"), classes={"a": BonusClass("乙", Decimal(0), lifts="优秀")})), "不加分，直接评定为“优秀”"),
        (Scheme("甲", components=(TABLE,), deductions=Deductions(before="table")), "从目标考核的得分里扣，再折算"),
        (Scheme("甲", components=(TABLE,), ranking=Ranking(TotalTies.BREAK, ("table",))), "依次比较目标考核；仍相同的并列"),
        (SCHEME, "优秀：总分不低于90分，且不超过本组的20%。"),
        (Scheme("甲"), "不评等次"),
    ],
)  # fmt: skip
def test_a_scheme_is_told_with_all_of_its_figures(scheme: Scheme, words: str) -> None:
    assert words in all_told(scheme)


def problems_in(**changes: Any) -> list[Any]:
    data: Mapping[str, Any] = {**plain(SCHEME), **changes}
    with pytest.raises(Misfit) as misfit:
        scheme_of(data)
    return [problem_of(sentence, data) for sentence in misfit.value.problems]


@pytest.mark.parametrize(
    ("changes_", "path", "words"),
    [
        ({"base": Decimal(-1)}, ("base",), "总分：总分应大于 0"),
        ({"bonus": {"unit_share": Decimal("1.2")}}, ("bonus", "unit_share"), "应在 0% 和 100% 之间，现为 120%"),
        ({"bonus": {"classes": {"a": {"name": "表彰", "points": "两"}}}}, ("bonus", "classes", "a", "points"), "加分　加分类别　“表彰”　每项最多加：应为数字，现为“两”"),
        ({"components": [{"key": "a", "name": "甲"}]}, ("components", "1", "counts"), "得分构成　“甲”　权重或满分：缺少这一项"),
        ({"rules": {"r": {"kind": "proportional", "cap": Decimal(-1)}}}, ("rules", "r", "cap"), "“最多得分值的”应大于 0 且不小于“保底比例”，现为 -100%"),
        ({"rules": {"r": {"kind": "bands", "bands": [{"at_least": Decimal(1), "share": Decimal(2)}]}}}, ("rules", "r", "share"), "“得分值的”应在 0% 和 100% 之间，现为 200%"),
        ({"assigned": {"by_no": {"9.1": "q"}}}, ("assigned", "by_no", "9.1"), "按序号另定　“9.1”：没有“q”这条规则"),
        ({"grading": {"grades": [{"name": "优"}, {"name": "差"}], "groups": {"甲组": {"优": Decimal(2)}}}}, (), "等次（甲组）：“优”的比例"),
    ],
)  # fmt: skip
def test_a_problem_names_its_place_in_chinese(changes_: dict[str, Any], path: tuple[str, ...], words: str) -> None:
    found = problems_in(**changes_)
    assert (path, True) in [(each.path, words in each.text) for each in found], found


def test_a_sentence_that_names_no_place_stays_as_it_is() -> None:
    assert problem_of("规则文件有语法错误：第 1 行。", {}).text == "规则文件有语法错误：第 1 行。"


def test_versions_are_compared_setting_by_setting() -> None:
    grades = (Grade("优秀", Decimal(91), Decimal("0.2")), Grade("一般"))
    later = dataclasses.replace(SCHEME, base=Decimal(1000), components=(TABLE,), grading=Grading(grades))
    found = {each.where: (each.before, each.after) for each in changes(SCHEME, later)}
    assert found["总分"] == ("100", "1000")
    assert found["等次　各等次　“优秀”　不低于"] == ("90", "91")
    assert found["得分构成　“领导评价”　权重或满分"] == ("30", "")
    assert changes(SCHEME, SCHEME) == []


@pytest.mark.parametrize(
    ("share", "text"), [("0.125", "12.5"), ("1", "100"), ("0", "0"), ("0.20", "20"), ("10", "1000")]
)
def test_a_share_is_written_in_per_cent_without_an_exponent(share: str, text: str) -> None:
    assert in_percent(Decimal(share)) == text


PLACES = {"青澜市园林局": 1, "青澜市水务局": 2, "栖川市水务局": 3}


@pytest.mark.parametrize(
    ("plain_", "scores", "unknown", "twice"),
    [
        ("青澜市园林局\t95", {1: "95"}, 0, 0),
        ("序号\t单位\t评价人数\t得分\n1\t园林局\t30\t95", {1: "95"}, 0, 0),
        ("青澜市 园林局\t95\n\n水务局\t90", {1: "95"}, 1, 0),
        ("青澜市园林局\t95\n园林局\t96", {1: "95"}, 0, 1),
        ("青澜市园林局\t95\n园林局\t95", {1: "95"}, 0, 0),
        ("青澜市园林局\t", {}, 1, 0),
        ("局\t90", {}, 1, 0),
        ("", {}, 0, 0),
    ],
)
def test_pasted_rows_find_their_organisation_or_are_left_over(
    plain_: str, scores: dict[int, str], unknown: int, twice: int
) -> None:
    found = read_pasted(parse_block(plain_), PLACES)
    assert (dict(found.scores), len(found.unknown), len(found.twice)) == (scores, unknown, twice)


@pytest.mark.parametrize(("text", "score"), [("９５", "95"), ("0", "0"), ("100分", "100"), (" 88.1234 ", "88.1234")])
def test_a_score_is_read(text: str, score: str) -> None:
    assert score_of(text, Decimal(100)) == Decimal(score)


@pytest.mark.parametrize("text", ["", "优", "100.0001", "-0.1", "1e2", "nan", "88.12345"])
def test_what_is_no_score_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="。"):
        score_of(text, Decimal(100))
