"""The tree of a plan, its official table, and its document: rules without a database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Place, Source
from jixiao.core.records import Declared, Meta, PlanRecord, Row
from jixiao.plans.importing.corrections import shared_with
from jixiao.plans.importing.document import Part, document_lines
from jixiao.plans.status import DUE_SOON, NOT_DUE, OVERDUE, UNDATED, Status
from jixiao.plans.table import Line, Piece, merge, pieces
from jixiao.plans.tree import nodes


def plan(*rows: Row, declared: tuple[Declared, ...] = ()) -> PlanRecord:
    return PlanRecord(Meta(year=2026), rows, declared)


def test_a_branch_broken_over_pages_is_one_node() -> None:
    rows = [
        Row(1, 1, ("甲", "目标一", "事项一"), category="甲", l1="目标一", l2="事项一"),
        Row(2, 2, ("乙", "目标二", "事项二"), category="乙", l1="目标二", l2="事项二"),
        Row(3, 3, ("甲", "目标三", "事项三"), category="甲", l1="目标三", l2="事项三"),
    ]
    found = nodes(plan(*rows))
    assert [node.title for node in found if node.level == "category"] == ["甲", "乙"]
    assert [node.title for node in found if node.parent == 0] == ["目标一", "目标三"]


def test_levels_follow_from_the_columns_whatever_the_depth() -> None:
    deep = Row(1, 1, ("类", "组", "小组", "目标", "事项"), category="类", subcategory="组", l1="目标", l2="事项")
    flat = Row(2, 2, ("一项",), l1="一项")
    assert [node.level for node in nodes(plan(deep))] == ["category", "group", "group", "goal", "indicator"]
    assert [node.level for node in nodes(plan(flat))] == ["indicator"]


def test_declared_points_stand_on_their_branch() -> None:
    row = Row(1, 1, ("类", "目标", "事项"), category="类", l1="目标", l2="事项", l1_points=Decimal(4))
    found = nodes(plan(row, declared=(Declared(("类",), Decimal(20), Place(1)),)))
    assert [node.declared for node in found] == [Decimal(20), Decimal(4), None]


def test_goals_of_one_wording_and_two_numbers_are_two() -> None:
    rows = [
        Row(at, at, ("类", "同名", f"事{at}"), category="类", l1="同名", l1_no=f"1-{at}", l2=f"事{at}") for at in (1, 2)
    ]
    assert [node.no for node in nodes(plan(*rows)) if node.level == "goal"] == ["1-1", "1-2"]


@pytest.mark.parametrize(
    ("name", "expected"), [("l1", (1, 2)), ("category", (1, 2, 3)), ("weight", (1,)), ("owners", (1, 2))]
)
def test_a_merged_cell_is_a_branch_or_an_inherited_value_never_mere_equality(
    name: str, expected: tuple[int, ...]
) -> None:
    same = {"category": "类", "weight": Decimal(2), "owners": ("某人",)}
    rows = [
        Row(1, 1, l1="一", l2="甲", **same),  # type: ignore[arg-type]
        Row(2, 2, l1="一", l2="乙", responsibility_source=Source.DOWN, **same),  # type: ignore[arg-type]
        Row(3, 3, l1="二", l2="丙", responsibility_source=Source.CELL, **same),  # type: ignore[arg-type]
    ]
    assert shared_with(plan(*rows), 1, name) == expected


def line(item: int, **more: object) -> Line:
    values: dict[str, object] = dict.fromkeys(
        (
            "no",
            "category_text",
            "category_points",
            "group_text",
            "group_points",
            "goal_text",
            "goal_points",
            "citation",
        ),
        "",
    )
    values |= dict.fromkeys(("basis_text", "text", "points", "due", "due_date", "rule", "kind", "kind_text"), "")
    values |= {"pieces": [], "leaders": [], "offices": [], "owners": [], "status": UNDATED}
    values |= {"item": item, "category_key": 1, "goal_key": 1, **more}
    return Line(**values)  # type: ignore[arg-type]


def test_a_weight_printed_once_for_several_rows_is_one_cell() -> None:
    lines = [line(1, points="20"), line(2, points="20", shares_points=True), line(3, points="20")]
    merge(lines)
    assert [each.weight.rows if each.weight else None for each in lines] == [2, None, 1]


def test_merged_cells_never_reach_over_the_branch_above_them() -> None:
    lines = [line(1, group_text="组"), line(2, group_text="组"), line(3, group_text="组", category_key=2)]
    merge(lines)
    assert [each.group.rows if each.group else None for each in lines] == [2, None, 1]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [Piece("全年建成12个")]),
        ([(4, 7)], [Piece("全年建成"), Piece("12个", True)]),
        ([(4, 7), (5, 6)], [Piece("全年建成"), Piece("12个", True)]),
        ([(4, 99)], [Piece("全年建成12个")]),
    ],
)
def test_the_text_is_cut_at_its_targets_and_never_lost(spans: list[tuple[int, int]], expected: list[Piece]) -> None:
    assert pieces("全年建成12个", spans) == expected


def test_findings_mark_their_place_in_the_document_and_the_graver_one_wins() -> None:
    findings = [
        Finding("a", Severity.WARNING, "甲", "a", (Place(2, 2, 0, 3),)),
        Finding("b", Severity.ERROR, "乙", "b", (Place(2, 2, 1, 2),)),
        Finding("c", Severity.INFO, "丙", "c", (Place(1, None, 0, 2), Place(9, 1, 0, 1))),
    ]
    first, second = document_lines("标题行\n一格\t二三四五", findings, {2: 1})
    assert first.cells == [[Part("标题", "info"), Part("行")]]
    assert second.cells == [
        [Part("一格")],
        [Part("二", "warning"), Part("三", "error"), Part("四", "warning"), Part("五")],
    ]
    assert (first.tone, second.tone, second.row) == ("info", "error", 1)


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, OVERDUE), (0, DUE_SOON), (30, DUE_SOON), (31, NOT_DUE), (None, UNDATED)]
)
def test_the_status_by_dates(days: int | None, expected: Status) -> None:
    from datetime import date, timedelta

    from jixiao.plans.status import status

    today = date(2026, 3, 31)
    assert status(None if days is None else today + timedelta(days=days), today) == expected
