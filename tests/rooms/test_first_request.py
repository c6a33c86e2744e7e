"""What the first visitor after a start would otherwise wait for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_addresses_are_loaded_with_the_application_not_by_the_first_visitor(tmp_path: Path) -> None:
    asked = "import sys, jixiao.site.wsgi; print('jixiao.scores.views.results' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "JIXIAO_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "True"
