"""`jixiao worker`: the background worker, which makes and sends reminders. `jixiao serve` brings its own."""

from __future__ import annotations

import argparse
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jixiao.site.start import start

TICK = 5  # seconds between looks at the queue
_ADVISORY_LOCK = 0x6A69_7869_616F  # "jixiao": any number that nobody else of this database uses


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao worker", description="运行后台任务：生成并发送提醒。")
    parser.add_argument("--once", action="store_true", help="做完现有任务就退出")
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)  # end when this process has ended
    options = parser.parse_args(arguments)
    place = start(migrated=options.parent is None)
    with only_one(place) as is_mine:
        run(is_mine, once=options.once, parent=options.parent)
    return 0


def run(is_mine: Callable[[], bool], *, once: bool = False, parent: int | None = None) -> None:
    """Do what is due until told to stop. A second worker stands by until the first has gone."""
    from django.db import close_old_connections
    from django.utils import timezone
    from django_tasks_db.management.commands.db_worker import Worker

    from jixiao.ledger import jobs

    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,  # until nothing is ready
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"jixiao-{os.getpid()}-{time.time_ns()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    leads = False
    while worker.running and (parent is None or os.getppid() == parent):
        if is_mine():
            if not leads:
                jobs.rescue()
                leads = True
            jobs.plan(timezone.now())
            if jobs.are_ready():
                worker.run()
        if once:
            return
        close_old_connections()
        time.sleep(TICK)


@contextmanager
def only_one(place: Path) -> Iterator[Callable[[], bool]]:
    """A question that one worker at a time answers with yes; the lock goes with its process, however that ends."""
    from django.db import connection

    with _row_lock() if connection.vendor == "postgresql" else _file_lock(place / "worker.lock") as is_mine:
        yield is_mine


@contextmanager
def _file_lock(path: Path) -> Iterator[Callable[[], bool]]:
    """SQLite's own lock on a file without content: it works on every system and dies with the process."""
    lock = sqlite3.connect(path, timeout=0, isolation_level=None)

    def is_mine() -> bool:
        try:
            if not lock.in_transaction:
                lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return False
        return True

    try:
        yield is_mine
    finally:
        lock.close()


@contextmanager
def _row_lock() -> Iterator[Callable[[], bool]]:
    """An advisory lock of PostgreSQL, held by a connection of its own: workers may stand on several machines."""
    from django.db import OperationalError, connections

    holder = connections.create_connection("default")

    def is_mine() -> bool:
        try:
            with holder.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"
                )
                if cursor.fetchone()[0]:
                    return True
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ADVISORY_LOCK])
                return bool(cursor.fetchone()[0])
        except OperationalError:
            holder.close()  # the server has gone, and the lock with it
            return False

    try:
        yield is_mine
    finally:
        holder.close()
