"""A plan frozen as canonical JSON: the same plan gives the same text and digest on every machine and database.

The text holds the draft's cells as values are written (points without trailing zeros, dates as YYYY-MM-DD), with the
deadline that was concluded from each wording, so that a later reader of dates cannot change a frozen plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from jixiao.core import draft_reading
from jixiao.core.drafting import Draft, DraftRow
from jixiao.core.fields import FIELDS
from jixiao.core.journal_chain import canonical, digest
from jixiao.core.records import PlanRecord, Row

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen plan: its canonical text, its year, and the cells of each row by uid."""

    text: str
    year: int | None
    cells: Mapping[str, Mapping[str, str]]

    def row_digests(self) -> dict[str, str]:
        """SHA-256 of what each row says. The year counts, because deadlines and targets are read by it."""
        return {uid: digest(canonical([self.year, cells])) for uid, cells in self.cells.items()}


def frozen(plan: PlanRecord) -> Frozen:
    """Canonical JSON of the plan: {"format", "heading", "rows": [{"uid", "cells"}]}; keys sorted, no spaces."""
    draft = draft_reading.write(plan)
    cells = {row.uid: _cells(row, read) for row, read in zip(draft.rows, plan.rows, strict=True)}
    rows = [{"uid": uid, "cells": each} for uid, each in cells.items()]
    return Frozen(canonical({"format": FORMAT, "heading": draft.heading, "rows": rows}), plan.meta.year, cells)


def freeze(plan: PlanRecord) -> str:
    """The canonical text alone."""
    return frozen(plan).text


def _cells(row: DraftRow, read: Row) -> Mapping[str, str]:
    due = FIELDS["deadline"].write(read.deadline)
    return {**row.cells, "deadline": due} if due else row.cells


def thaw(text: str) -> PlanRecord:
    """The plan of a frozen text. Raises ValueError for another format or a cell that cannot be read."""
    return _plan_of(thaw_draft(text))


def _plan_of(draft: Draft) -> PlanRecord:
    reading = draft_reading.read(draft)
    if reading.flags:
        raise ValueError(f"a frozen cell cannot be read: {reading.flags[0]}")
    return reading.plan


def thaw_draft(text: str, *, last: int = 0) -> Draft:
    """The frozen plan as a draft to work on, for an amendment or next year's plan."""
    data = json.loads(text)
    if data.get("format") != FORMAT:
        raise ValueError(f"unknown format of a frozen plan: {data.get('format')}")
    rows = tuple(DraftRow(row["uid"], dict(row["cells"])) for row in data["rows"])
    highest = max((int(row.uid[1:]) for row in rows), default=0)
    return Draft(dict(data["heading"]), rows, max(last, highest))


def working_copy(text: str, *, last: int = 0) -> Draft:
    """A draft of the frozen plan in which a deadline stands only where its wording does not give it already."""
    draft = thaw_draft(text, last=last)
    return replace(draft_reading.write(_plan_of(draft)), last=draft.last)
