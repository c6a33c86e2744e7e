"""What scoring costs: organisations × 60 indicators × 4 quarters, beside the same totals in pandas and a spreadsheet.

The sums are the simplest that all three can do: points × min(1, quarters together ÷ target), four decimals each, added
up by organisation, two decimals. The engine ranks, grades and stands ready to explain besides.
"""

from __future__ import annotations

import csv
import gc
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from jixiao.core.scoring.checking import scheme_of
from jixiao.core.scoring.composing import score_all, work_all
from jixiao.core.scoring.entries import Entry, Join, Sheet
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.results import Result
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.table import Field

INDICATORS, QUARTERS, GROUPS = 60, 4, 4
TARGET, POINTS = Decimal(100), Decimal("1.6667")
CITY, PROVINCE = 100, 8000  # organisations
BARS = {CITY: 50, PROVINCE: 5000}  # milliseconds
ROWS = (100, 10_000, 1_000_000)  # indicators of all organisations together
HEADINGS = ("what", "organisations", "indicators", "CPU ms", "bar", "µs an indicator", "totals that differ")
Values = list[list[list[int]]]  # organisation, indicator, quarter
Done = TypeVar("Done")

SCHEME = {
    "title": "年度考评",
    "components": [{"key": "table", "name": "目标考核", "counts": 1, "source": "table"}],
    "grading": {"grades": [{"name": "优秀", "share": "0.2"}, {"name": "良好", "share": "0.4"}, {"name": "达标"}]},
}


@dataclass(frozen=True, slots=True)
class Cost:
    """A line of the table; `differ` counts totals that are not the engine's, '' where nothing is compared."""

    what: str
    organisations: int
    seconds: float
    bar: int | None = None
    differ: str = ""

    def line(self) -> str:
        rows = self.organisations * INDICATORS
        cells = (self.what, self.organisations, rows, f"{self.seconds * 1000:.1f}", self.bar or "")
        return f"| {' | '.join(map(str, cells))} | {self.seconds / rows * 1e6:.2f} | {self.differ} |"


def measure_scoring(runs: int, rows: Sequence[int] = ROWS) -> Iterator[Cost]:
    """A city, a province, and then each number of rows beside the two others."""
    scheme = scheme_of(SCHEME)
    for organisations, bar in BARS.items():
        sheets = sheets_of(values_of(organisations))
        seconds, _ = timed(lambda each=sheets: score_all(scheme, each), runs)  # type: ignore[misc]
        yield Cost("the engine", organisations, seconds, bar)
        if organisations == CITY:
            yield Cost("one explanation on demand, of this city", organisations, _explaining(scheme, sheets, runs))
    for count in rows:
        yield from _beside(scheme, -(-count // INDICATORS))


def _explaining(scheme: Scheme, sheets: Sequence[Sheet], runs: int) -> float:
    worked, field = work_all(scheme, sheets), Field(scheme, sheets)
    return timed(lambda: explain(scheme, worked[0], field), runs)[0]


def _beside(scheme: Scheme, organisations: int) -> Iterator[Cost]:
    values = values_of(organisations)
    sheets = sheets_of(values)
    seconds, results = timed(lambda: score_all(scheme, sheets), 1)
    yield Cost("the engine", organisations, seconds)
    totals = [_total(result) for result in results]
    for what, work in (("pandas", _by_pandas), ("a spreadsheet, headless", _by_spreadsheet)):
        answer = work(values)
        if answer is not None:
            other, found = answer
            wrong = sum(one != two for one, two in zip(totals, found, strict=True))
            yield Cost(what, organisations, other, differ=f"{wrong} of {organisations}")


def _total(result: Result) -> str:
    return f"{result.total:.2f}"


def values_of(organisations: int) -> Values:
    """The same for the same number."""
    dice = Random(organisations)
    return [[[dice.randint(0, 30) for _ in range(QUARTERS)] for _ in range(INDICATORS)] for _ in range(organisations)]


def sheets_of(values: Values) -> list[Sheet]:
    """A sheet for each organisation, in four groups."""
    return [
        Sheet(
            f"{at:05}",
            group=str(at % GROUPS),
            entries=tuple(
                Entry(str(no), POINTS, "proportional", tuple(map(Decimal, quarters)), Join.SUM, TARGET)
                for no, quarters in enumerate(rows, 1)
            ),
        )
        for at, rows in enumerate(values)
    ]


def timed(work: Callable[[], Done], runs: int) -> tuple[float, Done]:
    """Median CPU seconds, and what it made. The collector's pauses count."""
    seconds = []
    for _ in range(runs):
        gc.collect()
        began = time.process_time()
        done = work()
        seconds.append(time.process_time() - began)
    return median(seconds), done


def _by_pandas(values: Values) -> tuple[float, list[str]] | None:
    """None where pandas is not installed."""
    try:
        pandas = import_module("pandas")
    except ImportError:
        return None
    flat = [quarters for rows in values for quarters in rows]
    frame = pandas.DataFrame(flat, columns=["q1", "q2", "q3", "q4"])
    frame["organisation"] = [at for at, rows in enumerate(values) for _ in rows]

    def work() -> list[float]:
        rate = (frame[["q1", "q2", "q3", "q4"]].sum(axis=1) / float(TARGET)).clip(upper=1)
        points = (rate * float(POINTS)).round(4)
        return list(points.groupby(frame["organisation"]).sum().round(2))

    seconds, totals = timed(work, 1)
    return seconds, [f"{total:.2f}" for total in totals]


def _by_spreadsheet(values: Values) -> tuple[float, list[str]] | None:
    """LibreOffice computes formulas of a sheet and writes the values out; None where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        return None
    with TemporaryDirectory() as scratch:
        _write_formulas(Path(scratch) / "sheet.csv", values)
        read = "CSV:44,34,76,1,,0,false,true,false,true"  # the last one: formulas are computed
        write = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        command = [office, "--headless", f"-env:UserInstallation=file://{scratch}/profile", "--convert-to", write]
        command += [f"--infilter={read}", "--outdir", f"{scratch}/out", f"{scratch}/sheet.csv"]
        seconds = _cpu_of(command)
        with next(Path(scratch, "out").iterdir()).open(encoding="utf-8", newline="") as file:
            return seconds, [f"{float(row[-1]):.2f}" for row in csv.reader(file) if row[-1]]


def _write_formulas(path: Path, values: Values) -> None:
    """A row an indicator; the organisation's total stands beside its first one."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer, row = csv.writer(file), 0
        for rows in values:
            for at, quarters in enumerate(rows):
                row += 1
                points = f"=ROUND(A{row}*MIN(1,SUM(C{row}:F{row})/B{row}),4)"
                total = "" if at else f"=ROUND(SUM(G{row}:G{row + INDICATORS - 1}),2)"
                writer.writerow([POINTS, TARGET, *quarters, points, total])


def _cpu_of(command: Sequence[str]) -> float:
    """CPU seconds of a command and its children. Raises CalledProcessError."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
