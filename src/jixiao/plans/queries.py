"""Reading plans. The number of SQL statements does not depend on the number of indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
    above = _above(plan)
    duties = _duties(plan)
    spans = _spans(plan)
    counts = _finding_counts(plan)
    fields = (
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
    )
    leaves = Item.objects.filter(plan=plan, level=Item.Level.INDICATOR).order_by("position").values_list(*fields)
    chains: dict[int | None, list[_Above]] = {}
    made = []
    for pk, parent, no, title, points, due, due_text, rule, kind, basis, citation, shares in leaves:
        chain = chains.get(parent)
        if chain is None:
            chain = chains[parent] = _chain(parent, above)
        category = next((node for node in chain if node.level == "category"), None)
        groups = [node for node in chain if node.level == "group"]
        goal = next((node for node in chain if node.level == "goal"), None)
        errors, warnings = counts.get(pk, (0, 0))
        made.append(
            Line(
                item=pk,
                no=no,
                category_key=category.pk if category else 0,
                category_text=category.title if category else "",
                category_points=_points(category, plan),
                group_text=" / ".join(node.title for node in groups),
                group_points=_points(groups[-1], plan) if groups else "",
                goal_key=goal.pk if goal else None,
                goal_text=goal.title if goal else title,
                goal_points=_points(goal, plan),
                citation=citation,
                basis_text=basis,
                text=title,
                pieces=pieces(title, spans.get(pk, ())),
                points=points_text(points),
                due=due_text or (due.isoformat() if due else ""),
                due_date=due.isoformat() if due else "",
                rule=rule,
                kind=kind,
                leaders=duties["leader"].get(pk, []),
                offices=duties["office"].get(pk, []),
                owners=duties["owner"].get(pk, []),
                status=status(due, today),
                shares_points=shares,
                errors=errors,
                warnings=warnings,
            )
        )
    return made


def _points(node: _Above | None, plan: Plan) -> str:
    return f"{points_text(node.declared)}{plan.points_unit}" if node and node.declared is not None else ""


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
    values = duties.values_list("item_id", "role", "organisation_id", "organisation__name", "person_id", "person__name")
    for item, role, organisation_id, organisation, person_id, person in values:
        column = role if role in ("leader", "owner") else "office"
        pair = (organisation_id, organisation) if organisation_id else (person_id, person)
        found[column].setdefault(item, []).append(pair)
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
