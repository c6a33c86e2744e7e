"""Programs that tests run in processes of their own, on a database that was migrated once and copied."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

_KEPT: list[tempfile.TemporaryDirectory[str]] = []  # until the tests end


@cache
def migrated_home() -> Path:
    """A data directory whose database is up to date: migrating takes longer than most of these programs."""
    folder = tempfile.TemporaryDirectory(prefix="jixiao-migrated-")
    _KEPT.append(folder)
    home = Path(folder.name) / "home"
    command = [sys.executable, "-m", "jixiao.site.cli", "manage", "migrate", "-v", "0"]
    variables = {name: value for name, value in os.environ.items() if name != "JIXIAO_DATABASE_URL"}
    subprocess.run(command, env={**variables, "JIXIAO_HOME": str(home)}, check=True, capture_output=True, timeout=120)
    return home


def run(file: str, home: Path, environment: dict[str, str], *arguments: str | Path) -> list[str]:
    """Run the file on a database of its own, or on the one that the environment names; the lines that it prints."""
    place = home / "home"
    if "JIXIAO_DATABASE_URL" not in environment:
        shutil.copytree(migrated_home(), place)
    home.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))
    variables = {**os.environ, "JIXIAO_HOME": str(place), "PYTHONPATH": path, **environment}
    command = [sys.executable, file, *map(str, arguments)]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()
