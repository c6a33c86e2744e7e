"""Warning lines (风险预警线): the level of a value, lines that contradict each other, and getting worse.

Reaching a line is crossing it: at a red line of 75 the value 75 is red. So the lines of a quantity where more is worse
must rise from yellow to red, where less is worse they must fall. Design of this project; the yellow, orange and red of
risk monitoring are usual, their values are each agency's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from jixiao.core.ledger.states import Light

WORSE_FOR = 2  # quarters in a row


class Alarm(StrEnum):
    """The level of a value."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


ALARMS = {
    Alarm.GREEN: Light("●", "绿", "正常", "good"),
    Alarm.YELLOW: Light("△", "黄", "黄色预警", "yellow"),
    Alarm.ORANGE: Light("▲", "橙", "橙色预警", "orange"),
    Alarm.RED: Light("■", "红", "红色预警", "late"),
}
MISSING = Light("○", "缺", "未报", "calm")
GRAVITY = (Alarm.RED, Alarm.ORANGE, Alarm.YELLOW, Alarm.GREEN)
LINES = (Alarm.YELLOW, Alarm.ORANGE, Alarm.RED)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The lines of one quantity, all in its unit; a level without a line is not used. `rising`: more is worse."""

    rising: bool
    yellow: Decimal | None = None
    orange: Decimal | None = None
    red: Decimal | None = None

    def lines(self) -> list[tuple[Alarm, Decimal]]:
        """The lines that are set, from yellow to red."""
        named = zip(LINES, (self.yellow, self.orange, self.red), strict=True)
        return [(alarm, line) for alarm, line in named if line is not None]


def is_worse(value: Decimal, than: Decimal, *, rising: bool) -> bool:
    """Whether the value is more dangerous than the other."""
    return value > than if rising else value < than


def alarm_of(thresholds: Thresholds, value: Decimal) -> Alarm:
    """The gravest level whose line the value reaches; green below all."""
    reached = [
        alarm for alarm, line in thresholds.lines() if value == line or is_worse(value, line, rising=thresholds.rising)
    ]
    return reached[-1] if reached else Alarm.GREEN


def contradiction(thresholds: Thresholds) -> str:
    """What is wrong with the lines, as a sentence; '' when they can be used."""
    lines = thresholds.lines()
    if not lines:
        return "请至少填写一条预警线。"
    for (milder, before), (graver, after) in pairwise(lines):
        if not is_worse(after, before, rising=thresholds.rising):
            way = "越高越危险，应高于" if thresholds.rising else "越低越危险，应低于"
            return f"{_line(graver)}（{after:f}）{way}{_line(milder)}（{before:f}），请核对数值或方向。"
    return ""


def _line(alarm: Alarm) -> str:
    return f"{ALARMS[alarm].letter}色线"


def is_worsening(values: Sequence[Decimal | None], *, rising: bool) -> bool:
    """Whether the last WORSE_FOR quarters were each worse than the one before.

    `values` has one entry a quarter in order, the last of them the quarter that is asked about; a gap is no trend.
    """
    last = values[-WORSE_FOR - 1 :]
    if len(last) <= WORSE_FOR or any(value is None for value in last):
        return False
    known = [value for value in last if value is not None]
    return all(is_worse(after, before, rising=rising) for before, after in pairwise(known))
