"""The web server: granian, or Python's own where granian has no wheel."""

from __future__ import annotations

import socketserver
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

TARGET = "jixiao.site.wsgi:application"


def serve(host: str, port: int, workers: int = 1) -> None:
    """Serve until interrupted. Raises OSError when the address is taken."""
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
        log_enabled=False,
    )
    server.serve()


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
