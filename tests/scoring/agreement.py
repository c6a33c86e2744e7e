"""The project's engine and the second engine, figure by figure, over drawn schemes and sheets.

python tests/scoring/agreement.py 10000

Numbers are compared by value ("0" is "0.0000"), gaps without their order: the format fixes neither.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from drawn import drawn
from independent_grades import score

from jixiao.core.scoring import bundle
from jixiao.core.scoring.checking import scheme_of
from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.shape import read

Data = dict[str, Any]
Engine = Callable[[Data, Sequence[Data]], dict[str, Data]]
SHOWN = 20


def by_project(scheme: Data, sheets: Sequence[Data]) -> dict[str, Data]:
    """The figures of the project's engine, by organisation."""
    results = score_all(scheme_of(scheme), [read(Sheet, each) for each in sheets])
    return {result.organisation: bundle.figures(result) for result in results}


def by_value(name: str, figure: Any) -> Any:
    """A figure in the form in which it is compared."""
    if name in ("total", "bonus", "deducted"):
        return None if figure is None else Fraction(figure)
    if name == "components":
        return {key: None if value is None else Fraction(value) for key, value in figure.items()}
    return sorted(figure) if name == "gaps" else figure


def differences(seed: int, engine: Engine = score) -> Iterator[str]:
    """What differs in the results of a seed, a sentence a figure."""
    scheme, sheets = drawn(seed)
    ours, theirs = by_project(scheme, sheets), engine(scheme, sheets)
    if ours.keys() != theirs.keys():
        yield f"{seed}: {sorted(ours)} / {sorted(theirs)}"
    for name in sorted(ours.keys() & theirs.keys()):
        left, right = ours[name], theirs[name]
        for figure in sorted(left.keys() | right.keys()):
            both = figure in left and figure in right
            if both and by_value(figure, left[figure]) == by_value(figure, right[figure]):
                continue
            said = f"project {left.get(figure, 'absent')}, second engine {right.get(figure, 'absent')}"
            yield f"{seed} {name} {figure}: {said}"


def main(count: int) -> int:
    began, results, differing = time.monotonic(), 0, 0
    found: list[str] = []
    for seed in range(count):
        results += len(drawn(seed)[1])
        here = list(differences(seed))
        differing += bool(here)
        found += here
    print("\n".join(found[:SHOWN]))
    seconds = time.monotonic() - began
    print(f"{count} schemes, {results} results, {differing} schemes and {len(found)} figures differ, {seconds:.0f} s")
    return len(found)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1])) else 0)
