"""Pairs that lift each other: both give the other more than their severity and the other's standing explain.

What is left of each mark after an additive fit (rater + rated) is its residual. A pair is as odd as the smaller of its
two residuals: a favour must be returned. How odd a pair is by chance is found by dealing each rater's residuals out
anew, with the oddest pair of each deal as the measure, so that however many pairs there are, in 95 of 100 groups
without any such pair none is named (Westfall & Young 1993, max-T).
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from jixiao.core.fairness.marks import LEAST, Marks

DEALS, ODD = 999, 0.05
_FITS = 20  # turns of the fit: far more than it needs to settle


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that rate each other. `there`: by how many points `one` lifts `other`; `back`: how `other` returns it.

    `p`: how likely some pair of the group is as odd by chance alone.
    """

    one: str
    other: str
    there: float
    back: float
    p: float

    @property
    def is_odd(self) -> bool:
        return self.p < ODD


def pairs(marks: Marks, seed: int = 1) -> list[Pair]:
    """Pairs that rate each other, the oddest first. The same marks and seed give the same figures."""
    if len(marks) < LEAST:
        return []
    left = residuals({rater: dict(sorted(row.items())) for rater, row in sorted(marks.items())})
    both = [(a, b) for a in sorted(left) for b in sorted(left[a]) if a < b and a in left.get(b, {})]
    chance = _oddest_by_chance(left, both, random.Random(seed))
    made = [Pair(a, b, left[a][b], left[b][a], _p(chance, min(left[a][b], left[b][a]))) for a, b in both]
    return sorted(made, key=lambda pair: (-min(pair.there, pair.back), pair.one, pair.other))


def residuals(marks: Marks) -> dict[str, dict[str, float]]:
    """What is left of each mark after the rater's severity and the rated one's standing, fitted in turn."""
    severe = dict.fromkeys(marks, 0.0)
    names = sorted({name for row in marks.values() for name in row})
    standing: dict[str, float] = {}
    for _ in range(_FITS):
        standing = {n: fmean(row[n] - severe[rater] for rater, row in marks.items() if n in row) for n in names}
        severe = {rater: fmean(mark - standing[name] for name, mark in row.items()) for rater, row in marks.items()}
    return {
        rater: {name: mark - severe[rater] - standing[name] for name, mark in row.items()}
        for rater, row in marks.items()
    }


def _oddest_by_chance(
    left: Mapping[str, Mapping[str, float]], both: Sequence[tuple[str, str]], dice: random.Random
) -> list[float]:
    """The oddest pair of each deal, in order of size."""
    values = {rater: list(row.values()) for rater, row in left.items()}
    place = {(rater, name): at for rater, row in left.items() for at, name in enumerate(row)}
    found = [(values[a], place[a, b], values[b], place[b, a]) for a, b in both]
    oddest = []
    for _ in range(DEALS if found else 0):
        for row in values.values():
            row.sort(key=lambda _: dice.random())  # as fair as a shuffle, and three times as quick
        oddest.append(max(min(one[at], other[to]) for one, at, other, to in found))
    return sorted(oddest)


def _p(chance: Sequence[float], oddness: float) -> float:
    as_odd = len(chance) - bisect_left(chance, oddness - 1e-9)
    return (as_odd + 1) / (len(chance) + 1)
