"""How far raters agree on the order of those they rate: Kendall's W, where nobody rates itself.

That each leaves out itself makes a balanced incomplete design: each rater ranks the other n−1, each organisation is
ranked n−1 times, each two by n−2 raters. W is the spread of the rank sums as a part of the greatest that the design
allows, its test is Durbin's (1951), with ties after Conover (Practical Nonparametric Statistics, 3rd ed., 5.8). Where
the raters stand outside (a panel) the same formulas are Kendall's W with ties (1948) and Friedman's test.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

from jixiao.core.fairness.marks import LEAST, Marks, ranks_of


@dataclass(frozen=True, slots=True)
class Agreement:
    """`w` from 0 (none) to 1 (the same order). `p`: how likely at least so much agreement is by chance alone."""

    w: float
    raters: int
    rated: int
    p: float
    mean_rank_difference: float  # between two raters, over what both rated


def agreement(marks: Marks) -> Agreement | None:
    """Over the raters that rated all the others; None with fewer than LEAST of them or of organisations."""
    rows = _balanced(marks)
    rated = sorted({name for row in rows.values() for name in row})
    if len(rows) < LEAST or len(rated) < LEAST:
        return None
    w, chi = _concordance(rows, rated)
    return Agreement(w, len(rows), len(rated), chi_square_tail(chi, len(rated) - 1), _rank_difference(rows))


def _balanced(marks: Marks) -> dict[str, dict[str, float]]:
    """The complete raters, and of their marks those on each other; raters from outside only where there are no
    others."""
    rated = {name for row in marks.values() for name in row}
    complete = [rater for rater, row in marks.items() if rated - {rater} <= set(row)]
    inside = sorted(set(complete) & rated)
    raters, columns = (inside, inside) if inside else (sorted(complete), sorted(rated))
    return {rater: {name: marks[rater][name] for name in columns if name != rater} for rater in raters}


def _concordance(rows: Mapping[str, Mapping[str, float]], rated: Sequence[str]) -> tuple[float, float]:
    """W, and Durbin's statistic (χ² with one degree of freedom less than are rated)."""
    size = len(next(iter(rows.values())))  # marks of each rater
    sums = dict.fromkeys(rated, 0.0)
    own = 0.0  # spread inside the raters' rankings, less where they have ties
    for row in rows.values():
        for name, rank in zip(row, ranks_of(list(row.values())), strict=True):
            sums[name] += rank - (size + 1) / 2
            own += (rank - (size + 1) / 2) ** 2
    if own == 0:
        return 0.0, 0.0
    between = sum(each**2 for each in sums.values())
    count = len(rated)
    times = len(rows) * size / count  # each is ranked
    together = times * (size - 1) / (count - 1)  # each two are
    without_ties = len(rows) * size * (size**2 - 1) / 12
    most = together**2 * count * (count**2 - 1) / 12 * own / without_ties
    return min(between / most, 1.0), (count - 1) * between / own


def _rank_difference(rows: Mapping[str, Mapping[str, float]]) -> float:
    return mean(_apart(one, other) for one, other in combinations(rows.values(), 2))


def _apart(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    both = sorted(set(one) & set(other))
    ranks = zip(ranks_of([one[name] for name in both]), ranks_of([other[name] for name in both]), strict=True)
    return mean(abs(a - b) for a, b in ranks)


def chi_square_tail(value: float, degrees: int) -> float:
    """P(χ² ≥ value), exactly (Abramowitz & Stegun 26.4.4, 26.4.5)."""
    x = value / 2
    if x <= 0:
        return 1.0
    a, tail = (0.5, math.erfc(math.sqrt(x))) if degrees % 2 else (1.0, math.exp(-x))
    while a < degrees / 2:
        tail += math.exp(a * math.log(x) - x - math.lgamma(a + 1))
        a += 1
    return min(tail, 1.0)
