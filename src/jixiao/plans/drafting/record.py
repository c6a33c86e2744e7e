"""Between the working copy's row in the database and core's draft."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jixiao.core.drafting import Draft as DraftRecord
from jixiao.core.drafting import DraftRow
from jixiao.core.records import PlanRecord
from jixiao.plans.models import Draft


def record_of(draft: Draft) -> DraftRecord:
    """The working copy as core knows it."""
    rows = tuple(DraftRow(row["uid"], row["cells"]) for row in draft.rows)
    return DraftRecord(draft.heading, rows, draft.plan.last_uid)


def rows_json(record: DraftRecord) -> list[dict[str, Any]]:
    """The rows as they are stored."""
    return [{"uid": row.uid, "cells": dict(row.cells)} for row in record.rows]


def with_uids(plan: PlanRecord, draft: DraftRecord) -> PlanRecord:
    """The plan with the uids that its draft was given."""
    pairs = zip(plan.rows, draft.rows, strict=True)
    return replace(plan, rows=tuple(replace(row, uid=drafted.uid) for row, drafted in pairs))
