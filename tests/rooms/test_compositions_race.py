"""The same scores computed ten times at once are one computation, frozen ten times at once they are frozen once."""

from __future__ import annotations

from pathlib import Path

import pytest
import race_freeze

pytestmark = pytest.mark.programs


def test_ten_at_once_leave_one_computation_that_was_frozen_once(tmp_path: Path) -> None:
    assert race_freeze.run(tmp_path, {}).startswith(race_freeze.ONE_EACH)


def test_without_its_rules_the_race_would_be_lost(tmp_path: Path) -> None:
    assert not race_freeze.run(tmp_path, {}, "rule").startswith(race_freeze.ONE_EACH)
