"""Double clicks, and confirming while returning, on SQLite and on PostgreSQL where there is one."""

from __future__ import annotations

from pathlib import Path

import race_rounds
from test_postgresql import address, programs  # noqa: F401  # fixtures: a server of the tests' own


def test_the_same_self_evaluation_handed_in_ten_times_at_once_is_one(tmp_path: Path) -> None:
    assert race_rounds.run(tmp_path, {}) == race_rounds.ONE


def test_without_its_rule_the_race_would_be_lost(tmp_path: Path) -> None:
    assert race_rounds.run(tmp_path, {}, "rule") != race_rounds.ONE


def test_on_postgresql_the_race_is_won_and_without_the_lock_lost(tmp_path: Path, address: str) -> None:  # noqa: F811
    environment = {"JIXIAO_DATABASE_URL": address}
    assert race_rounds.run(tmp_path / "with", environment) == race_rounds.ONE
    assert race_rounds.run(tmp_path / "without", environment, "lock") != race_rounds.ONE
