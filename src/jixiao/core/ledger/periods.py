"""The stretches of a year on which is reported (考核周期)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Frequency(StrEnum):
    """How often an indicator is reported on."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half-year"
    ONCE = "once"


WORDS = {
    Frequency.MONTH: "每月",
    Frequency.QUARTER: "每季度",
    Frequency.HALF: "每半年",
    Frequency.ONCE: "全年一次",
}
_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.HALF: 6, Frequency.ONCE: 12}
_NUMERALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch; `number` counts from 1 within the year, both ends belong to it."""

    year: int
    frequency: Frequency
    number: int

    @property
    def starts(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS[self.frequency] + 1, 1)

    @property
    def ends(self) -> date:
        month = self.number * _MONTHS[self.frequency]
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def label(self) -> str:
        """第一季度, 3月, 上半年, 全年."""
        if self.frequency is Frequency.MONTH:
            return f"{self.number}月"
        if self.frequency is Frequency.QUARTER:
            return f"第{_NUMERALS[self.number - 1]}季度"
        return ("上半年" if self.number == 1 else "下半年") if self.frequency is Frequency.HALF else "全年"

    @property
    def quarters(self) -> range:
        """The quarters, from 1, that the period touches: where it stands in a table of four quarters."""
        return range((self.starts.month + 2) // 3, (self.ends.month + 2) // 3 + 1)


def months_in(frequency: Frequency) -> int:
    """How many months a period has."""
    return _MONTHS[frequency]


def count(frequency: Frequency) -> int:
    """How many periods a year has."""
    return 12 // _MONTHS[frequency]


def periods_of(frequency: Frequency, year: int) -> tuple[Period, ...]:
    """The year's periods in order."""
    return tuple(Period(year, frequency, number) for number in range(1, count(frequency) + 1))


def quarter_of(day: date) -> Period:
    """The quarter in which the day lies."""
    return Period(day.year, Frequency.QUARTER, (day.month + 2) // 3)


def frequency_of(duties: Iterable[str], usual: Frequency) -> Frequency:
    """How often to report, by the periods that an indicator's own targets name; the most frequent wins.

    A target per month asks for months whatever is usual; one per year asks for nothing.
    """
    named = [Frequency(duty) for duty in duties if duty in ("month", "quarter", "half-year")]
    return min([usual, *named], key=lambda each: _MONTHS[each])
