"""Comments of a peer review as pages show them: the row, what was said, what was answered, whether the row changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from jixiao.plans.models import Plan, ReviewComment, ReviewReply
from jixiao.plans.procedure.wordings import Change, Changes, Wording, wordings
from jixiao.plans.status import Status

State = ReviewComment.State
_SIGNS = {
    State.OPEN: Status("■", State.OPEN.label, "late"),
    State.ANSWERED: Status("▲", f"{State.ANSWERED.label}，未办结", "soon"),
    State.SETTLED: Status("●", State.SETTLED.label, "good"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment. `row` is None when it is about the whole plan, or when its row is gone."""

    comment: ReviewComment
    agency: str
    row: Wording | None
    where: str
    changes: tuple[Change, ...]
    replies: tuple[ReviewReply, ...]
    status: Status

    @property
    def is_settled(self) -> bool:
        return self.comment.state == State.SETTLED

    @property
    def is_open(self) -> bool:
        return self.comment.state == State.OPEN


def remarks(plan: Plan, comments: QuerySet[ReviewComment]) -> list[Remark]:
    """The comments in the order in which they were made, those that are not settled first. Five statements."""
    found = list(
        comments.select_related("assignment__organisation", "by__person").prefetch_related(
            Prefetch("replies", ReviewReply.objects.select_related("by__person"))
        )
    )
    if not found:
        return []
    rows = wordings(plan, {comment.uid for comment in found})
    changes = Changes(plan, min(comment.at for comment in found))
    made = [_remark(comment, rows.get(comment.uid), changes) for comment in found]
    return sorted(made, key=lambda remark: remark.is_settled)


def _remark(comment: ReviewComment, row: Wording | None, changes: Changes) -> Remark:
    return Remark(
        comment=comment,
        agency=comment.assignment.organisation.name,
        row=row,
        where=_where(comment.uid, row),
        changes=changes.of(comment.uid, comment.at) if row else (),
        replies=tuple(comment.replies.all()),
        status=_SIGNS[State(comment.state)],
    )


def _where(uid: str, row: Wording | None) -> str:
    if not uid:
        return "整个方案"
    if row is None:
        return "这一行已经删除"
    return f"指标 {row.no}" if row.no else "指标"


def counts(comments: Iterable[Remark]) -> dict[str, int]:
    """How many comments, and how many of them are not settled."""
    every = list(comments)
    return {"all": len(every), "open": sum(not remark.is_settled for remark in every)}
