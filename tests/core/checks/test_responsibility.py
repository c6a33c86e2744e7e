"""Rules on who and when: offices, owners, leaders, deadlines, names and loads."""

from __future__ import annotations

from datetime import date
from types import ModuleType

import pytest
from checks_build import changed, found, row, rows

from jixiao.core.checks import (
    deadline_missing,
    deadline_outside_year,
    deadline_unread,
    leader_missing,
    name_alike,
    office_load,
    office_missing,
    office_two_owners,
    office_without_owner,
    owner_missing,
    owner_office_count,
)
from jixiao.core.findings import Severity
from jixiao.core.places import Source
from jixiao.core.records import Meta, RowKind

MISSING = [
    (office_missing, {"offices": ()}, "offices"),
    (owner_missing, {"owners": ()}, "owners"),
    (leader_missing, {"leaders": ()}, "leaders"),
    (deadline_missing, {"deadline": None, "deadline_raw": None}, "deadline"),
]
every_field = pytest.mark.parametrize(("rule", "nothing", "field"), MISSING, ids=[m[2] for m in MISSING])


@every_field
def test_a_missing_entry_is_pointed_at(rule: ModuleType, nothing: dict[str, object], field: str) -> None:
    [one] = found(rule, changed(rows(4), 3, **nothing))
    assert (one.row, one.row_no, one.field, one.line) == (3, "1-1-3", field, 13)


@every_field
def test_a_full_column_is_sound(rule: ModuleType, nothing: dict[str, object], field: str) -> None:
    assert found(rule, rows(4)) == []


@every_field
def test_an_entry_that_few_rows_have_is_no_custom(rule: ModuleType, nothing: dict[str, object], field: str) -> None:
    assert found(rule, [row(), *rows(4, **nothing)[1:]]) == []


@every_field
def test_no_column_no_finding(rule: ModuleType, nothing: dict[str, object], field: str) -> None:
    assert found(rule, changed(rows(4), 3, **nothing), columns=["l1", "weight"]) == []


@every_field
def test_bonus_rows_need_no_entry(rule: ModuleType, nothing: dict[str, object], field: str) -> None:
    assert found(rule, [*rows(3), row(4, kind=RowKind.BONUS, **nothing)]) == []


def test_a_table_that_names_nobody_lacks_nobody() -> None:
    bare = {"leaders": (), "offices": (), "owners": (), "responsibility_source": Source.NONE}
    for rule in (office_missing, owner_missing, leader_missing):
        assert found(rule, [*rows(4), row(5, **bare)]) == []


def test_owner_missing_proposes_the_offices_only_owner() -> None:
    [one] = found(owner_missing, changed(rows(4), 3, owners=()))
    assert one.suggestion == "许澄"
    two = changed(changed(rows(4), 3, owners=()), 1, owners=("沈舟",))
    assert found(owner_missing, two)[0].suggestion is None


def test_office_without_owner_names_the_office_once() -> None:
    some = [*rows(4), *(row(at, offices=("渔业科",), owners=()) for at in (5, 6))]
    [one] = found(office_without_owner, some)
    assert "“渔业科”承担2行（首见序号1-1-5）" in one.message
    assert [p.line for p in one.places] == [15, 16]


def test_office_without_owner_leaves_offices_that_only_take_part() -> None:
    assert found(office_without_owner, [row(offices=("港航科", "渔业科", "法规科"))]) == []
    assert found(office_without_owner, [row(), row(2, owners=())]) == []
    assert found(office_without_owner, rows(2, owners=())) == []


def test_owner_office_count_compares_lists() -> None:
    offices = ("港航科", "渔业科", "法规科")
    [one] = found(owner_office_count, [row(offices=offices, owners=("许澄", "沈舟"))])
    assert "列有3个责任科室、2名责任人" in one.message
    for owners in (("许澄",), ("许澄", "沈舟", "梁越"), ()):
        assert found(owner_office_count, [row(offices=offices, owners=owners)]) == []
    assert found(owner_office_count, [row(owners=("许澄", "沈舟"))]) == []


def test_owner_office_count_judges_a_merged_cell_once() -> None:
    fields = {"offices": ("港航科", "渔业科", "法规科"), "owners": ("许澄", "沈舟")}
    some = [row(**fields), row(2, **fields, responsibility_source=Source.DOWN)]
    assert [one.row for one in found(owner_office_count, some)] == [1]


def test_office_two_owners_points_at_the_unusual_one() -> None:
    [one] = found(office_two_owners, changed(rows(4), 3, owners=("沈舟",)))
    assert (one.row, one.severity) == (3, Severity.INFO)
    assert "在序号1-1-3为沈舟，在其他行为许澄" in one.message


def test_office_two_owners_is_silent_where_persons_are_named_by_task() -> None:
    names = ["许澄", "沈舟", "梁越", "方晴"]
    assert found(office_two_owners, [row(at, owners=(name,)) for at, name in enumerate(names, 1)]) == []
    both = row(offices=("港航科", "渔业科"), owners=("许澄", "沈舟"))
    assert found(office_two_owners, [both, row(2), row(3, offices=("渔业科",), owners=("沈舟",))]) == []


@pytest.mark.parametrize(("due", "words"), [(date(2025, 12, 31), "不在2026年度内"), (date(2027, 2, 28), "跨年收尾"),
                                            (date(2027, 6, 30), "不在2026年度内")])  # fmt: skip
def test_deadline_outside_year_is_told(due: date, words: str) -> None:
    [one] = found(deadline_outside_year, [row(deadline=due, deadline_raw="某日前")])
    assert words in one.message
    assert one.field == "deadline"


def test_deadline_outside_year_is_silent_within_the_year_and_without_one() -> None:
    assert found(deadline_outside_year, [row(deadline=date(2026, 1, 1)), row(2), row(3, deadline=None)]) == []
    assert found(deadline_outside_year, [row(deadline=date(2020, 1, 1))], meta=Meta()) == []


def test_deadline_unread_tells_words_without_a_date() -> None:
    [one] = found(deadline_unread, [row(deadline=None, deadline_raw="适时")])
    assert "“适时”读不出日期" in one.message


@pytest.mark.parametrize("words", ["每季度", "每月10日前", "长期", "", None])
def test_deadline_unread_takes_a_rhythm_for_a_deadline(words: str | None) -> None:
    assert found(deadline_unread, [row(deadline=None, deadline_raw=words)]) == []


def test_deadline_unread_does_not_ask_for_the_plans_year() -> None:
    assert found(deadline_unread, [row(deadline=None, deadline_raw="12月底前")], meta=Meta()) == []


@pytest.mark.parametrize(("field", "wrong", "right"), [("owners", "许橙", "许澄"), ("leaders", "汪远", "江远"),
                                                       ("offices", "港舰科", "港航科")])  # fmt: skip
def test_name_alike_proposes_the_usual_name(field: str, wrong: str, right: str) -> None:
    [one] = found(name_alike, changed(rows(5), 4, **{field: (wrong,)}))
    assert (one.row, one.field, one.suggestion) == (4, field, right)


@pytest.mark.parametrize(
    "fields",
    [
        {"owners": ("沈舟",)},
        {"owners": ("许澄舟",)},
        {"owners": ("许橙",), "offices": ("渔业科",)},
        {"offices": ("港航科",), "leaders": ("江远",)},
    ],
)
def test_name_alike_is_silent_for_other_names_and_other_offices(fields: dict[str, object]) -> None:
    assert found(name_alike, changed(rows(5), 4, **fields)) == []


def test_name_alike_lets_numbered_offices_be() -> None:
    some = rows(5, offices=("综合一科",))
    assert found(name_alike, changed(some, 4, offices=("综合二科",))) == []
    assert found(name_alike, [*rows(4), row(5, owners=("许橙",)), row(6, owners=("许橙",))]) == []


def test_office_load_points_at_the_one_far_above() -> None:
    names = ["港航科", "渔业科", "法规科", "财务科", "人事科"]
    some = [row(at, offices=(name,), weight=2) for at, name in enumerate(names, 1)]
    assert found(office_load, some) == []
    [one] = found(office_load, changed(some, 2, weight=some[1].weight * 3))
    assert "“渔业科”承担6分，超过各科室中位数（2分）的两倍" in one.message
    assert one.severity == Severity.INFO
    assert found(office_load, changed(some, 2, weight=some[1].weight * 2)) == []
    assert found(office_load, changed(some[:4], 2, weight=some[1].weight * 3)) == []
