"""The forecast of the year's end: what it says of plain years, and how it does on simulated ones.

The figures over thousands of years are docs/explanation/forecast.md's; here a few hundred keep the method honest.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.core.ledger.forecast import Chance, Forecast, forecast
from jixiao.core.ledger.forecast_words import result, sentence
from jixiao.core.ledger.measures import Measured, Reckoning
from jixiao.core.ledger.simulated import PERIODS, SUMS, Regime, simulated_year

D = Decimal
YI = D(10) ** 8
INVESTMENT = Measured(Reckoning.CUMULATIVE, ">=", 60 * YI)
CAP = Measured(Reckoning.CUMULATIVE, "<=", D(300))


def told(measure: Measured, *values: str | int | None, of: int = 4, history: tuple[str, ...] = ()) -> Forecast:
    found = forecast(
        measure, [None if value is None else D(value) for value in values], of, [D(each) for each in history]
    )
    assert found is not None
    assert found.low <= found.estimate <= found.high
    return found


def counted(measure: str, *values: str | int | None, of: int = 4) -> Forecast:
    return told(Measured(Reckoning(measure), ">=", D(12)), *values, of=of)


def test_nothing_is_foretold_of_nothing() -> None:
    assert forecast(INVESTMENT, [], 4) is None
    assert forecast(INVESTMENT, [None, None], 4) is None


def test_a_year_that_is_over_is_what_it_was() -> None:
    assert counted("cumulative", 3, 6, 8, 11) == Forecast(D(11), D(11), D(11), Chance.OUT_OF_REACH)
    assert counted("increment", 3, 3, 2, 4) == Forecast(D(12), D(12), D(12), Chance.SURE)


def test_a_slow_first_quarter_is_no_alarm_but_a_slow_third_is() -> None:
    first, third = counted("cumulative", 1), counted("cumulative", 1, 2, 3)
    assert first.high > 12
    assert first.estimate > 8  # a straight line says 4
    assert (third.chance, third.high < 12) == (Chance.OUT_OF_REACH, True)


def test_the_range_narrows_with_the_year() -> None:
    ranges = [counted("cumulative", *(3, 6, 9)[:quarter]) for quarter in (1, 2, 3)]
    widths = [each.high - each.low for each in ranges]
    assert widths[0] > widths[1] > widths[2]


def test_cumulative_values_and_increments_of_the_same_year_say_the_same() -> None:
    assert counted("cumulative", 2, 5, 9) == counted("increment", 2, 3, 4)


def test_a_missing_cumulative_value_is_covered_by_the_next_a_missing_increment_is_expected_to_come() -> None:
    assert counted("cumulative", 2, None, 9).low >= 9
    known, late = counted("increment", 3, 3, 3), counted("increment", 3, None, 3)
    assert late.low >= 6
    assert late.high - late.low > known.high - known.low


def test_a_target_that_is_reached_stays_reached() -> None:
    assert counted("cumulative", 4, 13).chance is Chance.SURE


def test_less_is_better_under_a_ceiling() -> None:
    assert told(CAP, 20, 40, 60).chance is Chance.SURE
    assert told(CAP, 120, 240, 310).chance is Chance.OUT_OF_REACH
    assert told(CAP, 90, 190, 280).chance is Chance.HARD


def test_a_zero_target_is_lost_with_the_first_case() -> None:
    none = Measured(Reckoning.CUMULATIVE, "=", D(0))
    assert told(none, 0, 0).chance is Chance.SURE
    assert told(none, 0, 1).chance is Chance.OUT_OF_REACH


def test_last_years_course_is_believed() -> None:
    """Last year four fifths came in the fourth quarter: what looks lost is on course."""
    without, with_it = (
        told(INVESTMENT, 3 * YI, 6 * YI, 12 * YI, history=each) for each in ((), ("0.05", "0.1", "0.2", "1"))
    )
    assert with_it.estimate > without.estimate + 5 * YI


def test_twelve_months_and_two_halves_are_years_too() -> None:
    monthly = counted("cumulative", *range(1, 7), of=12)
    assert monthly.low < 12 < monthly.high
    assert counted("cumulative", 6, of=2).high > 10


def test_a_level_goes_on_with_half_its_trend() -> None:
    found = told(Measured(Reckoning.LEVEL, ">=", D(95)), 90, 92)
    assert found.estimate == 94
    assert found.low < 94 < found.high


def test_a_duty_of_each_period_is_lost_with_one_miss() -> None:
    patrol = Measured(Reckoning.EACH, ">=", D(3))
    assert told(patrol, 3, 2, 9).chance is Chance.OUT_OF_REACH
    assert told(patrol, 9, 9).chance is Chance.SURE


@pytest.mark.parametrize("amount", ["0", "-5", "0.000001", "999999999999999999", "1E+20"])
def test_no_amount_breaks_it(amount: str) -> None:
    for reckoning in Reckoning:
        for comparator, target in ((">=", "12"), ("<=", "12"), ("=", "0"), (">", "1E+15")):
            told(Measured(reckoning, comparator, D(target)), amount, None, amount)


@pytest.mark.parametrize(
    ("found", "measure", "unit", "words"),
    [
        (
            Forecast(52 * YI, 45 * YI, 58 * YI, Chance.HARD),
            INVESTMENT,
            "亿元",
            "按目前进度，年底约52亿元（45—58亿元），可能达不到60亿元，差约8亿元。",
        ),
        (
            Forecast(D("61.234") * YI, 55 * YI, 70 * YI, Chance.LIKELY),
            INVESTMENT,
            "亿元",
            "按目前进度，年底约61.2亿元（55—70亿元），有可能达到60亿元。",
        ),
        (
            Forecast(D("14.4"), D("12.5"), D("17.6"), Chance.SURE),
            Measured(Reckoning.CUMULATIVE, ">=", D(12)),
            "个",
            "按目前进度，年底约14个（13—18个），有把握达到12个。",
        ),
        (
            Forecast(D(348), D(265), D(445), Chance.HARD),
            CAP,
            "元",
            "按目前进度，年底约348元（265—445元），可能做不到不超过300元，超出约48元。",
        ),
    ],
)
def test_a_forecast_is_one_sentence(found: Forecast, measure: Measured, unit: str, words: str) -> None:
    assert sentence(found, measure, unit) == words


@pytest.mark.parametrize(
    ("comparator", "target", "value", "words"),
    [
        (">=", 36, 34, "全年34条，没有达到36条，差2条。"),
        (">=", 36, 36, "全年36条，达到36条。"),
        ("<=", 36, 34, "全年34条，做到不超过36条。"),
        ("<=", 36, 1234, "全年1234条，没有做到不超过36条，超出1198条。"),
        (">", 36, 36, "全年36条，没有达到36条。"),
    ],
)
def test_of_a_year_that_is_over_the_sentence_foretells_nothing(
    comparator: str, target: int, value: int, words: str
) -> None:
    assert result(Measured(Reckoning.CUMULATIVE, comparator, D(target)), D(value), "条") == words


def test_a_sum_that_is_reached_is_not_doubted() -> None:
    found, target = counted("cumulative", 4, 13), Measured(Reckoning.CUMULATIVE, ">=", D(12))
    assert found.reached
    assert sentence(found, target, "个").endswith("，已经达到12个。")


def errors(regimes: tuple[Regime, ...], quarter: int, years: range) -> tuple[Decimal, Decimal, Decimal]:
    """Mean error of the forecast as a share of a straight line's, share of ends in the range, mean error by target."""
    ours = line = size = D(0)
    covered = 0
    for seed in years:
        year = simulated_year(regimes[seed % len(regimes)], seed)
        found = forecast(year.measure, year.reported[:quarter], PERIODS)
        known = [(number, value) for number, value in enumerate(year.reported[:quarter], 1) if value is not None]
        if found is None:
            continue
        number, last = known[-1]
        ours += abs(found.estimate - year.end) / year.measure.target
        line += abs(last * PERIODS / number - year.end) / year.measure.target
        covered += found.low <= year.end <= found.high
        size += 1
    return ours / line, covered / size, ours / size


@pytest.mark.parametrize(("quarter", "ratio", "least"), [(1, "0.5", "0.75"), (2, "0.6", "0.72"), (3, "0.85", "0.68")])
def test_on_simulated_years_it_errs_less_than_a_straight_line(quarter: int, ratio: str, least: str) -> None:
    found, covered, _ = errors(SUMS, quarter, range(700_000, 700_160))
    assert found < D(ratio)
    assert D(least) < covered < D("0.95")


def test_on_even_years_it_costs_little_to_know_other_shapes() -> None:
    """A straight line is right there by luck; the forecast may lose to it, but not by much of the target."""
    _, _, by_target = errors((Regime.LINEAR,), 2, range(710_000, 710_060))
    assert by_target < D("0.15")


def test_the_same_seed_is_the_same_year() -> None:
    assert simulated_year(Regime.S_CURVE, 7) == simulated_year(Regime.S_CURVE, 7)
    assert simulated_year(Regime.S_CURVE, 7) != simulated_year(Regime.S_CURVE, 8)


@pytest.mark.parametrize("regime", SUMS)
def test_simulated_years_end_where_they_say(regime: Regime) -> None:
    for seed in range(40):
        year = simulated_year(regime, seed)
        assert year.reported[-1] is not None
        assert abs(year.reported[-1] - year.end) < D("0.0000001") * year.measure.target
