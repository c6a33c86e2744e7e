"""What the organiser does about a round: hold it, give out sheets, ask panel members, close it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.evaluations.actions import rounds as actions
from jixiao.evaluations.doors import evaluation_door
from jixiao.evaluations.models import Round, RoundKind
from jixiao.evaluations.reading.plans import plans_over
from jixiao.evaluations.round_forms import KINDS, RoundForm, usual, year_in
from jixiao.evaluations.sheet_forms import numbers_in
from jixiao.evaluations.tabs import evaluation_context
from jixiao.evaluations.views.rounds import round_page
from jixiao.people.doors import own_door
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of, organiser_of

BOTH = ["GET", "POST"]


@own_door(Right.ROUND_KEEP)
@require_http_methods(BOTH)
def round_new(request: HttpRequest, own: Organisation) -> HttpResponse:
    account, status = account_of(request), 200
    holder, chosen = organiser_of(account) or own, frozenset(numbers_in(request.POST, "chosen"))
    form = RoundForm(initial=usual(timezone.localdate()))
    if request.method == "POST":
        form, status = RoundForm(request.POST), 422
        try:
            if form.is_valid():
                made = actions.hold(account, holder.pk, form.given(chosen), timezone.now())
                messages.success(request, f"已建立“{made.title}”，分派 {made.assignments.count()} 张表。")
                return redirect("round", made.pk)
        except Forbidden:
            raise Http404 from None
        except Refused as refused:
            form.add_error(None, str(refused))
    year = year_in(str(form["year"].value() or ""), timezone.localdate())
    choices = [
        (plan.organisation, plan.organisation_id in chosen) for plan in plans_over(holder, year, RoundKind.ON_SITE)
    ]
    context = evaluation_context(account, "evaluations-home") | {"form": form, "kinds": KINDS, "choices": choices}
    context |= {"choices_year": year, "is_chosen": bool(chosen)}
    return render(request, "evaluations/round_new.html", context, status=status)


@evaluation_door(Right.ROUND_KEEP, "round")
@require_http_methods(BOTH)
def round_assign(request: HttpRequest, held: Round) -> HttpResponse:
    """Give out sheets to those who came later."""

    def assign(account: Account) -> str:
        count = actions.assign(account, held.pk, timezone.now())
        return f"新分派 {count} 张表。" if count else "没有需要新分派的表。"

    return _done(request, held, assign)


@evaluation_door(Right.ROUND_KEEP, "round")
@require_http_methods(BOTH)
def round_members(request: HttpRequest, held: Round) -> HttpResponse:
    """Ask panel members to mark on sheets of their own."""
    plans, accounts = numbers_in(request.POST, "plan"), numbers_in(request.POST, "account")

    def ask(account: Account) -> str:
        chosen = (
            plans
            if request.POST.getlist("plan")
            else list(held.assignments.filter(member=None).values_list("plan_id", flat=True))
        )
        return f"新分派 {actions.ask_members(account, held.pk, chosen, accounts, timezone.now())} 张成员评分表。"

    return _done(request, held, ask, asked=set(accounts))


@evaluation_door(Right.ROUND_KEEP, "round")
@require_http_methods(BOTH)
def round_close(request: HttpRequest, held: Round) -> HttpResponse:
    def close(account: Account) -> str:
        actions.close(account, held.pk, timezone.now(), anyway="anyway" in request.POST)
        return f"“{held.title}”已结束。"

    return _done(request, held, close)


def _done(request: HttpRequest, held: Round, act: Callable[[Account], str], **typed: object) -> HttpResponse:
    """Do it and show the round anew, or show what stood in the way."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("round", held.pk)
    try:
        messages.success(request, act(account_of(request)))
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return round_page(request, held, 422, refusal=str(refused), **typed)
    return redirect("round", held.pk)
