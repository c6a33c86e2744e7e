"""Warning lines: reaching a line is crossing it, lines that cross each other are refused, two worse quarters are a trend."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.core.ledger.warning import ALARMS, Alarm, Thresholds, alarm_of, contradiction, is_worsening

D = Decimal
DEBT = Thresholds(True, D(65), D(70), D(75))
COVER = Thresholds(False, D(3), D(2), D("1.5"))


@pytest.mark.parametrize(
    ("thresholds", "value", "alarm"),
    [
        (DEBT, "64.99", Alarm.GREEN),
        (DEBT, "65", Alarm.YELLOW),
        (DEBT, "69.9999", Alarm.YELLOW),
        (DEBT, "70.0000", Alarm.ORANGE),
        (DEBT, "75", Alarm.RED),
        (DEBT, "120", Alarm.RED),
        (DEBT, "-1", Alarm.GREEN),
        (COVER, "3.01", Alarm.GREEN),
        (COVER, "3", Alarm.YELLOW),
        (COVER, "2", Alarm.ORANGE),
        (COVER, "1.5", Alarm.RED),
        (COVER, "-4", Alarm.RED),
        (Thresholds(True, None, None, D(75)), "74", Alarm.GREEN),
        (Thresholds(True, None, None, D(75)), "75", Alarm.RED),
        (Thresholds(True, D(65), None, D(75)), "72", Alarm.YELLOW),
        (Thresholds(True), "99", Alarm.GREEN),
    ],
)
def test_reaching_a_line_is_crossing_it(thresholds: Thresholds, value: str, alarm: Alarm) -> None:
    assert alarm_of(thresholds, D(value)) is alarm


@pytest.mark.parametrize(
    ("thresholds", "sentence"),
    [
        (DEBT, ""),
        (COVER, ""),
        (Thresholds(True, None, D(70), None), ""),
        (Thresholds(True), "请至少填写一条预警线。"),
        (Thresholds(True, D(70), D(65), D(75)), "橙色线（65）越高越危险，应高于黄色线（70），请核对数值或方向。"),
        (Thresholds(True, D(70), None, D(70)), "红色线（70）越高越危险，应高于黄色线（70），请核对数值或方向。"),
        (Thresholds(False, D(65), D(70), D(75)), "橙色线（70）越低越危险，应低于黄色线（65），请核对数值或方向。"),
    ],
)
def test_lines_that_cross_each_other_are_refused_with_a_sentence(thresholds: Thresholds, sentence: str) -> None:
    assert contradiction(thresholds) == sentence


@pytest.mark.parametrize(
    ("values", "rising", "worse"),
    [
        ([60, 62, 64], True, True),
        ([60, 62, 62], True, False),
        ([62, 60, 64], True, False),
        ([62, 64], True, False),
        ([60, None, 62, 64], True, False),
        ([50, 60, 62, 64], True, True),
        ([60, 62, None], True, False),
        ([3, 2, 1], False, True),
        ([1, 2, 3], False, False),
        ([], True, False),
    ],
)
def test_two_worse_quarters_in_a_row_are_a_trend(values: list[int | None], rising: bool, worse: bool) -> None:
    read = [None if value is None else D(value) for value in values]
    assert is_worsening(read, rising=rising) is worse


def test_every_level_has_a_mark_and_a_letter_of_its_own() -> None:
    lights = [ALARMS[alarm] for alarm in Alarm]
    assert len({light.symbol for light in lights}) == len({light.letter for light in lights}) == len(Alarm)
