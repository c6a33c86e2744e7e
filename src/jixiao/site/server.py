"""The web server: granian, or Python's own where granian has no wheel; and the background worker beside it."""

from __future__ import annotations

import os
import socketserver
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

TARGET = "jixiao.site.wsgi:application"
PATIENCE = (
    5  # seconds that a server process has to finish what it answers; told to stop while it loads, it hears nothing
)


def serve(host: str, port: int, workers: int = 1, *, with_worker: bool = True) -> None:
    """Serve until interrupted, with the background worker beside it. Raises OSError when the address is taken."""
    if with_worker:
        with worker_beside():
            _serve(host, port, workers)
    else:
        _serve(host, port, workers)


def _serve(host: str, port: int, workers: int) -> None:
    try:
        from granian import Granian
        from granian.constants import Interfaces
    except ImportError:
        _serve_plainly(host, port)
        return
    server = Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        workers_kill_timeout=PATIENCE,
        log_enabled=False,
    )
    server.serve()


@contextmanager
def worker_beside() -> Iterator[None]:
    """A background worker as a child process: begun again when it dies, ended with the server.

    It has a session of its own: Ctrl+C is for the server, which then tells it.
    When the server itself is killed, the child finds its parent gone and ends.
    """
    stop = Event()
    watch = Thread(target=_watch, args=(stop,), daemon=True)
    watch.start()
    try:
        yield
    finally:
        stop.set()
        watch.join(15)


def _watch(stop: Event) -> None:
    pause = 1
    while not stop.is_set():
        begun = time.monotonic()
        command = [sys.executable, "-m", "jixiao.site.cli", "worker", "--parent", str(os.getpid())]
        child = subprocess.Popen(command, start_new_session=True)
        while child.poll() is None and not stop.wait(0.5):
            pass
        if stop.is_set():
            _end(child)
            return
        pause = 1 if time.monotonic() - begun > 60 else min(pause * 2, 60)  # seconds; longer when it dies at once
        stop.wait(pause)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Let it finish its job, but not for ever."""
    child.terminate()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


def _serve_plainly(host: str, port: int) -> None:
    from jixiao.site.wsgi import application

    with _Server((host, port), _Quiet) as server:
        server.set_app(application)
        server.serve_forever()


def is_free(host: str, port: int) -> bool:
    """Whether the address can be listened on."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
