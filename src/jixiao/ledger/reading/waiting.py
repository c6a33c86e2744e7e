"""What waits for an account in its ledgers, besides its own reports: sentences for the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator

from jixiao.core.ledger.strike_off import NEAR, Stage
from jixiao.ledger.models import Addressee, Cell, Directive, Ledger, RegisterRow, Task
from jixiao.people.models import Account
from jixiao.people.policy import Right, holds
from jixiao.plans.procedure.course import mark
from jixiao.plans.procedure.waiting import Waiting

_UNDONE = (Stage.OPEN.value, Stage.RETURNED.value)
_DOES = frozenset({Account.Role.OFFICE_HEAD, Account.Role.OFFICE_CLERK, Account.Role.ENTERPRISE})


def waiting(account: Account, today: date) -> list[Waiting]:
    """Directives and tasks of the account's office; what its performance office has to decide. Two statements."""
    if account.organisation is None or not account.is_active:
        return []
    role = Account.Role(account.role)
    found: list[Waiting] = []
    if role in _DOES:
        found += [*_directives(account, today), *_tasks(account, today)]
    elif role is Account.Role.OPERATOR and holds(account, Right.REPORT_ACCEPT):
        found += _to_decide(account)
    elif role is Account.Role.LEADER and account.person_id is not None:
        found += _escalated(account, today)
    return sorted(found, key=lambda each: each.due or date.max)


def _directives(account: Account, today: date) -> Iterator[Waiting]:
    mine = Addressee.objects.filter(office=account.organisation, stage__in=_UNDONE).select_related("directive")
    for each in mine.order_by("directive__due"):
        word = "等您签收" if each.read_at is None else "等您答复" if each.stage == Stage.OPEN else "退回，等您补充"
        address = reverse("addressee", args=[each.pk])
        due = each.directive.due
        yield Waiting(f"督办单《{_short(each.directive.title)}》{word}", address, due, mark(due, today))


def _tasks(account: Account, today: date) -> Iterator[Waiting]:
    mine = Task.objects.filter(office=account.organisation, stage__in=_UNDONE, due__lte=today + NEAR)
    tasks = list(mine.order_by("due").values_list("pk", "text", "due", "ledger__plan_id"))
    if len(tasks) == 1:
        pk, text, due, _ = tasks[0]
        yield Waiting(f"任务“{_short(text)}”等您办理、申请销号", reverse("task", args=[pk]), due, mark(due, today))
    elif tasks:
        first = tasks[0][2]
        address = reverse("tasks", args=[tasks[0][3]])
        yield Waiting(f"{len(tasks)} 项任务等您办理、申请销号", address, first, mark(first, today))


def _short(text: str) -> str:
    return Truncator(text).chars(60)


def _escalated(account: Account, today: date) -> Iterator[Waiting]:
    open_ones = Directive.objects.filter(escalated_to=account.person, addressees__stage__in=_UNDONE).distinct()
    for directive in open_ones.order_by("due"):
        text = f"督办单《{_short(directive.title)}》逾期，提请您过问"
        yield Waiting(text, reverse("directive", args=[directive.pk]), directive.due, mark(directive.due, today))


def _to_decide(account: Account) -> Iterator[Waiting]:
    """Reports and strike-offs that lie with the performance office, a line a kind and ledger."""
    claimed = {"stage": Stage.CLAIMED.value}
    ledgers = Ledger.objects.filter(plan__organisation=account.agency).annotate(
        reports=_count(Cell.objects.filter(ledger=OuterRef("pk"), reporting="submitted", dropped=False), "ledger"),
        tasks_claimed=_count(Task.objects.filter(ledger=OuterRef("pk"), **claimed), "ledger"),
        rows_claimed=_count(
            RegisterRow.objects.filter(register__item__plan__ledger=OuterRef("pk"), removed=False, **claimed),
            "register__item__plan__ledger",
        ),
        replies=_count(Addressee.objects.filter(directive__ledger=OuterRef("pk"), **claimed), "directive__ledger"),
    )
    for ledger in ledgers.order_by("-plan__year"):
        for count, text, name in (
            (ledger.reports, "份填报等您审核", "accepting"),
            (ledger.tasks_claimed + ledger.rows_claimed, "项销号申请等您核实", "tasks-waiting"),
            (ledger.replies, "份督办答复等您核实", "directives"),
        ):
            if count:
                yield Waiting(f"{count} {text}", reverse(name, args=[ledger.plan_id]), None, None)


def _count(rows: QuerySet[Cell] | QuerySet[Task] | QuerySet[RegisterRow] | QuerySet[Addressee], by: str) -> Coalesce:
    """How many rows there are, as a column of the outer query."""
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
