"""The data directory: the database of a single office, the uploads, and the key that signs sessions."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

KEY_FILE = "secret-key"


def home() -> Path:
    """JIXIAO_HOME, or ./var of the current directory."""
    return Path(os.environ.get("JIXIAO_HOME") or "var").resolve()


def prepare(place: Path) -> None:
    """Make the directory with its key, once. Raises OSError when it cannot be written."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    (place / "uploads").mkdir(mode=0o700, exist_ok=True)
    try:
        descriptor = os.open(place / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))


def secret_key(place: Path) -> str:
    """The kept key; a passing one while the directory has not been prepared (checks, migrations)."""
    try:
        return (place / KEY_FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return secrets.token_urlsafe(64)
