"""The tree of organisations with their posts, and who holds and held them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao.people.doors import own_door
from jixiao.people.models import Organisation, Post, Term
from jixiao.people.policy import Right, holds
from jixiao.people.queries import account_of, places, posts_of


@dataclass(frozen=True, slots=True)
class Row:
    """One post of an organisation; an organisation without posts has one row without."""

    organisation: Organisation
    depth: int
    posts: int  # of the organisation, on its first row; 0 on the others
    post: Post | None
    present: tuple[Term, ...]
    former: tuple[Term, ...]


@own_door(Right.PEOPLE_READ)
@require_safe
def people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    shown = places(organisation.agency)
    posts = posts_of([place.organisation for place in shown])
    rows = [
        row for place in shown for row in _rows(place.organisation, place.depth, posts.get(place.organisation.pk, []))
    ]
    context = {
        "agency": organisation.agency,
        "rows": rows,
        "count": len(shown),
        "may_edit": holds(account_of(request), Right.PEOPLE_EDIT),
        "section": "people",
    }
    return render(request, "people/tree.html", context)


def _rows(organisation: Organisation, depth: int, posts: list[Post]) -> list[Row]:
    if not posts:
        return [Row(organisation, depth, 1, None, (), ())]
    return [
        Row(
            organisation,
            depth,
            len(posts) if at == 0 else 0,
            post,
            tuple(term for term in post.terms.all() if term.until is None),
            tuple(term for term in post.terms.all() if term.until is not None),
        )
        for at, post in enumerate(posts)
    ]
