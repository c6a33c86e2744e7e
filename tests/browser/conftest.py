"""A running demo and a browser. Without Chromium these tests skip and say so."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Desk
from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    candidates = [os.environ.get("JIXIAO_CHROMIUM"), shutil.which("chromium"), shutil.which("chromium-browser")]
    found = next((path for path in candidates if path and Path(path).exists()), None)
    if found is None:
        pytest.skip("no Chromium here: install it or name it in JIXIAO_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo of the tests' own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("demo") / "log.txt"
    command = [sys.executable, "-m", "jixiao.site.cli", "demo", "--port", str(port)]
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_for(port, server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 240  # the demo lives through a year first: 30 s of processor time, on a busy machine
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"the demo did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Desk]:
    desk = Desk(browser, site)
    yield desk
    for context in browser.contexts:
        context.close()
    assert desk.complaints == []
