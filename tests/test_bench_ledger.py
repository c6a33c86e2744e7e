"""The measuring of a ledger asks for what it says, at any size, and holds its bars against what was measured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jixiao.site.bench_ledger import HEADINGS, LARGE, PAGE, SAVING, Cost

pytestmark = pytest.mark.programs

MEASURE = """
from jixiao.site.bench_ledger import calibrated, measure_ledger
from jixiao.site.bench_pages import passing_site
with passing_site():
    calibration = calibrated(1)
    for cost in measure_ledger((10, 15), agencies=2, indicators=5, runs=1):
        print(cost.rows, cost.statements, cost.size, cost.line(calibration), sep="\\t")
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """In a process of its own: it starts a site on a database of its own."""
    home = tmp_path_factory.mktemp("bench")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JIXIAO_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        env={**environment, "TMPDIR": str(home)},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_pages_pictures_and_saving_are_measured(measured: list[list[str]]) -> None:
    assert [line[3].split(" | ")[0][2:] for line in measured] == [
        "ledger, 10 × 4",
        "heat map",
        "timeline",
        "load",
        "desk of an office's head",
        "my due cells",
        "handing in a report, page of the cell",
        "handing in a report, page of my due cells",
        "ledger, 15 × 4",
        "heat map, 2 offices × 5",
        "heat map, 2 agencies × 5",
        "heat map, 2 agencies × 5, a quarter",
    ]
    assert [int(line[0]) for line in measured] == [10] * 8 + [15] + [5] * 3


def test_pages_stay_within_twelve_statements(measured: list[list[str]]) -> None:
    pages = [line for line in measured if "handing in" not in line[3]]
    assert [line[3] for line in pages if not 0 < int(line[1]) <= 12] == []


def test_the_answers_are_pages(measured: list[list[str]]) -> None:
    assert [line[3] for line in measured if int(line[2]) < 1000] == []


@pytest.mark.parametrize(
    ("bar", "said"),
    [(PAGE, "12 | 30.0 | 60"), (SAVING, " | 30.0 | 20"), (LARGE, "12 | 30.0 | 500"), (None, " | 30.0 | ")],
)
def test_a_line_holds_the_cost_against_its_bars(bar: int | None, said: str) -> None:
    line = Cost("what", 55, 7, 0.03, 2048, bar).line(calibration=0.01)
    assert line == f"| what | 55 | 7 | {said} | 3.00 | 2 |"
    assert line.count("|") == len(HEADINGS) + 1
