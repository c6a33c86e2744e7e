"""Rules finer than the table of rights, which depend on a plan's state."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from jixiao.core.stages import Stage
from jixiao.people.models import Account
from jixiao.plans.models import Plan, ReviewAssignment, StageAct

REACHED = Q(plan__stage=Stage.PEER_REVIEW.value) | (
    ~Q(plan__stage=Stage.DRAFTING.value)
    & Exists(StageAct.objects.filter(plan=OuterRef("plan"), to_stage=Stage.PEER_REVIEW.value))
)  # of an assignment: the plan is in peer review, or has been and was not taken back


def review_of(account: Account, plan: Plan) -> ReviewAssignment | None:
    """The account's agency's review of the plan: only of a peer that was asked, and only once the plan was sent.

    A plan that was taken back to be drafted is its agency's own again until it is sent anew. The right itself
    (REVIEW_COMMENT) is asked by the door and by the action.
    """
    if account.agency in (None, plan.organisation.agency):
        return None
    return ReviewAssignment.objects.filter(REACHED, plan=plan, organisation=account.agency).first()


def sees_every_comment(plan: Plan) -> bool:
    """Whether a reviewer sees what the others say: only when the review is closed, so that each speaks freely."""
    return Stage(plan.stage) not in (Stage.DRAFTING, Stage.PEER_REVIEW)
