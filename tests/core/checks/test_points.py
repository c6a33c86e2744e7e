"""Rules on points: points-goal, points-group, points-category, points-total, weight-missing, no-points-column."""

from __future__ import annotations

from decimal import Decimal

from checks_build import COLUMNS, changed, declared, found, row, rows, total

from jixiao.core.checks import (
    no_points_column,
    points_category,
    points_goal,
    points_group,
    points_total,
    weight_missing,
)
from jixiao.core.places import Source
from jixiao.core.records import Meta, RowKind

FOUR = {"l1_points": Decimal(4)}


def test_points_goal_is_silent_when_the_rows_add_up() -> None:
    assert found(points_goal, rows(2, **FOUR)) == []


def test_points_goal_shows_the_arithmetic() -> None:
    [one] = found(points_goal, changed(rows(2, **FOUR), 2, weight=Decimal("1.5")))
    assert "“建设绿色港口。”标明4分，所属2行合计3.5分，少0.5分" in one.message
    assert [p.line for p in one.places] == [11, 11, 12]
    assert (one.row, one.row_no, one.field) == (1, "1-1-1", "l1_points")


def test_points_goal_counts_a_shared_weight_once() -> None:
    shared = row(2, l1_points=Decimal(2), weight_source=Source.DOWN)
    assert found(points_goal, [row(l1_points=Decimal(2)), shared]) == []


def test_points_goal_leaves_missing_points_to_weight_missing() -> None:
    lost = changed(rows(2, **FOUR), 2, weight=None, weight_source=Source.MISSING)
    assert found(points_goal, lost) == []
    [one] = found(weight_missing, lost)
    assert (one.row, one.suggestion, one.field) == (2, "2", "weight")


def test_points_goal_reads_points_that_are_declared_beside_the_goal() -> None:
    path = ("职能工作目标", "建设绿色港口。")
    assert found(points_goal, rows(2), declared=[declared(4, *path)]) == []
    [one] = found(points_goal, rows(2), declared=[declared(5, *path)])
    assert "少1分" in one.message
    assert found(points_group, rows(2), declared=[declared(5, *path)]) == []


def test_points_group_compares_stated_points_and_sum_rows() -> None:
    some = rows(3, subcategory="重点工作目标")
    path = ("职能工作目标", "重点工作目标")
    assert found(points_group, some, declared=[declared(6, *path)], printed_totals=[total(6, *path)]) == []
    [one] = found(points_group, some, declared=[declared(6, *path)], printed_totals=[total(8, *path)])
    assert "分组“重点工作目标”的合计行为8分，所属3行合计6分，少2分" in one.message
    assert one.line == 90


def test_points_category_counts_base_rows_only() -> None:
    some = [*rows(2), row(3, kind=RowKind.BONUS, weight=5), row(4, kind=RowKind.VETO, weight=None)]
    assert found(points_category, some, declared=[declared(4, "职能工作目标")]) == []
    [one] = found(points_category, some, declared=[declared(9, "职能工作目标")])
    assert "类别“职能工作目标”标明9分，所属2行合计4分，少5分" in one.message


def test_points_category_says_the_same_difference_once() -> None:
    findings = found(
        points_category,
        rows(2),
        declared=[declared(9, "职能工作目标"), declared(9, "职能工作目标", line=40)],
        printed_totals=[total(9, "职能工作目标")],
    )
    assert [one.line for one in findings] == [5]


def test_points_category_does_not_judge_a_block_of_bonus_rows() -> None:
    some = [*rows(2), row(3, kind=RowKind.BONUS, category="加分项目", weight=5)]
    assert found(points_category, some, declared=[declared(3, "加分项目")]) == []


def test_points_total_compares_the_sum_row_and_the_scale() -> None:
    assert found(points_total, rows(3), printed_totals=[total(6)], meta=Meta(year=2026, scale=Decimal(6))) == []
    [one] = found(points_total, rows(3), printed_totals=[total(7)], meta=Meta(year=2026, scale=Decimal(7)))
    assert "“合计”行为7分，全表3行合计6分，少1分" in one.message
    [one] = found(points_total, rows(3), meta=Meta(year=2026, scale=Decimal(100)))
    assert "本方案总分为100分" in one.message


def test_points_total_is_silent_without_a_total_and_a_scale() -> None:
    assert found(points_total, rows(3)) == []


def test_points_total_takes_a_sum_row_in_the_middle_for_what_it_closes() -> None:
    some = [row(1), row(2), row(9)]
    assert found(points_total, some, printed_totals=[total(4, line=13), total(6, line=90)]) == []
    [one] = found(points_total, some, printed_totals=[total(5, line=13), total(6, line=90)])
    assert one.line == 13
    assert found(points_total, some, printed_totals=[total(4, line=13), total(2, line=90)]) == []


def test_weight_missing_is_silent_for_shared_points_and_rows_outside_the_base() -> None:
    some = [row(), row(2, weight=None, weight_source=Source.DOWN), row(3, weight=None, kind=RowKind.VETO)]
    assert found(weight_missing, some) == []


def test_weight_missing_proposes_nothing_without_declared_points() -> None:
    [one] = found(weight_missing, [row(), row(2, weight=None, weight_source=Source.MISSING)])
    assert one.suggestion is None
    assert "序号1-1-2没有权重分值" in one.message


def test_no_points_column_says_so_once() -> None:
    bare = rows(3, weight=None, weight_source=Source.NONE)
    [one] = found(no_points_column, bare, columns=[c for c in COLUMNS if c != "weight"])
    assert "没有“权重分值”一类的栏目" in one.message
    [one] = found(no_points_column, bare)
    assert "分值栏没有一个分值" in one.message
    assert found(weight_missing, bare) == []


def test_no_points_column_is_silent_when_there_are_points_or_no_rows() -> None:
    assert found(no_points_column, rows(2)) == []
    assert found(no_points_column, []) == []
