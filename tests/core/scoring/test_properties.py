"""What holds for every scheme and score sheet, on a few drawn ones; tests/scoring/properties.py takes thousands."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.rules import Done

sys.path.insert(0, str(Path(__file__).parents[2] / "scoring"))

from properties import PROPERTIES, Property, records

SEEDS = range(25)  # of each it costs some ten milliseconds


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_for_every_drawn_scheme(holds: Property) -> None:
    for seed in SEEDS:
        holds(seed, *records(seed))


@pytest.mark.parametrize("seed", [7, 549])
def test_a_mean_that_does_not_come_out_even_is_found_again_among_its_peers(seed: int) -> None:
    for holds in PROPERTIES:
        holds(seed, *records(seed))


def is_broken(holds: Property, seeds: range) -> bool:
    """Whether the property fails for one of the seeds; the first that does is enough."""
    for seed in seeds:
        try:
            holds(seed, *records(seed))
        except AssertionError:
            return True
    return False


def test_the_sum_of_the_steps_is_really_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def each_by_itself(exact: list[tuple[str, Decimal]], whole: Decimal, places: int) -> list[Decimal]:
        return [round_half_up(value, places) for _, value in exact]

    monkeypatch.setattr("jixiao.core.scoring.explaining_table.apportioned", each_by_itself)
    assert is_broken(PROPERTIES[0], range(200))


def test_a_rule_that_is_not_monotone_is_really_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert PROPERTIES[1].__name__ == "a_better_input_never_lowers_the_score"
    monkeypatch.setattr(Done, "share", lambda self, entry, value, peers: -value)
    assert is_broken(PROPERTIES[1], range(100))
