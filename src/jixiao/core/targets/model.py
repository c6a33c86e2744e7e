"""Targets in the wording of an indicator: comparator, value, unit, period, subject, span."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A condition that each counted member must meet: 投资额 >= 10 亿元."""

    field: str
    comparator: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Target:
    """A checkable amount in a text. `start` and `end` are offsets of `span` in that text.

    comparator: = >= > <= < ; kind: count, amount, rate, change, frequency, ratio, date, zero, coverage.
    period: once, month, quarter, half-year, year. value_base is the value in base_unit (元 for money).
    """

    field: str  # the row's field that holds the text: l2 or l1
    span: str
    start: int
    end: int
    comparator: str
    value: Decimal | date
    unit: str
    value_base: Decimal | date
    base_unit: str
    period: str
    kind: str
    subject: str = ""
    per: str | None = None
    value_max: Decimal | None = None  # upper end of a range
    qualifier: Qualifier | None = None
