"""What editing costs: one cell saved, a block pasted, one goal compared with all others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from jixiao.core.drafting import Set, dump
from jixiao.core.overlap import Work, overlaps_with
from jixiao.intake import read_document
from jixiao.site.bench_pages import HOST, account_for_measuring, confirmed
from jixiao.site.bench_text import plan_of

if TYPE_CHECKING:
    from django.test import Client

    from jixiao.plans.models import Plan

PASTED_ROWS, PASTED_COLUMNS = 200, 10


@dataclass(frozen=True, slots=True)
class Asked:
    """`seconds` is CPU time of the whole request, the median; `statements` are SQL."""

    title: str
    rows: int
    statements: int
    seconds: float


def measure_edits(sizes: Sequence[int], runs: int) -> Iterator[Asked]:
    """Save one cell, and paste 200 × 10 cells, as the grid asks for it, in plans of these sizes."""
    from django.test import Client

    clerk = account_for_measuring("operator")
    client = Client(SERVER_NAME=HOST)
    client.force_login(clerk)
    for size in sizes:
        plan = confirmed(clerk, plan_of(size))
        yield _median("save one cell", plan, [_cell(client, plan, f"{run}.5") for run in range(1, runs + 1)])
        blocks = [_block(client, plan, str(run)) for run in range(runs)]
        yield _median(f"paste {PASTED_ROWS} × {PASTED_COLUMNS} cells", plan, blocks)


def _median(title: str, plan: Plan, asked: list[tuple[int, float]]) -> Asked:
    return Asked(title, plan.indicators, asked[-1][0], median(seconds for _, seconds in asked))


def _cell(client: Client, plan: Plan, points: str) -> tuple[int, float]:
    """Type other points into the fourth row."""
    plan.draft.refresh_from_db()
    row = plan.draft.rows[3]
    change = Set(row["uid"], "weight", row["cells"]["weight"], points)
    return _post(client, plan, "draft-changes", dump([change]))


def _block(client: Client, plan: Plan, mark: str) -> tuple[int, float]:
    """Paste a block over the first rows from the first column on; what does not fit becomes new rows."""
    line = [f"{mark}-{column}" for column in range(PASTED_COLUMNS)]
    plain = "\n".join("\t".join(f"{cell}-{row}" for cell in line) for row in range(PASTED_ROWS))
    first = plan.draft.rows[0]["uid"]
    return _post(client, plan, "draft-paste", {"plain": plain, "html": "", "uid": first, "field": "category"})


def _post(client: Client, plan: Plan, name: str, data: object) -> tuple[int, float]:
    """SQL statements and CPU seconds. Raises RuntimeError unless it was done."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    address = reverse(name, args=[plan.pk])
    plan.draft.refresh_from_db()
    headers = {"Accept": "application/json", "X-Draft-Version": str(plan.draft.version)}
    with CaptureQueriesContext(connection) as captured:
        before = time.process_time()
        answer = client.post(address, data, content_type="application/json", headers=headers)
        seconds = time.process_time() - before
    edited = plan.draft.version
    plan.draft.refresh_from_db()
    if answer.status_code != 200 or plan.draft.version == edited:
        raise RuntimeError(f"{address} answered {answer.status_code} and changed nothing")
    return len(captured), seconds


def measure_overlap(rows: int, runs: int) -> float:
    """Median CPU seconds of comparing one dynamic goal with all rows of a plan."""
    plan = read_document(plan_of(rows).encode()).plan
    works = [
        Work(str(row.position), row.no or "", row.l1 or "", row.text, row.policy_basis or "", row.l1_citation or "")
        for row in plan.rows
    ]
    goal = Work("", "", "城区积水点整治", "汛期前改造积水点6处，新建雨水管网45公里。", "", "")
    return median(_timed(lambda: overlaps_with(goal, works)) for _ in range(runs))


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
