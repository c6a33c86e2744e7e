"""A second engine, written from docs/reference/scoring-rules.md alone, gives the figures of the project's.

Where both are known to read the page differently stands in tests/scoring/agreement.py as UNDECIDED.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scoring"))

import agreement
import independent
import independent_grades

SEEDS = 150


def unexplained() -> list[str]:
    """The figures that differ and are not among the undecided readings."""
    return [said for seed in range(SEEDS) for why, said in agreement.differences(seed) if not why]


def test_a_second_engine_from_the_page_alone_gives_the_same_figures() -> None:
    assert unexplained() == []


def test_a_second_engine_that_cuts_instead_of_rounding_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(x: Fraction, n: int) -> Fraction:
        return Fraction(floor(x * 10**n), 10**n)

    monkeypatch.setattr(independent, "r", cut)
    assert unexplained()


def test_a_second_engine_that_counts_places_wrongly_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(independent_grades, "counted", lambda x, counting: floor(x))
    assert unexplained()
