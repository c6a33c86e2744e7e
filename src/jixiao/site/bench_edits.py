"""What editing costs: one cell saved, a block pasted, one goal compared with all others."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jixiao.site.bench_text import plan_of
from jixiao.site.start import start

if TYPE_CHECKING:
    from django.test import Client

    from jixiao.people.models import Account
    from jixiao.plans.models import Plan

HOST = "127.0.0.1"
PASTED_ROWS, PASTED_COLUMNS = 200, 10


@dataclass(frozen=True, slots=True)
class Request:
    """`seconds` is CPU time of the whole request, the median."""

    title: str
    rows: int
    statements: int
    seconds: float


def measure_edits(sizes: tuple[int, ...], runs: int) -> Iterator[Request]:
    """Save one cell, and paste 200 × 10 cells, as the grid does it, into plans of these sizes."""
    os.environ.pop("JIXIAO_DEBUG", None)
    os.environ.pop("JIXIAO_DATABASE_URL", None)
    with TemporaryDirectory() as folder:
        start(Path(folder), migrated=True)
        from django.test import Client

        clerk = _clerk()
        client = Client(SERVER_NAME=HOST)
        client.force_login(clerk)
        for size in sizes:
            plan = _plan(clerk, size)
            cells = [_asked(client, plan, "draft-changes", _cell(plan, f"{run}.5")) for run in range(1, runs + 1)]
            yield Request("save one cell", size, cells[-1][1], median(seconds for seconds, _ in cells))
            blocks = [_asked(client, plan, "draft-paste", _block(plan, run)) for run in range(runs)]
            title = f"paste {PASTED_ROWS} × {PASTED_COLUMNS} cells"
            yield Request(title, size, blocks[-1][1], median(seconds for seconds, _ in blocks))


def measure_overlap(rows: int, runs: int) -> float:
    """Median CPU seconds of comparing one dynamic goal with all rows of a plan."""
    from jixiao.core.overlap import Work, overlaps_with
    from jixiao.intake import read_document

    plan = read_document(plan_of(rows).encode()).plan
    works = [
        Work(str(row.position), row.no or "", row.l1 or "", row.text, row.policy_basis or "", row.l1_citation or "")
        for row in plan.rows
    ]
    goal = Work("", "", "城区积水点整治", "汛期前改造积水点6处，新建雨水管网45公里。", "", "")
    return median(_timed(lambda: overlaps_with(goal, works)) for _ in range(runs))


def _timed(work: object) -> float:
    began = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - began
