from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jixiao.core.comparing import Comparison, compare
from jixiao.core.places import Place, Source
from jixiao.core.records import Declared, Meta, PlanRecord, Row, RowKind

TEXTS = (
    "新建社区书屋三处并对外开放。",
    "组织河道巡查不少于12次，问题整改率达到100%。",
    "修订档案管理制度，完成库房除湿改造。",
    "开展职工技能比武两场，覆盖全部班组。",
    "公交专用道延长至环城东路，准点率达到95%。",
)


def row(position: int, text: str = "", uid: str | None = None, **more: object) -> Row:
    text = text or TEXTS[(position - 1) % len(TEXTS)]
    base = Row(position, position, uid=f"r{position}" if uid is None else uid, l2=text, weight=Decimal(2))
    return replace(base, **more)  # type: ignore[arg-type]


def plan(*rows: Row, declared: tuple[Declared, ...] = (), **meta: object) -> PlanRecord:
    return PlanRecord(Meta(**meta), rows, declared)  # type: ignore[arg-type]


def anonymous(*texts: str, numbers: bool = False) -> PlanRecord:
    numbered = enumerate(texts, start=1)
    return plan(*(row(at, text, uid="", no=f"1-{at}" if numbers else None) for at, text in numbered))


def reordered(rows: list[Row]) -> PlanRecord:
    return plan(*(replace(each, position=at) for at, each in enumerate(rows, start=1)))


def uids(rows: tuple[Row, ...]) -> list[str]:
    return [each.uid for each in rows]


def fields_of(result: Comparison) -> list[tuple[str, str, str]]:
    return [(each.field, each.old, each.new) for change in result.changed for each in change.fields]


def test_a_plan_compared_with_itself_has_no_changes() -> None:
    same = plan(*(row(at) for at in range(1, 6)), title="某方案", year=2026)
    result = compare(same, same)
    assert result.same
    assert result.unchanged == 5


def test_empty_plans_are_the_same() -> None:
    assert compare(plan(), plan()).same


def test_an_added_and_a_removed_row_are_told_and_the_totals_follow() -> None:
    result = compare(plan(row(1), row(2)), plan(row(2), row(3, weight=Decimal("4.5"))))
    assert (uids(result.added), uids(result.removed)) == (["r3"], ["r1"])
    assert (result.old_total, result.new_total) == (Decimal(4), Decimal("6.5"))
    assert (result.changed, result.moved, result.unchanged, result.same) == ((), (), 1, False)


def test_only_base_rows_count_in_the_totals() -> None:
    bonus = row(2, kind=RowKind.BONUS, weight=Decimal(9))
    shared = row(3, weight_source=Source.DOWN)
    assert compare(plan(), plan(row(1), bonus, shared)).new_total == Decimal(2)


def test_each_changed_field_is_told_as_text_under_its_label() -> None:
    new = row(1, weight=Decimal("2.50"), offices=("水政科", "督查科"), deadline=date(2026, 6, 30), kind=RowKind.BONUS)
    result = compare(plan(row(1, offices=("水政科",))), plan(new))
    assert fields_of(result) == [
        ("weight", "2", "2.5"),
        ("deadline", "", "2026-06-30"),
        ("offices", "水政科", "水政科、督查科"),
        ("kind", "基本分", "加分"),
    ]
    assert result.changed[0].fields[0].label == "权重分值"


def test_what_reads_the_same_is_unchanged() -> None:
    old, new = row(1, rule=None), row(1, rule="", weight=Decimal("2.00"), line=77, weight_source=Source.CELL)
    assert compare(plan(old), plan(new)).same


def test_a_long_text_shows_what_was_kept_removed_and_added() -> None:
    result = compare(plan(row(1, "组织巡查不少于12次。")), plan(row(1, "组织巡查不少于18次。")))
    (change,) = result.changed[0].fields
    assert [(str(piece.fate), piece.text) for piece in change.pieces] == [
        ("kept", "组织巡查不少于"),
        ("removed", "12"),
        ("added", "18"),
        ("kept", "次。"),
    ]


def test_short_fields_and_new_texts_have_no_pieces() -> None:
    result = compare(plan(row(1, rule=None, no="1")), plan(row(1, rule="未完成不得分。", no="2")))
    assert [change.pieces for change in result.changed[0].fields] == [(), ()]


def test_a_row_inserted_above_moves_no_other_row() -> None:
    old = [row(at) for at in range(1, 6)]
    result = compare(plan(*old), reordered([row(9, "另立一项。", uid="r9"), *old]))
    assert (uids(result.added), result.moved, result.unchanged) == (["r9"], (), 5)


def test_one_row_put_elsewhere_is_the_only_moved_row() -> None:
    old = [row(at) for at in range(1, 6)]
    result = compare(plan(*old), reordered([*old[1:4], old[0], old[4]]))
    assert (uids(result.moved), result.unchanged, result.changed) == (["r1"], 4, ())


def test_a_moved_row_may_also_be_changed() -> None:
    old = [row(at) for at in range(1, 6)]
    result = compare(plan(*old), reordered([*old[1:], replace(old[0], weight=Decimal(3))]))
    assert uids(result.moved) == ["r1"]
    assert [change.new.uid for change in result.changed] == ["r1"]
    assert result.unchanged == 4


@pytest.mark.parametrize("seed", range(5))
def test_putting_the_moved_rows_back_restores_the_order(seed: int) -> None:
    old = [row(at) for at in range(1, 30)]
    shuffled = random.Random(seed).sample(old, len(old))
    moved = set(uids(compare(plan(*old), reordered(shuffled)).moved))
    kept = [each.uid for each in shuffled if each.uid not in moved]
    assert kept == [each.uid for each in old if each.uid not in moved]
    assert kept


def test_rows_with_the_same_uid_are_one_row_whatever_they_say() -> None:
    result = compare(plan(row(1), row(2)), plan(row(1, "全然不同的一句话。"), row(2)))
    assert not result.by_wording
    assert [change.new.uid for change in result.changed] == ["r1"]


def test_rows_with_other_uids_are_not_guessed_when_some_uids_agree() -> None:
    result = compare(plan(row(1), row(2)), plan(row(1), row(2, uid="r7")))
    assert (uids(result.added), uids(result.removed)) == (["r7"], ["r2"])


def test_plans_without_common_uids_are_paired_by_wording() -> None:
    old = anonymous(*TEXTS)
    new = anonymous(TEXTS[1].replace("12次", "16次"), TEXTS[0], "启用移动端办理平台。", *TEXTS[3:])
    result = compare(old, new)
    assert result.by_wording
    assert fields_of(result) == [("l2", TEXTS[1], TEXTS[1].replace("12次", "16次"))]
    assert [each.text for each in result.added] == ["启用移动端办理平台。"]
    assert [each.text for each in result.removed] == [TEXTS[2]]
    assert len(result.moved) == 1


def test_the_same_number_pairs_rows_that_are_less_alike() -> None:
    before, after = "修订档案管理制度，完成库房除湿改造。", "完善档案管理制度，新购密集架，完成搬迁。"
    assert len(compare(anonymous(before, numbers=True), anonymous(after, numbers=True)).changed) == 1
    assert compare(anonymous(before), anonymous(after)).changed == ()


def test_the_same_number_alone_pairs_nothing() -> None:
    result = compare(anonymous(TEXTS[0], numbers=True), anonymous(TEXTS[4], numbers=True))
    assert (len(result.added), len(result.removed)) == (1, 1)


def test_rows_of_the_same_wording_pair_with_the_nearest() -> None:
    old, new = anonymous(*["按时报送材料。"] * 3), anonymous(*["按时报送材料。"] * 3)
    assert compare(old, new).same


def test_rows_without_any_text_do_not_stop_a_comparison() -> None:
    old, new = plan(row(1, uid="", l2=None, path=("甲",))), plan(row(1, uid="", l2=None, path=("乙",)))
    assert compare(old, new).unchanged == 1


def test_the_heading_is_compared() -> None:
    old = plan(title="2026年度方案", year=2026, scale=Decimal(100), points_unit="分", document_no="临〔2026〕1号")
    new = plan(title="2027年度方案", year=2027, scale=Decimal(1000), points_unit="分", issued=date(2027, 3, 1))
    assert [(each.field, each.old, each.new) for each in compare(old, new).heading] == [
        ("title", "2026年度方案", "2027年度方案"),
        ("document_no", "临〔2026〕1号", ""),
        ("issued", "", "2027-03-01"),
        ("year", "2026", "2027"),
        ("scale", "100", "1000"),
    ]


def test_declared_points_are_compared_by_their_path() -> None:
    def declared(**points: int) -> tuple[Declared, ...]:
        return tuple(Declared(("履职", name), Decimal(value), Place(1)) for name, value in points.items())

    result = compare(plan(declared=declared(甲=10, 乙=20, 丙=5)), plan(declared=declared(甲=10, 乙=25, 丁=5)))
    assert [(each.label, each.old, each.new) for each in result.heading] == [
        ("规定分值：履职／乙", "20", "25"),
        ("规定分值：履职／丁", "", "5"),
        ("规定分值：履职／丙", "5", ""),
    ]
