"""What waits for an account in the procedure and the peer review of plans: sentences for the first page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from jixiao.core.stages import MILESTONES, WORKS, Stage, passed
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import HOLDERS, Right, allows, holds
from jixiao.plans.cascading.filings import waiting_for
from jixiao.plans.models import CalendarStep, Plan, ReviewComment
from jixiao.plans.procedure.course import mark
from jixiao.plans.procedure.reviews import asked_of
from jixiao.plans.status import Status

_WORDS = {
    Stage.SIGN_OFF: (Right.PLAN_SIGN_OFF, "等您审议"),
    Stage.SUBMITTED: (Right.PLAN_APPROVE, "等您批复"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do. `due` is None where no day is set; `mark` says that it is late or soon due."""

    text: str
    address: str
    due: date | None
    mark: Status | None


def waiting(account: Account, now: datetime) -> list[Waiting]:
    """Everything that waits for the account, the most pressing first. At most six statements."""
    if account.organisation is None or not account.is_active:
        return []
    today = timezone.localdate(now)
    found = [*_to_decide(account, today), *_to_receive(account)]
    if account.role == Account.Role.OPERATOR and holds(account, Right.PLAN_ADVANCE):
        found += [*_to_review(account.organisation.agency, today), *_to_answer(account), *_late(account, today)]
    return sorted(found, key=lambda each: each.due or date.max)


def _to_decide(account: Account, today: date) -> Iterator[Waiting]:
    """Plans that lie before the leading group's head, or before the upper office."""
    stages = [stage for stage, (right, _) in _WORDS.items() if _may_ever(account, right)]
    if not stages:
        return
    plans = Plan.objects.visible_to(account).filter(stage__in=stages)
    there = list(plans.select_related("organisation__parent__parent"))
    dues = _dues(Plan.objects.filter(pk__in=[plan.pk for plan in there])) if there else {}
    for plan in there:
        stage = Stage(plan.stage)
        right, words = _WORDS[stage]
        if allows(account, right, plan):
            due = dues.get(plan, {}).get(Stage.APPROVED if stage is Stage.SUBMITTED else stage)
            yield Waiting(f"{_name(plan)}{words}", reverse("stages", args=[plan.pk]), due, mark(due, today))


def _to_receive(account: Account) -> Iterator[Waiting]:
    """Plans and contracts that were filed with the account's office."""
    for filing in waiting_for(account):
        yield Waiting(f"{_name(filing.plan)}等您备案", reverse("filing-receive", args=[filing.pk]), None, None)


def _may_ever(account: Account, right: Right) -> bool:
    return any(account.role in roles for roles in HOLDERS[right].values())


def _to_review(agency: Organisation, today: date) -> Iterator[Waiting]:
    for asked in asked_of(agency, today):
        if asked.is_waiting:
            address = reverse("review-plan", args=[asked.plan.pk])
            yield Waiting(f"{_name(asked.plan)}等本单位互审", address, asked.due.on, asked.due.mark)


def _to_answer(account: Account) -> Iterator[Waiting]:
    unsettled = Q(reviewers__comments__state__in=[ReviewComment.State.OPEN, ReviewComment.State.ANSWERED])
    plans = Plan.objects.filter(organisation=account.agency, stage__in=[Stage.DRAFTING, Stage.PEER_REVIEW])
    counted = plans.annotate(
        unsettled=Count("reviewers__comments", filter=unsettled),
        unanswered=Count("reviewers__comments", filter=Q(reviewers__comments__state=ReviewComment.State.OPEN)),
    )
    found = counted.filter(unsettled__gt=0).values_list("pk", "title", "unsettled", "unanswered")
    for pk, title, unsettled_count, unanswered in found:
        address = reverse("reviews", args=[pk]) + "?open=1"
        text = f"《{title}》有 {unsettled_count} 条互审意见没有办结，其中 {unanswered} 条还没有答复"
        yield Waiting(text, address, None, None)


def _late(account: Account, today: date) -> Iterator[Waiting]:
    """The next milestone of each of the agency's plans, when it is late or due within days."""
    plans = Plan.objects.filter(organisation=account.agency).exclude(stage=Stage.CLOSED.value)
    for plan, dues in _dues(plans).items():
        behind = passed(Stage(plan.stage))
        here = next((each for each in MILESTONES if each not in behind and each in dues), None)
        due = dues[here] if here else None
        sign = mark(due, today)
        if here is not None and sign is not None:
            yield Waiting(f"{_name(plan)}应当办结“{WORKS[here]}”", reverse("stages", args=[plan.pk]), due, sign)


def _dues(plans: QuerySet[Plan]) -> dict[Plan, dict[Stage, date]]:
    """Per plan the day of each milestone that has one."""
    steps = CalendarStep.objects.filter(plan__in=plans, due__isnull=False, stage__in=MILESTONES)
    found: dict[Plan, dict[Stage, date]] = {}
    for step in steps.select_related("plan").order_by("due"):
        if step.due is not None:
            found.setdefault(step.plan, {})[Stage(step.stage)] = step.due
    return found


def _name(plan: Plan) -> str:
    return f"《{plan.title}》"
