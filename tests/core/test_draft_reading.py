"""From typed cells to a plan's record and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jixiao.core.draft_reading import HEADING_FIELDS, SHARED, UNREADABLE, heading_field, read, write
from jixiao.core.drafting import Draft, DraftRow
from jixiao.core.fields import FIELDS
from jixiao.core.findings import Severity
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row, RowKind

SOUND = {
    "no": "1-1",
    "category": "重点工作",
    "subcategory": "民生 / 公园",
    "policy_basis": "《公园条例》",
    "l1": "建设公园",
    "l1_points": "4",
    "l2": "全年建成口袋公园12个以上。",
    "weight": "2.5",
    "deadline_raw": "11月底前",
    "leaders": "苏望舒",
    "offices": "绿化科、办公室",
    "owners": "陆行舟、何知远",
}


def draft(*rows: dict[str, str], **heading: str) -> Draft:
    made = tuple(DraftRow(f"r{at}", cells) for at, cells in enumerate(rows, start=1))
    return Draft({"year": "2026", **heading}, made, len(made))


def row(**cells: str) -> Row:
    return read(draft({**SOUND, **cells})).plan.rows[0]


def test_a_sound_row_is_read_as_its_reader_would() -> None:
    found = row()
    assert (found.weight, found.l1_points) == (Decimal("2.5"), Decimal(4))
    assert (found.offices, found.owners) == (("绿化科", "办公室"), ("陆行舟", "何知远"))
    assert found.path == ("重点工作", "民生", "公园", "建设公园", "全年建成口袋公园12个以上。")
    assert (found.kind, found.uid, found.position) == (RowKind.BASE, "r1", 1)
    assert [target.value for target in found.targets] == [Decimal(12)]


def test_a_goal_without_second_level_is_itself_the_leaf() -> None:
    found = row(l2="")
    assert found.path == ("重点工作", "民生", "公园", "建设公园")
    assert found.text == "建设公园"


@pytest.mark.parametrize(("year", "due"), [("2026", date(2026, 11, 30)), ("2027", date(2027, 11, 30))])
def test_the_deadline_is_read_from_its_wording_by_the_plans_year(year: str, due: date) -> None:
    assert read(draft(SOUND, year=year)).plan.rows[0].deadline == due


def test_a_typed_date_outweighs_the_wording() -> None:
    assert row(deadline="2026-10-31").deadline == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("weight", "两三分"),
        ("weight", "1.00001"),
        ("deadline", "某日"),
        ("kind", "其他"),
        ("goal_kind", "特别"),
        ("no", "1" * 51),
    ],
)
def test_an_unreadable_cell_is_flagged_with_what_to_type(field: str, text: str) -> None:
    reading = read(draft({**SOUND, field: text}))
    (flag,) = reading.flags
    assert (flag.uid, flag.field, flag.text) == ("r1", field, text)
    assert flag.sentence.endswith("。")
    finding = next(each for each in reading.findings() if each.code == UNREADABLE)
    assert (finding.severity, finding.row, finding.field) == (Severity.ERROR, 1, field)


def test_an_unreadable_heading_is_flagged_too() -> None:
    reading = read(draft(SOUND, scale="一百来分", **{"declared:重点工作": "许多"}))
    assert {flag.field for flag in reading.flags} == {"scale", "declared:重点工作"}
    assert reading.plan.meta.scale is None


def test_points_typed_as_the_same_are_shared_with_the_row_above() -> None:
    rows = read(draft(SOUND, {**SOUND, "weight": SHARED})).plan.rows
    assert (rows[1].weight, rows[1].weight_source) == (Decimal("2.5"), Source.DOWN)


def test_a_missing_cell_differs_from_a_column_that_the_table_has_not() -> None:
    with_column = read(draft(SOUND, {**SOUND, "weight": ""})).plan.rows[1]
    without = read(draft({"l1": "甲"})).plan.rows[0]
    assert (with_column.weight_source, without.weight_source) == (Source.MISSING, Source.NONE)


def test_declared_points_come_from_the_heading_and_from_a_goals_first_row() -> None:
    reading = read(draft(SOUND, **{"declared:重点工作": "60"}))
    declared = {entry.path: entry.points for entry in reading.plan.declared}
    assert declared[("重点工作",)] == 60
    assert declared[("重点工作", "民生", "公园", "建设公园")] == 4


def test_what_is_written_and_read_again_is_the_same_plan() -> None:
    first = read(draft(SOUND, {**SOUND, "kind": "加分", "weight": "1"}, title="方案", scale="100", basis="甲\n乙")).plan
    again = read(write(first)).plan
    assert again.rows == first.rows
    assert (again.meta, again.declared) == (first.meta, first.declared)


def test_rows_without_a_uid_get_the_next_ones() -> None:
    plan = PlanRecord(read(draft()).plan.meta, (Row(1, 1, l1="甲"), Row(2, 2, l1="乙", uid="r3"), Row(3, 3, l1="丙")))
    assert [each.uid for each in write(plan, last=7).rows] == ["r8", "r3", "r9"]


def test_every_field_reads_what_it_writes_and_nothing_as_nothing() -> None:
    for field in (*FIELDS.values(), *HEADING_FIELDS.values(), heading_field("declared:甲")):
        if field.name != "kind":  # a row always has one
            assert not field.read("")
    assert FIELDS["kind"].read(FIELDS["kind"].write(RowKind.VETO)) is RowKind.VETO
