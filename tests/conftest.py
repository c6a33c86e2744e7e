"""Settings of the test run, fixed before Django reads them: a home of its own, nothing of this shell."""

from __future__ import annotations

import os
import tempfile
from importlib.util import find_spec

from hypothesis import settings

HOME = tempfile.TemporaryDirectory(prefix="jixiao-tests-")
for name in [name for name in os.environ if name.startswith("JIXIAO_")]:
    del os.environ[name]
os.environ["JIXIAO_HOME"] = HOME.name
if find_spec("jixiao.site.settings"):
    os.environ["DJANGO_SETTINGS_MODULE"] = "jixiao.site.settings"

# Playwright's own loop makes Django think that tests run inside an event loop; they do not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

settings.register_profile("same every time", derandomize=True, deadline=None, database=None)
settings.load_profile("same every time")
