"""The plan as the official table, with filters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans import queries
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Plan
from jixiao.plans.numbers import points_text
from jixiao.plans.table import Choices, Columns, Filter, Line, merge
from jixiao.plans.tabs import plan_context


@plan_door(Right.PLAN_READ)
@require_safe
def plan(request: HttpRequest, shown: Plan) -> HttpResponse:
    every = queries.lines(shown, timezone.localdate())
    wanted = _filter(request)
    lines = [line for line in every if wanted.matches(line)] if wanted.is_on else every
    merge(lines)
    table = _table(shown, lines, Columns.of(every), wanted)
    if request.headers.get("HX-Target") == "table":
        return _of_its_own(HttpResponse(table))
    context = {
        **plan_context(account_of(request), shown, "plan"),
        "total": points_text(shown.total),
        "table": table,
        "filter": wanted,
        "choices": Choices.of(every),
        "errors": sum(line.errors for line in every),
        "warnings": sum(line.warnings for line in every),
    }
    return _of_its_own(render(request, "plans/plan.html", context))


def _of_its_own(answer: HttpResponse) -> HttpResponse:
    """Keep page and fragment of one address apart in the browser's cache, or Back would show the fragment alone."""
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    return answer


def _filter(request: HttpRequest) -> Filter:
    get = request.GET.get
    return Filter(
        category=get("category", ""),
        office=get("office", ""),
        leader=get("leader", ""),
        owner=get("owner", ""),
        text=get("q", "").strip()[:100],
    )


def _table(plan: Plan, lines: list[Line], columns: Columns, wanted: Filter) -> str:
    count, total = queries.totals(lines)
    outside = [line.kind_text for line in lines if line.kind_text]
    context = {
        "plan_id": plan.pk,
        "lines": lines,
        "columns": columns,
        "count": count,
        "of": plan.indicators,
        "total": points_text(total),
        "unit": plan.points_unit,
        "outside": len(outside),
        "kinds": "、".join(dict.fromkeys(outside)),
        "has_targets": any(piece.is_target for line in lines for piece in line.pieces),
        "is_filtered": wanted.is_on,
        "title": plan.title,
    }
    # The engine escapes every value; what it returns is the finished fragment.
    return mark_safe(render_to_string("plans/table.jinja", context, using="jinja2"))
