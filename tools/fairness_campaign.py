"""How far the hints about raters can be trusted, on simulated groups whose truth is known.

    .venv/bin/python tools/fairness_campaign.py [--groups 400]

Prints what docs/explanation/fairness.md reports: false alarms where raters are independent, how often planted pairs
are found and others wrongly named, how often the bounds of a severity hold it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean

from jixiao.core.fairness import Marks, agreement, pairs, severities

NOISE = 3.0  # points, of each mark
SIZES = (6, 8, 12, 20)
LIFTS = (3.0, 6.0, 9.0, 12.0)


@dataclass(frozen=True)
class Group:
    """A simulated group: marks, and the severity of each rater."""

    marks: Marks
    severe: dict[str, float]


Noise = Callable[[random.Random], float]
KINDS: dict[str, Noise] = {
    "正态": lambda dice: dice.gauss(0, NOISE),
    "取整": lambda dice: round(dice.gauss(0, NOISE)),
    "厚尾": lambda dice: dice.gauss(0, NOISE) * (3 if dice.random() < 0.1 else 1),
    "各人宽窄不一": lambda dice: dice.gauss(0, NOISE),
}


def group_of(size: int, seed: int, kind: str, standing: float = 5.0, lift: float = 0.0, planted: int = 0) -> Group:
    """Organisations that rate each other; the first 2 × `planted` are pairs that lift each other by `lift`."""
    dice = random.Random(seed)
    names = [f"{at:02}" for at in range(size)]
    level = {name: dice.gauss(80, standing) for name in names}
    severe = {name: dice.gauss(0, 2) for name in names}
    wide = {name: dice.uniform(0.3, 2) if kind == "各人宽窄不一" else 1 for name in names}
    marks = {
        rater: {name: level[name] + severe[rater] + KINDS[kind](dice) * wide[rater] for name in names if name != rater}
        for rater in names
    }
    for at in range(0, 2 * planted, 2):
        marks[names[at]][names[at + 1]] += lift
        marks[names[at + 1]][names[at]] += lift
    return Group({rater: {name: min(mark, 100) for name, mark in row.items()} for rater, row in marks.items()}, severe)


def percent(count: float, of: float) -> str:
    return f"{100 * count / of:.1f}%"


def false_alarms(groups: int) -> None:
    print("| 没有互抬的组 | " + " | ".join(f"{size}家" for size in SIZES) + " |")
    for kind in KINDS:
        rates = []
        for size in SIZES:
            named = sum(pairs(group_of(size, seed, kind).marks)[0].is_odd for seed in range(groups))
            rates.append(percent(named, groups))
        print(f"| {kind} | {' | '.join(rates)} |")


def power(groups: int) -> None:
    print("| 每家多给 | " + " | ".join(f"{size}家" for size in SIZES) + " |")
    for lift in LIFTS:
        rates = []
        for size in SIZES:
            found = wrong = 0
            for seed in range(groups):
                odd = [pair for pair in pairs(group_of(size, seed, "正态", 5, lift, 1).marks) if pair.is_odd]
                found += any((pair.one, pair.other) == ("00", "01") for pair in odd)
                wrong += any((pair.one, pair.other) != ("00", "01") for pair in odd)
            rates.append(f"{percent(found, groups)}（误{percent(wrong, groups)}）")
        print(f"| {lift:g}分 | {' | '.join(rates)} |")


def agreement_alarms(groups: int) -> None:
    print("| 各家水平相同 | " + " | ".join(f"{size}家" for size in SIZES) + " |")
    found = {size: [agreement(group_of(size, seed, "取整", 0.0).marks) for seed in range(groups)] for size in SIZES}
    low = [percent(sum(each is not None and each.p < 0.05 for each in found[size]), groups) for size in SIZES]
    print(f"| p＜0.05 | {' | '.join(low)} |")
    print(f"| 平均W | {' | '.join(f'{fmean(each.w for each in found[size] if each):.2f}' for size in SIZES)} |")


def coverage(groups: int) -> None:
    """A severity is measured against the others, so the truth is the difference from their mean severity."""
    print("| 尺度在范围内 | " + " | ".join(f"{size}家" for size in SIZES) + " |")
    rates = []
    for size in SIZES:
        held = 0
        for seed in range(groups):
            made = group_of(size, seed, "正态")
            for each in severities(made.marks):
                others = fmean(by for name, by in made.severe.items() if name != each.rater)
                held += each.low <= made.severe[each.rater] - others <= each.high
        rates.append(percent(held, groups * size))
    print(f"| 95%范围 | {' | '.join(rates)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=400)
    groups = parser.parse_args().groups
    for part in (agreement_alarms, coverage, false_alarms, power):
        part(groups)
        print()


if __name__ == "__main__":
    main()
