"""The background worker: it finishes what was begun, alone or beside the server, and one at a time."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import programs
import smtp

pytestmark = pytest.mark.programs

JIXIAO = [sys.executable, "-m", "jixiao.site.cli"]
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds the child process by /proc")

DIGEST = """
from jixiao.site.start import start
start(migrated=True)
from django.utils import timezone
from jixiao.ledger import jobs
from jixiao.ledger.models import Channel, Digest
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account
agency = find_or_create_organisation("青澜市园林局", "agency")
account = Account.objects.create(username="head", email="lu@example.org", organisation=agency, role="office_head")
Channel.objects.create(account=account, by_mail=True)
now = timezone.now()
digest = Digest.objects.create(account=account, day=now.date(), subject="绩效提醒", text="甲", lines=1, made_at=now)
jobs.deliver.enqueue(digest.pk)
"""


class House:
    """A data directory and the programs that run on it."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        if "JIXIAO_DATABASE_URL" not in settings:
            shutil.copytree(programs.migrated_home(), home)
        kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.environment = {**kept, "JIXIAO_HOME": str(home), **settings}

    def begin(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)

    def run(self, *command: str) -> None:
        subprocess.run(command, env=self.environment, check=True, timeout=180, capture_output=True)

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.home / "jixiao.sqlite3", timeout=10)) as database:
            return database.execute(sql).fetchall()

    def has_done(self, job: str) -> bool:
        """Whether the job has been done; False while there is no database yet."""
        done = "SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL' AND task_path LIKE ?"
        try:
            with closing(sqlite3.connect(self.home / "jixiao.sqlite3", timeout=10)) as database:
                return bool(database.execute(done, [f"%.{job}"]).fetchall())
        except sqlite3.OperationalError:
            return False

    def job(self) -> str:
        return str(
            self.ask("SELECT status FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%.deliver'")[0][0]
        )


def until(true: Callable[[], object], seconds: float = 120) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.1)


def killed_in_the_middle(house: House, box: smtp.Mailbox) -> None:
    """A worker is killed while it waits for the mail server's greeting."""
    house.run(sys.executable, "-c", DIGEST)
    worker = house.begin(*JIXIAO, "worker")
    assert box.asked.wait(120)
    worker.kill()
    worker.wait()
    assert house.job() == "RUNNING"


def test_a_job_whose_worker_was_killed_is_finished_by_the_next_one(tmp_path: Path) -> None:
    with smtp.server(silent=True) as silent:
        house = House(tmp_path / "home", JIXIAO_SMTP_URL=f"smtp://127.0.0.1:{silent.port}")
        killed_in_the_middle(house, silent)
    with smtp.server(port=silent.port) as box:
        house.run(*JIXIAO, "manage", "db_worker", "--batch")  # the library's own worker
        assert (house.job(), box.messages) == ("RUNNING", []), "without taking up stalled jobs it is lost"
        for _ in range(2):
            house.run(*JIXIAO, "worker", "--once")
    assert house.job() == "SUCCESSFUL"
    assert box.messages == [("lu@example.org", "绩效提醒", "甲")]
    assert house.ask("SELECT state, carried, tries FROM ledger_digest") == [("sent", "mail", 2)]


def test_a_worker_that_is_told_to_stop_ends_at_once_when_it_has_nothing_to_do(tmp_path: Path) -> None:
    house = House(tmp_path / "home")
    worker = house.begin(*JIXIAO, "worker")
    until(lambda: house.has_done("tidy"))
    worker.terminate()
    assert worker.wait(60) == 0


def test_one_worker_works_and_the_other_stands_by_until_it_has_gone(tmp_path: Path) -> None:
    import django

    django.setup()
    from jixiao.site.cli_worker import only_one

    with only_one(tmp_path) as second_is_mine:
        with only_one(tmp_path) as first_is_mine:
            assert [first_is_mine(), second_is_mine(), first_is_mine()] == [True, False, True]
        assert second_is_mine()


def children(server: int) -> list[int]:
    """The workers that the server began."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"worker" in words and str(server).encode() in words:
            found.append(int(folder.name))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@NEEDS_PROC
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_brings_its_worker_begins_it_again_and_ends_it(tmp_path: Path, end: signal.Signals) -> None:
    house = House(tmp_path / "home")
    server = house.begin(*JIXIAO, "serve", "--port", str(free_port()))
    try:
        until(lambda: children(server.pid))
        (first,) = children(server.pid)
        os.kill(first, signal.SIGKILL)
        until(lambda: children(server.pid) not in ([], [first]))
        until(lambda: house.has_done("tidy"))
        server.send_signal(end)
        server.wait(60)
        until(lambda: not children(server.pid))
    finally:
        server.kill()


SLOW = """
import pathlib, time
pathlib.Path(__file__).with_name("loading").touch()
time.sleep(300)
"""
SERVE = "from jixiao.site import server; server.TARGET = 'slow:application'; server.serve('127.0.0.1', {port}, with_worker=False)"


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_while_it_still_loads_stops(tmp_path: Path, end: signal.Signals) -> None:
    pytest.importorskip("granian")
    (tmp_path / "slow.py").write_text(SLOW)
    house = House(tmp_path / "home", PYTHONPATH=os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    server = house.begin(sys.executable, "-c", SERVE.format(port=free_port()))
    try:
        until((tmp_path / "loading").exists)
        server.send_signal(end)
        assert server.wait(20) == 0
    finally:
        server.kill()


@NEEDS_PROC
def test_ctrl_c_in_a_terminal_ends_server_and_worker_without_a_word(tmp_path: Path) -> None:
    """It reaches every process of the terminal at once, also the worker that has only just begun."""
    house, said = House(tmp_path / "home"), tmp_path / "said.txt"
    command = [*JIXIAO, "serve", "--port", str(free_port())]
    with said.open("wb") as errors:
        server = subprocess.Popen(
            command, env=house.environment, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
        )
    try:
        until(lambda: children(server.pid))
        os.killpg(server.pid, signal.SIGINT)
        assert server.wait(20) == 0
        until(lambda: not children(server.pid), 10)
    finally:
        server.kill()
    assert said.read_text() == ""


def test_a_demo_that_is_ended_while_it_is_being_built_leaves_nothing_behind(tmp_path: Path) -> None:
    house = House(tmp_path / "unused", TMPDIR=str(tmp_path))
    demo = house.begin(*JIXIAO, "demo", "--port", str(free_port()))
    try:
        until(lambda: list(tmp_path.glob("jixiao-demo-*/jixiao.sqlite3")))
        demo.terminate()
        assert demo.wait(20) == 130
    finally:
        demo.kill()
    assert list(tmp_path.glob("jixiao-demo-*")) == []


@NEEDS_PROC
def test_a_server_without_a_worker_brings_none(tmp_path: Path) -> None:
    house = House(tmp_path / "home")
    port = free_port()
    server = house.begin(*JIXIAO, "serve", "--no-worker", "--port", str(port))
    try:
        until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
        assert children(server.pid) == []
    finally:
        server.terminate()
        server.wait(60)
