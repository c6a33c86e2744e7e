"""How severe a rater is: how far its marks lie from what the others gave the same organisations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import mean, stdev

from jixiao.core.fairness.marks import LEAST, Marks

_NORMAL = 1.959964  # 97.5 % quantile


@dataclass(frozen=True, slots=True)
class Severity:
    """The mean difference from the others' mean, in points; below zero is severe. `low` and `high` bound it at 95 %."""

    rater: str
    by: float
    low: float
    high: float
    marks: int

    @property
    def stands_out(self) -> bool:
        """Whether zero lies outside the bounds."""
        return self.low > 0 or self.high < 0


def severities(marks: Marks) -> list[Severity]:
    """Of each rater with enough marks on organisations that others marked too, the most severe first."""
    made = []
    for rater, row in marks.items():
        apart = [mark - other for name, mark in row.items() if (other := _others(marks, rater, name)) is not None]
        if len(apart) >= LEAST - 1:
            by, error = mean(apart), student(len(apart) - 1) * stdev(apart) / math.sqrt(len(apart))
            made.append(Severity(rater, by, by - error, by + error, len(apart)))
    return sorted(made, key=lambda each: (each.by, each.rater))


def _others(marks: Marks, rater: str, name: str) -> float | None:
    others = [row[name] for other, row in marks.items() if other != rater and name in row]
    return mean(others) if others else None


def student(degrees: int) -> float:
    """The 97.5 % quantile of Student's t from 2 degrees of freedom on, within 1 % (Abramowitz & Stegun 26.7.5)."""
    x, n = _NORMAL, degrees
    return (
        x
        + (x**3 + x) / (4 * n)
        + (5 * x**5 + 16 * x**3 + 3 * x) / (96 * n**2)
        + (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / (384 * n**3)
        + (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / (92160 * n**4)
    )
