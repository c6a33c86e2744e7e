"""The same product on PostgreSQL: a passing cluster on a socket, nothing listening on the network."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest

SAMPLE = Path(__file__).parents[1] / "src" / "jixiao" / "site" / "demo" / "plan.txt"


def server_tools() -> Path | None:
    """The folder of initdb and pg_ctl, which Debian keeps off the PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    return max((path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


def server_user() -> str | None:
    """Who runs the server: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid()).pw_name
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None


TOOLS, USER = server_tools(), server_user()
pytestmark = pytest.mark.skipif(TOOLS is None or USER is None, reason="PostgreSQL's server is not installed")


def as_server(*command: str) -> None:
    prefix = ["runuser", "-u", str(USER), "--"] if os.getuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, cwd="/", capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of an empty database."""
    with TemporaryDirectory(prefix="jixiao-pg-") as folder:
        shutil.chown(folder, USER)
        data, options = f"{folder}/data", f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        as_server(f"{TOOLS}/initdb", "-D", data, "-A", "trust", "-U", "jixiao", "-E", "UTF8", "--no-locale", "-N")
        as_server(f"{TOOLS}/pg_ctl", "-D", data, "-l", f"{folder}/log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://jixiao@/postgres?host={quote(folder)}"
        finally:
            as_server(f"{TOOLS}/pg_ctl", "-D", data, "-m", "immediate", "stop")


def jixiao(home: Path, address: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JIXIAO_HOME": str(home), "JIXIAO_DATABASE_URL": address}
    command = [sys.executable, "-m", "jixiao.site.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_a_plan_is_imported_confirmed_and_verified_on_postgresql(address: str, tmp_path: Path) -> None:
    migrated = jixiao(tmp_path, address, "manage", "migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    imported = jixiao(tmp_path, address, "import", str(SAMPLE), "--confirm")
    assert imported.returncode in (0, 1), imported.stderr
    assert "Traceback" not in imported.stderr, imported.stderr
    verified = jixiao(tmp_path, address, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert not (tmp_path / "jixiao.sqlite3").exists()
