"""What if: inputs of the own organisation, or the rules, changed on a copy. A GET form: its address can be kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao.core.scoring.shape import Misfit
from jixiao.people.policy import Right, allows
from jixiao.people.queries import account_of
from jixiao.scores.doors import score_door
from jixiao.scores.models import Result, SchemeRules
from jixiao.scores.reading.results import Opened, is_seen_by, open_result
from jixiao.scores.reading.supposing import Field, choices_of, errors_in, fields_of, most_lost_of
from jixiao.scores.reading.what_if import supposed, versions_of
from jixiao.scores.tabs import score_context

SENTENCES = 5  # shown of many


@score_door(Right.SCORE_READ, "result")
@require_safe
def what_if(request: HttpRequest, result: Result) -> HttpResponse:
    """`v.KEY` and `g.KEY` are what is supposed, `add` one more field, `rules` another version."""
    account = account_of(request)
    if not is_seen_by(account, result):
        raise Http404
    head = score_context(account, "scores-home")
    context: dict[str, Any] = {**head, "result": result, "composition": result.composition}
    try:
        opened = open_result(result)
    except (Misfit, KeyError) as problem:
        raise Http404 from problem  # the page of the result says why
    compares = allows(account, Right.SCORE_COMPARE, result.composition)
    fields = fields_of(opened, request.GET.dict(), request.GET.get("add", ""))
    versions = versions_of(opened) if compares else []
    rules = _chosen(request, versions, result)
    context |= {
        "opened": opened,
        "fields": [(field, _without(request, field)) for field in fields],
        "choices": choices_of(opened, fields),
        "begin": [] if fields else [(f"?{urlencode({'add': name})}", *told) for name, *told in most_lost_of(opened)],
        "versions": versions,
        "rules": rules,
        "compares": compares,
        **_outcome(opened, fields, rules, compares),
    }
    return render(request, "scores/result_what_if.html", context, status=422 if context["errors"] else 200)


def _outcome(opened: Opened, fields: list[Field], rules: SchemeRules | None, compares: bool) -> dict[str, Any]:
    errors = list(errors_in(fields))
    if errors or (rules is None and not any(field.is_changed for field in fields)):
        return {"errors": errors}
    try:
        return {"errors": [], "supposed": supposed(opened, fields, rules, compares=compares)}
    except Misfit as misfit:
        return {"errors": [f"不能按这版规则试算：{sentence}" for sentence in misfit.problems[:SENTENCES]]}


def _chosen(request: HttpRequest, versions: list[SchemeRules], result: Result) -> SchemeRules | None:
    """Another version than the result's own."""
    asked = request.GET.get("rules", "")
    found = (each for each in versions if str(each.pk) == asked and each.pk != result.composition.rules_id)
    return next(found, None)


def _without(request: HttpRequest, field: Field) -> str:
    """The address without this field."""
    left = {name: text for name, text in request.GET.items() if name not in (field.name, "add")}
    if request.GET.get("add", "") not in ("", field.name):
        left.setdefault(request.GET["add"], "")
    return f"?{urlencode(left)}"
