"""What each account has to be reminded of: the open matters of all ledgers, in seven statements whatever their size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from jixiao.core.ledger.reminders import Matter
from jixiao.core.ledger.states import REPORTED, Reporting
from jixiao.core.ledger.strike_off import Stage
from jixiao.core.ledger.windows import beijing_day
from jixiao.core.stages import Stage as PlanStage
from jixiao.ledger.models import Addressee, Cell, Report, Task
from jixiao.ledger.policy import lead_office
from jixiao.ledger.reading.directives import label_of
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import Responsibility

Role = Account.Role
OFFICE = frozenset({Role.OFFICE_HEAD, Role.OFFICE_CLERK})
LEADERS = frozenset({Role.LEADER, Role.GROUP_HEAD})
TOLD = OFFICE | LEADERS | {Role.OPERATOR, Role.ENTERPRISE}
_AHEAD = timedelta(30)  # days: five working days are never longer
_UP = "plan__organisation__parent__parent"
_OPEN = (Stage.OPEN, Stage.RETURNED)
_CLOSED = PlanStage.CLOSED.value


@dataclass
class People:
    """The accounts that are reminded, by what makes a matter theirs."""

    accounts: dict[int, Account]
    of_office: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    of_person: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    leaders: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    operators: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # by agency

    @classmethod
    def read(cls) -> People:
        wanted = Account.objects.filter(is_active=True, role__in=TOLD, organisation__isnull=False)
        found = cls({each.pk: each for each in wanted.select_related("organisation__parent__parent", "person")})
        for account in found.accounts.values():
            found._place(account)
        return found

    def _place(self, account: Account) -> None:
        assert account.organisation is not None
        if account.role == Role.OPERATOR:
            self.operators[account.organisation.agency.pk].append(account.pk)
        if account.role in LEADERS and account.person_id is not None:
            self.leaders[account.person_id].append(account.pk)
        if account.role in OFFICE and account.person_id is not None:
            self.of_person[account.person_id].append(account.pk)
        if account.role not in LEADERS:
            self.of_office[account.organisation.pk].append(account.pk)


Matters = dict[int, list[Matter]]  # by account


def matters_of_all(people: People, today: date) -> Matters:
    """The open matters of every account, as of that day."""
    found: Matters = defaultdict(list)
    _cells(found, people, today)
    _tasks(found, people, today)
    _directives(found, people, today)
    return found


def _tell(found: Matters, accounts: Iterable[int], matter: Matter) -> None:
    for account in dict.fromkeys(accounts):
        found[account].append(matter)


def _cells(found: Matters, people: People, today: date) -> None:
    cells = Cell.objects.in_force().exclude(reporting__in=REPORTED).exclude(ledger__plan__stage=_CLOSED)
    near = Q(due__lte=today + _AHEAD) | Q(reporting=Reporting.RETURNED)
    cells = cells.filter(near, struck_off=False, opens__lte=today)
    rows = list(cells.select_related("item", f"ledger__{_UP}").order_by("due", "item__position"))
    duties = defaultdict(list)
    for duty in Responsibility.objects.filter(item__in={cell.item_id for cell in rows}).select_related("organisation"):
        duties[duty.item_id].append(duty)
    returned = _returned(rows)
    for cell in rows:
        _tell_cell(found, people, cell, duties[cell.item_id], returned.get(cell.pk))


def _returned(cells: list[Cell]) -> dict[int, date]:
    """When the reports that lie with their writers again were returned."""
    back = [cell.pk for cell in cells if cell.reporting == Reporting.RETURNED]
    rows = Report.objects.filter(cell__in=back, working=True, decided_at__isnull=False)
    return {cell: beijing_day(at) for cell, at in rows.values_list("cell_id", "decided_at") if at is not None}


def _tell_cell(found: Matters, people: People, cell: Cell, duties: list[Responsibility], returned: date | None) -> None:
    number = f"{cell.item.no or cell.item.position} {cell.period.label}"
    matter = Matter(number, cell.item.title, cell.due, cell.grace, reverse("cell", args=[cell.pk]), returned)
    _tell(found, writers(people, cell, duties), matter)
    escalate = cell.ledger.escalate_days
    leaders = [account for duty in duties for account in _leader(people, duty)]
    _tell(found, leaders, replace(matter, returned=None, escalate=escalate))
    plan = cell.ledger.plan
    owes = _owing(plan.organisation, duties)
    page = reverse("ledger", args=[plan.pk])
    missing = Matter(owes, number, cell.due, cell.due, page, missing=True)
    _tell(found, people.operators[plan.organisation.agency.pk], missing)


def writers(people: People, cell: Cell, duties: list[Responsibility]) -> list[int]:
    """Who answers for the report, as `ledger.policy.answers_for` has it, without the performance office."""
    plan = cell.ledger.plan
    if plan.organisation.kind == Organisation.Kind.ENTERPRISE:
        own = people.of_office[plan.organisation_id]
        return [pk for pk in own if people.accounts[pk].role == Role.ENTERPRISE]
    office = lead_office(duties)
    there = people.of_office[office] if office is not None else []
    owners = [pk for duty in duties if duty.role == Responsibility.Role.OWNER for pk in _persons(people, duty)]
    return [*(pk for pk in there if people.accounts[pk].role in OFFICE), *owners]


def _persons(people: People, duty: Responsibility) -> list[int]:
    return people.of_person[duty.person_id] if duty.person_id is not None else []


def _leader(people: People, duty: Responsibility) -> list[int]:
    is_leader = duty.role == Responsibility.Role.LEADER and duty.person_id is not None
    return people.leaders[duty.person_id] if is_leader and duty.person_id is not None else []


def _owing(organisation: Organisation, duties: list[Responsibility]) -> str:
    """The name of the office that owes the report, or of the enterprise whose plan it is."""
    if organisation.kind == Organisation.Kind.ENTERPRISE:
        return organisation.name
    lead = lead_office(duties)
    names = [duty.organisation.name for duty in duties if duty.organisation and duty.organisation_id == lead]
    return names[0] if names else "未明确科室"


def _tasks(found: Matters, people: People, today: date) -> None:
    near = Q(stage=Stage.OPEN, due__lte=today + _AHEAD) | Q(stage=Stage.RETURNED, due__isnull=False)
    tasks = Task.objects.filter(near).exclude(ledger__plan__stage=_CLOSED)
    for task in tasks.select_related("list__item").order_by("due", "pk"):
        if task.due is None:
            continue
        number = f"{task.list.item.no or task.list.item.position} 任务" if task.list else "调度会任务"
        back = beijing_day(task.decided_at) if task.stage == Stage.RETURNED and task.decided_at else None
        matter = Matter(number, task.text, task.due, task.due, reverse("task", args=[task.pk]), back)
        office = people.of_office[task.office_id] if task.office_id is not None else []
        owner = people.of_person[task.owner_id] if task.owner_id is not None else []
        _tell(found, [*office, *owner], matter)


def _directives(found: Matters, people: People, today: date) -> None:
    rows = Addressee.objects.filter(stage__in=_OPEN).exclude(directive__ledger__plan__stage=_CLOSED)
    for each in rows.select_related("directive__ledger__plan").order_by("directive__due", "pk"):
        directive, link = each.directive, reverse("addressee", args=[each.pk])
        given = beijing_day(directive.issued_at) if each.read_at is None else None
        back = beijing_day(each.decided_at) if each.stage == Stage.RETURNED and each.decided_at else None
        label = label_of(directive.ledger.plan.year, directive.number)
        matter = Matter(label, directive.title, directive.due, directive.due, link, back, given)
        _tell(found, people.of_office[each.office_id], matter)
        if directive.escalated_to_id is not None:
            asked = replace(matter, returned=None, given=None, escalate=directive.ledger.escalate_days)
            page = reverse("directive", args=[directive.pk])
            _tell(found, people.leaders[directive.escalated_to_id], replace(asked, link=page))
