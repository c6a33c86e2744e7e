"""What is measured is what is meant: generated plans are sound, and their page is asked for as a reader sees it."""

from __future__ import annotations

import pytest

from jixiao.core.findings import Severity
from jixiao.intake import read_document
from jixiao.site import bench_text

pytestmark = pytest.mark.programs


@pytest.mark.parametrize("rows", [1, 55, 550])
def test_a_generated_plan_reads_as_that_many_sound_rows(rows: int) -> None:
    reading = read_document(bench_text.plan_of(rows).encode(), "plan.txt")
    assert len(reading.plan.rows) == rows
    assert [row.no for row in reading.plan.rows][-1:] == [f"1-{(rows - 1) // 5 + 1}-{(rows - 1) % 5 + 1}"]
    assert {row.weight for row in reading.plan.rows} == {bench_text.POINTS_A_ROW}
    complaints = [finding for finding in reading.findings if finding.severity == Severity.ERROR]
    # One row alone cannot add up to its goal's points.
    assert [finding.message for finding in complaints if rows % bench_text.ROWS_A_GOAL == 0] == []
