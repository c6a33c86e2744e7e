"""From a plan's records to rows of the database: items, responsibilities, targets, findings.

Only `actions.confirm_import` calls this, inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from jixiao.core.fields import FIELDS
from jixiao.core.findings import Finding
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row
from jixiao.core.targets import Target as TargetRecord
from jixiao.people import actions as people
from jixiao.people.models import Organisation, Person
from jixiao.people.names import normal_name
from jixiao.plans.models import DIGITS, PLACES, Item, Plan, PlanFinding, Responsibility, Target
from jixiao.plans.policy import Refused
from jixiao.plans.tree import Node, nodes

NAME_LIMIT = 100
BATCH = 500


class Directory:
    """Offices and persons of the import, found by normalised name or made, each once."""

    def __init__(self, agency: Organisation, plan: PlanRecord, since: date) -> None:
        self.agency, self.since = agency, since
        self.offices: dict[str, Organisation] = {}
        self.persons: dict[str, Person] = {}
        for row in plan.rows:
            for name in (*row.offices, *row.co_offices):
                self._office(name, row)
            for name in (*row.leaders, *row.owners):
                self._person(name, row)
        self._posts(plan)

    def _office(self, name: str, row: Row) -> None:
        _refuse_long(name, NAME_LIMIT, row, "责任科室")
        if normal_name(name) not in self.offices:
            kind = office_kind(name)
            self.offices[normal_name(name)] = people.find_or_create_organisation(name, kind, self.agency)

    def _person(self, name: str, row: Row) -> None:
        _refuse_long(name, NAME_LIMIT, row, "姓名")
        if normal_name(name) not in self.persons:
            self.persons[normal_name(name)] = people.find_or_create_person(name, self.agency)

    def _posts(self, plan: PlanRecord) -> None:
        """Leaders hold a post in the agency. An owner's office is certain where the two lists are as long."""
        held: set[tuple[str, str]] = set()
        for row in plan.rows:
            held.update((normal_name(name), "") for name in row.leaders)
            if len(row.owners) == len(row.offices):
                pairs = zip(row.owners, row.offices, strict=True)
                held.update((normal_name(owner), normal_name(office)) for owner, office in pairs)
        for person, office in sorted(held):
            where = self.offices[office] if office else self.agency
            title = FIELDS["owners"].label if office else FIELDS["leaders"].label
            people.give_post(self.persons[person], where, title, self.since)


def office_kind(name: str) -> Organisation.Kind:
    """What an organisation named in a responsibility column is, by the end of its name."""
    if name.endswith(("支部", "党委", "总支")):
        return Organisation.Kind.BRANCH
    if name.endswith(("公司", "集团")):
        return Organisation.Kind.ENTERPRISE
    return Organisation.Kind.OFFICE


def fill(plan: Plan, record: PlanRecord, findings: Iterable[Finding], since: date) -> None:
    """Create everything below the plan. Raises Refused for a value that no column can hold."""
    directory = Directory(plan.organisation, record, since)
    leaves = _items(plan, nodes(record))
    rows = {row.position: row for row in record.rows}
    duties = [duty for at, item in leaves.items() for duty in _responsibilities(item, rows[at], directory)]
    Responsibility.objects.bulk_create(duties, BATCH)
    targets = [target for at, item in leaves.items() for target in _targets(item, rows[at])]
    Target.objects.bulk_create(targets, BATCH)
    PlanFinding.objects.bulk_create(_findings(plan, findings, leaves), BATCH)


def _items(plan: Plan, tree: tuple[Node, ...]) -> dict[int, Item]:
    """Create the items, one depth after the other; returns the indicators by position."""
    made: dict[int, Item] = {}
    for depth in sorted({node.depth for node in tree}):
        level = {at: _item(plan, node, made) for at, node in enumerate(tree) if node.depth == depth}
        made |= dict(zip(level, Item.objects.bulk_create(level.values(), BATCH), strict=True))
    return {node.position: made[at] for at, node in enumerate(tree) if node.row is not None}


def _item(plan: Plan, node: Node, made: dict[int, Item]) -> Item:
    row = node.row
    item = Item(
        plan=plan,
        parent=made[node.parent] if node.parent is not None else None,
        level=node.level,
        position=node.position,
        no=node.no,
        title=node.title,
        declared_points=fitting_points(node.declared, row),
    )
    if row is not None:
        _refuse_long(node.no, 50, row, "序号")
        _refuse_long(row.deadline_raw or "", 200, row, "完成时限")
        item.kind = row.kind.value
        item.declared_points, item.points = None, fitting_points(row.weight, row)
        item.shares_points = row.weight_source is Source.DOWN
        item.due, item.due_text = row.deadline, row.deadline_raw or ""
        item.rule, item.line = row.rule or "", row.line
        item.basis, item.citation = row.policy_basis or "", row.l1_citation or ""
    return item


def _responsibilities(item: Item, row: Row, directory: Directory) -> Iterator[Responsibility]:
    role = Responsibility.Role
    for at, name in enumerate(_once(row.leaders)):
        yield Responsibility(item=item, role=role.LEADER, person=directory.persons[name], position=at)
    for at, name in enumerate(_once(row.owners)):
        yield Responsibility(item=item, role=role.OWNER, person=directory.persons[name], position=at)
    for at, name in enumerate(_once((*row.offices, *row.co_offices))):
        lead = role.LEAD_OFFICE if at < len(_once(row.offices)) else role.CO_OFFICE
        yield Responsibility(item=item, role=lead, organisation=directory.offices[name], position=at)


def _once(names: tuple[str, ...]) -> list[str]:
    """Normalised names, each once, in order."""
    return list(dict.fromkeys(normal_name(name) for name in names))


def _targets(item: Item, row: Row) -> Iterator[Target]:
    for at, target in enumerate(row.targets):
        yield _target(item, at, target, row)


def _target(item: Item, position: int, record: TargetRecord, row: Row) -> Target:
    found = Target(
        item=item,
        position=position,
        field=record.field,
        span=record.span,
        start=record.start,
        end=record.end,
        comparator=record.comparator,
        value_max=_amount(record.value_max, row),
        unit=record.unit,
        base_unit=record.base_unit,
        period=record.period,
        kind=record.kind,
        subject=record.subject,
        per=record.per or "",
    )
    if isinstance(record.value, date):
        found.date = record.value
    else:
        found.value = _amount(record.value, row)
        found.value_base = _amount(record.value_base, row, 32) if isinstance(record.value_base, Decimal) else None
    if record.qualifier is not None:
        by = record.qualifier
        found.qualifier = {"field": by.field, "comparator": by.comparator, "value": str(by.value), "unit": by.unit}
    return found


def _findings(plan: Plan, findings: Iterable[Finding], leaves: dict[int, Item]) -> list[PlanFinding]:
    return [
        PlanFinding(
            plan=plan,
            item=leaves.get(finding.row) if finding.row else None,
            position=at,
            code=finding.code,
            severity=finding.severity.value,
            message=finding.message,
            message_en=finding.message_en,
            field=finding.field or "",
            line=finding.line,
            suggestion=finding.suggestion or "",
        )
        for at, finding in enumerate(findings)
    ]


def fitting_points(points: Decimal | None, row: Row | None = None) -> Decimal | None:
    """The points, when a column can hold them without rounding. Raises Refused otherwise."""
    return _fitting(points, DIGITS, PLACES, row, "分值")


def _amount(value: Decimal | None, row: Row, digits: int = 24) -> Decimal | None:
    return _fitting(value, digits, 6, row, "目标值")


def _fitting(value: Decimal | None, digits: int, places: int, row: Row | None, label: str) -> Decimal | None:
    """The value, when a column of so many digits can hold it without rounding."""
    if value is None:
        return None
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > places or abs(value) >= Decimal(10) ** (digits - places):
        where = f"第 {row.position} 行" if row else "表中"
        raise Refused(f"{where}的{label}位数过多，无法保存，请先改正。")
    return value


def _refuse_long(text: str, limit: int, row: Row, label: str) -> None:
    if len(text) > limit:
        raise Refused(f"第 {row.position} 行的{label}超过 {limit} 个字，请先改正。")
