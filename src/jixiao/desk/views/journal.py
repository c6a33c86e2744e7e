"""The journal, for those who audit it: the newest entries, and whether the chain is whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao.desk import journal_queries
from jixiao.journal import queries
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Right

PROBLEMS_SHOWN = 20
WALKED_UNASKED = 5000  # entries: a fifth of a second


@own_door(Right.JOURNAL_READ)
@require_safe
def journal(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    wanted = journal_queries.Wanted.of(request.GET)
    head = queries.head()
    walks = "verify" in request.GET or head is None or head.seq <= WALKED_UNASKED
    problems = queries.problems() if walks else ()
    context = {
        "wanted": wanted,
        "kinds": journal_queries.KINDS,
        "shown": (shown := journal_queries.shown(organisation.agency, wanted)),
        "newer": wanted.query(shown.newer) if shown.newer else "",
        "older": wanted.query(shown.older) if shown.older else "",
        "head": head,
        "walked": walks,
        "problems": problems[:PROBLEMS_SHOWN],
        "problem_count": len(problems),
        "section": "journal",
    }
    return render(request, "desk/journal.html", context)
