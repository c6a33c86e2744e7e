"""The same draft sent ten times at once is one finding, the same fact claimed ten times at once one claim."""

from __future__ import annotations

from pathlib import Path

import pytest
import race_evaluations

pytestmark = pytest.mark.programs


def test_ten_at_once_leave_one_finding_and_one_claim(tmp_path: Path) -> None:
    assert race_evaluations.run(tmp_path, {}) == race_evaluations.ONE_EACH


def test_without_its_rules_the_race_would_be_lost(tmp_path: Path) -> None:
    assert race_evaluations.run(tmp_path, {}, "rule") != race_evaluations.ONE_EACH
