"""Peer review: asking agencies, their comments, the answers, and what became of each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from jixiao.core import peer_review
from jixiao.core.peer_review import Outcome
from jixiao.core.stages import Stage
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Account, Organisation, PeerGroup
from jixiao.people.policy import By, Forbidden, Refused, Right, account_behind, require
from jixiao.plans.actions.locking import locked_plan
from jixiao.plans.models import Item, Plan, ReviewAssignment, ReviewComment, ReviewReply
from jixiao.plans.policy import review_of
from jixiao.plans.procedure.wordings import Changes

State = ReviewComment.State


def peers_of(plan: Plan) -> list[Organisation]:
    """The agencies that may review the plan: of its agency's peer groups in the plan's year, without itself."""
    own = plan.organisation
    if own.kind != Organisation.Kind.AGENCY or plan.year is None:
        return []
    groups = PeerGroup.objects.filter(members=own, year=plan.year).values("pk")
    peers = Organisation.objects.filter(kind=Organisation.Kind.AGENCY, peer_groups__in=groups)
    return list(peers.exclude(pk=own.pk).distinct().order_by("name"))


@transaction.atomic
def assign(by: By, plan_id: int, agencies: Collection[int], now: datetime) -> list[ReviewAssignment]:
    """Ask agencies, by number, to review the plan; those that were asked already stay. Raises Refused."""
    plan = locked_plan(plan_id)
    require(by, Right.REVIEW_ASSIGN, plan)
    peers = {peer.pk: peer for peer in peers_of(plan)}
    _stop(peer_review.cannot_ask(Stage(plan.stage), plan.organisation.agency.pk, peers, agencies))
    asked = set(ReviewAssignment.objects.filter(plan=plan).values_list("organisation_id", flat=True))
    account = account_behind(by)
    made = [
        ReviewAssignment.objects.create(plan=plan, organisation=peers[pk], assigned_by=account, assigned_at=now)
        for pk in sorted(set(agencies) - asked)
    ]
    if made:
        facts = {"agencies": [assignment.organisation.name for assignment in made]}
        record(by.actor, "review.assign", Subject("plan", plan.pk), facts, now)
    return made


@transaction.atomic
def take_back(by: By, plan_id: int, assignment_id: int, now: datetime) -> None:
    """Take back a review that nothing came of yet. Raises Refused."""
    plan = locked_plan(plan_id)
    require(by, Right.REVIEW_ASSIGN, plan)
    assignment = _assignment(plan, assignment_id)
    comments = assignment.comments.count()
    _stop(peer_review.cannot_take_back(Stage(plan.stage), comments, assignment.done_at is not None))
    facts = {"agency": assignment.organisation.name}
    assignment.delete()
    record(by.actor, "review.take-back", Subject("plan", plan.pk), facts, now)


@transaction.atomic
def ask_again(by: By, plan_id: int, assignment_id: int, now: datetime) -> None:
    """Ask an agency that was done to look once more, after the plan was changed. Raises Refused."""
    plan = locked_plan(plan_id)
    require(by, Right.REVIEW_ASSIGN, plan)
    assignment = _assignment(plan, assignment_id)
    _stop(peer_review.cannot_take_back(Stage(plan.stage), 0, done=False))
    _set_done(by, assignment, None, "review.ask-again", now)


@transaction.atomic
def finish(by: Account, plan_id: int, now: datetime, *, done: bool = True) -> ReviewAssignment:
    """Say that the agency has said all it has to say, or take that back. Raises Refused."""
    plan, assignment = _own_review(by, plan_id)
    _stop("" if Stage(plan.stage) is Stage.PEER_REVIEW else "互审已经结束。")
    _set_done(by, assignment, now if done else None, "review.done" if done else "review.resume", now)
    return assignment


@transaction.atomic
def comment(by: Account, plan_id: int, uid: str, text: str, now: datetime) -> ReviewComment:
    """Comment on a row, or on the whole plan when `uid` is ''. Raises Refused."""
    plan, assignment = _own_review(by, plan_id)
    _stop(peer_review.cannot_comment(Stage(plan.stage), assignment.done_at is not None, text))
    if uid and not Item.objects.indicators().filter(plan=plan, uid=uid).exists():
        raise Refused("这一行刚刚被删除，请回到方案核对。")
    made = ReviewComment.objects.create(assignment=assignment, uid=uid, text=text.strip(), by=by, at=now)
    facts = {"row": uid, "text": made.text, "agency": assignment.organisation.name}
    record(by.actor, "review.comment", Subject("plan", plan.pk), facts, now)
    return made


@transaction.atomic
def reopen(by: Account, plan_id: int, comment_id: int, reason: str, now: datetime) -> ReviewComment:
    """The reviewer does not agree with the answer: the comment is open again. Raises Refused."""
    plan, assignment = _own_review(by, plan_id)
    found = _comment(plan, comment_id)
    if found.assignment_id != assignment.pk:
        raise Forbidden("您没有这项权限。")
    _stop(peer_review.cannot_reopen(Stage(plan.stage), found.state == State.OPEN, reason))
    _reply(found, by, reason, now)
    _turn(found, State.OPEN)
    if assignment.done_at is not None:
        _set_done(by, assignment, None, "review.resume", now)
    _note(by, plan, found, "review.reopen", {"reason": reason.strip()}, now)
    return found


@transaction.atomic
def answer(by: Account, plan_id: int, comment_id: int, text: str, now: datetime) -> ReviewComment:
    """Answer a comment without settling it. Raises Refused."""
    plan, found = _answerable(by, plan_id, comment_id)
    _stop(peer_review.cannot_answer(Stage(plan.stage), found.state == State.SETTLED, text))
    _reply(found, by, text, now)
    _turn(found, State.ANSWERED)
    _note(by, plan, found, "review.answer", {"text": text.strip()}, now)
    return found


@transaction.atomic
def settle(by: Account, plan_id: int, comment_id: int, outcome: Outcome, text: str, now: datetime) -> ReviewComment:
    """Settle a comment, with a last sentence where there is one to say. Raises Refused."""
    plan, found = _answerable(by, plan_id, comment_id)
    changed = bool(Changes(plan, found.at).of(found.uid, found.at))
    explained = bool(text.strip()) or found.state == State.ANSWERED
    settled = found.state == State.SETTLED
    _stop(peer_review.cannot_settle(Stage(plan.stage), settled, outcome, explained=explained, changed=changed))
    if text.strip():
        _reply(found, by, text, now)
    _turn(found, State.SETTLED, outcome, now)
    _note(by, plan, found, "review.settle", {"outcome": outcome.value, "text": text.strip()}, now)
    return found


def _stop(sentence: str) -> None:
    if sentence:
        raise Refused(sentence)


def _own_review(by: Account, plan_id: int) -> tuple[Plan, ReviewAssignment]:
    """The plan and the review of the account's agency. Raises Forbidden."""
    plan = locked_plan(plan_id)
    require(by, Right.REVIEW_COMMENT, plan)
    assignment = review_of(by, plan)
    if assignment is None:
        raise Forbidden("您没有这项权限。")
    return plan, assignment


def _answerable(by: Account, plan_id: int, comment_id: int) -> tuple[Plan, ReviewComment]:
    plan = locked_plan(plan_id)
    require(by, Right.REVIEW_ANSWER, plan)
    return plan, _comment(plan, comment_id)


def _assignment(plan: Plan, assignment_id: int) -> ReviewAssignment:
    found = plan.reviewers.select_related("organisation").filter(pk=assignment_id).first()
    if found is None:
        raise Refused("没有这项互审分派。")
    return found


def _comment(plan: Plan, comment_id: int) -> ReviewComment:
    found = ReviewComment.objects.filter(assignment__plan=plan, pk=comment_id).first()
    if found is None:
        raise Refused("没有这条意见。")
    return found


def _set_done(by: By, assignment: ReviewAssignment, done_at: datetime | None, action: str, now: datetime) -> None:
    assignment.done_at = done_at
    assignment.save(update_fields=["done_at"])
    facts = {"agency": assignment.organisation.name}
    record(by.actor, action, Subject("plan", assignment.plan_id), facts, now)


def _reply(found: ReviewComment, by: Account, text: str, now: datetime) -> None:
    ReviewReply.objects.create(comment=found, text=text.strip(), by=by, at=now)


def _turn(found: ReviewComment, state: State, outcome: Outcome | None = None, at: datetime | None = None) -> None:
    found.state, found.outcome, found.settled_at = state, (outcome.value if outcome else ""), at
    found.save(update_fields=["state", "outcome", "settled_at"])


def _note(by: Account, plan: Plan, found: ReviewComment, action: str, facts: dict[str, str], now: datetime) -> None:
    record(by.actor, action, Subject("plan", plan.pk), {"comment": found.pk, "row": found.uid, **facts}, now)
