"""The background worker on PostgreSQL: one at a time by an advisory lock, stalled jobs taken up by the next."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from test_postgresql import address, programs  # noqa: F401  a server of the tests' own

import smtp
from test_worker import DIGEST, JIXIAO, House

pytestmark = pytest.mark.programs

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")


def status(where: str) -> str:
    with psycopg.connect(where) as connection:
        wanted = "SELECT status FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%.deliver'"
        return str(connection.execute(wanted).fetchone()[0])


def test_a_second_worker_stands_by_and_finishes_what_a_killed_one_began(address: str, tmp_path: Path) -> None:  # noqa: F811
    with smtp.server(silent=True) as silent:
        house = House(tmp_path / "home", JIXIAO_DATABASE_URL=address, JIXIAO_SMTP_URL=f"smtp://127.0.0.1:{silent.port}")
        house.run(sys.executable, "-c", DIGEST)
        worker = house.begin(*JIXIAO, "worker")
        assert silent.asked.wait(120)
        house.run(*JIXIAO, "worker", "--once")
        assert (status(address), silent.connections) == ("RUNNING", 1)
        worker.kill()
        worker.wait()
    with smtp.server(port=silent.port) as box:
        house.run(*JIXIAO, "worker", "--once")
        house.run(*JIXIAO, "worker", "--once")
    assert status(address) == "SUCCESSFUL"
    assert len(box.messages) == 1
