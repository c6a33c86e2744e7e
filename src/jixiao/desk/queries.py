"""What each role opens first: what is mine, what is late, who waits for me."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from jixiao.core.evaluations.rounds import evaluated_year
from jixiao.core.stages import TITLES, Stage
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right, holds
from jixiao.plans.models import ImportedDocument, Item, Plan
from jixiao.plans.numbers import points_text
from jixiao.plans.status import DUE_SOON, OVERDUE, SOON, Status, status

ROWS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Mine:
    """One indicator that is mine, ready to show."""

    item: int
    plan: int
    unit: str
    no: str
    goal: str
    text: str
    points: str
    due: str
    offices: str
    owners: str
    status: Status


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan with its figures."""

    plan: Plan
    stage: str
    total: str
    errors: int
    warnings: int
    late: int
    soon: int


def waiting_documents(account: Account) -> list[ImportedDocument]:
    """Imports that wait for this account to review them."""
    if not holds(account, Right.PLAN_IMPORT):
        return []
    drafts = ImportedDocument.objects.visible_to(account).light().filter(state=ImportedDocument.State.DRAFT)
    return list(drafts.select_related("uploaded_by__person"))


def plan_cards(account: Account, today: date) -> list[PlanCard]:
    """The plans that the account may read; the newest first."""
    if not holds(account, Right.PLAN_READ):
        return []
    plans = list(Plan.objects.listed_to(account).select_related("organisation", "ledger")[:12])
    findings = _counts_by_plan([plan for plan in plans if not plan.is_frozen])
    by_plan = _states_by_plan([plan for plan in plans if not hasattr(plan, "ledger")], today)
    return [
        PlanCard(
            plan=plan,
            stage=TITLES[Stage(plan.stage)],
            total=points_text(plan.total),
            errors=findings.get(plan.pk, (0, 0))[0],
            warnings=findings.get(plan.pk, (0, 0))[1],
            late=by_plan.get(plan.pk, []).count(OVERDUE),
            soon=by_plan.get(plan.pk, []).count(DUE_SOON),
        )
        for plan in plans
    ]


@dataclass(frozen=True, slots=True)
class PlanYear:
    """How many plans of a year stand at each stage, the earliest stage first."""

    year: int
    of: int
    stages: list[tuple[str, int]]


def plan_years(account: Account) -> list[PlanYear]:
    """Of all plans that an account above agencies may read, the latest year first. One statement."""
    counted = Plan.objects.listed_to(account).order_by().values_list("year", "stage").annotate(count=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for year, stage, count in counted:
        found.setdefault(year or 0, {})[stage] = count
    return [
        PlanYear(year, sum(own.values()), [(TITLES[each], own[each]) for each in Stage if each in own])
        for year, own in sorted(found.items(), reverse=True)
    ]


def _states_by_plan(plans: Sequence[Plan], today: date) -> dict[int, list[Status]]:
    """How the indicators stand by their dates alone; a plan with a ledger has better to tell."""
    found: dict[int, list[Status]] = {}
    if plans:
        dates = Item.objects.indicators().filter(plan__in=plans).values_list("plan_id", "due")
        for plan_id, due in dates:
            found.setdefault(plan_id, []).append(status(due, today))
    return found


def _counts_by_plan(plans: Sequence[Plan]) -> dict[int, tuple[int, int]]:
    """Errors and warnings of the plans that are still written on."""
    if not plans:
        return {}
    counted = (
        Plan.objects.filter(pk__in=[plan.pk for plan in plans])
        .annotate(
            errors=Count("findings", filter=Q(findings__severity="error")),
            warnings=Count("findings", filter=Q(findings__severity="warning")),
        )
        .values_list("pk", "errors", "warnings")
    )
    return {pk: (errors, warnings) for pk, errors, warnings in counted}


def years_at_work(today: date) -> tuple[int, int]:
    """The first and the last year whose plans ask for work: last year's too while it is evaluated, later it is past;
    next year's plan is being written and binds nobody yet.
    """
    return evaluated_year(today), today.year


def my_indicators(account: Account, today: date) -> list[Mine]:
    """The indicators that I answer for, the most pressing first: those that name my person or my office.

    An operator answers for the whole agency, so theirs are those that are late or soon due.
    """
    if account.role == Account.Role.OPERATOR:
        return _shown_items(account, Q(due__lte=today + SOON), today)
    mine = _mine(account)
    if mine is None or not holds(account, Right.PLAN_READ):
        return []
    return _shown_items(account, mine, today)


def _shown_items(account: Account, which: Q, today: date) -> list[Mine]:
    items = (
        Item.objects.indicators()
        .filter(which, plan__in=Plan.objects.listed_to(account), plan__year__range=years_at_work(today))
        .distinct()
        .select_related("parent", "plan")
        .prefetch_related("responsibilities__organisation", "responsibilities__person")
    )
    rows = [_shown(item, today) for item in items]
    urgency = {OVERDUE: 0, DUE_SOON: 1}
    return sorted(rows, key=lambda row: urgency.get(row.status, 2))


def _mine(account: Account) -> Q | None:
    """A leader's are those that name the person; an office head's also those of the office."""
    by_person = Q(responsibilities__person=account.person) if account.person else None
    office = account.organisation
    by_office = None
    if account.role == Account.Role.OFFICE_HEAD and office and office.kind != Organisation.Kind.AGENCY:
        by_office = Q(responsibilities__organisation=office)
    if by_person is not None and by_office is not None:
        return by_person | by_office
    return by_person if by_person is not None else by_office


def _shown(item: Item, today: date) -> Mine:
    offices, owners = [], []
    for duty in item.responsibilities.all():
        if duty.organisation:
            offices.append(duty.organisation.name)
        elif duty.person and duty.role == "owner":
            owners.append(duty.person.name)
    return Mine(
        item=item.pk,
        plan=item.plan_id,
        unit=item.plan.points_unit,
        no=item.no,
        goal=item.parent.title if item.parent and item.parent.level == Item.Level.GOAL else "",
        text=item.title,
        points=points_text(item.points),
        due=item.due_text or (item.due.isoformat() if item.due else ""),
        offices="、".join(offices),
        owners="、".join(owners),
        status=status(item.due, today),
    )
