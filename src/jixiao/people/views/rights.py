"""The table of rights, for those who watch over them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao.people.doors import own_door
from jixiao.people.labels import RELATIONS, RIGHTS
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import HOLDERS, Relation, Right

MARKS = {Relation.OWN: "本", Relation.INSIDE: "内", Relation.PEER: "组", Relation.UPPER: "下"}


@own_door(Right.RIGHTS_READ)
@require_safe
def rights(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    roles = [role for role in Account.Role if role is not Account.Role.NONE]
    rows = [(RIGHTS[right], [_marks(right, role) for role in roles]) for right in Right]
    legend = [(mark, RELATIONS[relation]) for relation, mark in MARKS.items()]
    context = {"roles": [role.label for role in roles], "rows": rows, "legend": legend, "section": "rights"}
    return render(request, "people/rights.html", context)


def _marks(right: Right, role: Account.Role) -> str:
    """In which relations the role holds the right, a character each."""
    return "".join(mark for relation, mark in MARKS.items() if role in HOLDERS[right].get(relation, frozenset()))
