"""How raters rated (互评一致性): a hint for the upper office, from one of its closed peer ratings."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao.core.fairness import LEAST
from jixiao.evaluations.models import Round
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Right
from jixiao.people.queries import account_of, organiser_of
from jixiao.scores.reading.fairness import circles_of, rated_rounds
from jixiao.scores.tabs import score_context


@own_door(Right.SCORE_COMPARE)
@require_safe
def fairness(request: HttpRequest, own: Organisation) -> HttpResponse:
    account = account_of(request)
    organiser = organiser_of(account)
    rounds = rated_rounds(organiser) if organiser is not None else []
    held = _chosen(request, rounds)
    context = {
        **score_context(account, "fairness"),
        "rounds": rounds,
        "held": held,
        "circles": circles_of(held) if held is not None else [],
        "least": LEAST,
    }
    return render(request, "scores/fairness.html", context)


def _chosen(request: HttpRequest, rounds: list[Round]) -> Round | None:
    """The round that the address names, or the latest. Raises Http404 for one that is not the organiser's."""
    wanted = request.GET.get("round")
    if wanted is None:
        return rounds[0] if rounds else None
    for held in rounds:
        if str(held.pk) == wanted:
            return held
    raise Http404
