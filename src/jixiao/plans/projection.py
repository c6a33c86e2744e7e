"""From a plan's record to rows of the database: items, responsibilities, targets, findings.

The columns only repeat what the draft or the latest version says, so that it can be asked. What a row of the record
says is known by its digest (`Item.content`), so that a change of one cell writes one item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Q

from jixiao.core import freezing
from jixiao.core.fields import DEADLINE_LIMIT, FIELDS, NAME_LIMIT, NO_LIMIT
from jixiao.core.findings import Finding
from jixiao.core.journal_chain import digest
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row
from jixiao.core.targets import Target as TargetRecord
from jixiao.core.totals import totals_of
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.actions.posts import find_or_create_person, give_post
from jixiao.people.models import Organisation, Person
from jixiao.people.names import normal_name
from jixiao.people.policy import Refused
from jixiao.plans.models import DIGITS, PLACES, Item, Plan, PlanFinding, Responsibility, Target
from jixiao.plans.sources import citing
from jixiao.plans.tree import Node, nodes

BATCH = 500


class Directory:
    """The offices and persons of an agency by normalised name, fetched once."""

    def __init__(self, agency: Organisation) -> None:
        self.agency = agency
        below = Organisation.objects.filter(parent=agency)
        self.offices = {normal_name(office.name): office for office in below}
        self.persons = {person.normal: person for person in Person.objects.filter(agency=agency)}

    def make_missing(self, plan: PlanRecord, since: date) -> None:
        """Make every office, person and basis document that the plan names, and the posts that it shows them in."""
        for row in plan.rows:
            for name in (*row.offices, *row.co_offices):
                self._office(name, row)
            for name in (*row.leaders, *row.owners):
                self._person(name, row)
        self._posts(plan, since)
        citing.make_missing(self.agency, plan.rows)

    def _office(self, name: str, row: Row) -> None:
        _refuse_long(name, NAME_LIMIT, row, "责任科室")
        if normal_name(name) not in self.offices:
            kind = office_kind(name)
            self.offices[normal_name(name)] = find_or_create_organisation(name, kind, self.agency)

    def _person(self, name: str, row: Row) -> None:
        _refuse_long(name, NAME_LIMIT, row, "姓名")
        if normal_name(name) not in self.persons:
            self.persons[normal_name(name)] = find_or_create_person(name, self.agency)

    def _posts(self, plan: PlanRecord, since: date) -> None:
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
            give_post(self.persons[person], where, title, since)


def office_kind(name: str) -> Organisation.Kind:
    """What an organisation named in a responsibility column is, by the end of its name."""
    if name.endswith(("支部", "党委", "总支")):
        return Organisation.Kind.BRANCH
    if name.endswith(("公司", "集团")):
        return Organisation.Kind.ENTERPRISE
    return Organisation.Kind.OFFICE


def project(plan: Plan, record: PlanRecord, findings: Iterable[Finding], directory: Directory) -> None:
    """Make the columns say what the record says. Every row of the record has a uid.

    Raises Refused for a value that no column can hold.
    """
    frozen = freezing.frozen(record)
    work = _Work(plan, record, frozen, directory)
    leaves = work.items()
    PlanFinding.objects.filter(plan=plan).delete()
    PlanFinding.objects.bulk_create(_findings(plan, findings, leaves), BATCH)
    _heading(plan, record, frozen.text)


def _heading(plan: Plan, record: PlanRecord, text: str) -> None:
    meta = record.meta
    has_points = any(row.weight is not None for row in record.rows)
    plan.year, plan.issued = meta.year, meta.issued
    plan.title = meta.title or plan.title
    plan.document_no = meta.document_no or ""
    plan.points_unit = (meta.points_unit or "分")[:8]
    plan.total = fitting_points(totals_of(record).grand_total) if has_points else None
    plan.indicators = len(record.rows)
    plan.digest = digest(text)
    names = ["year", "issued", "title", "document_no", "points_unit", "total", "indicators", "digest"]
    plan.save(update_fields=names)


@dataclass(slots=True)
class _Work:
    """One projection: what is there, by what it is known, and what has to be written."""

    plan: Plan
    record: PlanRecord
    frozen: freezing.Frozen
    directory: Directory
    made: dict[int, Item] = field(default_factory=dict)  # items by the index of their node
    touched: dict[str, Item] = field(default_factory=dict)  # indicators whose row says something new, by uid
    recited: list[Item] = field(default_factory=list)  # those of them that cite anew

    def items(self) -> dict[int, Item]:
        """Write the items; returns the indicators by position."""
        there = list(Item.objects.filter(plan=self.plan))
        leaves = {item.uid: item for item in there if item.uid is not None}
        branches = {_branch_key(item): item for item in there if item.uid is None}
        digests = self.frozen.row_digests()
        tree = nodes(self.record)
        for depth in sorted({node.depth for node in tree}):
            level = {at: node for at, node in enumerate(tree) if node.depth == depth}
            self._level(level, leaves, branches, digests)
        kept = {item.pk for item in self.made.values()}
        self._take_out([item for item in there if item.pk not in kept])
        self._below()
        return {node.position: self.made[at] for at, node in enumerate(tree) if node.row is not None}

    def _level(
        self,
        level: dict[int, Node],
        leaves: dict[str, Item],
        branches: dict[tuple[object, ...], Item],
        digests: dict[str, str],
    ) -> None:
        """Write the items of one depth; those above are written already."""
        new: dict[int, Item] = {}
        changed: list[Item] = []
        for at, node in level.items():
            parent = self.made[node.parent] if node.parent is not None else None
            if node.row is not None:
                item, content = leaves.get(node.row.uid), digests[node.row.uid]
            else:
                item, content = branches.get((parent.pk if parent else None, node.level, node.no, node.title)), ""
            before = None if item is None else _state(item)
            item = item or Item(plan=self.plan, uid=node.row.uid if node.row else None, line=_line(node))
            if node.row is not None and item.content != content:
                self._fill(item, node.row)
            item.content, item.parent, item.level, item.position = content, parent, node.level, node.position
            item.no, item.title, item.withdrawn = node.no, node.title, False
            item.declared_points = None if node.row else fitting_points(node.declared)
            if before is None:
                new[at] = item
            else:
                self.made[at] = item
                if _state(item) != before:
                    changed.append(item)
        self.made |= dict(zip(new, Item.objects.bulk_create(new.values(), BATCH), strict=True))
        _rewrite(changed)

    def _fill(self, item: Item, row: Row) -> None:
        """Fill the columns of an indicator whose row says something new, or has to be written anew."""
        cited = (item.basis, item.citation) if item.content else None
        _fill(item, row)
        self.touched[row.uid] = item
        if cited != (item.basis, item.citation):
            self.recited.append(item)

    def _take_out(self, gone: list[Item]) -> None:
        """Delete what the record no longer has; an indicator that was frozen or is handed down is only withdrawn."""
        leaves = [item.pk for item in gone if item.uid is not None]
        hanging = Item.objects.filter(pk__in=leaves).filter(_HUNG)
        hung = set(leaves if self.plan.is_frozen else hanging.values_list("pk", flat=True))
        Item.objects.filter(pk__in=hung).update(withdrawn=True)
        Item.objects.filter(pk__in=set(leaves) - hung).delete()
        above = _ancestors(hung)
        Item.objects.filter(pk__in={item.pk for item in gone if item.uid is None} - above).delete()

    def _below(self) -> None:
        """Responsibilities, targets and citations of the indicators that say something new."""
        rows = {row.uid: row for row in self.record.rows}
        items = self.touched
        Responsibility.objects.filter(item__in=items.values()).delete()
        Target.objects.filter(item__in=items.values()).delete()
        duties = [duty for uid, item in items.items() for duty in _responsibilities(item, rows[uid], self.directory)]
        Responsibility.objects.bulk_create(duties, BATCH)
        Target.objects.bulk_create([t for uid, item in items.items() for t in _targets(item, rows[uid])], BATCH)
        citing.cite(self.plan, self.recited)


_HUNG = Q(child_links__isnull=False)  # what keeps an indicator of a draft; once frozen, rooms above may hang on any
_FILLED = ["kind", "points", "shares_points", "goal_kind", "due", "due_text", "rule", "basis", "citation"]
_COLUMNS = ["parent", "level", "position", "no", "title", "declared_points", "content", "withdrawn", *_FILLED]


def _state(item: Item) -> tuple[object, ...]:
    return tuple(getattr(item, "parent_id" if name == "parent" else name) for name in _COLUMNS)


def _rewrite(items: list[Item]) -> None:
    """One prepared statement for all items: Django's bulk_update builds a CASE for each column and costs ten times."""
    fields = [field for field in Item._meta.concrete_fields if field.name in _COLUMNS]
    assignments = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
    table, key = connection.ops.quote_name(Item._meta.db_table), connection.ops.quote_name("id")
    values = [
        [*(field.get_db_prep_save(getattr(item, field.attname), connection) for field in fields), item.pk]
        for item in items
    ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {assignments} WHERE {key} = %s", values)


def _branch_key(item: Item) -> tuple[object, ...]:
    return (item.parent_id, item.level, item.no, item.title)


def _line(node: Node) -> int | None:
    return node.row.line if node.row else None


def _ancestors(leaves: Iterable[int]) -> set[int]:
    """Items above the leaves."""
    found: set[int] = set()
    level = set(leaves)
    while level:
        above = Item.objects.filter(pk__in=level).exclude(parent=None).values_list("parent_id", flat=True)
        level = {pk for pk in above if pk is not None} - found
        found |= level
    return found


def _fill(item: Item, row: Row) -> None:
    _refuse_long(row.no or "", NO_LIMIT, row, "序号")
    _refuse_long(row.deadline_raw or "", DEADLINE_LIMIT, row, "完成时限")
    item.kind, item.goal_kind = row.kind.value, row.goal_kind
    item.points = fitting_points(row.weight, row)
    item.shares_points = row.weight_source is Source.DOWN
    item.due, item.due_text = row.deadline, row.deadline_raw or ""
    item.rule, item.basis, item.citation = row.rule or "", row.policy_basis or "", row.l1_citation or ""


def _responsibilities(item: Item, row: Row, directory: Directory) -> Iterator[Responsibility]:
    role = Responsibility.Role
    for kind, names in ((role.LEADER, row.leaders), (role.OWNER, row.owners)):
        for at, (normal, name) in enumerate(_once(names).items()):
            person = directory.persons.get(normal)
            yield Responsibility(item=item, role=kind, name="".join(name.split()), person=person, position=at)
    leading = _once(row.offices)
    for at, (normal, name) in enumerate(_once((*row.offices, *row.co_offices)).items()):
        kind = role.LEAD_OFFICE if normal in leading else role.CO_OFFICE
        office = directory.offices.get(normal)
        yield Responsibility(item=item, role=kind, name=name, organisation=office, position=at)


def _once(names: tuple[str, ...]) -> dict[str, str]:
    """Each name once, in order: normalised → as it was first written."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(normal_name(name), name.strip())
    return found


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
