"""What a rater sees beside its mark: the rated agency's public face, and the others' marks without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from jixiao.core.evaluations import ratings
from jixiao.core.evaluations.rounds import HANDED_IN
from jixiao.core.evaluations.rounds import State as SheetState
from jixiao.core.ledger.states import State
from jixiao.evaluations.models import Assignment, Mark, RoundKind
from jixiao.ledger.models import Ledger
from jixiao.ledger.reading.grid import grid_of
from jixiao.ledger.reading.labels import Count, counted
from jixiao.plans.models import Publication

_STATES = [state.value for state in HANDED_IN]


@dataclass(frozen=True, slots=True)
class Face:
    """`publication` is the number of the published plan, None without one; `lights` counts indicators as they stand."""

    publication: int | None
    summary: str
    claimed: Decimal | None
    lights: list[Count]


def face_of(sheet: Assignment, today: date) -> Face:
    """Of the rated agency. Six statements."""
    published = Publication.objects.filter(plan=sheet.plan_id, state=Publication.State.PUBLISHED).order_by("-pk")
    own = Assignment.objects.filter(plan=sheet.plan_id, round__kind=RoundKind.SELF, state__in=_STATES)
    latest = own.annotate(claimed=Sum("marks__points")).order_by("-round__opens", "-pk").first()
    return Face(
        published.values_list("pk", flat=True).first(),
        latest.summary if latest else "",
        latest.claimed if latest else None,
        _lights(sheet.plan_id, today),
    )


def _lights(plan_id: int, today: date) -> list[Count]:
    """The plan's indicators by the light that each shows now."""
    ledgers = list(Ledger.objects.filter(plan=plan_id).values_list("pk", flat=True))
    found: dict[State, int] = {}
    for row in grid_of(ledgers, today, goals=False).rows if ledgers else ():
        cell = row.now(today)
        if cell is not None:
            found[cell.state] = found.get(cell.state, 0) + 1
    return counted(found)


def others_of(sheet: Assignment) -> ratings.Others | None:
    """The marks of the other raters of the same round, once one's own is handed in. One statement."""
    has_handed_in = SheetState(sheet.state) in HANDED_IN
    if not has_handed_in:
        return None
    marks = Mark.objects.filter(
        assignment__round=sheet.round_id, assignment__plan=sheet.plan_id, assignment__state__in=_STATES, item=None
    ).exclude(assignment=sheet)
    points = [each for each in marks.values_list("points", flat=True) if each is not None]
    return ratings.others_seen(points, has_handed_in=has_handed_in)
