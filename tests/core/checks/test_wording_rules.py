"""Rules on wording: brackets, brackets-halfwidth, not-checkable."""

from __future__ import annotations

import pytest
from checks_build import found, goal, pointed, row

from jixiao.core.checks import brackets, brackets_halfwidth, not_checkable
from jixiao.core.findings import Severity
from jixiao.core.targets import find_targets


@pytest.mark.parametrize(
    ("text", "mark", "at"),
    [
        ("印发《绿港方案，推进改造。", "《", 2),
        ("打造“绿港体系，成立“红锚”车队和“蓝锚”服务队。", "“", 2),
        ("建成码头60个（含改造。", "（", 7),
        ("建成码头60个含改造）。", "）", 10),
        ("开展绿港”行动。", "”", 4),
        ("印发《绿港方案〉。", "《", 2),
        ("落实（“绿港）行动。", "“", 3),
        ("完成【重点项目。", "【", 2),
    ],
)
def test_brackets_marks_the_character_without_a_partner(text: str, mark: str, at: int) -> None:
    [one] = found(brackets, [row(l2=text)])
    assert pointed(one, text) == mark
    assert (one.places[0].start, one.field) == (at, "l2")


@pytest.mark.parametrize(
    "text",
    [
        "新开航线2条（含）以上，打造“蓝锚”品牌。",
        "印发《关于印发《绿港方案》的通知》。",
        "1）完成方案；2）印发通知；（三）抓好落实；a)备案。",
        "（一）完成方案。\n二）印发通知。",
        "落实“绿港（二期）”行动（含《绿港方案》）。",
        "it’s sound",
        "（甲（乙））丙。",
    ],
)
def test_brackets_is_silent_for_pairs_nesting_and_list_markers(text: str) -> None:
    assert found(brackets, [row(l2=text)]) == []


@pytest.mark.parametrize(
    ("text", "at", "mended"),
    [
        ("“绿港”方案（澜委办〔2026〕13号；“文港”方案（澜政办〔2026〕17号）", 6, "（澜委办〔2026〕13号）"),
        ("“绿港”方案（澜委办〔2026〕13号；文港方案", 6, "（澜委办〔2026〕13号）"),
        ("市《工作报告》（责任分解（澜政办〔2026〕1号）", 7, "责任分解（澜政办〔2026〕1号）"),
        ("《澜桥“开放先锋”的意见（澜委办发〔2025〕31号）", 0, None),
    ],
)
def test_brackets_mends_the_bracket_around_a_number(text: str, at: int, mended: str | None) -> None:
    [one] = found(brackets, [row(policy_basis=text)])
    assert (one.places[0].start, one.suggestion) == (at, mended)


@pytest.mark.parametrize(
    "text",
    [
        "甲方案（2026〕3号）",
        "甲方案（澜委办〔2026）3号）",
        "甲方案（澜委办（2026）3号）",
        "市《报告》（2026）1号；乙方案",
    ],
)
def test_brackets_leaves_document_numbers_to_their_own_rule(text: str) -> None:
    assert found(brackets, [row(policy_basis=text)]) == []


def test_brackets_reads_the_goal_cell_once_and_tells_title_from_citation() -> None:
    fields = goal("属“绿港行动第6项")
    findings = found(brackets, [row(1, **fields), row(2, **fields)])
    assert [(f.row, f.field, pointed(f, fields["l1_raw"])) for f in findings] == [(1, "l1_citation", "“")]


def test_brackets_says_one_thing_of_a_cell() -> None:
    assert len(found(brackets, [row(l2="印发《甲方案，打造“乙品牌（含丙。")])) == 1


def test_brackets_halfwidth_proposes_full_width() -> None:
    [one] = found(brackets_halfwidth, [row(l2="建成码头60个(含改造)。")])
    assert (one.suggestion, one.severity) == ("（含改造）", Severity.INFO)
    [one] = found(brackets_halfwidth, [row(l2="建成码头60个（含改造)。")])
    assert one.suggestion == "（含改造）"


@pytest.mark.parametrize("text", ["PM2.5(ug/m3)达标。", "1)印发方案。", "建成（含改造）。", "甲方案（澜委(2026)3号）"])
def test_brackets_halfwidth_leaves_latin_lists_and_numbers(text: str) -> None:
    assert found(brackets_halfwidth, [row(l2=text)]) == []


@pytest.mark.parametrize("text", ["规范行政执法。", "加强队伍建设，提升服务水平。", "做好保密工作，落实责任。"])
def test_not_checkable_tells_attitudes(text: str) -> None:
    [one] = found(not_checkable, [row(l2=text)])
    assert (one.severity, one.field) == (Severity.INFO, "l2")


@pytest.mark.parametrize(
    "text",
    [
        "加强调度，新建码头5座。",
        "推进改造，完成竣工验收。",
        "落实责任，印发《绿港方案》。",
        "做好宣传，举办专题培训班。",
        "提升三个片区服务水平，建设五个驿站。",
        "等级保护测评",
    ],
)
def test_not_checkable_is_silent_for_numbers_and_deliverables(text: str) -> None:
    assert found(not_checkable, [row(l2=text, targets=find_targets(text, year=2026))]) == []


def test_not_checkable_leaves_rows_that_are_scored_by_other_rules() -> None:
    assert found(not_checkable, [row(l1="加强队伍建设。", l2=None)]) == []
    assert found(not_checkable, [row(l2="加强队伍建设。", rule="每发现一起扣0.5分")]) == []
    assert found(not_checkable, [row(l2="提高网办率", extra={"目标值": "95%"})]) == []
