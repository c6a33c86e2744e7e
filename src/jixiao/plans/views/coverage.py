"""Which items of the source documents no goal answers, and which goals rest on no document."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans.doors import plan_door
from jixiao.plans.models import BasisItem, Plan
from jixiao.plans.sources import coverage as queries
from jixiao.plans.sources.coverage import GoalLink, SourceCover
from jixiao.plans.tabs import plan_context

BAR_WIDTH = 300  # of the document with the most items


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A document on the page: its figures, its bar, its items with the goals that answer them."""

    source: SourceCover
    items: list[tuple[BasisItem, list[GoalLink]]]
    open: list[BasisItem]
    elsewhere: list[tuple[str, GoalLink]]
    whole: list[GoalLink]
    answered_width: int
    open_width: int


@plan_door(Right.BASIS_READ)
@require_safe
def coverage(request: HttpRequest, plan: Plan) -> HttpResponse:
    found = queries.of_plan(plan)
    longest = max((len(source.items) for source in found.sources), default=0)
    rows = [_row(source, found.goals, longest) for source in found.sources]
    context = {
        **plan_context(account_of(request), plan, "coverage"),
        "rows": rows,
        "open_rows": [row for row in rows if row.open],
        "bars": [row for row in rows if row.items],
        "bar_width": BAR_WIDTH,
        "wanting": found.wanting,
        "customary": found.customary,
        "documents": sum(row.source.is_cited for row in rows),
        "without_items": sum(not row.items for row in rows),
        "items": sum(len(row.items) for row in rows),
        "answered": sum(row.source.cover.answered for row in rows),
        "open": sum(len(row.open) for row in rows),
    }
    return render(request, "plans/coverage.html", context)


def _row(source: SourceCover, goals: dict[int, GoalLink], longest: int) -> SourceRow:
    cover = source.cover
    by_pk = {item.pk: item for item in source.items}
    width = BAR_WIDTH * len(source.items) // longest if longest else 0
    answered = width * cover.answered // len(source.items) if source.items else 0
    return SourceRow(
        source,
        [(item, [goals[pk] for pk in cover.answers[item.pk]]) for item in source.items],
        [by_pk[pk] for pk in cover.open],
        [(citing.locator, goals[citing.goal]) for citing in cover.elsewhere],
        [goals[pk] for pk in cover.whole],
        answered,
        width - answered,
    )
