"""The quarterly analysis: what the figures say, what moved, and that every exception is named."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.ledger.analysis import (
    DecisionFacts,
    DirectiveFacts,
    IndicatorFacts,
    OfficeFacts,
    Snapshot,
    counts,
    draft,
    moves,
    on_track,
)
from jixiao.core.ledger.states import State


def indicator(item: int, state: str, *, days: int = 3, note: str = "", reported: bool = True) -> IndicatorFacts:
    return IndicatorFacts(
        item=item,
        no=f"1-{item}",
        text=f"第{item}项工作。",
        offices=["绿化科"],
        state=state,
        period="第二季度",
        is_reported=reported,
        due="2026-07-07",
        days=days,
        summary="3／12个",
        note=note,
    )


def snapshot(*states: str, quarter: int = 2, **more: object) -> Snapshot:
    made = Snapshot(
        plan="方案",
        agency="青澜市园林局",
        year=2026,
        quarter=quarter,
        as_of="2026-07-10",
        indicators=[indicator(at, state) for at, state in enumerate(states, 1)],
        offices=[OfficeFacts(name="绿化科", indicators=len(states), late=0, at_risk=0, directives=0, decisions=0)],
        directives=DirectiveFacts(issued=0, closed=0, late=0, unread=0, escalated=0),
        decisions=DecisionFacts(made=0, done=0, late=0),
        warnings=[],
        forecasts=[],
    )
    return made | more  # type: ignore[return-value]


def test_the_share_on_track_leaves_out_what_is_not_due() -> None:
    assert on_track(snapshot("on_track", "done", "late", "not_due")) == Decimal("66.7")
    assert on_track(snapshot("not_due")) is None
    assert counts(snapshot("late", "late", "done"))[State.LATE] == 2


def test_moves_are_compared_with_the_quarter_before() -> None:
    before = snapshot("on_track", "late", "not_due", "late", quarter=1)
    better, worse = moves(snapshot("late", "on_track", "late", "late"), before)
    assert [each["no"] for each, _, _ in better] == ["1-2"]
    assert [each["no"] for each, _, _ in worse] == ["1-1"], "what was not due has not moved"


def test_the_text_has_its_seven_sections_in_order() -> None:
    lines = draft(snapshot("on_track")).splitlines()
    heads = [line for line in lines if line[1:2] == "、"]
    assert heads == [
        "一、总体情况",
        "二、滞后和预警事项",
        "三、进展较快的指标",
        "四、责任科室负担",
        "五、督办和议定事项落实情况",
        "六、全年预测",
        "七、下一步工作建议",
    ]
    assert lines[0] == "2026年第二季度绩效目标完成情况分析"


def test_the_comparison_says_counts_points_and_names() -> None:
    before = snapshot("on_track", "on_track", "late", "on_track", quarter=1)
    text = draft(snapshot("late", "on_track", "on_track", "at_risk"), before)
    assert "与第一季度相比，1 项好转，2 项变差，正常以上的占比下降 25 个百分点。" in text
    assert "变差的是 1-1（由正常变为滞后）、1-4（由正常变为预警）。" in text
    assert "比上季度好转的是 1-3（由滞后变为正常）。" in text


def test_without_the_quarter_before_nothing_is_compared() -> None:
    assert "上季度没有形成分析，不作比较。" in draft(snapshot("on_track"))
    assert "首个季度" in draft(snapshot("on_track", quarter=1))


def test_every_exception_gives_office_figures_and_the_reporters_reason_the_latest_first() -> None:
    found = snapshot()
    found["indicators"] = [
        indicator(1, "at_risk", days=9),
        indicator(2, "late", days=1, note="雨季停工"),
        indicator(3, "late", days=6, reported=False),
    ]
    lines = draft(found).splitlines()
    shown = lines[lines.index("二、滞后和预警事项") + 1 :][:3]
    assert [line[:6] for line in shown] == ["1. 1-3", "2. 1-2", "3. 1-1"]
    assert "至今没有报送，滞后 6 个工作日" in shown[0]
    assert "绿化科" in shown[1] and "3／12个" in shown[1] and "填报说明：雨季停工。" in shown[1]


def test_directives_decisions_and_forecasts_lead_to_advice() -> None:
    text = draft(
        snapshot(
            "late",
            directives=DirectiveFacts(issued=3, closed=1, late=1, unread=0, escalated=1),
            decisions=DecisionFacts(made=4, done=3, late=0),
            forecasts=["1-1 预计全年完成 9 个，目标 12 个。"],
        )
    )
    assert "发出督办单 3 件，办结 1 件，在办 2 件（逾期 1 件，提请分管领导 1 件）。" in text
    assert "议定事项 4 项，落实 3 项，未落实 1 项。" in text
    assert "一是对滞后的 1 项指标（1-1）" in text and "二是督促办结逾期的 1 件督办单" in text
    assert text.endswith("确需调整的，按程序报批。")


def test_a_quiet_quarter_says_so() -> None:
    text = draft(snapshot("on_track", "done"))
    assert "本季度没有滞后和预警的指标。" in text
    assert "已经完成或销号 1 项：1-2 第2项工作（绿化科）。" in text
    assert "本年度没有发出督办单。" in text
    assert text.endswith("保持现有进度，按期填报，及时归集佐证材料。")
