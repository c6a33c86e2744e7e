"""What the conditions of the procedure ask, gathered from the database as it stands now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from jixiao.core import draft_reading, freezing
from jixiao.core.journal_chain import digest
from jixiao.core.stages import FROZEN, Facts, Stage
from jixiao.plans.drafting.record import record_of
from jixiao.plans.models import Amendment, Draft, Plan, Publication, ReviewAssignment, ReviewComment, StageAct

APPROVAL = "record_leader_approval"
_GIVEN = (Publication.State.REVIEWED, Publication.State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true of a plan now, and the digest of what it says."""

    facts: Facts
    digest: str


def standing(plan: Plan) -> Standing:
    """Read the plan anew. Findings that were kept earlier may be of another day, so they are not asked."""
    if Stage(plan.stage) in FROZEN:
        return Standing(_of_frozen(plan), plan.digest)
    draft = Draft.objects.filter(of_plan=plan).first()
    if draft is None:
        return Standing(Facts(rows=0), plan.digest)
    draft.of_plan = plan
    reading = draft_reading.read(record_of(draft))
    asked = ReviewAssignment.objects.filter(plan=plan).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False))
    )
    facts = Facts(
        rows=len(reading.plan.rows),
        findings=reading.findings(),
        has_scale=reading.plan.meta.scale is not None,
        reviewers=asked["all"],
        reviewers_done=asked["done"],
        open_comments=_open_comments(plan),
        leader_approved=_leader_approved(plan),
    )
    return Standing(facts, digest(freezing.freeze(reading.plan)))


def _of_frozen(plan: Plan) -> Facts:
    """A frozen plan's rows were sound when it was frozen; an amendment answers for its own."""
    latest = plan.versions.order_by("-number").values("pk")[:1]
    return Facts(
        rows=plan.indicators,
        publication_reviewed=Publication.objects.filter(plan=plan, version__in=latest, state__in=_GIVEN).exists(),
        open_amendments=Amendment.objects.filter(plan=plan, state=Amendment.State.PROPOSED).count(),
    )


def _open_comments(plan: Plan) -> int:
    comments = ReviewComment.objects.filter(assignment__plan=plan)
    return comments.exclude(state=ReviewComment.State.SETTLED).count()


def _leader_approved(plan: Plan) -> bool:
    """Whether the approval is the last of its kind: a plan that came back needs a new one."""
    acts = StageAct.objects.filter(plan=plan).filter(Q(act=APPROVAL) | Q(to_stage=Stage.DRAFTING.value))
    last = acts.order_by("-pk").values_list("act", flat=True).first()
    return last == APPROVAL
