"""Measure the overlap check on written pairs: python tests/overlap/measure.py [tune|held|blind] [--wrong]

A pair is a goal of a plan and a dynamic goal: the same work, related work or different work; `same` should overlap.
Each dynamic goal is compared with its own goal, the other goals of the half being the plan's other rows.
Both halves of pairs.json have been learnt from (fit.py judges by cross-validation). The pairs of blind.json have not:
they are there to measure with, and it is not told which of them are misjudged.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.core.overlap import Overlap, Work, overlaps_with
from jixiao.core.rounding import round_half_up

PAIRS = Path(__file__).with_name("pairs.json")
BLIND = Path(__file__).with_name("blind.json")


@dataclass(frozen=True)
class Judged:
    """A pair with what the check says about it."""

    id: str
    kind: str
    overlap: Overlap

    @property
    def wrong(self) -> bool:
        return self.overlap.overlaps != (self.kind == "same")


@dataclass(frozen=True)
class Measured:
    """Counts over one half, and the three ratios."""

    hits: int
    missed: int
    false_alarms: int
    rest: int

    @property
    def precision(self) -> Decimal:
        return _ratio(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> Decimal:
        return _ratio(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> Decimal:
        return _ratio(2 * self.hits, 2 * self.hits + self.false_alarms + self.missed)


def _ratio(part: int, whole: int) -> Decimal:
    return round_half_up(Decimal(part) / Decimal(whole or 1), 3)


def work(goal: dict[str, str], key: str = "") -> Work:
    """A goal of the pairs as the check takes it."""
    fields = ("title", "text", "basis", "citation", "trigger")
    return Work(key=key, no=key, **{name: goal.get(name) or "" for name in fields})


@cache
def pairs(half: str) -> list[dict[str, Any]]:
    """The pairs of a half; `blind` is a file by itself."""
    if half == "blind":
        return list(json.loads(BLIND.read_text(encoding="utf-8")))
    found = json.loads(PAIRS.read_text(encoding="utf-8"))
    return [pair for pair in found if pair["half"] == half]


@cache
def judged(half: str) -> tuple[Judged, ...]:
    """Every pair of a half, judged."""
    return tuple(_judge(pairs(half)))


def _judge(found: list[dict[str, Any]]) -> Iterator[Judged]:
    plan = [work(pair["goal"], str(at)) for at, pair in enumerate(found)]
    for at, pair in enumerate(found):
        results = overlaps_with(work(pair["dynamic"]), plan)
        yield Judged(str(pair.get("id", at)), pair["kind"], next(o for o in results if o.key == str(at)))


def measured(half: str) -> Measured:
    """The counts of a half."""
    counts = {(same, said): 0 for same in (True, False) for said in (True, False)}
    for pair in judged(half):
        counts[pair.kind == "same", pair.overlap.overlaps] += 1
    return Measured(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the overlap check.")
    parser.add_argument("half", nargs="?", choices=("tune", "held", "blind"), default="tune")
    parser.add_argument("--wrong", action="store_true", help="the misjudged pairs, not of the blind ones")
    asked = parser.parse_args()
    if asked.wrong and asked.half == "blind":
        parser.error("the blind pairs are not to be learnt from")
    m = measured(asked.half)
    print(f"{asked.half}: precision {m.precision}, recall {m.recall}, F1 {m.f1}")
    print(f"same {m.hits} found, {m.missed} missed; others {m.rest} passed, {m.false_alarms} false alarms")
    for kind in ("same", "related", "different"):
        found = [pair for pair in judged(asked.half) if pair.kind == kind]
        print(f"{kind}: {sum(pair.overlap.overlaps for pair in found)} of {len(found)} overlap")
    for pair in judged(asked.half) if asked.wrong else ():
        if pair.wrong:
            print(f"{pair.id}\t{pair.kind}\t{pair.overlap.score}")


if __name__ == "__main__":
    main()
