"""Computations: the list with the button that computes, one with its table, freezing it, its bundle as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from jixiao.core.scoring.bundle import Bundle
from jixiao.core.scoring.shape import Misfit
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Forbidden, Refused, Right, allows, holds
from jixiao.people.queries import account_of, organiser_of
from jixiao.scores.actions import compositions as actions
from jixiao.scores.doors import score_door
from jixiao.scores.models import Composition, SchemeRules
from jixiao.scores.reading.bundles import opened
from jixiao.scores.reading.compositions import Table, compositions_of, latest_of, rules_of, table_of
from jixiao.scores.reading.spread import results_in, spread_of
from jixiao.scores.tabs import score_context
from jixiao.scores.views.strips import strips_of

SHOWN = 5  # problems in a message


@own_door(Right.SCORE_COMPARE)
@require_safe
def compositions(request: HttpRequest, own: Organisation) -> HttpResponse:
    return _list_page(request)


def _list_page(request: HttpRequest, refusal: str = "") -> HttpResponse:
    account = account_of(request)
    organiser = organiser_of(account)
    if organiser is None:
        raise Http404
    context: dict[str, Any] = {
        **score_context(account, "compositions"),
        "organiser": organiser,
        "years": compositions_of(organiser),
        "rules": rules_of(organiser),
        "may_compute": holds(account, Right.SCORE_COMPOSE),
        "refusal": refusal,
    }
    return render(request, "scores/compositions.html", context, status=422 if refusal else 200)


@score_door(Right.SCORE_COMPOSE, "rules")
@require_POST
def composition_compute(request: HttpRequest, rules: SchemeRules) -> HttpResponse:
    try:
        done = actions.compute(account_of(request), rules.pk, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return _list_page(request, str(refused))
    if done.is_new:
        messages.success(request, f"已完成{done.composition}。")
    else:
        messages.info(request, f"数据没有变化，仍是{done.composition}。")
    if done.problems:
        messages.warning(request, _problems(done.problems))
    return redirect("composition", done.composition.pk)


def _problems(sentences: Sequence[str]) -> str:
    more = f"另有{len(sentences) - SHOWN}条。" if len(sentences) > SHOWN else ""
    return f"计算时有{len(sentences)}条提醒：{''.join(sentences[:SHOWN])}{more}"


@score_door(Right.SCORE_COMPARE, "composition")
@require_safe
def composition(request: HttpRequest, shown: Composition) -> HttpResponse:
    return _page(request, shown)


def _page(request: HttpRequest, shown: Composition, refusal: str = "", status: int = 200) -> HttpResponse:
    account = account_of(request)
    bundle, broken = _bundle(shown)
    rows = results_in(shown)
    found, spread = table_of(rows, bundle), spread_of(rows)
    newest, frozen = latest_of(shown)
    context: dict[str, Any] = {
        **score_context(account, "compositions"),
        "shown": shown,
        "found": found,
        "spread": spread,
        "strips": strips_of(spread),
        "table": _table(found),
        "broken": broken,
        "is_frozen": shown.state == Composition.State.FROZEN,
        "newest": newest if newest > shown.number else 0,
        "newer_frozen": frozen if frozen > shown.number else 0,
        "may_freeze": allows(account, Right.SCORE_COMPOSE, shown),
        "is_adopted": shown.rules.state == SchemeRules.State.ADOPTED,
        "file_name": _file_name(shown),
        "refusal": refusal,
    }
    return render(request, "scores/composition.html", context, status=status)


def _bundle(shown: Composition) -> tuple[Bundle | None, str]:
    """The bundle, or why it cannot be read."""
    try:
        return opened(shown), ""
    except Misfit as misfit:
        return None, "".join(misfit.problems)


def _table(found: Table) -> str:
    # The engine escapes every value; what it returns is the finished fragment.
    return mark_safe(render_to_string("scores/composition_table.jinja", {"found": found}, using="jinja2"))


def _file_name(shown: Composition) -> str:
    return f"得分包-{shown.year}-第{shown.number}次.json"


@score_door(Right.SCORE_COMPOSE, "composition")
@require_POST
def composition_freeze(request: HttpRequest, shown: Composition) -> HttpResponse:
    if not request.POST.get("checked"):
        return _page(request, shown, "请先核对结果，并勾选“已核对”，再冻结。", 422)
    try:
        frozen = actions.freeze(account_of(request), shown.pk, request.POST.get("digest", ""), timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return _page(request, shown, str(refused), 409)
    messages.success(request, f"已冻结{frozen}。")
    return redirect("composition", frozen.pk)


@score_door(Right.SCORE_COMPARE, "composition")
@require_safe
def composition_bundle(request: HttpRequest, shown: Composition) -> HttpResponse:
    """The bundle as it was kept, to be recomputed anywhere."""
    answer = HttpResponse(shown.bundle, content_type="application/json; charset=utf-8")
    named = content_disposition_header(as_attachment=True, filename=_file_name(shown))
    answer.headers["Content-Disposition"] = named or "attachment"
    return answer
