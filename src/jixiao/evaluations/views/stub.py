"""Pages to come: each says only that it is being built."""

from django.http import HttpRequest, HttpResponse

from jixiao.evaluations.doors import evaluation_door
from jixiao.people.doors import own_door
from jixiao.people.policy import Right


def _stub(request: HttpRequest, obj: object, **arguments: object) -> HttpResponse:
    return HttpResponse("建设中。")


inspections = own_door(Right.INSPECTION_READ)(_stub)
inspection = evaluation_door(Right.INSPECTION_READ, "inspection")(_stub)
findings_mine = own_door(Right.FINDING_READ)(_stub)
finding = evaluation_door(Right.FINDING_READ, "finding")(_stub)
finding_organised = evaluation_door(Right.INSPECTION_READ, "finding, organised")(_stub)
bonus_list = own_door(Right.BONUS_READ)(_stub)
bonus = evaluation_door(Right.BONUS_READ, "claim")(_stub)
