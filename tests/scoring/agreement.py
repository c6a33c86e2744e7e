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


def no_score_is_zero(scheme: Data, sheets: Sequence[Data], name: str, ours: Data, theirs: Data) -> str:
    """§2: null where there is none. The project gives 0 for a component without a score."""
    left, right = by_value("components", ours["components"]), by_value("components", theirs["components"])
    return "components" if left == {key: 0 if value is None else value for key, value in right.items()} else ""


def gaps_not_listed(scheme: Data, sheets: Sequence[Data], name: str, ours: Data, theirs: Data) -> str:
    """§9: keys of indicators without data, and of components without a score.

    The project lists no indicator where the scheme has no own table, and no component where all are left out.
    """
    left, right = set(ours["gaps"]), set(theirs["gaps"])
    keys = {each["key"] for each in scheme["components"]}
    if all(each["source"] != "table" for each in scheme["components"]):
        right &= keys
    if theirs["components"] and all(value is None for value in theirs["components"].values()):
        right -= keys - left
    return "gaps" if left == right else ""


def body_starts_elsewhere(scheme: Data, sheets: Sequence[Data], name: str, ours: Data, theirs: Data) -> str:
    """§11: the body starts from the unit's grade of the first step. The project: elsewhere, where events are the unit's alone."""
    mine = next(each for each in sheets if each["organisation"] == name)
    mates = [each for each in sheets if each["group"] == mine["group"]]  # whose places are taken changes too
    events = [event for each in mates for event in each["events"]]
    alone = [each for each in events if each["subject"] == "unit" and each["effect"] != "lower"]
    return "body_grade" if alone else ""


def deducted_from_nothing(scheme: Data, sheets: Sequence[Data], name: str, ours: Data, theirs: Data) -> str:
    """§7: taken on the component's own scale. The page does not say what is taken where that scale is 0 and filled."""
    before = scheme["deductions"].get("before", "")
    filled = any(
        each["key"] == before and each.get("missing") == "average" and each["source"] in ("table", "claimed")
        for each in scheme["components"]
    )
    if not filled:
        return ""
    second = score(scheme, sheets)
    empty = [
        {entry["key"] for entry in sheet["entries"]} <= set(second[sheet["organisation"]]["gaps"]) for sheet in sheets
    ]
    return "components total rank of grade body_grade" if any(empty) else ""


# Where the page and the project differ, or the page does not say: differences that are known and not yet decided.
UNDECIDED = (no_score_is_zero, gaps_not_listed, body_starts_elsewhere, deducted_from_nothing)


def differences(seed: int, engine: Engine = score) -> Iterator[tuple[str, str]]:
    """What differs in the results of a seed: the name of an undecided reading, or none, and a sentence a figure."""
    scheme, sheets = drawn(seed)
    ours, theirs = by_project(scheme, sheets), engine(scheme, sheets)
    if ours.keys() != theirs.keys():
        yield "", f"{seed}: {sorted(ours)} / {sorted(theirs)}"
    for name in sorted(ours.keys() & theirs.keys()):
        left, right = ours[name], theirs[name]
        for figure in sorted(left.keys() | right.keys()):
            both = figure in left and figure in right
            if both and by_value(figure, left[figure]) == by_value(figure, right[figure]):
                continue
            why = [w.__name__ for w in UNDECIDED if both and figure in w(scheme, sheets, name, left, right).split()]
            said = f"project {left.get(figure, 'absent')}, second engine {right.get(figure, 'absent')}"
            yield why[0] if why else "", f"{seed} {name} {figure}: {said}"


def main(count: int) -> int:
    began, results, differing = time.monotonic(), 0, 0
    found: dict[str, list[str]] = {}
    for seed in range(count):
        results += len(drawn(seed)[1])
        here = list(differences(seed))
        differing += any(not why for why, _ in here)
        for why, said in here:
            found.setdefault(why, []).append(said)
    print("\n".join(found.get("", [])[:SHOWN]))
    for why in sorted(found.keys() - {""}):
        print(f"undecided, {why}: {len(found[why])} figures, first {found[why][0]}")
    figures = len(found.get("", []))
    seconds = time.monotonic() - began
    print(f"{count} schemes, {results} results, {differing} schemes and {figures} figures differ, {seconds:.0f} s")
    return figures


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1])) else 0)
