"""`jixiao bench`: what reading a document and showing a plan cost, in CPU time."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from jixiao.site.bench_comparing import measure_comparing
from jixiao.site.bench_edits import measure_edits, measure_overlap
from jixiao.site.bench_ledger import HEADINGS, calibrated, measure_ledger
from jixiao.site.bench_pages import measure_pages, measure_tabs, passing_site
from jixiao.site.bench_scoring import HEADINGS as SCORING_HEADINGS
from jixiao.site.bench_scoring import measure_scoring
from jixiao.site.bench_text import plan_of

REPOSITORY = Path(__file__).parents[3]
SAMPLE = Path(__file__).parent / "demo" / "plan.txt"
REAL = sorted((REPOSITORY.parent / "shared" / "data").glob("*.txt"))  # issued plans beside the repository, if any
SIZES = (55, 550, 5500)
MAP = (100, 60)  # agencies, or offices, by indicators
RUNS, RUNS_WHEN_LONG = 7, 3
LONG = 2.0  # seconds
# As a user starts it: modules compiled once, output buffered, whatever this shell prefers.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
READ = (0, 1)  # 1: read, with errors among the findings


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao bench", description="测量读文件和出页面的用时。")
    parser.add_argument("files", nargs="*", type=Path, help="要测量的文件；默认为自带的示例")
    parser.add_argument("--write", action="store_true", help="把结果写入 docs/figures.md")
    options = parser.parse_args(arguments)
    lines = []
    for line in _report(options.files or [SAMPLE, *REAL]):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        (REPOSITORY / "docs" / "figures.md").write_text("\n".join(["# Figures", "", *lines, ""]), encoding="utf-8")
    return 0


def _report(files: Sequence[Path]) -> Iterator[str]:
    """Markdown lines, as they become known."""
    yield f"Written by `./run bench --write`. {date.today():%Y-%m-%d}, commit {_commit()}, {_machine()}."
    yield from ("", "## Reading: `jixiao read FILE --json`, CPU beyond the interpreter's start", "")
    yield from ("| file | rows | CPU s |", "|---|---|---|")
    with TemporaryDirectory() as scratch:
        made = [_made(Path(scratch), rows) for rows in SIZES]
        for path in (*files, *made):
            yield f"| {path.name if path not in REAL else 'an issued plan'} | {_rows(path)} | {_reading(path):.3f} |"
    with passing_site():
        yield from _pages()
        yield from _edits()
        yield from _ledger()
    yield from ("", "## Rules, in process", "", "| what | rows | CPU ms |", "|---|---|---|")
    yield f"| comparing two versions, every tenth row changed | 550 | {measure_comparing(550, RUNS) * 1000:.1f} |"
    yield f"| overlap of one dynamic goal with all rows | 550 | {measure_overlap(550, RUNS) * 1000:.1f} |"
    yield from _scoring()


def _scoring() -> Iterator[str]:
    yield from ("", "## Scoring: 60 indicators of 4 quarters each, in process", "")
    yield "pandas and the spreadsheet (LibreOffice, its start included) make the totals alone; left out where missing."
    yield from ("", f"| {' | '.join(SCORING_HEADINGS)} |", "|---" * len(SCORING_HEADINGS) + "|")
    for cost in measure_scoring(RUNS_WHEN_LONG):
        yield cost.line()


def _pages() -> Iterator[str]:
    yield from ("", "## Pages, production settings, in process", "")
    yield from ("| page | rows | SQL statements | CPU ms | KiB |", "|---|---|---|---|---|")
    tabs = measure_tabs(plan_of(SIZES[0]), RUNS)
    for page in (*measure_pages([plan_of(rows) for rows in SIZES], RUNS), *tabs):
        milliseconds, size = page.seconds * 1000, page.size / 1024
        yield f"| {page.name} | {page.rows} | {page.statements} | {milliseconds:.1f} | {size:.0f} |"


def _edits() -> Iterator[str]:
    yield from ("", "## Editing a draft: the whole request, in process", "")
    yield from ("| what | rows | SQL statements | CPU ms |", "|---|---|---|---|")
    for asked in measure_edits((200, 550), RUNS_WHEN_LONG):
        yield f"| {asked.title} | {asked.rows} | {asked.statements} | {asked.seconds * 1000:.1f} |"


def _ledger() -> Iterator[str]:
    calibration = calibrated(RUNS)
    yield from ("", "## The ledger: the whole request, in process", "")
    yield f"The calibration, fixed work in Python, took {calibration * 1000:.1f} ms of CPU in the same run."
    yield from ("", f"| {' | '.join(HEADINGS)} |", "|---" * len(HEADINGS) + "|")
    for cost in measure_ledger(SIZES, *MAP, RUNS_WHEN_LONG):
        yield cost.line(calibration)


def _made(folder: Path, rows: int) -> Path:
    path = folder / f"generated-{rows}.txt"
    path.write_text(plan_of(rows), encoding="utf-8")
    return path


def _command(path: Path) -> list[str]:
    return [sys.executable, "-m", "jixiao.site.cli", "read", str(path), "--json"]


def _rows(path: Path) -> int:
    """How many rows are read: a figure is worth nothing when the work was not done."""
    done = subprocess.run(_command(path), env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode not in READ:
        raise RuntimeError(done.stderr)
    return len(json.loads(done.stdout)["rows"])


def _reading(path: Path) -> float:
    """CPU seconds of reading `path`, without what an idle interpreter costs."""
    read = _command(path)
    first = _cpu(read)
    runs = RUNS if first < LONG else RUNS_WHEN_LONG
    idle = median(_cpu([sys.executable, "-c", "pass"]) for _ in range(RUNS))
    return median(_cpu(read) for _ in range(runs)) - idle


def _cpu(command: Sequence[str]) -> float:
    """User and system seconds of a command. Raises RuntimeError when it could not do its work."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in READ:
        raise RuntimeError(f"{' '.join(command)}: status {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def _commit() -> str:
    command = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _machine() -> str:
    return f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}"
