"""A frozen plan is the same text on every run; test_postgresql.py holds the same for the other database."""

from __future__ import annotations

import json
from pathlib import Path

import frozen
import pytest

pytestmark = pytest.mark.programs


def test_two_runs_freeze_the_same_text(tmp_path: Path) -> None:
    first, second = (frozen.run(tmp_path / name, {}) for name in ("one", "two"))
    assert first == second
    content = json.loads(first.splitlines()[0])
    cells = {row["uid"]: row["cells"] for row in content["rows"]}
    assert (cells["r2"]["weight"], cells["r5"]["deadline"]) == ("1.5", "2026-09-30")
    assert (content["rows"][-1]["uid"], len(content["rows"])) == ("r1", 121)
