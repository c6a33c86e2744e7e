"""The small rules that reading a table is made of, one by one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.core.places import Source
from jixiao.core.records import RowKind
from jixiao.intake import read_document
from jixiao.intake.align import lay
from jixiao.intake.blocks import Cell, Grid, GridRow, Paragraph
from jixiao.intake.columns import role_of
from jixiao.intake.goals import goal_of
from jixiao.intake.headers import Slot, header_at
from jixiao.intake.html import html_blocks
from jixiao.intake.labels import Outline, kind_of, labels_in
from jixiao.intake.plain import text_blocks
from jixiao.intake.shapes import is_no, joined_names, office_like, person_like, points_of

SLOTS = tuple(
    Slot(role, role, i)
    for i, role in enumerate(["category", "no", "basis", "l1", "l2", "weight", "deadline", "leaders", "offices"])
)


def row(*texts: str, line: int = 1) -> GridRow:
    return GridRow(tuple(Cell(text, line, i) for i, text in enumerate(texts, 1)), line)


def laid(*texts: str, titled: bool = True) -> dict[str, str]:
    cells = lay(row(*texts), SLOTS, titled, frozenset()).cells
    return {SLOTS[k].role: c.text for k, c in cells.items() if c.text}


def test_a_row_that_agrees_with_its_header_is_taken_as_it_stands() -> None:
    assert laid("", "1-1", "甲通知", "整治背街小巷（4分）", "整治三十条", "2", "12月底前", "沈舟", "市容科") == {
        "no": "1-1", "basis": "甲通知", "l1": "整治背街小巷（4分）", "l2": "整治三十条",
        "weight": "2", "deadline": "12月底前", "leaders": "沈舟", "offices": "市容科",
    }  # fmt: skip


def test_a_lost_column_moves_only_what_stands_behind_it() -> None:
    found = laid("", "1-1", "整治背街小巷（4分）", "整治三十条", "2", "12月底前", "沈舟", "市容科", "")
    assert found["l1"] == "整治背街小巷（4分）"
    assert found["l2"] == "整治三十条"
    assert found["weight"] == "2"
    assert "basis" not in found


def test_surplus_empty_cells_are_passed_over() -> None:
    found = laid("", "1-1", "", "", "整治三十条", "2", "12月底前", "", "", "", "沈舟", "市容科")
    assert found["leaders"] == "沈舟"
    assert found["offices"] == "市容科"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("权重 分值", "weight"), ("标准分值（分）", "weight"), ("责任\n处室", "offices"), ("科室负责人", "owners"),
        ("分管局领导", "leaders"), ("计分办法", "rule"), ("办结时限", "deadline"), ("负责考核部门", "assessor"),
        ("协办单位", "co_offices"), ("自评得分", "score"), ("考核内容及分值", "text"), ("数据提供部门", "data"),
        ("整治背街小巷三十条，消除隐患", None), ("", None),
    ],
)  # fmt: skip
def test_a_column_is_known_by_the_meaning_of_its_name(name: str, role: str | None) -> None:
    assert role_of(name) == role


def test_a_row_of_values_is_no_header() -> None:
    assert header_at([row("1", "整治背街小巷", "2", "12月底前")], 0) is None


def test_a_header_of_two_printed_rows_is_one_header() -> None:
    rows = [
        row("序号", "考核指标", "责任", ""),
        row("", "", "责任单位", "责任人", line=2),
        row("1", "绿化", "园林科", "柯某", line=3),
    ]
    header = header_at(rows, 0)
    assert header is not None
    assert header.height == 2
    assert [s.role for s in header.slots] == ["no", "text", "offices", "owners"]


def test_two_names_in_one_cell_are_two_labels_and_the_points_belong_to_the_nearer() -> None:
    labels = labels_in("年度攻坚任务 主责主业目标（66分）", Outline())
    assert [(x.name, x.points) for x in labels] == [("年度攻坚任务", None), ("主责主业目标", Decimal(66))]


def test_a_known_name_broken_by_a_space_is_one_label() -> None:
    outline = Outline()
    outline.add("文明创建成效")
    assert [x.name for x in labels_in("文明创 建成效 (6 分)", outline)] == ["文明创建成效"]


def test_an_enumerator_is_not_taken_for_points() -> None:
    assert [(x.name, x.points) for x in labels_in("（一）打击破案（40分）", Outline())] == [("打击破案", Decimal(40))]


def test_a_goal_cell_is_split_into_title_citation_and_points() -> None:
    goal = goal_of(Cell("改善停车。（属实施意见第3项、第5页）（4分）", 1, 1))
    assert (goal.text, goal.citation, goal.points) == ("改善停车。", "属实施意见第3项、第5页", Decimal(4))


def test_a_bracket_that_cites_nothing_stays_in_the_title() -> None:
    goal = goal_of(Cell("平安建设工作（含消防安全工作）。", 1, 1))
    assert (goal.text, goal.citation) == ("平安建设工作（含消防安全工作）。", None)


@pytest.mark.parametrize("text", ["1-2-3", "１", "一、", "（二）", "A1", "B2-1", "1．2", "③"])
def test_numbers_of_rows(text: str) -> None:
    assert is_no(text)


@pytest.mark.parametrize("text", ["2024年", "市容科", "1234567", "从严治党", ""])
def test_no_numbers_of_rows(text: str) -> None:
    assert not is_no(text)


def test_a_name_with_a_space_inside_is_one_name_between_others() -> None:
    assert joined_names(["鲁", "青", "沈砚舟", "江", "敏"]) == ["鲁青", "沈砚舟", "江敏"]


def test_persons_and_offices_are_told_apart() -> None:
    assert person_like("沈砚舟 鲁青")
    assert not person_like("市容科")
    assert office_like("市容科、环卫科")
    assert not office_like("沈砚舟")


def test_points_may_stand_in_brackets() -> None:
    assert points_of("（40分）") == Decimal(40)
    assert points_of("（略）") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("加分项", RowKind.BONUS), ("扣分事项", RowKind.PENALTY), ("一票否优", RowKind.VETO), ("党的建设", None)],
)
def test_a_heading_says_which_account_its_rows_belong_to(text: str, kind: RowKind | None) -> None:
    assert kind_of(text) == kind


def test_merged_cells_stand_wherever_they_reach() -> None:
    (grid,) = html_blocks("<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>")
    assert isinstance(grid, Grid)
    assert [[(c.text, c.spanned) for c in r.cells] for r in grid.rows] == [
        [("甲", False), ("乙", False)],
        [("甲", True), ("丙", False)],
    ]


def test_a_script_is_not_text() -> None:
    blocks = html_blocks("<p>前<script>alert(1)</script>后</p>")
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["前后"]


def test_a_cell_of_several_lines_in_quotes_is_one_cell() -> None:
    (grid,) = text_blocks('序号\t内容\n1\t"第一行\n第二行"\t5')
    assert isinstance(grid, Grid)
    assert [c.text for c in grid.rows[1].cells] == ["1", "第一行\n第二行", "5"]


def test_a_table_of_aligned_columns_joins_wrapped_lines() -> None:
    text = "序号    考核内容          分值    责任科室\n 1      完成客运量        20      运营部\n        四千万人次\n"
    (grid,) = text_blocks(text)
    assert isinstance(grid, Grid)
    assert [c.text for c in grid.rows[1].cells] == ["1", "完成客运量四千万人次", "20", "运营部"]


def test_a_veto_needs_no_points() -> None:
    text = "序号\t考核指标\t分值\t责任科室\n一、一票否决项目\t\t\t\n1\t发生重大责任事故\t否决\t应急科\n"
    (row,) = read_document(text.encode()).plan.rows
    assert (row.kind, row.weight, row.weight_source) == (RowKind.VETO, None, Source.NONE)
