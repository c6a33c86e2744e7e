"""Renumbering keeps the plan's own way of numbering and follows the order of the rows."""

from __future__ import annotations

import pytest

from jixiao.core.drafting import Draft, DraftRow, apply
from jixiao.core.numbering import renumbered


def plan(*rows: tuple[str, str, str, str, str]) -> Draft:
    """Rows as (number, category, group, goal, wording)."""
    names = ("no", "category", "subcategory", "l1", "l2")
    made = [
        DraftRow(f"r{at}", {name: text for name, text in zip(names, row, strict=True) if text})
        for at, row in enumerate(rows, start=1)
    ]
    return Draft(rows=tuple(made), last=len(made))


def numbers(draft: Draft, field: str = "no") -> list[str]:
    after = apply(draft, renumbered(draft)).draft
    return [row.cells.get(field, "") for row in after.rows]


def test_a_plan_without_numbers_gets_category_goal_row() -> None:
    draft = plan(
        ("", "甲", "", "目标一", "a"),
        ("", "甲", "", "目标一", "b"),
        ("", "甲", "", "目标二", "c"),
        ("", "乙", "", "目标三", "d"),
    )
    assert numbers(draft) == ["1-1-1", "1-1-2", "1-2-1", "2-1-1"]


def test_a_plan_with_neither_categories_nor_goals_is_counted_through() -> None:
    assert numbers(plan(("", "", "", "a", ""), ("", "", "", "b", ""))) == ["1", "2"]


@pytest.mark.parametrize(
    ("now", "after"),
    [
        (["1", "2", "9", "3"], ["1", "2", "3", "4"]),
        (["一、", "二、", "", "三、"], ["一、", "二、", "三、", "四、"]),
        (["（一）", "（二）", "（二）", "（三）"], ["（一）", "（二）", "（三）", "（四）"]),
        (["①", "②", "", "④"], ["①", "②", "③", "④"]),
        (["01", "02", "", "03"], ["01", "02", "03", "04"]),
        (["第1项", "第2项", "", "第3项"], ["第1项", "第2项", "第3项", "第4项"]),
        (["1.", "2.", "", "3."], ["1.", "2.", "3.", "4."]),
    ],
)
def test_the_signs_of_the_plan_are_kept(now: list[str], after: list[str]) -> None:
    draft = plan(*((no, "甲", "", "", text) for no, text in zip(now, "abcd", strict=True)))
    assert numbers(draft) == after


def test_numbers_that_begin_anew_in_each_category_go_on_doing_so() -> None:
    draft = plan(
        ("1", "甲", "", "", "a"),
        ("", "甲", "", "", "新"),
        ("2", "甲", "", "", "b"),
        ("1", "乙", "", "", "c"),
        ("2", "乙", "", "", "d"),
        ("3", "乙", "", "", "e"),
    )
    assert numbers(draft) == ["1", "2", "3", "1", "2", "3"]


def test_the_levels_that_the_parts_count_are_read_from_the_numbers() -> None:
    """Here the first part counts groups, not categories."""
    draft = plan(
        ("1-1-1", "职能", "重点", "甲", "a"),
        ("1-1-2", "职能", "重点", "甲", "b"),
        ("", "职能", "重点", "乙", "新"),
        ("2-1-1", "职能", "常规", "丙", "c"),
        ("2-2-1", "职能", "常规", "丁", "d"),
    )
    assert numbers(draft) == ["1-1-1", "1-1-2", "1-2-1", "2-1-1", "2-2-1"]


def test_slots_that_the_plan_keeps_free_at_the_first_part_stay_free() -> None:
    draft = plan(
        ("1-1", "甲", "", "", "a"),
        ("1-3", "甲", "", "", "b"),
        ("5-1", "乙", "", "", "c"),
        ("6-1", "丙", "", "", "d"),
    )
    assert numbers(draft) == ["1-1", "1-2", "5-1", "6-1"]


def test_a_branch_that_was_moved_up_front_is_counted_there() -> None:
    draft = plan(("2-1", "乙", "", "", "c"), ("1-1", "甲", "", "", "a"), ("1-2", "甲", "", "", "b"))
    assert numbers(draft) == ["2-1", "3-1", "3-2"]


def test_the_only_row_of_a_branch_may_bear_the_branchs_number() -> None:
    draft = plan(
        ("1-1", "甲", "", "", "a"), ("1-2", "甲", "", "", "b"), ("2", "乙", "", "", "c"), ("3", "丙", "", "", "d")
    )
    assert renumbered(draft) == ()


def test_a_second_row_under_such_a_branch_gives_both_full_numbers() -> None:
    draft = plan(
        ("1-1", "甲", "", "", "a"), ("1-2", "甲", "", "", "b"), ("2", "乙", "", "", "c"), ("", "乙", "", "", "d")
    )
    assert numbers(draft) == ["1-1", "1-2", "2-1", "2-2"]


def test_a_row_without_a_place_in_the_tree_stays_as_it_is_and_disturbs_nobody() -> None:
    draft = plan(
        ("1-1-1", "甲", "重点", "x", "a"),
        ("", "", "", "", "新增一项"),
        ("1-2-1", "甲", "重点", "y", "b"),
        ("2-1-1", "甲", "常规", "z", "c"),
        ("2-1-2", "甲", "常规", "z", "d"),
    )
    assert renumbered(draft) == ()


def test_goals_are_numbered_too_where_they_have_numbers() -> None:
    draft = plan(
        ("1-1-1", "甲", "", "目标一", "a"), ("1-2-1", "甲", "", "新目标", "b"), ("1-2-2", "甲", "", "目标二", "c")
    )
    rows = [
        DraftRow(row.uid, {**row.cells, **({"l1_no": no} if no else {})})
        for row, no in zip(draft.rows, ["1-1", "", "1-2"], strict=True)
    ]
    draft = Draft(rows=tuple(rows), last=3)
    assert numbers(draft, "l1_no") == ["1-1", "1-2", "1-3"]
    assert numbers(draft) == ["1-1-1", "1-2-1", "1-3-1"]


def test_numbering_twice_changes_nothing_more() -> None:
    draft = plan(("7", "甲", "", "x", "a"), ("x", "甲", "", "x", "b"), ("3-2", "乙", "", "y", ""), ("", "", "", "", ""))
    once = apply(draft, renumbered(draft)).draft
    assert renumbered(once) == ()


def test_an_empty_draft_needs_no_numbers() -> None:
    assert renumbered(Draft()) == ()


def test_large_chinese_numbers() -> None:
    draft = plan(*(("一、" if at == 0 else "", "", "", "", "x") for at in range(121)))
    found = numbers(draft)
    assert [found[at] for at in (9, 10, 19, 20, 99, 100, 109, 120)] == [
        "十、",
        "十一、",
        "二十、",
        "二十一、",
        "一百、",
        "一百零一、",
        "一百一十、",
        "一百二十一、",
    ]
