"""Settings of the test run, fixed before Django reads them: a home of its own, nothing of this shell."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from jixiao.site.home import prepare

HOME = tempfile.TemporaryDirectory(prefix="jixiao-tests-")
for name in [name for name in os.environ if name.startswith("JIXIAO_")]:
    del os.environ[name]
os.environ["JIXIAO_HOME"] = HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "jixiao.site.settings"
prepare(Path(HOME.name))

# Playwright's own loop makes Django think that tests run inside an event loop; they do not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

settings.register_profile("same every time", derandomize=True, deadline=None, database=None)
settings.load_profile("same every time")


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Slow hashing protects people, not tests."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
