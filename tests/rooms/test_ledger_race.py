"""Double clicks and retries on SQLite; test_postgresql.py has the same on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
import race_ledger

pytestmark = pytest.mark.programs


def test_the_same_report_handed_in_ten_times_at_once_is_one_report(tmp_path: Path) -> None:
    assert race_ledger.run(tmp_path, {}) == race_ledger.ONE_REPORT


def test_without_its_rule_the_race_would_be_lost(tmp_path: Path) -> None:
    assert race_ledger.run(tmp_path, {}, "rule") != race_ledger.ONE_REPORT
