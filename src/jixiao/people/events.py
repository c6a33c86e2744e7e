"""What happened in a lower room, for those above to react to. Who reacts stands in one table: `site.reactions`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from jixiao.people.policy import By

Reaction = Callable[[By, int, datetime], object]  # who did it, the number of what it happened to, when
PLAN_PUBLISHED = "plan.published"
PLAN_APPROVED = "plan.approved"
PLAN_AMENDED = "plan.amended"


def happened(event: str, by: By, subject: int, now: datetime) -> None:
    """Call those who react to the event, within the transaction of the act: it stands or falls with them."""
    table: Mapping[str, Sequence[Reaction]] = import_string(settings.JIXIAO_REACTIONS)
    for react in table.get(event, ()):
        react(by, subject, now)
