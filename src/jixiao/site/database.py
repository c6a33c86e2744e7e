"""The database setting: SQLite in the data directory, or PostgreSQL by address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def database(address: str, home: Path) -> dict[str, Any]:
    """Django's setting for `address`: '' for SQLite, or postgresql://user:password@host:port/name.

    A Unix socket is written as postgresql:///name?host=/directory. Raises ValueError for anything else.
    """
    return _postgresql(address) if address else _sqlite(home / "jixiao.sqlite3")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: a transaction that reads and then writes would otherwise fail at once under load.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            # FULL: what was answered as saved survives a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError("JIXIAO_DATABASE_URL: postgresql://用户:口令@主机:端口/数据库")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": True, **query},
    }
