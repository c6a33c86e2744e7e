"""Ten who strike off the same task at once, on SQLite; test_postgresql.py has the same on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
import race_strike

pytestmark = pytest.mark.programs


def test_a_strike_off_asked_for_and_confirmed_ten_times_at_once_is_one(tmp_path: Path) -> None:
    assert race_strike.run(tmp_path, {}) == race_strike.ONE_EACH


def test_without_its_rules_the_race_would_be_lost(tmp_path: Path) -> None:
    assert race_strike.run(tmp_path, {}, "rule") != race_strike.ONE_EACH
