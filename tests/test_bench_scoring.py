"""The bench of scoring measures what it says, on few organisations."""

from __future__ import annotations

import shutil

import pytest

from jixiao.site import bench_scoring
from jixiao.site.bench_scoring import INDICATORS, Cost, measure_scoring, sheets_of, values_of

pytestmark = pytest.mark.programs


def test_the_same_number_of_organisations_has_the_same_values() -> None:
    assert values_of(3) == values_of(3)


def test_a_sheet_has_sixty_indicators_of_four_quarters() -> None:
    (sheet,) = sheets_of(values_of(1))
    assert len(sheet.entries) == INDICATORS
    assert {len(entry.values) for entry in sheet.entries} == {4}


def test_every_size_has_a_line_for_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_scoring, "BARS", {2: 50})
    monkeypatch.setattr(bench_scoring, "_by_spreadsheet", lambda values: None)
    costs = [cost for cost in measure_scoring(1, (100,)) if cost.what == "the engine"]
    assert [cost.organisations for cost in costs] == [2, 2]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_makes_the_same_totals_but_for_what_binary_numbers_blur() -> None:
    answer = bench_scoring._by_spreadsheet(values_of(2))
    assert answer is not None
    assert [total.count(".") for total in answer[1]] == [1, 1]


def test_a_line_tells_the_bar_and_the_cost_of_one_indicator() -> None:
    assert Cost("the engine", 100, 0.03, 50).line() == "| the engine | 100 | 6000 | 30.0 | 50 | 5.00 |  |"
