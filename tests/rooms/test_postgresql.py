"""The same on PostgreSQL: migrations, triggers, the race, and the walk along the chain."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import frozen
import pytest
import race
import race_evaluations
import race_freeze
import race_ledger
import race_life
import race_orders
import race_strike

pytestmark = pytest.mark.programs

pytest.importorskip("psycopg", reason="psycopg is not installed")
MIGRATED = "migrated"


@pytest.fixture(scope="module")
def programs() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb")
    if not folders and found is None:
        pytest.skip("no PostgreSQL server programs here")
    return folders[-1] if folders else Path(str(found)).parent


@pytest.fixture(scope="module")
def address(programs: Path) -> Iterator[str]:
    """A server of the tests' own. PostgreSQL refuses to run as the superuser, so it is given a user of its own."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as the superuser, and there is no runuser")
    with tempfile.TemporaryDirectory(prefix="jixiao-pg-") as folder, socket.socket() as probe:
        if as_user:
            shutil.chown(folder, "postgres")
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        data = f"{folder}/data"
        _do(*as_user, programs / "initdb", "-D", data, "-U", "jixiao", "-A", "trust", "-N")
        settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        control = [*as_user, programs / "pg_ctl", "-D", data, "-w"]
        _do(*control, "-l", f"{folder}/log", "-o", settings, "start")
        try:
            server = f"postgresql://jixiao@127.0.0.1:{port}"
            _do(programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "jixiao", MIGRATED)
            done = jixiao(f"{server}/{MIGRATED}", Path(folder) / "home", "manage", "migrate", "-v", "0")
            assert done.returncode == 0, done.stderr
            create(programs, server, "jixiao")
            yield f"{server}/jixiao"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/")


def create(programs: Path, server: str, *names: str) -> None:
    """Databases that are up to date: copies of the one that was migrated."""
    for name in names:
        port = server.rpartition(":")[2]
        _do(programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "jixiao", "-T", MIGRATED, name)


def _do(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/")


def jixiao(address: str, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JIXIAO_HOME": str(home), "JIXIAO_DATABASE_URL": address}
    command = [sys.executable, "-m", "jixiao.site.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_one_of_four_wins_the_triggers_hold_and_tampering_is_named(address: str, tmp_path: Path) -> None:
    import psycopg

    assert race.run(tmp_path, {"JIXIAO_DATABASE_URL": address}) == race.ONE_WINS
    assert jixiao(address, tmp_path / "home", "verify").returncode == 0
    with psycopg.connect(address, autocommit=True) as connection:
        for forbidden in ("UPDATE journal_entry SET actor = 'x'", "DELETE FROM journal_entry"):
            with pytest.raises(psycopg.errors.RaiseException, match="never"):
                connection.execute(forbidden)
        connection.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        connection.execute("UPDATE journal_entry SET actor = 'x' WHERE seq = 2")
    told = jixiao(address, tmp_path / "home", "verify")
    assert (told.returncode, "第 2 条已被改动。" in told.stdout) == (1, True)


def test_a_plan_is_frozen_to_the_same_text_as_on_sqlite(address: str, programs: Path, tmp_path: Path) -> None:
    server = address.rpartition("/")[0]
    create(programs, server, "frozen")
    on_postgresql = frozen.run(tmp_path / "pg", {"JIXIAO_DATABASE_URL": f"{server}/frozen"})
    assert on_postgresql == frozen.run(tmp_path / "sqlite", {})


def test_two_at_the_same_plan_lose_nothing_and_do_not_block_each_other(
    address: str, programs: Path, tmp_path: Path
) -> None:
    server = address.rpartition("/")[0]
    create(programs, server, "life")
    assert race_life.run(tmp_path, {"JIXIAO_DATABASE_URL": f"{server}/life"}) == race_life.HOLDS


def test_the_same_report_handed_in_ten_times_at_once_is_one_report(
    address: str, programs: Path, tmp_path: Path
) -> None:
    server = address.rpartition("/")[0]
    create(programs, server, "ten", "ten_unlocked")
    told = race_ledger.run(tmp_path / "ten", {"JIXIAO_DATABASE_URL": f"{server}/ten"})
    assert told == race_ledger.ONE_REPORT
    unlocked = race_ledger.run(tmp_path / "unlocked", {"JIXIAO_DATABASE_URL": f"{server}/ten_unlocked"}, "lock")
    assert unlocked != race_ledger.ONE_REPORT


def test_a_strike_off_asked_for_and_confirmed_ten_times_at_once_is_one(
    address: str, programs: Path, tmp_path: Path
) -> None:
    server = address.rpartition("/")[0]
    create(programs, server, "strike", "strike_unlocked")
    assert race_strike.run(tmp_path / "strike", {"JIXIAO_DATABASE_URL": f"{server}/strike"}) == race_strike.ONE_EACH
    unlocked = race_strike.run(tmp_path / "unlocked", {"JIXIAO_DATABASE_URL": f"{server}/strike_unlocked"}, "lock")
    assert unlocked != race_strike.ONE_EACH


def test_a_draft_sent_and_a_fact_claimed_ten_times_at_once_are_one_each(
    address: str, programs: Path, tmp_path: Path
) -> None:
    server = address.rpartition("/")[0]
    create(programs, server, "once", "once_unlocked")
    told = race_evaluations.run(tmp_path / "once", {"JIXIAO_DATABASE_URL": f"{server}/once"})
    assert told == race_evaluations.ONE_EACH
    unlocked = race_evaluations.run(tmp_path / "unlocked", {"JIXIAO_DATABASE_URL": f"{server}/once_unlocked"}, "lock")
    assert unlocked != race_evaluations.ONE_EACH


def test_scores_computed_and_frozen_ten_times_at_once_are_one_computation_frozen_once(
    address: str, programs: Path, tmp_path: Path
) -> None:
    server = address.rpartition("/")[0]
    create(programs, server, "freeze", "freeze_unlocked")
    told = race_freeze.run(tmp_path / "freeze", {"JIXIAO_DATABASE_URL": f"{server}/freeze"})
    assert told.startswith(race_freeze.ONE_EACH)
    assert told == race_freeze.run(tmp_path / "sqlite", {})  # the bundle is the same to the last byte
    unlocked = race_freeze.run(tmp_path / "unlocked", {"JIXIAO_DATABASE_URL": f"{server}/freeze_unlocked"}, "lock")
    assert not unlocked.startswith(race_freeze.ONE_EACH)


def test_four_quarters_of_an_indicator_handed_in_at_once_wait_for_each_other(
    address: str, programs: Path, tmp_path: Path
) -> None:
    server = address.removesuffix("/jixiao")
    create(programs, server, "quarters", "quarters_unlocked")
    told = race_orders.run(tmp_path / "locked", {"JIXIAO_DATABASE_URL": f"{server}/quarters"})
    assert told == race_orders.ALL_RIGHT
    unlocked = race_orders.run(tmp_path / "unlocked", {"JIXIAO_DATABASE_URL": f"{server}/quarters_unlocked"}, "lock")
    assert unlocked != race_orders.ALL_RIGHT
