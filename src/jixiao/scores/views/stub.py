"""Pages to come: each says only that it is being built."""

from django.http import HttpRequest, HttpResponse

from jixiao.people.doors import own_door
from jixiao.people.policy import Right
from jixiao.scores.doors import score_door


def _stub(request: HttpRequest, obj: object, **arguments: object) -> HttpResponse:
    return HttpResponse("建设中。")


home = own_door(Right.SCORE_READ)(_stub)
schemes = own_door(Right.SCHEME_READ)(_stub)
scheme = score_door(Right.SCHEME_READ, "rules")(_stub)
given = own_door(Right.GIVEN_ENTER)(_stub)
compositions = own_door(Right.SCORE_COMPARE)(_stub)
composition = score_door(Right.SCORE_COMPARE, "composition")(_stub)
result = score_door(Right.SCORE_READ, "result")(_stub)
fairness = own_door(Right.SCORE_COMPARE)(_stub)
