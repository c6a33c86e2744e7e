"""Passing: pages that are being built."""

from django.http import HttpRequest, HttpResponse

from jixiao.ledger.doors import ledger_door
from jixiao.people.doors import own_door
from jixiao.people.policy import Right


def _page(request: HttpRequest, thing: object, **rest: object) -> HttpResponse:
    return HttpResponse("…")


ledger = ledger_door(Right.LEDGER_READ)(_page)
cell = ledger_door(Right.LEDGER_READ, "cell")(_page)
task = ledger_door(Right.LEDGER_READ, "task")(_page)
register = ledger_door(Right.LEDGER_READ, "register")(_page)
directive = ledger_door(Right.DIRECTIVE_READ, "directive")(_page)
addressee = ledger_door(Right.DIRECTIVE_READ, "addressee")(_page)
meeting = ledger_door(Right.DISPATCH_READ, "meeting")(_page)
evidence = ledger_door(Right.EVIDENCE_READ, "evidence")(_page)
line = ledger_door(Right.WARNING_READ, "line")(_page)
own = own_door(Right.DESK_READ)(_page)
