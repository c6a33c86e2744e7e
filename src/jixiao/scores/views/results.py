"""The own results: the years, and one with the waterfall that explains it."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from jixiao.core.scoring.shape import Misfit
from jixiao.core.scoring.steps import Step
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE, Right, allows
from jixiao.people.queries import account_of
from jixiao.press.group_range import group_range
from jixiao.press.waterfall import NARROW, WIDE, signed, waterfall
from jixiao.scores.doors import score_door
from jixiao.scores.models import Result
from jixiao.scores.reading.result_pictures import range_of, summary_of, waterfall_of
from jixiao.scores.reading.result_steps import find, most_lost, step_page
from jixiao.scores.reading.result_table import lost_in, rows_of
from jixiao.scores.reading.results import (
    FROZEN,
    Opened,
    compositions_of,
    frozen_results,
    is_seen_by,
    open_result,
    own_results,
)
from jixiao.scores.reading.spread import results_in, spread_of
from jixiao.scores.reading.standing import standing_of
from jixiao.scores.reading.supposing import field_of
from jixiao.scores.tabs import score_context
from jixiao.scores.views.strips import strips_of


@own_door(Right.SCORE_READ)
@require_safe
def home(request: HttpRequest, own: Organisation) -> HttpResponse:
    """The results of each year; for those above agencies how the last year came out, and the computations."""
    account = account_of(request)
    is_above = account.role in ABOVE
    compositions, all_results = compositions_of(account), frozen_results(account)
    last = next((each for each in compositions if each.state == FROZEN), next(iter(compositions), None))
    spread = spread_of(results_in(last) if last and is_above else all_results)
    context = {
        **score_context(account, "scores-home"),
        "whose": own if account.role == Account.Role.ENTERPRISE else own.agency,
        "is_above": is_above,
        "results": own_results(account),
        "compositions": compositions,
        "all_results": all_results,
        "last": last,
        "spread": spread,
        "strips": strips_of(spread),
        "standing": None if is_above else standing_of(own),
    }
    return render(request, "scores/results.html", context)


@score_door(Right.SCORE_READ, "result")
@require_safe
def result(request: HttpRequest, result: Result) -> HttpResponse:
    """`step` opens one step, `only=lost` leaves what lost nothing out of the table."""
    account = account_of(request)
    if not is_seen_by(account, result):
        raise Http404
    context = {**score_context(account, "scores-home"), "result": result, "composition": result.composition}
    try:
        shown = open_result(result)
    except (Misfit, KeyError) as problem:
        context["problems"] = problem.problems if isinstance(problem, Misfit) else ["得分包里没有这个单位。"]
        return render(request, "scores/result.html", context)
    context |= _explained(request, shown)
    context["may_compare"] = allows(account, Right.SCORE_COMPARE, result.composition)
    context["may_scheme"] = allows(account, Right.SCHEME_READ, result.composition)
    return render(request, "scores/result.html", context)


def _explained(request: HttpRequest, shown: Opened) -> dict[str, object]:
    asked = request.GET.get("step", "")
    way = find(shown.total, asked) or find(shown.total, most_lost(shown.total))
    current = way[-1].key if way else ""
    drawn = waterfall_of(shown, current)
    places = drawn.places if drawn else shown.scheme.places.total
    only_lost = request.GET.get("only") == "lost"
    rows = rows_of(shown.total, places, only_lost, current)
    return {
        "shown": shown,
        "summary": summary_of(shown),
        "total": figure(shown.scored.total, shown.scheme.places.total),
        "drawn": drawn,
        "pictures": [waterfall("wide", drawn, WIDE), waterfall("narrow", drawn, NARROW)] if drawn else [],
        **_range(shown),
        **(_step(request, shown, way, places) if way else {}),
        "is_chosen": asked == current,
        "table": _table(
            {"rows": rows, "base": figure(shown.scheme.base, places), "end": figure(shown.scored.total, places)}
        ),
        "only_lost": only_lost,
        "lost": lost_in(shown.total),
    }


def _range(shown: Opened) -> dict[str, object]:
    ranged = range_of(shown)
    if ranged is None:
        return {}
    rows = [
        (row.label, [figure(each, 2) for each in (row.full, row.low, row.middle, row.high, row.own)])
        for row in ranged.rows
    ]
    return {"ranged": ranged, "range_rows": rows, "range_picture": group_range("range", ranged)}


def _step(request: HttpRequest, shown: Opened, way: tuple[Step, ...], places: int) -> dict[str, object]:
    opened_step = way[-1]
    field = field_of(shown.scheme, shown.sheet, opened_step.key)
    address = reverse("what-if", args=[shown.result.pk])
    return {
        "step": step_page(shown, account_of(request), way),
        "step_change": f"{signed(opened_step.change, places)}分" if opened_step.change else "不增不减",
        "what_if": f"{address}?{urlencode({'add': field})}" if field else "",
    }


def figure(value: Decimal | None, places: int) -> str:
    """'' for None."""
    return "" if value is None else f"{value:.{places}f}"


def _table(context: dict[str, object]) -> SafeString:
    # The engine escapes every value; what it returns is the finished table.
    return mark_safe(render_to_string("scores/result_table.jinja", context, using="jinja2"))
