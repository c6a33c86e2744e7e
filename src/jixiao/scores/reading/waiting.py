"""What waits for an account in the scores: given scores that a second person has to check."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from jixiao.people.models import Account
from jixiao.people.policy import Right, holds
from jixiao.people.queries import organiser_of
from jixiao.plans.procedure.waiting import Waiting
from jixiao.scores.models import GivenScore


def waiting(account: Account) -> list[Waiting]:
    """At most one statement."""
    if not holds(account, Right.GIVEN_CHECK):
        return []
    others = ~Q(entered_by=account)
    if account.person_id is not None:
        others &= ~Q(entered_by__person=account.person_id)
    unchecked = GivenScore.objects.filter(Q(entered_by=None) | others, organiser=organiser_of(account), checked_at=None)
    count = unchecked.count()
    return [Waiting(f"{count} 个外部得分等您复核", reverse("given-scores"), None, None)] if count else []
