"""What comparing two versions of a plan costs."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal
from statistics import median

from jixiao.core.comparing import compare
from jixiao.core.records import PlanRecord, Row
from jixiao.intake import read_document
from jixiao.site.bench_text import plan_of


def measure_comparing(rows: int, runs: int, *, uids: bool = True) -> float:
    """Median CPU seconds for two versions of which every tenth row changed; without uids, rows pair by wording."""
    plan = read_document(plan_of(rows).encode()).plan
    old = replace(plan, rows=tuple(replace(row, uid=f"r{row.position}" if uids else "") for row in plan.rows))
    new = replace(old, rows=tuple(_changed(row) if row.position % 10 == 0 else row for row in old.rows))
    return median(_once(old, new) for _ in range(runs))


def _changed(row: Row) -> Row:
    """The row with another wording, other points and another office."""
    wording = row.text.replace("完成", "按期全面完成").replace("1", "3") + "，并形成长效机制"
    points = (row.weight or Decimal(0)) + 1
    return replace(
        row, l2=wording, weight=points, rule=f"{row.rule or ''}未完成不得分。", offices=(*row.offices, "督查科")
    )


def _once(old: PlanRecord, new: PlanRecord) -> float:
    start = time.process_time()
    compare(old, new)
    return time.process_time() - start
