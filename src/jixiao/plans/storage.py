"""Uploaded bytes, kept under their digest. The same bytes are kept once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes) -> str:
    """Store the bytes and return their digest. Whole or not at all: written aside, then renamed."""
    name = digest_of(data)
    path = path_of(name)
    if path.exists():
        return name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return name


def path_of(digest: str) -> Path:
    """Where the bytes of that digest lie."""
    return Path(settings.JIXIAO_UPLOADS) / digest[:2] / digest
