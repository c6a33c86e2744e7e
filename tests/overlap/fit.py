"""Fit the points of the overlap check, and judge the fit by cross-validation: python tests/overlap/fit.py

A logistic regression, held back towards equal weights of 0, over the measures of jixiao.core.overlap.check. It learns
from pairs.json and from the rows of the plans in tests/corpus: two rows of one plan are not the same work.
For each fold, weights and threshold come from the other folds only; pairs that share a goal or a document stay
together. Prints the judged figures, then the points to be written into check.py.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measure import PAIRS, pairs, work

from jixiao.core.overlap.check import signs
from jixiao.core.overlap.likeness import WHOLE, Rarity, goal, likeness
from jixiao.core.overlap.model import THRESHOLD, Work
from jixiao.intake import read_document

NAMES = ("COMMON", "COVERED", "CHARACTERS", "MISSING", "TARGET", "CLAUSE", "OTHER_CLAUSE")
FOLDS, ROUNDS = 5, 4
RIDGE = 5.0
SIBLINGS = 100.0  # what all pairs of rows of one plan weigh together, as against 1 for each written pair
EVERY = 7  # of these pairs of rows, one in so many is learnt from
RECALL = 0.98  # the threshold lets so much of what it learnt from pass
SCALE = 12.5  # points for one unit of the regression

Row = list[float]


@dataclass(frozen=True)
class Case:
    measures: Row
    same: bool
    group: str
    weight: float = 1.0


def measures(new: Work, row: Work, plan: Rarity) -> Row:
    a, b = goal(new), goal(row)
    found = signs(a, b, likeness(a, b, plan))
    alike = found.alike
    return [
        alike.common / 100,
        alike.covered / 100,
        alike.characters / 100,
        alike.missing / WHOLE,
        float(found.counted_targets),
        float(found.same_clause),
        float(found.cited.apart),
    ]


def written() -> Iterator[Case]:
    names = _groups(json.loads(PAIRS.read_text(encoding="utf-8")))
    for half in ("tune", "held"):
        found = pairs(half)
        plan = Rarity(goal(work(pair["goal"])) for pair in found)
        for pair in found:
            row = measures(work(pair["dynamic"]), work(pair["goal"]), plan)
            yield Case(row, pair["kind"] == "same", names[pair["id"]])


def _groups(found: list[dict[str, Any]]) -> dict[str, str]:
    """For each pair the group it is of: pairs that share a text or a document are of one."""
    group = {pair["id"]: pair["id"] for pair in found}
    first: dict[str, str] = {}
    for pair in found:
        for key in filter(None, (pair[side][field] for side in ("goal", "dynamic") for field in ("text", "basis"))):
            old, new = group[pair["id"]], group[first.setdefault(key, pair["id"])]
            group = {name: new if of == old else of for name, of in group.items()}
    return group


def siblings() -> list[Row]:
    """Measures between rows of one plan."""
    found = []
    for document in sorted((Path(__file__).parents[1] / "corpus").glob("*/document.txt")):
        rows = read_document(document.read_bytes(), document.name).plan.rows
        works = [Work("", "", r.l1 or "", r.l2 or "", r.policy_basis or "", r.l1_citation or "") for r in rows]
        for new in works:
            others = [row for row in works if row is not new]
            plan = Rarity(map(goal, others))
            found += [measures(new, row, plan) for row in others]
    return found[::EVERY]


def fitted(cases: Sequence[Case]) -> Row:
    """Weights of the measures and, last, the constant. Newton's method on measures of equal spread."""
    size = len(NAMES) + 1
    columns = list(zip(*(case.measures for case in cases), strict=True))
    means = [sum(c) / len(c) for c in columns]
    spreads = [
        math.sqrt(sum((x - mean) ** 2 for x in c) / len(c)) or 1.0 for c, mean in zip(columns, means, strict=True)
    ]
    rows = [[*((x - m) / s for x, m, s in zip(case.measures, means, spreads, strict=True)), 1.0] for case in cases]
    weights = [0.0] * size
    for _ in range(12):
        slope = [RIDGE * w for w in weights[:-1]] + [0.0]
        curve = [[RIDGE if i == j < size - 1 else 0.0 for j in range(size)] for i in range(size)]
        for case, row in zip(cases, rows, strict=True):
            p = 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, row, strict=True))))
            for i in range(size):
                slope[i] += case.weight * (p - case.same) * row[i]
                for j in range(size):
                    curve[i][j] += case.weight * p * (1 - p) * row[i] * row[j]
        weights = [w - d for w, d in zip(weights, _solved(curve, slope), strict=True)]
    raw = [w / s for w, s in zip(weights[:-1], spreads, strict=True)]
    return [*raw, weights[-1] - sum(w * m for w, m in zip(raw, means, strict=True))]


def _solved(matrix: list[Row], right: Row) -> Row:
    """Gaussian elimination."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda i: abs(rows[i][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [x / rows[at][at] for x in rows[at]]
        for i in range(len(rows)):
            if i != at:
                factor = rows[i][at]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[at], strict=True)]
    return [line[-1] for line in rows]


def value(weights: Row, row: Row) -> float:
    return sum(w * x for w, x in zip(weights, [*row, 1.0], strict=True))


def threshold(weights: Row, cases: Sequence[Case]) -> float:
    values = sorted(value(weights, case.measures) for case in cases if case.same)
    return values[int((1 - RECALL) * len(values))] - 0.05


def judged(cases: Sequence[Case], others: Sequence[Case]) -> tuple[float, float]:
    """Recall and precision, each case judged by what was learnt without its group."""
    counts = {(same, said): 0 for same in (True, False) for said in (True, False)}
    names = sorted({case.group for case in cases})
    for fold in range(FOLDS * ROUNDS):
        # A different deal of the groups each round, the same each time this is run.
        step = (1, 7, 11, 13)[fold // FOLDS]
        held = {name for at, name in enumerate(names) if at * step % len(names) % FOLDS == fold % FOLDS}
        learnt = [case for case in cases if case.group not in held]
        weights = fitted([*learnt, *others])
        bound = threshold(weights, learnt)
        for case in cases:
            if case.group in held:
                counts[case.same, value(weights, case.measures) >= bound] += 1
    hits = counts[True, True]
    return hits / (hits + counts[True, False]), hits / (hits + counts[False, True])


def main() -> None:
    cases, rows = list(written()), siblings()
    others = [Case(row, False, "", SIBLINGS / len(rows)) for row in rows]
    recall, precision = judged(cases, others)
    print(f"{FOLDS} folds, {ROUNDS} deals, {len(cases)} pairs: recall {recall:.3f}, precision {precision:.3f}")
    weights = fitted([*cases, *others])
    print(f"START = {round(THRESHOLD + SCALE * (weights[-1] - threshold(weights, cases)))}")
    for name, weight in zip(NAMES, weights, strict=False):
        print(f"{name} = {round(SCALE * weight)}")


if __name__ == "__main__":
    main()
