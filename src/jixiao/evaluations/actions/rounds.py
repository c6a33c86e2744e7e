"""Holding a round: opening it, giving out its sheets, asking panel members, closing it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jixiao.core.evaluations import rounds as rules
from jixiao.evaluations.actions.round_locks import locked_round
from jixiao.evaluations.models import Assignment, Round, RoundKind, SheetState
from jixiao.evaluations.reading.plans import groups_of, plans_over
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import By, Refused, Right, account_behind, allows, require
from jixiao.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Given:
    """A round as it came from a form. `chosen`: the organisations that it is about; nobody: all."""

    year: int
    kind: RoundKind
    title: str
    opens: date | None
    due: date | None
    chosen: frozenset[int] = frozenset()


@transaction.atomic
def hold(by: By, organiser_id: int, given: Given, now: datetime) -> Round:
    """Open a round and give out its sheets. The same one held again is one. Raises Refused."""
    organisers = Organisation.objects.select_for_update(of=("self",), no_key=True)
    organiser = organisers.select_related("parent__parent").get(pk=organiser_id)
    require(by, Right.ROUND_KEEP, organiser)
    obstacle = rules.cannot_hold(given.title, given.opens, given.due)
    if obstacle or given.opens is None or given.due is None:
        raise Refused(obstacle)
    if given.chosen:
        _require_choosable(organiser, given)
    title = given.title.strip()
    there = Round.objects.filter(organiser=organiser, year=given.year, title=title).first()
    if there is not None:
        if _is_same(there, given):
            return there
        raise Refused(f"{given.year}年已经有名为“{title}”的轮次，请换一个名称。")
    held = Round.objects.create(
        organiser=organiser, year=given.year, kind=given.kind, title=title, opens=given.opens, due=given.due,
        made_by=account_behind(by), made_at=now,
    )  # fmt: skip
    held.chosen.set(given.chosen)
    facts = {"title": title, "kind": held.get_kind_display(), "opens": held.opens, "due": held.due}
    record(by.actor, "round.hold", Subject("round", held.pk), facts, now)
    assign(by, held.pk, now)
    return held


def _require_choosable(organiser: Organisation, given: Given) -> None:
    """Raises Refused."""
    if given.kind != RoundKind.ON_SITE:
        raise Refused(f"只有实地考评可以只选一部分单位，{given.kind.label}面向全部单位。请不要勾选单位。")
    there = {plan.organisation_id for plan in plans_over(organiser, given.year, given.kind)}
    if not given.chosen <= there:
        raise Refused(f"勾选的单位里有 {len(given.chosen - there)} 家在{given.year}年没有可以考评的方案，请重新勾选。")


def _is_same(there: Round, given: Given) -> bool:
    chosen = frozenset(there.chosen.values_list("pk", flat=True))
    return (there.kind, there.opens, there.due, chosen) == (given.kind, given.opens, given.due, given.chosen)


@transaction.atomic
def assign(by: By, round_id: int, now: datetime) -> int:
    """Give out the sheets that are not given out yet; returns how many. Raises Refused."""
    held = locked_round(round_id)
    require(by, Right.ROUND_KEEP, held)
    if held.closed_at is not None:
        raise Refused("这一轮考评已经结束，不能再分派。")
    there = set(Assignment.objects.filter(round=held, member=None).values_list("plan_id", "rater_id"))
    sheets = [(plan, rater) for plan, rater in _wanted(held) if (plan.pk, rater) not in there]
    Assignment.objects.bulk_create([Assignment(round=held, plan=plan, rater_id=rater) for plan, rater in sheets])
    if sheets:
        about = {"title": held.title, "sheets": len(sheets), "plans": len({plan.pk for plan, _ in sheets})}
        record(by.actor, "round.assign", Subject("round", held.pk), about, now)
    return len(sheets)


def _wanted(held: Round) -> list[tuple[Plan, int]]:
    """Each sheet of the round: the plan, and the number of the organisation that fills it in."""
    kind = RoundKind(held.kind)
    plans = plans_over(held.organiser, held.year, kind)
    if kind == RoundKind.PEER_RATING:
        of = {plan.organisation_id: plan for plan in plans}
        pairs = rules.pairs(groups_of(held.organiser, held.year))
        return [(of[rated], rater) for rater, rated in pairs if rated in of]
    if chosen := set(held.chosen.values_list("pk", flat=True)):
        plans = [plan for plan in plans if plan.organisation_id in chosen]
    return [(plan, plan.organisation_id if kind == RoundKind.SELF else held.organiser_id) for plan in plans]


@transaction.atomic
def ask_members(by: By, round_id: int, plan_ids: Collection[int], accounts: Collection[int], now: datetime) -> int:
    """Give panel members of an on-site assessment sheets of their own; returns how many are new. Raises Refused."""
    held = locked_round(round_id)
    require(by, Right.ROUND_KEEP, held)
    if held.closed_at is not None or held.kind != RoundKind.ON_SITE:
        raise Refused("只有没有结束的实地考评才能增加考评组成员。")
    members = Account.objects.filter(pk__in=accounts, is_active=True).select_related("organisation__parent__parent")
    panel = [member for member in members if allows(member, Right.ASSESS_WRITE, held)]
    if not panel or len(panel) < len(set(accounts)):
        raise Refused("请选择本单位有实地考评权限的人员。")
    plans = set(Assignment.objects.filter(round=held, plan__in=plan_ids, member=None).values_list("plan_id", flat=True))
    if not plans:
        raise Refused("请选择要考评的单位。")
    there = set(Assignment.objects.filter(round=held, member__in=panel).values_list("plan_id", "member_id"))
    new = [(plan, member) for plan in sorted(plans) for member in panel if (plan, member.pk) not in there]
    Assignment.objects.bulk_create(
        [Assignment(round=held, plan_id=plan, rater=held.organiser, member=member) for plan, member in new]
    )
    if new:
        facts = {"title": held.title, "members": [each.shown_name for each in panel], "sheets": len(new)}
        record(by.actor, "round.members", Subject("round", held.pk), facts, now)
    return len(new)


@transaction.atomic
def close(by: By, round_id: int, now: datetime, *, anyway: bool = False) -> Round:
    """End the round. Closed again it stays as it was. Raises Refused."""
    held = locked_round(round_id)
    require(by, Right.ROUND_KEEP, held)
    if held.closed_at is not None:
        return held
    sheets = list(Assignment.objects.filter(round=held).values_list("state", "member_id"))
    undecided = sum(
        state == SheetState.SUBMITTED and rules.needs_decision(rules.Kind(held.kind), is_member=member is not None)
        for state, member in sheets
    )
    obstacle = rules.cannot_close(undecided, anyway=anyway)
    if obstacle:
        raise Refused(obstacle)
    held.closed_at, held.closed_by = now, account_behind(by)
    held.save(update_fields=["closed_at", "closed_by"])
    progress = rules.progress_of(rules.State(state) for state, _ in sheets)
    about = {"title": held.title, "all": progress.all, "handed_in": progress.handed_in, "undecided": undecided}
    record(by.actor, "round.close", Subject("round", held.pk), about, now)
    return held
