"""A mail server of the tests' own: it takes every message, or goes silent after the greeting."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default


@dataclass
class Mailbox:
    port: int = 0
    connections: int = 0
    messages: list[tuple[str, str, str]] = field(default_factory=list)  # to, subject, text
    asked: threading.Event = field(default_factory=threading.Event)


@contextmanager
def server(*, silent: bool = False, port: int = 0) -> Iterator[Mailbox]:
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            box.connections += 1
            box.asked.set()
            if silent:
                self.rfile.read(1)  # until the other side has gone
                return
            self._say("220 hello")
            for line in self.rfile:
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self._say("354 go on")
                    self._take()
                self._say("221 bye" if word == b"QUIT" else "250 ok")

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def _take(self) -> None:
            lines = []
            for line in self.rfile:
                if line == b".\r\n":
                    break
                lines.append(line)
            message = message_from_bytes(b"".join(lines), policy=default)
            box.messages.append((message["To"], message["Subject"], message.get_content().strip()))

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", port), Handler) as running:
        box.port = running.server_address[1]
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield box
        running.shutdown()
