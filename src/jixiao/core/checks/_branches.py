"""Sums of points over the branches of a plan's tree. No rule in itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.core.numbers import format_points
from jixiao.core.places import Place, Source
from jixiao.core.records import PlanRecord, Row, RowKind
from jixiao.core.totals import own_points

Path = tuple[str, ...]


@dataclass(slots=True)
class Branch:
    """What stands under one title: the rows with own points, and how many rows lack them."""

    rows: list[Row] = field(default_factory=list)
    points: Decimal = Decimal(0)
    without: int = 0  # base rows whose points are missing

    def add(self, row: Row) -> None:
        """Count one base row."""
        self.points += own_points(row)
        if lacks_points(row):
            self.without += 1
        elif row.weight_source is not Source.DOWN:
            self.rows.append(row)

    @property
    def places(self) -> tuple[Place, ...]:
        """The cells that were added up."""
        return tuple(row.place("weight") for row in self.rows)


def lacks_points(row: Row) -> bool:
    """Has a base row no points of its own where it should have some?"""
    return row.kind is RowKind.BASE and row.weight is None and row.weight_source not in (Source.DOWN, Source.UP)


def branches(plan: PlanRecord) -> dict[Path, Branch]:
    """Base rows by each title above them; () is the whole plan."""
    found: dict[Path, Branch] = {}
    for row in plan.rows:
        if row.kind is RowKind.BASE:
            for depth in range(len(row.path) + 1):
                found.setdefault(row.path[:depth], Branch()).add(row)
    return found


def goal_paths(plan: PlanRecord) -> set[Path]:
    """The paths that lead to a goal: their sums belong to the rule points-goal."""
    return {path for row in plan.rows if (path := goal_path(row))}


def goal_path(row: Row) -> Path:
    """The row's path up to its goal."""
    if row.l1 is not None and row.l1 in row.path:
        return row.path[: row.path.index(row.l1) + 1]
    return row.path[:-1] if row.l2 is not None else row.path


def has_points(plan: PlanRecord) -> bool:
    """Does any base row have points? Without any, sums say nothing."""
    return any(row.weight is not None for row in plan.rows if row.kind is RowKind.BASE)


def difference(stated: Decimal, branch: Branch) -> str:
    """少1分 or 多2分, with a word on rows without points."""
    short = stated - branch.points
    text = f"少{format_points(short)}分" if short > 0 else f"多{format_points(-short)}分"
    return text + (f"（其中{branch.without}行没有分值）" if branch.without else "")


def difference_en(stated: Decimal, branch: Branch) -> str:
    """The same in English."""
    short = stated - branch.points
    text = f"{format_points(abs(short))} {'short' if short > 0 else 'over'}"
    return text + (f" ({branch.without} rows have no points)" if branch.without else "")
