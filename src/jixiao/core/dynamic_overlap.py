"""A dynamic goal must not cover work that the plan has already (不得与重点、常规目标交叉重叠).

At or above the threshold it stands only with a written reason that a second person has confirmed. What was confirmed
is kept as it was shown, wording and all, so that a later change of the goal voids the confirmation by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jixiao.core.dynamic import Trigger
from jixiao.core.overlap import Overlap, Work, overlaps_with
from jixiao.core.records import PlanRecord, Row

Kept = list[dict[str, Any]]


def work_of(row: Row, trigger: Trigger | None = None) -> Work:
    """A row as the check compares it."""
    called = f"{trigger.title} {trigger.document_no}".strip() if trigger else ""
    text = row.l2 or ""
    return Work(row.uid, row.no or "", row.l1 or "", text, row.policy_basis or "", row.l1_citation or "", called)


def overlapping(goal: Work, plan: PlanRecord) -> Kept:
    """The rows of the plan that the goal overlaps, highest score first, as JSON values.

    Each: {"uid", "no", "score", "reasons": [sentence], "goal": [what the goal says], "mine", "theirs": wordings,
    "my_spans", "their_spans": [[start, end]]}.
    """
    works = {work.key: work for work in map(work_of, plan.rows)}
    found = overlaps_with(goal, works.values())
    return [_kept(goal, works[overlap.key], overlap) for overlap in found if overlap.overlaps]


def _kept(goal: Work, theirs: Work, overlap: Overlap) -> dict[str, Any]:
    return {
        "uid": overlap.key,
        "no": overlap.no,
        "score": overlap.score,
        "reasons": [reason.sentence for reason in overlap.reasons],
        "goal": [goal.title, goal.text, goal.basis, goal.citation, goal.trigger],
        "mine": goal.wording,
        "theirs": theirs.wording,
        "my_spans": _spans(overlap.mine),
        "their_spans": _spans(overlap.theirs),
    }


def _spans(spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    return [list(span) for span in spans]


def obstacle(now: Kept, kept: Kept, reason: str, *, confirmed: bool) -> str:
    """Why the goal cannot stand beside the plan's rows yet; '' when it can.

    `now` is what the check says of the goal as it is worded now, `kept` what was shown when it was confirmed.
    """
    if not now:
        return ""
    names = "、".join(f"“{each['no'] or each['theirs'][:16]}”" for each in now)
    if not reason.strip():
        return f"动态目标与{names}交叉重叠，请写明不重复的理由，并由第二人复核。"
    if not confirmed:
        return f"动态目标与{names}交叉重叠，理由还没有经第二人复核。"
    return "" if now == kept else "复核以后动态目标的内容有改动，请重新复核。"
