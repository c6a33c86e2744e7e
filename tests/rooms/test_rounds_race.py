"""Double clicks, and confirming while returning, on SQLite and on PostgreSQL where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest
import race_rounds

pytestmark = pytest.mark.programs

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")

from test_postgresql import address, programs  # noqa: E402, F401  # fixtures: a server of the tests' own


def test_the_same_self_evaluation_handed_in_ten_times_at_once_is_one(tmp_path: Path) -> None:
    assert race_rounds.run(tmp_path, {}) == race_rounds.ONE


def test_without_its_rule_the_race_would_be_lost(tmp_path: Path) -> None:
    assert race_rounds.run(tmp_path, {}, "rule") != race_rounds.ONE


@pytest.mark.parametrize(("guard", "is_won"), [("", True), ("lock", False)])
def test_on_postgresql_the_lock_wins_the_race(tmp_path: Path, address: str, guard: str, is_won: bool) -> None:  # noqa: F811
    name = f"rounds_{guard or 'whole'}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE migrated")
    environment = {"JIXIAO_DATABASE_URL": address.rpartition("/")[0] + f"/{name}"}
    assert (race_rounds.run(tmp_path, environment, guard) == race_rounds.ONE) is is_won
