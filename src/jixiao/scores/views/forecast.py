"""What the score would be by the progress of today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core.scoring.shape import Misfit
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE, Right
from jixiao.people.queries import account_of
from jixiao.scores.reading.forecasting import score_forecast
from jixiao.scores.tabs import score_context


@own_door(Right.SCORE_READ)
@require_safe
def forecast(request: HttpRequest, own: Organisation) -> HttpResponse:
    """Of the agency; of an enterprise for itself. Those above agencies have no score of their own."""
    account = account_of(request)
    whose = own if account.role == Account.Role.ENTERPRISE else own.agency
    today = timezone.localdate()
    context: dict[str, Any] = {**score_context(account, "scores-home"), "whose": whose, "today": today}
    if account.role not in ABOVE:
        try:
            context["forecast"] = score_forecast(whose, today)
        except Misfit as misfit:
            context["problems"] = misfit.problems
    return render(request, "scores/result_forecast.html", context)
