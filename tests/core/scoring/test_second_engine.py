"""A second engine, written from docs/reference/scoring-rules.md alone, gives the figures of the project's."""

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


def differing() -> list[str]:
    """The figures that differ."""
    return [said for seed in range(SEEDS) for said in agreement.differences(seed)]


def test_a_second_engine_from_the_page_alone_gives_the_same_figures() -> None:
    assert differing() == []


def test_a_second_engine_that_cuts_instead_of_rounding_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(x: Fraction, n: int) -> Fraction:
        return Fraction(floor(x * 10**n), 10**n)

    monkeypatch.setattr(independent, "r", cut)
    assert differing()


def test_a_second_engine_that_counts_places_wrongly_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(independent_grades, "counted", lambda x, counting: floor(x))
    assert differing()


def test_a_body_that_starts_like_its_unit_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_the_unit(work: independent.Worked, subject: str, made: dict[str, int]) -> None:
        if subject == "unit":
            real(work, subject, made)
        else:
            made.update(work.first)

    real = independent_grades.seat
    monkeypatch.setattr(independent_grades, "seat", as_the_unit)
    assert differing()
