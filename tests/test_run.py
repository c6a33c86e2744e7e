"""The script `run` says what it can do, and says clearly what it lacks."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NO_PYTHON = "exit 1"
NO_VENV = 'case "$2" in *ensurepip*) exit 1;; esac'


def run(house: Path, *arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path} if path is not None else None
    command = ["/bin/sh", str(house / "run"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A fresh clone on a machine with the system's small tools and whatever python3 the test writes."""
    for name in ("run", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "bin").mkdir()
    for tool in ("dirname", "cat", "cksum"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def with_python(bare: Path, body: str) -> subprocess.CompletedProcess[str]:
    for name in ("python3", "python3.13", "python3.12", "python3.11"):
        fake = bare / "bin" / name
        fake.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        fake.chmod(0o755)
    return run(bare, "setup", path=str(bare / "bin"))


def test_help_names_every_command() -> None:
    script = (ROOT / "run").read_text(encoding="utf-8")
    commands = re.findall(r"^    ([a-z]+)(?: \|[^)]*)?\)", script, re.MULTILINE)
    shown = run(ROOT, "help").stdout
    assert {"demo", "setup", "test", "check", "bench", "help"} <= set(commands)
    assert [command for command in commands if command not in shown] == []


def test_an_unknown_command_is_refused_with_the_help() -> None:
    done = run(ROOT, "dmeo")
    assert done.returncode == 2
    assert "dmeo" in done.stderr
    assert "usage" in done.stderr


def test_without_python_it_says_which_is_needed(bare: Path) -> None:
    done = run(bare, "setup", path=str(bare / "bin"))
    assert done.returncode == 1
    assert done.stderr.strip() == "Jixiao needs Python 3.11 or newer: no such python3 was found on the PATH."


def test_an_old_python_does_not_count(bare: Path) -> None:
    assert "needs Python 3.11 or newer" in with_python(bare, NO_PYTHON).stderr


def test_without_venv_it_says_what_to_install(bare: Path) -> None:
    done = with_python(bare, NO_VENV)
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert not (bare / ".venv").exists()
