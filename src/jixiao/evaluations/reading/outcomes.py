"""What the rounds say that were decided: the input of the scores. One statement each, for all plans at once.

Of an indicator that several rounds decided about, the latest word comes last.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from jixiao.core.scoring.entries import Decision
from jixiao.evaluations.models import Mark, RoundKind, SheetState

_HANDED_IN = (SheetState.SUBMITTED, SheetState.ACCEPTED)
_ASSESSED = Q(
    assignment__round__kind=RoundKind.ON_SITE,
    assignment__member=None,
    assignment__state=SheetState.ACCEPTED,
)
_CORRECTED = Q(assignment__round__kind=RoundKind.CATEGORY_REVIEW, assignment__round__closed_at__isnull=False)


def claimed(plan_ids: Collection[int], items: Collection[int] | None = None) -> dict[int, Decimal]:
    """Item → the points claimed for it, of self-evaluations handed in; of several rounds the latest counts.

    `items` narrows what is read.
    """
    marks = _narrowed(_marks(plan_ids, RoundKind.SELF), items).order_by("assignment__round__opens", "pk")
    return {item: points for item, points in marks.values_list("item_id", "points") if item and points is not None}


def decisions(
    plan_ids: Collection[int], items: Collection[int] | None = None, apart_from: int | None = None
) -> dict[int, list[Decision]]:
    """Item → decisions about its points: of accepted on-site assessments, then of closed category reviews, in time.

    `items` narrows what is read; the round `apart_from` is left out.
    """
    marks = Mark.objects.filter(_ASSESSED | _CORRECTED, assignment__plan__in=plan_ids, points__isnull=False)
    others = _narrowed(marks, items).exclude(assignment__round=apart_from or 0)
    found: dict[int, list[Decision]] = {}
    rows = list(others.select_related("assignment__round", "by__person").order_by("at", "pk"))
    for mark in sorted(rows, key=lambda row: row.assignment.round.kind == RoundKind.CATEGORY_REVIEW):
        if mark.item_id is not None:
            found.setdefault(mark.item_id, []).append(decision_of(mark))
    return found


def standing_points(
    plan_ids: Collection[int], items: Collection[int] | None = None, apart_from: int | None = None
) -> dict[int, Decimal]:
    """Item → the points that stand: of the last decision, else as claimed. Two statements."""
    found = claimed(plan_ids, items)
    for item, made in decisions(plan_ids, items, apart_from).items():
        found[item] = made[-1].points
    return found


def decision_of(mark: Mark) -> Decision:
    """The mark as the scores know it. Needs the assignment's round and the person behind `by`."""
    return Decision(
        stage=RoundKind(mark.assignment.round.kind).label,
        points=mark.points if mark.points is not None else Decimal(0),
        reason=mark.reason,
        by=mark.by.shown_name if mark.by else "",
        on=timezone.localtime(mark.at).date().isoformat(),
        old=mark.old_points,
    )


def panel_marks(plan_ids: Collection[int]) -> dict[int, list[Decimal]]:
    """Item → the marks of the panel's members, each on a sheet of one's own that was handed in."""
    marks = _marks(plan_ids, RoundKind.ON_SITE).filter(assignment__member__isnull=False, item__isnull=False)
    found: dict[int, list[Decimal]] = {}
    for item, points in marks.order_by("pk").values_list("item_id", "points"):
        if item is not None and points is not None:
            found.setdefault(item, []).append(points)
    return found


def ratings(plan_ids: Collection[int]) -> dict[int, list[Decimal]]:
    """Plan → the marks that its peers gave in rounds that are closed."""
    marks = _marks(plan_ids, RoundKind.PEER_RATING).filter(item=None, assignment__round__closed_at__isnull=False)
    found: dict[int, list[Decimal]] = {}
    for plan, points in marks.order_by("pk").values_list("assignment__plan_id", "points"):
        if points is not None:
            found.setdefault(plan, []).append(points)
    return found


def _narrowed(marks: QuerySet[Mark], items: Collection[int] | None) -> QuerySet[Mark]:
    return marks.filter(item__isnull=False) if items is None else marks.filter(item__in=items)


def _marks(plan_ids: Collection[int], kind: RoundKind) -> QuerySet[Mark]:
    """Marks on sheets of the kind that were handed in."""
    return Mark.objects.filter(
        assignment__plan__in=plan_ids,
        assignment__round__kind=kind,
        assignment__state__in=_HANDED_IN,
        points__isnull=False,
    )
