"""Which room reacts to what happened in a room below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jixiao.ledger.actions import opening
from jixiao.people import events
from jixiao.people.events import Reaction

REACTIONS: Mapping[str, Sequence[Reaction]] = {
    events.PLAN_PUBLISHED: (opening.opened_by_plan,),
    events.PLAN_APPROVED: (opening.opened_by_plan,),
    events.PLAN_AMENDED: (opening.follow_plan,),
}
