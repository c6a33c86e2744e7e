"""How good the forecast of the year's end is, on simulated years, against a straight line and against the target.

    .venv/bin/python tools/forecast_campaign.py [--seeds train|test] [--years 2000]

Prints what docs/explanation/forecast.md reports. The tuning was chosen on the years of `train` and is reported on
those of `test`; no seed is in both.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.core.ledger.forecast import CHANCES, TUNED, Chance, Tuning, forecast
from jixiao.core.ledger.measures import Reckoning, is_met
from jixiao.core.ledger.simulated import PERIODS, SUMS, Regime, Year, simulated_year

SEEDS = {"train": 0, "test": 1_000_000}


@dataclass
class Score:
    """Sums over years after one quarter; errors are shares of the target."""

    years: int = 0
    ours: Decimal = Decimal(0)
    straight: Decimal = Decimal(0)
    target: Decimal = Decimal(0)
    covered: int = 0
    wide: Decimal = Decimal(0)
    classes: dict[Chance, list[int]] = field(default_factory=lambda: {chance: [0, 0] for chance in Chance})

    def add(self, year: Year, quarter: int, tuning: Tuning) -> None:
        values = year.reported[:quarter]
        found, line = forecast(year.measure, values, PERIODS, tuning=tuning), straight_line(year, values)
        if found is None or line is None:
            return
        size = year.measure.target
        self.years += 1
        self.ours += abs(found.estimate - year.end) / size
        self.straight += abs(line - year.end) / size
        self.target += abs(size - year.end) / size
        self.covered += found.low <= year.end <= found.high
        self.wide += (found.high - found.low) / size
        counted = self.classes[found.chance]
        counted[0] += 1
        counted[1] += is_met(year.measure, year.end)

    def line(self, name: str) -> str:
        ratio, by_target = self.ours / self.straight, self.ours / self.target
        sums = (self.ours, self.straight, Decimal(self.covered), self.wide)
        ours, straight, covered, wide = (f"{each / self.years * 100:.1f}%" for each in sums)
        return f"| {name} | {self.years} | {ours} | {straight} | {ratio:.2f} | {by_target:.2f} | {covered} | {wide} |"


def straight_line(year: Year, values: Sequence[Decimal | None]) -> Decimal | None:
    """A sum goes on as it went so far; a level moves on by its mean step."""
    known = [(number, value) for number, value in enumerate(values, start=1) if value is not None]
    if not known:
        return None
    (first_at, first), (last_at, last) = known[0], known[-1]
    if year.measure.reckoning is Reckoning.LEVEL:
        return last + (last - first) / max(1, last_at - first_at) * (PERIODS - last_at)
    return last * PERIODS / last_at


Make = Callable[[Regime, int], Year]


def scores(regimes: Iterable[Regime], seeds: range, make: Make, tuning: Tuning = TUNED) -> dict[int, Score]:
    """After each quarter but the last; the seeds go round the regimes."""
    found, kinds = {quarter: Score() for quarter in range(1, PERIODS)}, tuple(regimes)
    for seed in seeds:
        year = make(kinds[seed % len(kinds)], seed)
        for quarter, score in found.items():
            score.add(year, quarter, tuning)
    return found


def wild(regime: Regime, seed: int) -> Year:
    return simulated_year(regime, seed, wild=True)


_HEAD = """
| | 年数 | 平均误差 | 直线法误差 | 与直线法之比 | 与“照目标值”之比 | 落在区间内 | 区间宽 |
|---|--:|--:|--:|--:|--:|--:|--:|"""


def main() -> None:
    parser = argparse.ArgumentParser(description="试算年底预测的准确程度。")
    parser.add_argument("--seeds", choices=SEEDS, default="test")
    parser.add_argument("--years", type=int, default=2400)
    asked = parser.parse_args()
    first = SEEDS[asked.seeds]
    seeds = range(first, first + asked.years)
    print(f"种子 {first}—{first + asked.years - 1}（{asked.seeds}）{_HEAD}")
    mixed = scores(SUMS, seeds, simulated_year)
    for quarter, score in mixed.items():
        print(score.line(f"第{quarter}季度后"))
    print(_HEAD)
    for quarter, score in scores(SUMS, seeds, wild).items():
        print(score.line(f"年底在目标的20%—160%间任意，第{quarter}季度后"))
    for quarter, score in scores([Regime.LEVEL], seeds, simulated_year).items():
        print(score.line(f"期末数，第{quarter}季度后"))
    print(_HEAD)
    each = range(first + asked.years, first + asked.years + max(1, asked.years // 8))
    for regime in SUMS:
        for quarter, score in scores([regime], each, simulated_year).items():
            print(score.line(f"{regime.value}，第{quarter}季度后"))
    print("\n| 判断 | 第1季度后 | 第2季度后 | 第3季度后 |\n|---|--:|--:|--:|")
    for chance, word in CHANCES.items():
        shares = [score.classes[chance] for score in mixed.values()]
        print(f"| {word} | {' | '.join(f'{met}／{count}' for count, met in shares)} |")


if __name__ == "__main__":
    main()
