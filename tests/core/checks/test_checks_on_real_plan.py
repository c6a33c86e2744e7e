"""The checks on the real plan as a person read it: every error and warning stands on a cell that the reader doubts."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from checks_build import plan, row

from jixiao.core.checks import run_checks
from jixiao.core.findings import Severity
from jixiao.core.places import Source
from jixiao.core.records import Meta, PlanRecord, Row
from jixiao.core.targets import find_targets

DATA = Path(__file__).parents[4] / "shared" / "data"
ORACLE = DATA / "oracle.json"
MENDED = DATA / "documents" / "oracle.json"
pytestmark = pytest.mark.skipif(not ORACLE.exists(), reason="the real plan is not beside this repository")

_COPIED = "no category subcategory l1 l2 deadline_raw l1_raw l1_citation policy_basis".split()


def _row(position: int, read: dict[str, Any]) -> Row:
    fields = {name: read.get(name) for name in _COPIED}
    fields |= {name: tuple(read[name]) for name in ("leaders", "offices", "owners")}
    for name in ("no", "policy_basis", "responsibility"):
        fields[f"{name}_source"] = Source(read.get(f"{name}_source", "cell"))
    text = read["l2"] or read["l1"]
    points = read.get("l1_points")
    return row(
        position,
        **fields,
        weight=Decimal(str(read["weight"])),
        deadline=date.fromisoformat(read["deadline"]),
        l1_points=None if points is None else Decimal(str(points)),
        targets=find_targets(text, year=2024, field="l2" if read["l2"] else "l1"),
    )


def _plan(path: Path) -> PlanRecord:
    data = json.loads(path.read_text(encoding="utf-8"))
    read = data["rows"] if isinstance(data, dict) else data
    for before, one in pairwise(read):
        if "policy_basis_source" not in before and one["l1"] == before["l1"]:
            one["policy_basis_source"] = "inherited_down"  # the mended table repeats the merged cell
    return plan([_row(at, one) for at, one in enumerate(read, 1)], meta=Meta(year=2024, scale=Decimal(100)))


def _doubted() -> set[tuple[str | None, str]]:
    """Row numbers and fields that the person left open; a goal's cell is doubted in each of its rows."""
    read = json.loads(ORACLE.read_text(encoding="utf-8"))
    doubted = {(one["no"], cell["field"]) for one in read for cell in one["uncertain"]}
    goals = {(one["l1_no"], field) for one in read for no, field in doubted if no == one["no"]}
    return doubted | {(one["no"], field) for one in read for goal, field in goals if goal == one["l1_no"]}


def test_no_error_and_no_warning_on_a_cell_that_is_certain() -> None:
    record = _plan(ORACLE)
    loud = [f for f in run_checks(record) if f.severity is not Severity.INFO]
    assert {(f.row_no, f.field) for f in loud} <= _doubted()
    assert len(loud) >= 20


@pytest.mark.skipif(not MENDED.exists(), reason="the mended plan is not beside this repository")
def test_mending_the_plan_only_takes_findings_away() -> None:
    damaged = {(f.code, f.row_no) for f in run_checks(_plan(ORACLE)) if f.severity is not Severity.INFO}
    mended = {(f.code, f.row_no) for f in run_checks(_plan(MENDED)) if f.severity is not Severity.INFO}
    assert mended < damaged
