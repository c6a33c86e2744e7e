"""A dynamic goal comes after the plan was issued, and the plan's sum holds wherever its points come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jixiao.core import draft_reading, drafting, dynamic
from jixiao.core.drafting import Draft, DraftRow, Insert, Remove
from jixiao.core.dynamic import Give, PointsFrom, Trigger, Unplaceable, place, trigger_obstacles
from jixiao.core.records import PlanRecord

ISSUED, TODAY = date(2026, 3, 2), date(2026, 7, 15)
GOAL = {"category": "重点工作", "l1": "开展占道经营专项整治", "weight": "0.5", "no": "1-3"}
ROWS = {
    "r1": {
        "category": "重点工作",
        "no": "1-1",
        "l1": "垃圾分类",
        "l1_points": "4",
        "l2": "建成示范点20个",
        "weight": "2",
    },
    "r2": {
        "category": "重点工作",
        "no": "1-2",
        "l1": "垃圾分类",
        "l1_points": "4",
        "l2": "开展培训10场",
        "weight": "2",
    },
    "r3": {"category": "自身建设", "no": "2-1", "l1": "推进依法行政", "weight": "6"},
}
HEADING = {"scale": "10", "year": "2026", "declared:重点工作": "4", "declared:自身建设": "6"}


def plan(rows: dict[str, dict[str, str]] = ROWS, heading: dict[str, str] = HEADING) -> PlanRecord:
    return draft_reading.read(Draft(heading, tuple(DraftRow(uid, cells) for uid, cells in rows.items()))).plan


def after(found: PlanRecord, placed: dynamic.Placed) -> draft_reading.Reading:
    applied = drafting.apply(draft_reading.write(found, last=9), placed.changes)
    assert applied.conflicts == ()
    return draft_reading.read(applied.draft)


def errors(reading: draft_reading.Reading) -> list[str]:
    return [finding.code for finding in reading.findings() if finding.code.startswith("points-")]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (None, "请填写触发文件的日期"),
        (ISSUED, "应晚于方案印发日期"),
        (date(2026, 1, 1), "应晚于方案印发日期"),
        (date(2026, 7, 16), "不能晚于今天"),
    ],
)
def test_the_trigger_lies_between_the_issue_and_today(on: date | None, sentence: str) -> None:
    assert sentence in "".join(trigger_obstacles(Trigger("某通知", "", on), ISSUED, TODAY))
    assert trigger_obstacles(Trigger("某通知", "", date(2026, 3, 3)), ISSUED, TODAY) == ()


def test_a_trigger_has_a_title() -> None:
    assert "名称" in "".join(trigger_obstacles(Trigger(" ", "", TODAY), ISSUED, TODAY))


@pytest.mark.parametrize("gives", [(("r1", "0.5"),), (("r1", "0.25"), ("r3", "0.25")), (("r3", "0.5"),)])
def test_reweighting_moves_points_and_every_stated_sum_with_them(gives: tuple[tuple[str, str], ...]) -> None:
    found = plan()
    placed = place(found, GOAL, PointsFrom.REWEIGHT, [Give(uid, Decimal(points)) for uid, points in gives])
    assert (placed.total_before, placed.total_after) == (10, 10)
    reading = after(found, placed)
    assert errors(reading) == []
    given = {row.uid: row.weight for row in reading.plan.rows}
    for uid, points in gives:
        assert given[uid] == Decimal(ROWS[uid]["weight"]) - Decimal(points)


@pytest.mark.parametrize(
    ("gives", "sentence"),
    [
        ([], "合计 0 分，应等于"),
        ([Give("r1", Decimal("0.4"))], "合计 0.4 分，应等于"),
        ([Give("r1", Decimal("0.6"))], "合计 0.6 分，应等于"),
        ([Give("r1", Decimal(2))], "小于 2"),
        ([Give("r1", Decimal("1.5")), Give("r1", Decimal("0.5"))], "小于 2"),
        ([Give("r1", Decimal(-1)), Give("r2", Decimal("1.5"))], "大于 0"),
        ([Give("r9", Decimal("0.5"))], "只能从有自己分值"),
    ],
)
def test_what_is_given_is_what_the_goal_gets_and_nobody_is_left_without(gives: list[Give], sentence: str) -> None:
    with pytest.raises(Unplaceable, match=sentence):
        place(plan(), GOAL, PointsFrom.REWEIGHT, gives)


@pytest.mark.parametrize("weight", ["", "0", "-1", "甲"])
def test_a_goal_has_points(weight: str) -> None:
    with pytest.raises(Unplaceable, match=r"分值|数字"):
        place(plan(), GOAL | {"weight": weight}, PointsFrom.BONUS)


def test_a_bonus_leaves_every_point_where_it_is() -> None:
    found = plan()
    placed = place(found, GOAL, PointsFrom.BONUS)
    (insert,) = placed.changes
    assert isinstance(insert, Insert)
    assert (insert.after, insert.cells["kind"], insert.cells["goal_kind"]) == ("r2", "加分", "动态")
    assert placed.total_after == placed.total_before
    assert errors(after(found, placed)) == []


def test_the_pool_is_what_the_rows_lack_to_the_scale() -> None:
    found = plan(ROWS | {"r3": ROWS["r3"] | {"weight": "5"}}, HEADING | {"declared:自身建设": "5"})
    assert dynamic.reserve(found) == 1
    placed = place(found, GOAL | {"weight": "1"}, PointsFrom.POOL)
    assert (placed.total_before, placed.total_after) == (9, 10)
    assert errors(after(found, placed)) == []


def test_a_reserve_row_gives_its_points_and_goes_when_it_has_none_left() -> None:
    held = {"category": "重点工作", "no": "1-9", "l1": "动态目标预留分值", "weight": "1", "goal_kind": "动态"}
    rows = {"r1": ROWS["r1"], "r2": ROWS["r2"], "r4": held, "r3": ROWS["r3"] | {"weight": "5"}}
    found = plan(rows, HEADING | {"declared:重点工作": "5", "declared:自身建设": "5"})
    half, whole = (place(found, GOAL | {"weight": points}, PointsFrom.POOL) for points in ("0.5", "1"))
    assert {row.uid: row.weight for row in after(found, half).plan.rows}["r4"] == Decimal("0.5")
    assert any(isinstance(change, Remove) and change.uid == "r4" for change in whole.changes)
    for placed in (half, whole):
        assert placed.total_after == 10
        assert errors(after(found, placed)) == []


def test_the_pool_cannot_be_overdrawn() -> None:
    with pytest.raises(Unplaceable, match=r"还有 0 分，不够 0\.5 分"):
        place(plan(), GOAL, PointsFrom.POOL)


@pytest.mark.parametrize(
    ("where", "behind"), [({"category": "重点工作"}, "r2"), ({"category": "自身建设"}, "r3"), ({"category": ""}, "r3")]
)
def test_the_goal_stands_behind_its_branch(where: dict[str, str], behind: str) -> None:
    placed = place(plan(), GOAL | where, PointsFrom.BONUS)
    assert placed.changes == (replace(placed.changes[0], after=behind),)  # type: ignore[arg-type]
