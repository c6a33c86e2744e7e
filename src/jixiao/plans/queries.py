"""Reading plans. The number of SQL statements does not depend on the number of indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q

from jixiao.plans.models import Item, Plan, PlanFinding, Responsibility, Target
from jixiao.plans.numbers import points_text
from jixiao.plans.status import status
from jixiao.plans.table import Line, pieces

Pairs = dict[int, list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class _Above:
    """A node above the indicators."""

    pk: int
    parent: int | None
    level: str
    title: str
    declared: Decimal | None


def lines(plan: Plan, today: date) -> list[Line]:
    """The plan's indicators as lines of the official table, in its order. Five statements."""
    found = _Found(plan)
    leaves = Item.objects.indicators().filter(plan=plan).order_by("position")
    return [_line(_Leaf(*values), found, today) for values in leaves.values_list(*_LEAF)]


_LEAF = (
    "pk",
    "parent_id",
    "no",
    "title",
    "points",
    "due",
    "due_text",
    "rule",
    "kind",
    "basis",
    "citation",
    "shares_points",
    "uid",
)


class _Leaf(NamedTuple):
    """An indicator as it comes from the database, in the order of `_LEAF`."""

    pk: int
    parent: int | None
    no: str
    title: str
    points: Decimal | None
    due: date | None
    due_text: str
    rule: str
    kind: str
    basis: str
    citation: str
    shares_points: bool
    uid: str | None


class _Found:
    """What belongs to the indicators of a plan, each kind fetched at once."""

    def __init__(self, plan: Plan) -> None:
        self.unit = plan.points_unit
        self.above = _above(plan)
        self.duties = _duties(plan)
        self.spans = _spans(plan)
        self.counts = _finding_counts(plan)
        self._branches: dict[int | None, _Branch] = {}

    def branch(self, parent: int | None) -> _Branch:
        if parent not in self._branches:
            self._branches[parent] = _branch(_chain(parent, self.above), self.unit)
        return self._branches[parent]


class _Branch(NamedTuple):
    """What stands above an indicator, as text."""

    category_key: int
    category_text: str
    category_points: str
    group_text: str
    group_points: str
    goal_key: int | None
    goal_text: str
    goal_points: str


def _branch(chain: list[_Above], unit: str) -> _Branch:
    category = next((node for node in chain if node.level == "category"), None)
    groups = [node for node in chain if node.level == "group"]
    goal = next((node for node in chain if node.level == "goal"), None)
    return _Branch(
        category.pk if category else 0,
        category.title if category else "",
        _points(category, unit),
        " / ".join(node.title for node in groups),
        _points(groups[-1], unit) if groups else "",
        goal.pk if goal else None,
        goal.title if goal else "",
        _points(goal, unit),
    )


def _line(leaf: _Leaf, found: _Found, today: date) -> Line:
    errors, warnings = found.counts.get(leaf.pk, (0, 0))
    return Line(
        **found.branch(leaf.parent)._asdict(),
        item=leaf.pk,
        uid=leaf.uid or "",
        no=leaf.no,
        citation=leaf.citation,
        basis_text=leaf.basis,
        text=leaf.title,
        pieces=pieces(leaf.title, found.spans.get(leaf.pk, ())),
        points=points_text(leaf.points),
        due=leaf.due_text or (leaf.due.isoformat() if leaf.due else ""),
        due_date=leaf.due.isoformat() if leaf.due else "",
        rule=leaf.rule,
        kind=leaf.kind,
        kind_text="" if leaf.kind == Item.Kind.BASE else Item.Kind(leaf.kind).label,
        leaders=found.duties["leader"].get(leaf.pk, []),
        offices=found.duties["office"].get(leaf.pk, []),
        owners=found.duties["owner"].get(leaf.pk, []),
        status=status(leaf.due, today),
        shares_points=leaf.shares_points,
        errors=errors,
        warnings=warnings,
    )


def _points(node: _Above | None, unit: str) -> str:
    return f"{points_text(node.declared)}{unit}" if node and node.declared is not None else ""


def _above(plan: Plan) -> dict[int, _Above]:
    nodes = Item.objects.filter(plan=plan).exclude(level=Item.Level.INDICATOR)
    values = nodes.values_list("pk", "parent_id", "level", "title", "declared_points")
    return {pk: _Above(pk, parent, level, title, declared) for pk, parent, level, title, declared in values}


def _chain(parent: int | None, above: dict[int, _Above]) -> list[_Above]:
    chain: list[_Above] = []
    while parent is not None:
        node = above[parent]
        chain.append(node)
        parent = node.parent
    return chain[::-1]


def _duties(plan: Plan) -> dict[str, Pairs]:
    """By column (leader, office, owner): indicator → (number, name) in the order of the document."""
    found: dict[str, Pairs] = {"leader": {}, "office": {}, "owner": {}}
    duties = Responsibility.objects.filter(item__plan=plan).order_by("item_id", "position")
    values = duties.values_list("item_id", "role", "organisation_id", "person_id", "name")
    for item, role, organisation, person, name in values:
        column = role if role in ("leader", "owner") else "office"
        found[column].setdefault(item, []).append((organisation or person or 0, name))
    return found


def _spans(plan: Plan) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for item, start, end in Target.objects.filter(item__plan=plan).values_list("item_id", "start", "end"):
        found.setdefault(item, []).append((start, end))
    return found


def _finding_counts(plan: Plan) -> dict[int | None, tuple[int, int]]:
    counted = (
        PlanFinding.objects.filter(plan=plan)
        .values("item_id")
        .annotate(errors=Count("pk", filter=Q(severity="error")), warnings=Count("pk", filter=Q(severity="warning")))
        .order_by()
    )
    return {row["item_id"]: (row["errors"], row["warnings"]) for row in counted}


def totals(lines: Iterable[Line]) -> tuple[int, Decimal]:
    """How many lines, and the sum of their base points."""
    count, total = 0, Decimal(0)
    for line in lines:
        count += 1
        if line.kind == "base" and line.points and not line.shares_points:
            total += Decimal(line.points)
    return count, total
