"""The tree of a plan from its rows: category → group → goal → indicator, whatever the depth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.records import PlanRecord, Row


@dataclass(frozen=True, slots=True)
class Node:
    """One item to be. `parent` is the index of its parent among the nodes; parents stand before children."""

    level: str  # category, group, goal, indicator
    title: str
    parent: int | None
    depth: int
    position: int
    declared: Decimal | None = None
    no: str = ""
    row: Row | None = None  # of an indicator


def nodes(plan: PlanRecord) -> tuple[Node, ...]:
    """All nodes in the order of the document. One branch broken over pages is one node."""
    declared = {entry.path: entry.points for entry in plan.declared}
    found: list[Node] = []
    index: dict[tuple[int | None, str, str], int] = {}
    for row in plan.rows:
        parent: int | None = None
        path = path_of(row)
        for depth, title in enumerate(path[:-1]):
            level = _level(row, depth, title)
            no = (row.l1_no or "") if level == "goal" else ""
            key = (parent, no, title)
            if key not in index:
                points = declared.get(path[: depth + 1])
                if points is None and level == "goal":
                    points = row.l1_points
                index[key] = len(found)
                found.append(Node(level, title, parent, depth, row.position, points, no))
            parent = index[key]
        found.append(Node("indicator", row.text, parent, len(path) - 1, row.position, row.weight, row.no or "", row))
    return tuple(found)


def path_of(row: Row) -> tuple[str, ...]:
    """The titles from category to leaf; put together from the columns when the reader gave none."""
    if row.path:
        return row.path
    above = [row.category, row.subcategory, row.l1 if row.l2 else None]
    return (*(title for title in above if title), row.text)


def _level(row: Row, depth: int, title: str) -> str:
    if title == row.l1:
        return "goal"
    return "category" if depth == 0 and title == row.category else "group"
