"""Hints about raters (同组互评): how far they agree, how severe each is, which pairs lift each other.

They are hints for a person, with their uncertainty; no score is ever corrected by them. Kendall's W with ties after
Kendall & Babington Smith 1939 and Kendall 1948, ch. 6; its test by χ² with n−1 degrees of freedom. Pairs are judged by
a permutation test, and at as many pairs as there are some look odd by chance (Holm 1979).
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, pstdev

Marks = Mapping[str, Mapping[str, float]]  # rater → rated → mark
SHUFFLES, ODD = 2000, 0.05


@dataclass(frozen=True, slots=True)
class Agreement:
    """`w` from 0 (none) to 1 (same order). `p`: how likely so much agreement is by chance."""

    w: float
    raters: int
    rated: int
    p: float
    mean_rank_difference: float  # between two raters, over what both rated


@dataclass(frozen=True, slots=True)
class Severity:
    """How far a rater's marks lie from the mean of the others on the same organisations; below zero is severe.

    `low` and `high` bound it at 95 %.
    """

    rater: str
    by: float
    low: float
    high: float
    marks: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that rate each other: by how much more than others would, taken together; `p` after Holm's correction."""

    one: str
    other: str
    lift: float
    p: float

    @property
    def is_odd(self) -> bool:
        return self.p < ODD


def ranks_of(marks: Sequence[float]) -> list[float]:
    """Mean ranks, 1 for the lowest."""
    ordered = sorted(marks)
    first = {mark: ordered.index(mark) for mark in set(marks)}
    return [first[mark] + (ordered.count(mark) + 1) / 2 for mark in marks]


def agreement(marks: Marks) -> Agreement | None:
    """Over the organisations that every rater rated but for itself; None with fewer than 2 raters or 3 rated.

    As nobody rates itself, its own place is filled with the mean of its marks' ranks, which counts for nobody.
    """
    rated = sorted({name for row in marks.values() for name in row})
    raters = [rater for rater, row in sorted(marks.items()) if len(row) >= len(rated) - 1]
    if len(raters) < 2 or len(rated) < 3:
        return None
    rows = [_filled(marks[rater], rated) for rater in raters]
    sums = [sum(row[at] for row in rows) for at in range(len(rated))]
    spread = sum((each - mean(sums)) ** 2 for each in sums)
    count, size = len(rows), len(rated)
    ties = sum(row.count(rank) ** 2 - 1 for row in rows for rank in row)
    room = (count**2 * (size**3 - size) - count * ties) / 12
    w = min(spread / room, 1.0) if room > 0 else 0.0
    return Agreement(w, count, size, _chi_square_tail(count * (size - 1) * w, size - 1), _rank_difference(rows))


def _filled(row: Mapping[str, float], rated: Sequence[str]) -> list[float]:
    present = [name for name in rated if name in row]
    ranks = dict(zip(present, ranks_of([row[name] for name in present]), strict=True))
    middle = (len(rated) + 1) / 2
    scale = (len(rated) + 1) / (len(present) + 1)
    return [ranks[name] * scale if name in ranks else middle for name in rated]


def _rank_difference(rows: Sequence[Sequence[float]]) -> float:
    pairs = [(one, other) for at, one in enumerate(rows) for other in rows[at + 1 :]]
    return mean(mean(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in pairs)


def _chi_square_tail(value: float, degrees: int) -> float:
    """P(χ² ≥ value): the regularised upper gamma function, by its series (Abramowitz & Stegun 6.5.29)."""
    if value <= 0:
        return 1.0
    a, x = degrees / 2, value / 2
    term = total = 1 / a
    for step in range(1, 1000):
        term *= x / (a + step)
        total += term
        if term < total * 1e-12:
            break
    return max(0.0, 1 - total * math.exp(-x + a * math.log(x) - math.lgamma(a)))


def severities(marks: Marks) -> list[Severity]:
    """Of each rater with at least two marks that others gave too, the most severe first."""
    made = []
    for rater, row in marks.items():
        apart = [mark - other for name, mark in row.items() if (other := _others(marks, rater, name)) is not None]
        if len(apart) >= 2:
            by, error = mean(apart), 1.96 * pstdev(apart) * math.sqrt(1 / (len(apart) - 1))
            made.append(Severity(rater, by, by - error, by + error, len(apart)))
    return sorted(made, key=lambda each: (each.by, each.rater))


def _others(marks: Marks, rater: str, name: str) -> float | None:
    others = [row[name] for other, row in marks.items() if other != rater and name in row]
    return mean(others) if others else None


def pairs(marks: Marks, seed: int = 1) -> list[Pair]:
    """Pairs that rate each other, the oddest first. The same marks and seed give the same figures."""
    residuals = _residuals(marks)
    both = [
        (one, other)
        for one in sorted(residuals)
        for other in sorted(residuals)
        if one < other and other in residuals[one] and one in residuals[other]
    ]
    lifts = {(one, other): residuals[one][other] + residuals[other][one] for one, other in both}
    chances = _chances(residuals, lifts, random.Random(seed))
    return _holm([Pair(one, other, lifts[one, other], chances[one, other]) for one, other in both])


def _residuals(marks: Marks) -> dict[str, dict[str, float]]:
    """What is left of a mark after the rater's severity and the rated one's standing."""
    severe = {rater: mean(row.values()) for rater, row in marks.items() if row}
    level = mean(severe.values()) if severe else 0.0
    standing: dict[str, float] = {}
    for name in {name for row in marks.values() for name in row}:
        standing[name] = mean(row[name] - severe[rater] for rater, row in marks.items() if name in row)
    return {
        rater: {name: mark - severe[rater] - standing[name] for name, mark in row.items()}
        for rater, row in marks.items()
        if row and level is not None
    }


def _chances(
    residuals: Mapping[str, Mapping[str, float]], lifts: Mapping[tuple[str, str], float], dice: random.Random
) -> dict[tuple[str, str], float]:
    """How often a pair is lifted as much when each rater's residuals are dealt out anew."""
    hits = dict.fromkeys(lifts, 0)
    for _ in range(SHUFFLES):
        dealt = {rater: _dealt(row, dice) for rater, row in sorted(residuals.items())}
        for one, other in lifts:
            hits[one, other] += dealt[one][other] + dealt[other][one] >= lifts[one, other]
    return {pair: (count + 1) / (SHUFFLES + 1) for pair, count in hits.items()}


def _dealt(row: Mapping[str, float], dice: random.Random) -> dict[str, float]:
    names, values = sorted(row), [row[name] for name in sorted(row)]
    dice.shuffle(values)
    return dict(zip(names, values, strict=True))


def _holm(found: Sequence[Pair]) -> list[Pair]:
    ordered = sorted(found, key=lambda pair: (pair.p, pair.one, pair.other))
    made, least = [], 0.0
    for at, pair in enumerate(ordered):
        least = max(least, min(1.0, pair.p * (len(ordered) - at)))
        made.append(Pair(pair.one, pair.other, pair.lift, least))
    return made
